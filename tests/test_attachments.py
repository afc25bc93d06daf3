"""Files for encrypted rooms: only who has the event opens them, and the homeserver learns nothing but their length."""

import hashlib
from base64 import b64decode, urlsafe_b64decode
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CTR
from hypothesis import example, given
from hypothesis import strategies as st

from bot.markup import text
from bot.matrix import content
from bot.matrix.attachments import sealed
from bot.matrix.media import Media
from bot.matrix.wire import Json, Wire
from bot.messages import Attachment, Message
from bot.whereabouts import LONG_AGO

PLAIN = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
PICTURE = Attachment("season.png", "image/png", lambda: PLAIN, (640, 480))
CALENDAR = Attachment("season.ics", "text/calendar", lambda: PLAIN, None)
QUESTION = Message("$question", "!room:example.org", "@ada:example.org", "!timeline", LONG_AGO)


class Shelf(Wire):
    """A homeserver that keeps one file."""

    def __init__(self) -> None:
        self.kept: tuple[str, bytes, str] | None = None

    async def get(self, path: str, *, seconds: float = 15.0) -> Json:
        """Its limits: none."""
        del path, seconds
        return {}

    async def post_file(self, path: str, content: bytes, media_type: str, *, seconds: float) -> Json:
        """Keep it."""
        del seconds
        self.kept = path, content, media_type
        return {"content_uri": "mxc://example.org/abc"}


def opened(cipher: bytes, file: dict[str, Any]) -> bytes:
    """What a client makes of it, by another library than the bot's."""
    assert (file["v"], file["key"]["kty"], file["key"]["alg"]) == ("v2", "oct", "A256CTR")
    assert file["key"]["ext"] is True
    assert {"encrypt", "decrypt"} <= set(file["key"]["key_ops"])
    assert b64decode(padded(file["hashes"]["sha256"])) == hashlib.sha256(cipher).digest()
    key, first = urlsafe_b64decode(padded(file["key"]["k"])), b64decode(padded(file["iv"]))
    assert (len(key), len(first), first[8:]) == (32, 16, bytes(8))
    return Cipher(AES(key), CTR(first)).decryptor().update(cipher)


def padded(text: str) -> str:
    assert "=" not in text
    return text + "=" * (-len(text) % 4)


@given(st.binary(max_size=5_000))
@example(bytes(100_000))
def test_what_is_sealed_is_opened_by_its_opener_alone(plain: bytes) -> None:
    one, other = sealed(plain), sealed(plain)
    assert opened(one.content, one.opener) == plain
    assert len(one.content) == len(plain)
    assert one.opener["key"]["k"] != other.opener["key"]["k"]
    assert one.opener["iv"] != other.opener["iv"]


@pytest.mark.parametrize("file", [PICTURE, CALENDAR], ids=["picture", "calendar"])
async def test_in_an_encrypted_room_the_homeserver_gets_neither_the_file_nor_its_name(file: Attachment) -> None:
    shelf = Shelf()
    uploaded = await Media(shelf).leave(file, PLAIN, encrypted=True)
    assert shelf.kept
    path, cipher, media_type = shelf.kept
    assert "season" not in path
    assert media_type == "application/octet-stream"
    assert PLAIN[:16] not in cipher
    said = content.answer(text("The season"), QUESTION, uploaded)
    assert "url" not in said
    assert said["file"]["url"] == "mxc://example.org/abc"
    assert opened(cipher, said["file"]) == PLAIN
    assert (said["filename"], said["body"]) == (file.name, "The season")
    assert (said["info"]["mimetype"], said["info"]["size"]) == (file.media_type, len(PLAIN))


async def test_in_another_room_the_file_stays_as_it_is() -> None:
    shelf = Shelf()
    said = content.answer(text("The season"), QUESTION, await Media(shelf).leave(PICTURE, PLAIN, encrypted=False))
    assert shelf.kept
    assert (shelf.kept[1], shelf.kept[2]) == (PLAIN, "image/png")
    assert (said["url"], "file" in said, said["msgtype"]) == ("mxc://example.org/abc", False, "m.image")
