"""Files on their way into a room: left with the homeserver first, under an address that an event then names."""

import asyncio

from bot.errors import MatrixError, Refused
from bot.matrix import attachments
from bot.matrix.content import Uploaded
from bot.matrix.wire import Json, Wire, path_below
from bot.messages import Attachment

WITHIN = 15.0
"""Seconds for handing over one file."""

_UPLOAD = "/_matrix/media/v3"
_LIMITS = ("/_matrix/client/v1/media", "/_matrix/media/v3")
"""Where a homeserver tells its limits, the newer place first (Client-Server API, 11.8 Content repository)."""


class Media:
    """Hands files over.

    Args:
        wire: requests as the bot.
    """

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    async def leave(self, file: Attachment, content: bytes, *, encrypted: bool) -> Uploaded:
        """Leave a file that goes with an answer.

        Args:
            file: what it is.
            content: its bytes.
            encrypted: whether the room is, so that the homeserver gets neither the file nor its name.

        Raises:
            Refused: as `upload`.
            MatrixError: as `upload`.
        """
        if not encrypted:
            return Uploaded(file, await self.upload(file.name, file.media_type, content), len(content))
        sealed = await asyncio.to_thread(attachments.sealed, content)
        address = await self.upload(None, attachments.MEDIA_TYPE, sealed.content)
        return Uploaded(file, address, len(content), sealed.opener)

    async def upload(self, name: str | None, media_type: str, content: bytes) -> str:
        """Leave bytes with the homeserver.

        Args:
            name: of the file; None where nobody is to know it.
            media_type: such as `image/png`.
            content: the bytes.

        Returns:
            Its address, such as `mxc://example.org/abc`.

        Raises:
            Refused: it is larger than the homeserver takes, or may not be left there.
            MatrixError: it did not work now.
        """
        largest = await self.largest()
        if largest is not None and len(content) > largest:
            raise Refused(f"the file has {len(content)} bytes; the homeserver takes {largest}", "M_TOO_LARGE")
        path = path_below(_UPLOAD, "upload", filename=name)
        address = (await self._wire.post_file(path, content, media_type, seconds=WITHIN)).get("content_uri")
        if not isinstance(address, str) or not address.startswith("mxc://"):
            raise MatrixError("the homeserver's answer names no address for the file")
        return address

    async def largest(self) -> int | None:
        """Bytes that a file may have; None where the homeserver does not say."""
        for place in _LIMITS:
            try:
                limit = _limit(await self._wire.get(path_below(place, "config"), seconds=WITHIN))
            except MatrixError:
                continue  # an older homeserver, or one in trouble: the upload itself will tell
            if limit is not None:
                return limit
        return None


def _limit(answer: Json) -> int | None:
    limit = answer.get("m.upload.size")
    return limit if type(limit) is int else None
