"""Everything Matrix; the only folder that knows nio and the Client-Server API.

Reading order: wire → patience → session; known_rooms → room_state → joining → rooms → upgrades → rounds; inbox → sync →
reception → content → outbox → bookmark; herald, reports, own_name, heartbeat.
"""
