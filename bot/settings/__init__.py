"""What a room can set: how values are written, the settings, and those that people chose in the room itself."""
