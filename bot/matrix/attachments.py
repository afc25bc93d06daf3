"""Files for encrypted rooms: encrypted before the homeserver gets them, each with a key of its own.

See Client-Server API, "Sending encrypted attachments": AES-CTR with 256 bits. The key travels in the event, which is itself
encrypted.
"""

from dataclasses import dataclass
from typing import Any

from nio.crypto.attachments import encrypt_attachment

MEDIA_TYPE = "application/octet-stream"
"""What the homeserver is told that it is."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """An encrypted file.

    Attributes:
        content: what the homeserver gets; as long as the file itself.
        opener: the event's `file` object without its `url`: key, first counter block and SHA-256 hash.
    """

    content: bytes
    opener: dict[str, Any]


def sealed(plain: bytes) -> Sealed:
    """A file, encrypted with a new key; works through all of it, so call it beside the event loop."""
    return Sealed(*encrypt_attachment(plain))
