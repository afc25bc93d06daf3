"""Asking for a key that did not come, as when a conversation of keys broke and what was said in it could not be read.

See Client-Server API, "Key requests". Clients answer where they had given us the key in the first place. It is taken from
the device that made it and from no other; see `crypto_store`.
"""

import nio.crypto
from nio.event_builders import RoomKeyRequestMessage

from bot.matrix.room_keys import MEGOLM

MOST = 1_000
"""Keys that others are asked for at most, so that nobody can have us ask without end."""

Key = tuple[str, str]
"""A room id and the id of a key that is used there."""


def request_of(olm: nio.crypto.Olm, key: Key, sender: str) -> RoomKeyRequestMessage | None:
    """What to send to somebody's devices to get a key of theirs; None where that was done already, or asked too often.

    Args:
        olm: nio's machine, which remembers what was asked for, also after a restart.
        key: the one that is missing.
        sender: who used it.
    """
    room_id, session_id = key
    asked = olm.outgoing_key_requests
    waiting = {message.content.get("request_id") for message in olm.outgoing_to_device_messages}
    if session_id in asked or session_id in waiting or len(asked) + len(waiting) >= MOST:
        return None
    content = {
        "action": "request",
        "body": {"algorithm": MEGOLM, "room_id": room_id, "session_id": session_id},
        "request_id": session_id,
        "requesting_device_id": olm.device_id,
    }
    return RoomKeyRequestMessage("m.room_key_request", sender, "*", content, session_id, session_id, room_id, MEGOLM)
