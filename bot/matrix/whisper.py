"""Speaking with one person, in the conversation of two."""

from bot.markup import Markup
from bot.matrix import content
from bot.matrix.direct import Direct
from bot.matrix.outbox import Outbox


class Whisper:
    """Begins conversations where there are none, and speaks in them.

    Args:
        direct: finds and begins them.
        outbox: sends.
    """

    def __init__(self, direct: Direct, outbox: Outbox) -> None:
        self._direct = direct
        self._outbox = outbox

    async def room_with(self, user_id: str) -> str:
        """The id of the conversation; for errors see `Direct.with_person`."""
        return await self._direct.with_person(user_id)

    async def say(self, room_id: str, body: Markup, key: str) -> str:
        """Say something once for ever under this key.

        Returns:
            The event id.

        Raises:
            Refused: the homeserver said no for good.
            MatrixError: it could not be said in time.
        """
        return await self._outbox.post(room_id, "whisper", content.transaction("whisper", key), content.notice(body))
