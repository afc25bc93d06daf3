"""The bot's session with its homeserver, as a value."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Session:
    """Who the bot is on its homeserver; one device for ever."""

    homeserver: str
    user_id: str
    device_id: str
    access_token: str

    def __repr__(self) -> str:
        """Without the token, so that no log can hold it."""
        return f"Session({self.user_id}, {self.device_id})"
