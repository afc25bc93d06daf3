"""Encrypted rooms, with a client of another make on the other side: what is said arrives, whatever happens to keys."""

import asyncio
import secrets
import sqlite3
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, closing
from itertools import count
from pathlib import Path
from typing import Any

import nio
import pytest
from bot_device import PATIENCE, BotDevice
from surroundings import People, Unique
from wires import Nobody, wire_of

from bot.account import Session
from bot.errors import StorageError
from bot.matrix.cipher import Cipher, Unreadable
from bot.matrix.crypto_store import made
from bot.matrix.members import Members
from demo.applicant import Applicant
from demo.homeserver import Homeserver
from demo.proxy import FaultyProxy, status
from demo.running import PASSWORD

ENCRYPTION = {
    "type": "m.room.encryption",
    "state_key": "",
    "content": {"algorithm": "m.megolm.v1.aes-sha2"},
}


class Person:
    """Somebody with nio's own client."""

    def __init__(self, client: nio.AsyncClient) -> None:
        self.client = client
        self.user_id = str(client.user_id)
        self.heard: list[Any] = []
        client.add_event_callback(lambda _room, event: self.heard.append(event), nio.Event)

    async def look(self) -> None:
        await self.client.sync(timeout=1000)
        if self.client.should_upload_keys:
            await self.client.keys_upload()
        if self.client.should_query_keys:
            await self.client.keys_query()

    async def say(self, room: str, text: str) -> str:
        content = {"msgtype": "m.text", "body": text}
        sent = await self.client.room_send(room, "m.room.message", content, ignore_unverified_devices=True)
        return str(sent.event_id)

    async def hears(self, text: str) -> nio.RoomMessageNotice:
        """Look until that was said, encrypted."""
        async with asyncio.timeout(PATIENCE):
            while True:
                for event in self.heard:
                    if isinstance(event, nio.RoomMessageNotice) and event.body == text:
                        assert event.decrypted
                        return event
                await self.look()


Somebody = Callable[[str], Awaitable[Person]]


@pytest.fixture
async def persons(homeserver: Homeserver, unique: Unique, tmp_path: Path) -> AsyncIterator[Somebody]:
    """Makes people with nio's client, each on a new account."""
    made: list[Person] = []

    async def somebody(name: str, user_id: str = "") -> Person:
        if not user_id:
            async with await Applicant.register(homeserver.url, unique(name), PASSWORD, reads=False) as account:
                user_id = account.user_id
        folder = tmp_path / f"{name}{len(made)}"
        folder.mkdir()
        config = nio.AsyncClientConfig(encryption_enabled=True, pickle_key="theirs")
        client = nio.AsyncClient(homeserver.url, user_id, store_path=str(folder), config=config)
        await client.login(PASSWORD, "theirs")
        made.append(Person(client))
        await made[-1].look()
        return made[-1]

    yield somebody
    for person in made:
        await person.client.close()
        person.client.store.database.close()


@asynccontextmanager
async def together(path: Path, *persons: Person) -> AsyncIterator[tuple[BotDevice, str, list[str]]]:
    """The bot in an encrypted room with some people."""
    url, name = persons[0].client.homeserver, f"mentorix-{secrets.token_hex(4)}"
    async with await Applicant.register(url, name, reads=False) as account, BotDevice.at(path, account) as bot:
        await bot.look()
        invited = [account.user_id, *(person.user_id for person in persons[1:])]
        created = await persons[0].client.room_create(invite=invited, initial_state=[ENCRYPTION])
        await bot.join(created.room_id)
        for person in persons[1:]:
            await person.client.join(created.room_id)
        for person in persons:
            while account.user_id not in getattr(person.client.rooms.get(created.room_id), "users", ()):
                await person.look()
        yield bot, created.room_id, [account.user_id, *(person.user_id for person in persons)]


async def test_question_and_answer_are_read_on_both_sides(persons: Somebody, tmp_path: Path) -> None:
    anna = await persons("anna")
    async with together(tmp_path / "crypto.db", anna) as (bot, room, members):
        question = await anna.say(room, "!idea fanotify")
        read = await bot.heard("!idea fanotify")
        assert (read["type"], read["sender"], read["event_id"]) == ("m.room.message", anna.user_id, question)
        relation = {"m.in_reply_to": {"event_id": question}}
        answer = await bot.say(room, "an answer", members, **{"m.relates_to": relation})
        heard = await anna.hears("an answer")
        assert heard.source["content"]["m.relates_to"] == relation
        on_the_wire = await bot.wire.get(f"/_matrix/client/v3/rooms/{room}/event/{answer}")
        assert on_the_wire["type"] == "m.room.encrypted"
        assert on_the_wire["content"]["m.relates_to"] == relation
        assert "an answer" not in str(on_the_wire)


async def test_after_a_restart_both_sides_go_on(persons: Somebody, tmp_path: Path) -> None:
    anna, path = await persons("anna"), tmp_path / "crypto.db"
    async with together(path, anna) as (bot, room, members):
        await anna.say(room, "before")
        await bot.heard("before")
        await bot.say(room, "answer before", members)
        await anna.hears("answer before")
        await anna.say(room, "while it is away")
        since, account = bot.since, bot.store.olm
        token = bot.wire.client.access_token
    client = Applicant(anna.client.homeserver, session_of(account, token), seen=None, reads=False)
    async with client, BotDevice.at(path, client) as again:
        again.since = since
        await again.heard("while it is away")
        await again.say(room, "answer after", members)
        await anna.hears("answer after")


def session_of(olm: Any, token: str) -> dict[str, Any]:
    return {"user_id": olm.user_id, "device_id": olm.device_id, "access_token": token}


async def test_a_device_that_comes_later_reads_what_is_said_from_then_on(persons: Any, tmp_path: Path) -> None:
    anna = await persons("anna")
    async with together(tmp_path / "crypto.db", anna) as (bot, room, members):
        await bot.say(room, "first", members)
        await anna.hears("first")
        used = bot.store.olm.outbound_group_sessions[room].id
        second = await persons("anna", anna.user_id)
        await bot.until(lambda: anna.user_id not in bot.cipher.devices._current)
        await bot.say(room, "second", members)
        await anna.hears("second")
        await second.hears("second")
        assert bot.store.olm.outbound_group_sessions[room].id == used


async def test_who_has_left_cannot_read_what_is_said_after(persons: Somebody, tmp_path: Path) -> None:
    anna, ben = await persons("anna"), await persons("ben")
    async with together(tmp_path / "crypto.db", anna, ben) as (bot, room, members):
        await bot.say(room, "to both", members)
        await anna.hears("to both")
        await ben.hears("to both")
        used = bot.store.olm.outbound_group_sessions[room].id
        await ben.client.room_leave(room)
        await bot.say(room, "to anna alone", [member for member in members if member != ben.user_id])
        heard = await anna.hears("to anna alone")
        assert heard.session_id != used
        await ben.look()
        assert not ben.client.olm.inbound_group_store.get(room, bot.store.keys.curve25519, heard.session_id)


async def test_a_message_waits_for_its_key(persons: Somebody, tmp_path: Path) -> None:
    anna = await persons("anna")
    async with together(tmp_path / "crypto.db", anna) as (bot, room, _):
        await anna.say(room, "with a key")
        await bot.heard("with a key")
        anna.client.invalidate_outbound_session(room)
        send, held_back = anna.client.send, []

        async def without_keys(method: str, path: str, data: Any = None, *rest: Any, **more: Any) -> Any:
            if "/sendToDevice/" not in path:
                return await send(method, path, data, *rest, **more)
            held_back.append((method, path, data))
            return await send(method, path, '{"messages": {}}', *rest, **more)

        anna.client.send = without_keys
        await anna.say(room, "!idea fanotify")
        anna.client.send = send
        await bot.until(lambda: bot.unread)
        ((_, why),) = bot.unread
        assert why.key is not None
        assert why.key[0] == room
        ((method, path, data),) = held_back
        headers = {"Authorization": f"Bearer {anna.client.access_token}"}
        await (await send(method, f"{path.partition('?')[0]}-later", data, headers)).release()
        await bot.heard("!idea fanotify")
        assert bot.unread == []


async def test_keys_that_cannot_be_written_down_come_again_after_a_new_start(
    persons: Somebody, tmp_path: Path
) -> None:
    anna, path = await persons("anna"), tmp_path / "crypto.db"
    async with together(path, anna) as (bot, room, _):
        account = session_of(bot.store.olm, bot.wire.client.access_token)
        with closing(sqlite3.connect(path, isolation_level=None)) as another:
            another.execute("begin exclusive")
            await anna.say(room, "to be read later")
            with pytest.raises(StorageError, match="the keys of our device cannot be kept: database is locked"):
                await bot.until(lambda: False)
        since = bot.since
    device = Applicant(anna.client.homeserver, account, seen=None, reads=False)
    async with device, BotDevice.at(path, device) as again:
        again.since = since
        await again.heard("to be read later")


async def test_one_ciphertext_given_twice_is_read_once(persons: Somebody, tmp_path: Path) -> None:
    anna = await persons("anna")
    async with together(tmp_path / "crypto.db", anna) as (bot, room, _):
        question = await anna.say(room, "!announce something")
        await bot.heard("!announce something")
        original = await bot.wire.get(f"/_matrix/client/v3/rooms/{room}/event/{question}")
        assert (await bot.cipher.opened(room, original))["content"]["body"] == "!announce something"
        with pytest.raises(Exception, match="sent before, as another message"):
            await bot.cipher.opened(room, {**original, "event_id": "$another"})


async def test_a_message_in_somebody_elses_name_is_not_believed(persons: Somebody, tmp_path: Path) -> None:
    anna, ben = await persons("anna"), await persons("ben")
    async with together(tmp_path / "crypto.db", anna, ben) as (bot, room, _):
        said = await anna.say(room, "!announce something")
        await bot.heard("!announce something")
        original = await bot.wire.get(f"/_matrix/client/v3/rooms/{room}/event/{said}")
        with pytest.raises(Exception, match="somebody else's device"):
            await bot.cipher.opened(room, {**original, "sender": ben.user_id})
        with pytest.raises(Exception, match="key has not come yet"):
            await bot.cipher.opened("!elsewhere:localhost", original)


async def test_a_conversation_of_keys_that_broke_is_begun_anew(persons: Somebody, tmp_path: Path) -> None:
    anna, path = await persons("anna"), tmp_path / "crypto.db"
    async with together(path, anna) as (bot, room, members):
        await anna.say(room, "before")
        await bot.heard("before")
        await bot.say(room, "an answer", members)
        await anna.hears("an answer")
        account, since = session_of(bot.store.olm, bot.wire.client.access_token), bot.since
    with closing(sqlite3.connect(path)) as store, store:
        store.execute("delete from olmsessions")
    device = Applicant(anna.client.homeserver, account, seen=None, reads=False)
    async with device, BotDevice.at(path, device) as bot:
        bot.since = since
        await bot.cipher.sealed("!elsewhere:localhost", [], "m.room.message", {})
        anna.client.invalidate_outbound_session(room)
        await anna.say(room, "with keys that we cannot read")
        await bot.until(lambda: bot.unread)
        await anna.look()
        anna.client.invalidate_outbound_session(room)
        await anna.say(room, "over the new conversation")
        await bot.heard("over the new conversation")


async def test_what_is_owed_is_given_beside_the_stream_and_again_after_an_outage(
    homeserver: Homeserver, unique: Unique, proxy: FaultyProxy, people: People, tmp_path: Path
) -> None:
    anna = await people("anna")
    account = await Applicant.register(homeserver.url, unique("mentorix"), reads=False)
    async with account, BotDevice.at(tmp_path / "crypto.db", account, url=proxy.url) as bot:
        await bot.look()
        wanted = {"one_time_keys": {account.user_id: {account.device_id: "signed_curve25519"}}}
        for _ in range(51):
            await anna.call("POST", "keys", "claim", body=wanted)
        proxy.behave(status(500), only="/keys/upload", times=2)
        keeping = asyncio.create_task(bot.cipher.keep_up())
        before = time.monotonic()
        try:
            bot.cipher.take_in(await account.call("GET", "sync", timeout="1"))
            async with asyncio.timeout(PATIENCE):
                for number in count(2):  # Synapse gives the same answer to the same question again
                    told = await account.call("GET", "sync", timeout=str(number))
                    if told["device_unused_fallback_key_types"]:
                        break
        finally:
            keeping.cancel()
        assert told["device_one_time_keys_count"]["signed_curve25519"] == 50
        assert len(proxy.requests("/keys/upload", since=before)) == 3


@pytest.mark.parametrize(
    "event",
    [
        3,
        {},
        {"type": "m.room.encrypted"},
        {"type": "m.room.encrypted", "sender": "@x:localhost", "content": {"algorithm": 1}},
        {"type": "m.room_key", "sender": "@x:localhost", "content": {"room_id": "!r:x", "session_id": "unencrypted"}},
        {"type": "m.room_key_request", "sender": "@x:localhost", "content": {"action": "request"}},
        {"type": "m.room_key.withheld", "sender": "@x:localhost", "content": {"code": "m.unverified"}},
        {"type": "m.key.verification.start", "sender": "@x:localhost", "content": {"from_device": "X"}},
    ],
)
def test_what_strangers_send_to_the_device_does_no_harm(event: object, tmp_path: Path) -> None:
    store = made(tmp_path / "crypto.db", Session("", "@bot:localhost", "DEVICE", ""), "secret")
    ours = store.keys.curve25519
    broken = {"type": 0, "body": "no message"}
    olm = {"algorithm": "m.olm.v1.curve25519-aes-sha2", "sender_key": ours, "ciphertext": {ours: broken}}
    ill = {"type": "m.room.encrypted", "sender": "@x:localhost", "content": olm}
    cipher = Cipher(Nobody(), store)
    assert cipher.take_in({"to_device": {"events": [event, ill, event]}}) == frozenset()
    store.close()


@pytest.mark.parametrize("answer", [{}, {"to_device": 3, "device_lists": [], "device_one_time_keys_count": {"x": 1}}])
def test_an_answer_of_another_shape_does_no_harm(answer: dict[str, Any], tmp_path: Path) -> None:
    store = made(tmp_path / "crypto.db", Session("", "@bot:localhost", "DEVICE", ""), "secret")
    assert Cipher(Nobody(), store).take_in(answer) == frozenset()
    store.close()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ({}, "in a way that we do not know"),
        ({"algorithm": "m.olm.v1.curve25519-aes-sha2"}, "in a way that we do not know"),
        ({"algorithm": "m.megolm.v1.aes-sha2"}, "its key has not come yet"),
        ({"algorithm": "m.megolm.v1.aes-sha2", "session_id": 3, "ciphertext": []}, "its key has not come yet"),
    ],
)
async def test_an_event_that_cannot_be_read_says_why(content: dict[str, Any], why: str, tmp_path: Path) -> None:
    store = made(tmp_path / "crypto.db", Session("", "@bot:localhost", "DEVICE", ""), "secret")
    with pytest.raises(Unreadable, match=why):
        await Cipher(Nobody(), store).opened("!room:localhost", {"sender": "@x:localhost", "content": content})
    store.close()


async def test_readers_are_members_and_the_invited_and_follow_what_happens(people: People) -> None:
    anna, ben, cleo = await people("anna"), await people("ben"), await people("cleo")
    room = await anna.create_room(invite=[ben.user_id, cleo.user_id])
    await ben.join(room)
    async with wire_of(anna) as wire:
        members = Members(wire)
        assert await members.of(room) == {anna.user_id, ben.user_id, cleo.user_id}
        await ben.leave(room)
        members.take_in(room, {"timeline": {"events": [{"type": "m.room.message"}]}})
        assert ben.user_id in await members.of(room)
        members.take_in(room, {"timeline": {"events": [{"type": "m.room.member"}]}})
        assert await members.of(room) == {anna.user_id, cleo.user_id}
        await cleo.leave(room)
        members.take_in(room, {"timeline": {"limited": True}})
        assert await members.of(room) == {anna.user_id}


async def test_who_comes_while_we_ask_who_is_there_is_not_overlooked() -> None:
    members = Members(Slow())
    asked = asyncio.create_task(members.of("!room:localhost"))
    await asyncio.sleep(0)
    members.take_in("!room:localhost", {"timeline": {"events": [{"type": "m.room.member"}]}})
    assert await asked == {"@0:localhost"}
    assert await members.of("!room:localhost") == {"@1:localhost"}
    assert await members.of("!room:localhost") == {"@1:localhost"}


class Slow(Nobody):
    """A homeserver that takes its time, and tells of somebody else each time."""

    def __init__(self) -> None:
        self._times = count()

    async def get(self, path: str, *, seconds: float = 15.0) -> dict[str, Any]:
        del path, seconds
        await asyncio.sleep(0.01)
        joined = {"membership": "join"}
        return {"chunk": [{"state_key": f"@{next(self._times)}:localhost", "content": joined}]}
