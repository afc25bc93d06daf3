"""A bell under a reminder, a cross under a promise, and a request that is deleted."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from season import CLOSE, ROOM, catalogue, opening, room
from season import milestone as deadline

from bot.delivery.ledger import Entry, planned
from bot.errors import StorageError
from bot.markup import Markup
from bot.messages import Reaction, Reply
from bot.personal import MOST, Promise
from bot.registry import Registry
from bot.signs import Signs
from bot.storage import Database
from bot.timeline import reminders

ADA, TWO = "@ada:example.org", "!two:example.org"
DAY = timedelta(days=1)
SETTINGS = room(lead_times=("7 d", "2 d", "3 h"))
KNOWN = catalogue(opening(), deadline())
WEEK_BEFORE = CLOSE - 7 * DAY


@dataclass
class Post:
    """Knows what was said as what, and writes down what it is asked."""

    said: dict[str, Entry] = field(default_factory=dict)
    promised: list[Promise] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)

    async def said_as(self, event_id: str) -> Entry | None:
        return self.said.get(event_id)

    async def promise(self, promises: Sequence[Promise]) -> None:
        self.promised += promises

    async def withdraw(self, promises: Sequence[Promise]) -> None:
        self.withdrawn += [promise.key for promise in promises]


@dataclass
class Voice:
    """One conversation with everybody."""

    heard: list[str] = field(default_factory=list)
    fails: bool = False

    async def room_with(self, user_id: str) -> str:
        assert user_id == ADA
        if self.fails:
            raise StorageError("no room")
        return TWO

    async def say(self, room_id: str, body: Markup, key: str) -> str:
        assert room_id == TWO
        self.heard.append(body.plain)
        return f"$told{key}"


@dataclass
class Scene:
    signs: Signs
    registry: Registry
    post: Post
    voice: Voice

    async def under(self, target: str, sign: str, key: str = "$sign", by: str = ADA) -> Reply | None:
        reaction = Reaction(key, "!room", by, target, sign, WEEK_BEFORE)
        return await self.signs.seen(reaction, SETTINGS, WEEK_BEFORE)


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    database = await Database.open(tmp_path / "mentorix.db")
    registry, post, voice = Registry(database.personal), Post(), Voice()
    await registry.load(WEEK_BEFORE)
    said = {each.lead: planned(each, WEEK_BEFORE) for each in reminders(KNOWN, [SETTINGS])}
    post.said = {"$week": said[7 * DAY], "$last": said[timedelta(hours=3)]}
    yield Scene(Signs(registry, post, voice, lambda: KNOWN), registry, post, voice)
    await database.close()


async def test_a_bell_promises_the_later_reminders_of_that_date_in_person(scene: Scene) -> None:
    assert await scene.under("$week", "🔔") is None
    assert [promise.due for promise in scene.post.promised] == [CLOSE - 2 * DAY, CLOSE - timedelta(hours=3)]
    assert all((promise.room, promise.direct, promise.owner) == (TWO, True, ADA) for promise in scene.post.promised)
    assert "I will remind you here" in scene.voice.heard[0]
    assert "Sun 29 March 2026, 18:00 UTC" in scene.voice.heard[0]


async def test_a_bell_that_is_read_twice_or_rung_under_both_promises_once(scene: Scene) -> None:
    await scene.under("$week", "🔔")
    await scene.under("$week", "🔔")
    await scene.under("$week", "🔔", key="$other")
    assert len(scene.registry.promises()) == 2
    assert "nothing to promise" in scene.voice.heard[-1]


async def test_nobody_gets_more_promises_than_there_may_stand(scene: Scene) -> None:
    many = [
        Promise(f"${n}", ADA, n, TWO, direct=True, text="x", due=CLOSE, zone="UTC", made=WEEK_BEFORE)
        for n in range(1, MOST)
    ]
    await scene.registry.keep(many)
    await scene.under("$week", "🔔")
    assert len(scene.registry.kept(ADA, TWO, WEEK_BEFORE).promises) == MOST


@pytest.mark.parametrize(("target", "sign"), [("$else", "🔔"), ("$week", "❌"), ("$week", "👍")])
async def test_other_signs_and_other_messages_promise_nothing(scene: Scene, target: str, sign: str) -> None:
    assert await scene.under(target, sign) is None
    assert scene.voice.heard == []
    assert scene.registry.promises() == []


async def test_a_bell_in_another_room_than_the_reminder_promises_nothing(scene: Scene) -> None:
    elsewhere = SETTINGS.model_copy(update={"room": ROOM + "x"})
    reaction = Reaction("$sign", "!room", ADA, "$week", "🔔", WEEK_BEFORE)
    assert await scene.signs.seen(reaction, elsewhere, WEEK_BEFORE) is None
    assert await scene.signs.seen(reaction, None, WEEK_BEFORE) is None
    assert scene.registry.promises() == []


async def test_a_cross_by_its_owner_drops_what_the_message_promised(scene: Scene) -> None:
    await scene.under("$week", "🔔")
    assert await scene.under("$told$sign", "❌", key="$x", by="@bob:example.org") is None
    reply = await scene.under("$told$sign", "❌", key="$x")
    assert reply
    assert reply.body.plain == "Dropped: reminders 1 and 2."
    assert len(scene.post.withdrawn) == 2
    assert await scene.under("$told$sign", "❌", key="$y") is None


async def test_a_bell_that_is_taken_back_drops_what_it_asked_for(scene: Scene) -> None:
    await scene.under("$week", "🔔")
    await scene.signs.taken_back("$other", WEEK_BEFORE)
    assert scene.post.withdrawn == []
    await scene.signs.taken_back("$sign", WEEK_BEFORE)
    assert len(scene.post.withdrawn) == 2
    assert scene.registry.promises() == []


async def test_nothing_is_promised_where_nobody_can_be_told(scene: Scene) -> None:
    scene.voice.fails = True
    with pytest.raises(StorageError):
        await scene.under("$week", "🔔")
    assert scene.registry.promises() == []
