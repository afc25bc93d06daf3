"""Who gets the keys of what the bot says, and for how long one is used; the devices are real, the homeserver is played."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from nio.crypto import sessions

from bench.keyed_people import Address, KeyedPeople
from bot.account import Seeds, Session
from bot.errors import MatrixError
from bot.matrix.cipher import Cipher
from bot.matrix.cross_signing import Identity
from bot.matrix.crypto_store import CryptoStore, made, opened
from bot.matrix.wire import Json

BOT = Session("", "@bot:example.org", "DEVICE", "token")
ROOM = "!room:example.org"
ANNA, BEN = "@member0:example.org", "@member1:example.org"
PHONE, LAPTOP = (ANNA, "D0"), (ANNA, "D1")
EVERYBODY = {(user, device) for user in (ANNA, BEN) for device in ("D0", "D1")}

Made = Callable[..., "Scene"]


class Scene:
    """The bot and two people with two devices each.

    Attributes:
        people: they, and their homeserver.
        cipher: the bot's.
    """

    def __init__(self, store: CryptoStore, *, signed_only: bool) -> None:
        self.people = KeyedPeople(2, 2)
        self.cipher = Cipher(self.people, store, signed_only=signed_only)

    async def say(self, members: Sequence[str] = (ANNA, BEN)) -> str:
        """Encrypt a message; the id of the key it needs."""
        self.people.delivered.clear()
        sealed = await self.cipher.sealed(ROOM, members, "m.room.message", {"msgtype": "m.notice", "body": "words"})
        return str(sealed["session_id"])

    def given(self) -> set[Address]:
        """Which devices got a key for the last message, as they read it themselves."""
        return {
            address
            for kind, address, content in self.people.delivered
            if kind == "m.room.encrypted"
            and self.people.devices[address].opened(content)["content"]["room_id"] == ROOM
        }

    def told(self) -> dict[Address, Json]:
        """Which devices were told that they get none."""
        return {at: content for kind, at, content in self.people.delivered if kind == "m.room_key.withheld"}

    def changed(self, user: str) -> None:
        """The homeserver tells that somebody's devices are others now."""
        self.cipher.take_in({"device_lists": {"changed": [user]}})


@pytest.fixture(scope="module")
def new_store(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A store that was just made; making one takes as long as a test."""
    path = tmp_path_factory.mktemp("store") / "crypto.db"
    made(path, BOT, "secret").close()
    return path.read_bytes()


@pytest.fixture
def scene(tmp_path: Path, new_store: bytes) -> Iterator[Made]:
    """Makes the scene, for all devices or for signed ones only."""
    path = tmp_path / "crypto.db"
    path.write_bytes(new_store)
    with closing(opened(path, BOT, "secret")) as store:
        yield lambda *, signed_only=False: Scene(store, signed_only=signed_only)


async def test_every_device_gets_the_key_once_signed_or_not(scene: Made) -> None:
    here = scene()
    here.people.devices[PHONE].identity = None
    used = await here.say()
    assert here.given() == EVERYBODY
    assert await here.say() == used
    assert here.people.delivered == []


async def test_where_only_signed_devices_may_read_the_others_are_told_so_once(scene: Made) -> None:
    here = scene(signed_only=True)
    here.people.devices[PHONE].identity = None
    del here.people.identities[BEN]
    used = await here.say()
    assert here.given() == {LAPTOP}
    told = here.told()
    assert told.keys() == {PHONE, (BEN, "D0"), (BEN, "D1")}
    assert not any(here.people.devices[address].account.one_time_keys for address in told), (
        "a key was asked for in vain"
    )
    assert told[PHONE] == {
        "algorithm": "m.megolm.v1.aes-sha2",
        "code": "m.unverified",
        "reason": "Only devices that their owner has verified can read this.",
        "room_id": ROOM,
        "sender_key": here.cipher._olm.account.identity_keys["curve25519"],
        "session_id": used,
    }
    assert await here.say() == used
    assert here.people.delivered == []


async def test_a_device_that_is_signed_later_reads_from_then_on(scene: Made) -> None:
    here = scene(signed_only=True)
    phone = here.people.devices[PHONE]
    phone.identity, identity = None, phone.identity
    used = await here.say()
    phone.identity = identity
    here.changed(ANNA)
    assert await here.say() == used
    assert here.given() == {PHONE}
    assert here.told() == {}


async def test_a_device_whose_signature_no_longer_counts_is_left_out_of_the_next_key(scene: Made) -> None:
    here = scene(signed_only=True)
    used = await here.say()
    here.people.identities[ANNA] = here.people.devices[LAPTOP].identity = Identity.of(Seeds.random(ANNA))
    here.changed(ANNA)
    assert await here.say() != used
    assert here.given() == EVERYBODY - {PHONE}
    assert here.told().keys() == {PHONE}


def swapped(told: Json) -> None:
    """Anna's keys in place of Ben's."""
    told["master_keys"][BEN], told["self_signing_keys"][BEN] = (
        told["master_keys"][ANNA],
        told["self_signing_keys"][ANNA],
    )


def changed(where: str, user: str, **parts: object) -> Callable[[Json], None]:
    """One of somebody's cross-signing keys, altered after it was signed."""

    def change(told: Json) -> None:
        told[where][user] = {**told[where][user], **parts}

    return change


def without(where: str) -> Callable[[Json], None]:
    """No such keys at all."""

    def change(told: Json) -> None:
        del told[where]

    return change


def another_key(told: Json) -> None:
    """A device with another identity key than its owner signed; its own signature is left out of this."""
    device = told["device_keys"][BEN]["D0"]
    device["keys"]["curve25519:D0"] = told["device_keys"][ANNA]["D0"]["keys"]["curve25519:D0"]


@pytest.mark.parametrize(
    ("change", "left"),
    [
        pytest.param(swapped, {PHONE, LAPTOP}, id="somebody else's identity"),
        pytest.param(without("master_keys"), set(), id="no master keys"),
        pytest.param(without("self_signing_keys"), set(), id="no self-signing keys"),
        pytest.param(changed("master_keys", BEN, usage=["user_signing"]), {PHONE, LAPTOP}, id="no master key"),
        pytest.param(changed("self_signing_keys", BEN, signatures={}), {PHONE, LAPTOP}, id="not signed by it"),
        pytest.param(changed("self_signing_keys", BEN, usage="self_signing"), {PHONE, LAPTOP}, id="ill usage"),
        pytest.param(changed("self_signing_keys", BEN, keys={"ed25519:A": 3}), {PHONE, LAPTOP}, id="no key"),
        pytest.param(changed("self_signing_keys", BEN, keys=None), {PHONE, LAPTOP}, id="no keys"),
        pytest.param(another_key, EVERYBODY - {(BEN, "D0")}, id="another identity key"),
    ],
)
async def test_a_signature_counts_only_where_everything_fits(
    scene: Made, monkeypatch: pytest.MonkeyPatch, change: Callable[[Json], None], left: set[Address]
) -> None:
    here = scene(signed_only=True)
    told = here.people._told([ANNA, BEN])
    change(told)
    monkeypatch.setattr(here.people, "_told", lambda _: told)
    await here.say()
    assert here.given() == left


async def test_a_device_that_is_gone_cannot_read_what_is_said_after(scene: Made) -> None:
    here = scene()
    used = await here.say()
    del here.people.devices[PHONE]
    here.changed(ANNA)
    assert await here.say() != used
    assert here.given() == EVERYBODY - {PHONE}


async def test_a_person_who_is_gone_cannot_read_what_is_said_after(scene: Made) -> None:
    here = scene()
    used = await here.say()
    assert await here.say([ANNA]) != used
    assert here.given() == {PHONE, LAPTOP}


async def test_a_device_that_came_gets_the_key_that_is_in_use(scene: Made) -> None:
    here = scene()
    used = await here.say()
    here.people.add(ANNA, "D2")
    here.changed(ANNA)
    assert await here.say() == used
    assert here.given() == {(ANNA, "D2")}


@pytest.mark.parametrize(
    ("says", "messages"),
    [
        pytest.param({}, 100, id="nothing"),
        pytest.param({"rotation_period_msgs": 3}, 3, id="three"),
        pytest.param({"rotation_period_msgs": 0}, 1, id="each, at least"),
        pytest.param({"rotation_period_msgs": True}, 100, id="nonsense"),
        pytest.param({"rotation_period_msgs": "7"}, 100, id="another nonsense"),
    ],
)
async def test_a_key_is_used_for_as_many_messages_as_the_room_says(scene: Made, says: Json, messages: int) -> None:
    here = scene()
    here.people.rooms_say |= says
    used = [await here.say() for _ in range(messages + 1)]
    assert len(set(used[:messages])) == 1
    assert used[messages] != used[0]
    assert here.given() == EVERYBODY


@pytest.mark.parametrize(
    ("says", "age"),
    [
        pytest.param({}, timedelta(weeks=1), id="nothing"),
        pytest.param({"rotation_period_ms": 7_200_000}, timedelta(hours=2), id="two hours"),
        pytest.param({"rotation_period_ms": -1}, timedelta(hours=1), id="too short a time"),
        pytest.param({"rotation_period_ms": 10**30}, timedelta(days=365), id="for ever"),
        pytest.param({"rotation_period_ms": 1.5}, timedelta(weeks=1), id="nonsense"),
    ],
)
async def test_a_key_is_used_for_as_long_as_the_room_says(
    scene: Made, monkeypatch: pytest.MonkeyPatch, says: Json, age: timedelta
) -> None:
    here, later = scene(), timedelta()

    class Clock(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> Any:
            return datetime(2026, 3, 20, 12, tzinfo=tz) + later

    monkeypatch.setattr(sessions, "datetime", Clock)
    here.people.rooms_say |= says
    used = await here.say()
    later = age - timedelta(seconds=1)
    assert await here.say() == used
    later = age
    assert await here.say() != used


async def test_a_key_whose_time_ends_while_it_is_given_is_replaced_with_the_next_try(
    scene: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, later = scene(), timedelta()

    class Clock(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> Any:
            return datetime(2026, 3, 20, 12, tzinfo=tz) + later

    async def slowly(*given: Any, **more: Any) -> Json:
        nonlocal later
        later += timedelta(days=8)
        return await put(*given, **more)

    monkeypatch.setattr(sessions, "datetime", Clock)
    put = here.people.put
    monkeypatch.setattr(here.people, "put", slowly)
    with pytest.raises(MatrixError, match="time ended"):
        await here.say()
    monkeypatch.setattr(here.people, "put", put)
    await here.say()
    assert here.given() == EVERYBODY


def ill(**parts: object) -> Callable[[Json], object]:
    """A device's keys with something wrong in them, signed by the device all the same."""
    return lambda keys: {**keys, **parts}


CURVE, SIGNING = "curve25519:D0", "ed25519:D0"


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda _: "nonsense", id="no object"),
        pytest.param(lambda _: {}, id="empty"),
        pytest.param(ill(keys="nonsense"), id="no keys"),
        pytest.param(lambda it: {**it, "keys": {CURVE: it["keys"][CURVE]}}, id="no signing key"),
        pytest.param(lambda it: {**it, "keys": {**it["keys"], SIGNING: "AAAA"}}, id="too short a signing key"),
        pytest.param(lambda it: {**it, "keys": {**it["keys"], CURVE: "AAAA"}}, id="too short a key"),
        pytest.param(lambda it: {**it, "keys": {**it["keys"], CURVE: "A" * 43}}, id="a key that gives secrets away"),
        pytest.param(lambda it: {**it, "keys": {**it["keys"], CURVE: ["A"]}}, id="a list for a key"),
        pytest.param(ill(user_id="@else:example.org"), id="somebody else's"),
        pytest.param(ill(device_id="D7"), id="another device's"),
        pytest.param(lambda it: {key: it[key] for key in it if key != "user_id"}, id="nobody's"),
    ],
)
async def test_ill_keys_of_one_device_keep_nobody_else_from_reading(
    scene: Made, monkeypatch: pytest.MonkeyPatch, change: Callable[[Json], Any]
) -> None:
    here = scene()
    phone = here.people.devices[PHONE]
    keys = change({part: value for part, value in phone.keys().items() if part != "signatures"})
    told = phone.signed(keys) if keys and isinstance(keys, dict) else keys
    monkeypatch.setattr(phone, "keys", lambda: told)
    await here.say()
    assert here.given() == EVERYBODY - {PHONE}


@pytest.mark.parametrize(
    "given",
    [
        pytest.param(lambda _: "nonsense", id="no object"),
        pytest.param(lambda _: {}, id="none"),
        pytest.param(lambda phone: {"signed_curve25519:A": phone.signed({"key": "AAAA"})}, id="too short"),
        pytest.param(lambda phone: {"signed_curve25519:A": phone.signed({"key": "A" * 43})}, id="gives secrets away"),
        pytest.param(lambda phone: {"signed_curve25519:A": phone.signed({})}, id="no key"),
        pytest.param(lambda _: {"signed_curve25519:A": {"key": "A" * 43}}, id="not signed"),
        pytest.param(lambda _: {"signed_curve25519:A": ["A"]}, id="a list"),
    ],
)
async def test_an_ill_key_to_begin_a_conversation_with_keeps_nobody_else_from_reading(
    scene: Made, monkeypatch: pytest.MonkeyPatch, given: Callable[[Any], Any]
) -> None:
    here = scene()
    phone = here.people.devices[PHONE]
    monkeypatch.setattr(phone, "single_use", lambda: given(phone))
    await here.say()
    assert here.given() == EVERYBODY - {PHONE}
    before = len(here.people.requests)
    await here.say()
    assert len(here.people.requests) == before


async def test_a_name_that_a_homeserver_gives_a_device_is_not_looked_at(
    scene: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = scene()
    phone = here.people.devices[PHONE]
    whole = {**phone.keys(), "unsigned": {"device_display_name": {"no": "name"}}}
    monkeypatch.setattr(phone, "keys", lambda: whole)
    await here.say()
    assert here.given() == EVERYBODY
