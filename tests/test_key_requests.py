"""A key that did not come is asked for once, and taken only from the device that made it."""

from pathlib import Path
from typing import Any

import nio.crypto
import pytest
from nio.crypto import OutgoingKeyRequest
from wires import Nobody

from bot.account import Session
from bot.matrix.cipher import Cipher
from bot.matrix.crypto_store import CryptoStore, made
from bot.matrix.key_requests import MOST, request_of
from bot.matrix.room_keys import MEGOLM

ROOM = "!room:localhost"


def device(folder: Path, name: str) -> CryptoStore:
    """A device of somebody of that name."""
    return made(folder / f"{name}.db", Session("", f"@{name}:localhost", name.upper(), ""), "secret")


@pytest.fixture
def bot(tmp_path: Path) -> Any:
    store = device(tmp_path, "bot")
    yield store
    store.close()


def known_to(store: CryptoStore, other: CryptoStore) -> nio.crypto.OlmDevice:
    """Somebody's device as another knows it."""
    keys = {"ed25519": other.keys.ed25519, "curve25519": other.keys.curve25519}
    known = nio.crypto.OlmDevice(other.olm.user_id, other.olm.device_id, keys)
    store.olm.device_store.add(known)
    return known


def new_key(maker: CryptoStore) -> tuple[str, str, str]:
    """A key for the room: its id, its maker, and what reads with it."""
    maker.olm.create_outbound_group_session(ROOM)
    session_id = maker.olm.outbound_group_sessions[ROOM].id
    reading = maker.olm.inbound_group_store[ROOM][maker.keys.curve25519][session_id]
    return session_id, maker.keys.curve25519, reading.export_session(reading.first_known_index)


def forwarded(sender: CryptoStore, bot: CryptoStore, key: tuple[str, str, str]) -> dict[str, Any]:
    """What `/sync` brings when somebody forwards a key to the bot."""
    bot.olm.account.generate_one_time_keys(1)
    (one_time,) = bot.olm.account.one_time_keys["curve25519"].values()
    bot.olm.account.mark_keys_as_published()
    to = known_to(sender, bot)
    sender.olm.create_session(one_time, bot.keys.curve25519)
    session_id, made_by, reads = key
    content = {
        "algorithm": MEGOLM,
        "room_id": ROOM,
        "session_id": session_id,
        "session_key": reads,
        "sender_key": made_by,
        "sender_claimed_ed25519_key": sender.keys.ed25519,
        "forwarding_curve25519_key_chain": [],
    }
    conversation = sender.olm.session_store.get(bot.keys.curve25519)
    sealed = sender.olm._olm_encrypt(conversation, to, "m.forwarded_room_key", content)
    return {"to_device": {"events": [{"type": "m.room.encrypted", "sender": sender.olm.user_id, "content": sealed}]}}


def asked_for(bot: CryptoStore, session_id: str, room_id: str = ROOM) -> None:
    """The bot has asked for that key."""
    request = OutgoingKeyRequest(session_id, session_id, room_id, MEGOLM)
    bot.olm.outgoing_key_requests[session_id] = request
    bot.olm.store.add_outgoing_key_request(request)


def test_a_key_that_was_asked_for_is_taken_from_its_maker(bot: CryptoStore, tmp_path: Path) -> None:
    anna = device(tmp_path, "anna")
    known_to(bot, anna)
    key = new_key(anna)
    asked_for(bot, key[0])
    assert Cipher(Nobody(), bot).take_in(forwarded(anna, bot, key)) == {(ROOM, key[0])}
    anna.close()


@pytest.mark.parametrize("why", ["made by another", "not asked for", "of another room", "from an unknown device"])
def test_any_other_key_is_not_taken(bot: CryptoStore, tmp_path: Path, why: str) -> None:
    anna, mallory = device(tmp_path, "anna"), device(tmp_path, "mallory")
    if why != "from an unknown device":
        known_to(bot, mallory)
    key = new_key(anna if why == "made by another" else mallory)
    if why != "not asked for":
        asked_for(bot, key[0], "!other:localhost" if why == "of another room" else ROOM)
    assert Cipher(Nobody(), bot).take_in(forwarded(mallory, bot, key)) == frozenset()
    anna.close()
    mallory.close()


def test_a_key_is_asked_for_once_and_not_without_end(bot: CryptoStore) -> None:
    request = request_of(bot.olm, (ROOM, "a key"), "@anna:localhost")
    assert request
    assert (request.recipient, request.recipient_device) == ("@anna:localhost", "*")
    bot.olm.outgoing_to_device_messages.append(request)
    assert request_of(bot.olm, (ROOM, "a key"), "@anna:localhost") is None
    for number in range(MOST - 1):
        bot.olm.outgoing_key_requests[str(number)] = request
    assert request_of(bot.olm, (ROOM, "another key"), "@anna:localhost") is None
