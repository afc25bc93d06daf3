"""One hello in a room, once for ever, and none where none is wanted."""

import asyncio
from collections.abc import Collection
from typing import Any

import pytest
from surroundings import Bots, People, Unique
from test_in_the_room import joined

from bot.errors import StorageError
from bot.markup import Markup, text
from bot.matrix import hellos as module
from bot.matrix.hellos import Hellos
from demo.applicant import Applicant
from demo.calls import Event
from demo.running import RunningBot


async def hellos(person: Applicant, room: str, bot: RunningBot) -> list[Event]:
    said = [event for event in await person.messages(room) if event["sender"] == bot.user_id]
    return [event for event in said if event.get("content", {}).get("body", "").startswith("Hello!")]


async def test_a_room_is_greeted_once_through_restarts_removals_and_upgrades(
    people: People, mentorix: Bots, unique: Unique
) -> None:
    ada, alias, office = await people("ada"), unique("room"), unique("office")
    room, operators = await ada.create_room(alias=alias), await ada.create_room(alias=office)
    rooms = [{"room": f"#{alias}:localhost", "prefix": "?"}]
    bot = await mentorix(rooms=rooms, greet=True, operators_room=f"#{office}:localhost", operators=[ada.user_id])
    bot.start()
    await joined(ada, room, bot)
    (said,) = await ada.wait_for(lambda e: e["room_id"] == room and "Hello!" in e["content"].get("body", ""))
    assert "?help" in said["content"]["body"]
    assert said["content"]["m.mentions"] == {}

    direct = await ada.create_room(direct=True, invite=[bot.user_id])
    (alone,) = await ada.wait_for(lambda e: e["room_id"] == direct and "Hello!" in e["content"].get("body", ""))
    assert "plain words" in alone["content"]["body"]

    await ada.put_out(room, bot.user_id)
    await ada.invite(room, bot.user_id)
    await ada.wait_for(
        lambda e: (
            e["room_id"] == room
            and e["type"] == "m.room.member"
            and e.get("state_key") == bot.user_id
            and e["content"]["membership"] == "join"
        ),
        count=2,
    )
    await bot.stop()
    bot.start()
    await ada.answers_to(await ada.say(room, "?help"))
    heir = await ada.upgrade(room)
    await joined(ada, heir, bot)
    await ada.answers_to(await ada.say(heir, "?help"))
    await asyncio.sleep(3)  # a second hello would have come by now
    assert len(await hellos(ada, room, bot)) == 1
    assert len(await hellos(ada, direct, bot)) == 1
    assert await hellos(ada, heir, bot) == []
    assert await hellos(ada, operators, bot) == []


class Rooms:
    """A register of rooms, and what is asked of the homeserver about them."""

    def __init__(self, *old: str) -> None:
        self.old, self.new = set(old), set[str]()

    def ids(self) -> frozenset[str]:
        return frozenset(self.old | self.new)

    def is_new(self, room_id: str) -> bool:
        return room_id in self.new

    def office(self) -> str | None:
        return None

    async def predecessor(self, _: str) -> str | None:
        return None

    async def is_direct(self, _: str) -> bool:
        return False


class Records:
    """Notes, of which the first is refused."""

    def __init__(self, *greeted: str) -> None:
        self.kept = dict.fromkeys(greeted, "")
        self.written = asyncio.Event()
        self._refuses = True

    async def notes(self, _: str) -> dict[str, str]:
        return dict(self.kept)

    async def note(self, _: str, name: str, value: str) -> None:
        if self._refuses:
            self._refuses = False
            raise StorageError("the disk is full")
        self.kept[name] = value
        self.written.set()


class Sent:
    """Notes in which rooms something was said."""

    def __init__(self) -> None:
        self.rooms: list[str] = []

    def post(self, room_id: str, *_: object) -> asyncio.Future[str]:
        self.rooms.append(room_id)
        done: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        done.set_result("$hello")
        return done


async def words(room_id: str, *, direct: bool) -> Markup:
    del room_id, direct
    return text("Hello!")


@pytest.fixture
def without_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LOOK_EVERY", 0.01)
    monkeypatch.setattr(module, "AGAIN_AFTER", 0.01)


async def greeted_in(rooms: Any, records: Any, until: Collection[str]) -> set[str]:
    """Where a hello is said until that is written down of these rooms."""
    sent: Any = Sent()
    keeping = asyncio.create_task(Hellos(rooms, rooms, sent, records, words).keep())
    while not set(until) <= records.kept.keys():
        await records.written.wait()
        records.written.clear()
    keeping.cancel()
    return set(sent.rooms)


@pytest.mark.usefixtures("without_pauses")
async def test_at_the_very_first_start_only_new_rooms_are_greeted_though_old_ones_are_learnt_of_late() -> None:
    rooms, late = Rooms(), [f"!old{place}" for place in range(100)]
    asyncio.get_running_loop().call_later(0.1, rooms.old.update, late)
    asyncio.get_running_loop().call_later(0.2, rooms.new.add, "!new")
    assert await greeted_in(rooms, Records(), ["!new", *late]) == {"!new"}


@pytest.mark.usefixtures("without_pauses")
async def test_rooms_that_we_came_into_while_we_were_down_are_greeted() -> None:
    assert await greeted_in(Rooms("!known", "!meanwhile"), Records("!known"), ["!meanwhile"]) == {"!meanwhile"}
