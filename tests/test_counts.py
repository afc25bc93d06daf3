"""What is counted of questions, and above all what is not."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from small_catalogue import NOW, Talk, catalogue

from bot.catalogue.model import Catalogue
from bot.config import RoomSettings
from bot.counts import LONGEST, Figures, Unmatched, What, keepable, week_of
from bot.deeds import ShowFigures
from bot.errors import MatrixError, SetupError, StorageError
from bot.files.suggestions import Suggestions
from bot.markup import Markup
from bot.messages import Message, Missed, Named, Reaction, Reply
from bot.personal import Kept, Person
from bot.storage import Database
from bot.tally import REMEMBERED, Tally
from bot.weekly import Weekly

KNOWN = catalogue()
HARBOUR = KNOWN.organisations[0]
BUOY = HARBOUR.ideas[2]
DAY, WEEK = timedelta(days=1), timedelta(days=7)
OFFICE = "!office:example.org"


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = await Database.open(tmp_path / "mentorix.db")
    yield opened
    await opened.close()


@pytest.fixture
async def tally(database: Database) -> Tally:
    return await tally_of(database)


async def tally_of(database: Database, now: datetime = NOW) -> Tally:
    made = Tally(database.counts)
    await made.forget(now)
    await made.load(now)
    return made


def message(sender: str = "ada", now: datetime = NOW, edits: str | None = None) -> Message:
    return Message("$1", "!quay", f"@{sender}:example.org", "…", now, edits=edits)


def found(tally: Tally, *ideas: int, now: datetime = NOW, edits: str | None = None) -> None:
    reply = Reply(Markup(), Named(tuple(HARBOUR.ideas[each] for each in ideas)))
    tally.heard(message(now=now, edits=edits), reply, KNOWN, now)


def missed(tally: Tally, words: str, *senders: str, now: datetime = NOW) -> None:
    for sender in senders or ("ada",):
        tally.heard(message(sender, now), Reply(Markup(), missed=Missed(words, BUOY)), KNOWN, now)


def kept(tally: Tally, now: datetime = NOW) -> list[str]:
    return [each.words for each in tally.figures(now).unmatched]


def counted(figures: Figures) -> dict[tuple[date, What, str], int]:
    return {(each.week, each.what, each.idea): each.number for each in figures.counts}


async def test_an_idea_counts_when_an_answer_is_about_it_alone_and_a_correction_does_not(tally: Tally) -> None:
    found(tally, 0)
    found(tally, 0)
    found(tally, 0, edits="$0")
    found(tally, 0, 1)
    found(tally, 0, now=NOW + WEEK)
    week = week_of(NOW)
    assert counted(tally.figures(NOW)) == {
        (week, What.IDEA, "lighthouse"): 2,
        (week + WEEK, What.IDEA, "lighthouse"): 1,
    }


async def test_counts_outlive_a_restart_and_are_forgotten_after_a_season(tally: Tally, database: Database) -> None:
    found(tally, 0)
    missed(tally, "drifting fog", "ada", "bob", "eve")
    await tally.write()
    found(tally, 1)
    await tally.write()
    again = await tally_of(database)
    assert again.figures(NOW) == tally.figures(NOW)
    assert kept(await tally_of(database, NOW + REMEMBERED)) == ["drifting fog"]
    later = await tally_of(database, NOW + REMEMBERED + WEEK)
    assert (later.figures(NOW).counts, later.figures(NOW).unmatched) == ((), ())


@pytest.mark.parametrize(
    ("occasions", "there"),
    [
        ([("ada", 0), ("bob", 0), ("eve", 0)], True),
        ([("ada", 0), ("bob", 0), ("ada", 1)], True),
        ([("ada", 0), ("ada", 1), ("ada", 2)], True),
        ([("ada", 0), ("ada", 0), ("ada", 0), ("ada", 1)], False),
        ([("ada", 0), ("bob", 0), ("bob", 0), ("ada", 0)], False),
    ],
)
async def test_words_are_kept_from_the_third_occasion_on(
    tally: Tally, occasions: list[tuple[str, int]], *, there: bool
) -> None:
    for sender, days in occasions:
        missed(tally, "Drifting  FOG?", sender, now=NOW + days * DAY)
    assert kept(tally) == (["drifting fog"] if there else [])


@pytest.mark.parametrize(
    "words",
    [
        "mail me at ada@example.org",
        "/home/ada/fog",
        "see https://ada.example.org",
        "phone 0123456789",
        "www.ada.example",
        "fog " * 30,
        "???",
    ],
)
async def test_what_may_belong_to_somebody_is_never_kept(tally: Tally, words: str) -> None:
    missed(tally, words, "ada", "bob", "eve", "dan")
    assert kept(tally) == []
    assert counted(tally.figures(NOW)) == {(week_of(NOW), What.MISSED, ""): 4}


@given(st.text(max_size=200))
def test_what_is_kept_is_short_and_no_address(words: str) -> None:
    if keepable(words):
        assert 0 < len(words) <= LONGEST
        assert "@" not in words
        assert "/" not in words


async def test_the_file_holds_no_name_of_an_asker_and_no_words_before_their_time(
    tally: Tally, database: Database, tmp_path: Path
) -> None:
    for sender in ("mallory", "trent"):
        missed(tally, "xylophone tuning", sender)
        found(tally, 0)
    await tally.write()
    await database.close()
    raw = (tmp_path / "mentorix.db").read_bytes()
    assert b"lighthouse" in raw
    assert not any(word in raw for word in (b"mallory", b"trent", b"xylophone", b"!quay"))


async def test_what_could_not_be_written_down_is_written_the_next_time(tally: Tally, database: Database) -> None:
    class Broken:
        tries = 0

        async def save_counts(self, *what: object) -> None:
            Broken.tries += 1
            if Broken.tries == 1:
                raise StorageError("the disk is full")
            await database.counts.save_counts(*what)  # type: ignore[arg-type]

    tally._records = Broken()  # type: ignore[assignment]
    found(tally, 0)
    with pytest.raises(StorageError):
        await tally.write()
    found(tally, 0)
    await tally.write()
    (count,) = await database.counts.counts(week_of(NOW))
    assert count.number == 2
    await tally.write()
    assert Broken.tries == 2


def stats(figures: Figures | None) -> Reply:
    counted = (lambda: figures) if figures else None
    reply = Talk(KNOWN).reply("!stats", kept=Kept(Person("@mod:example.org"), figures=counted))
    assert reply
    return reply


async def test_stats_tell_two_weeks_and_what_is_searched_for_in_vain_to_those_in_charge(tally: Tally) -> None:
    for back in (timedelta(), WEEK, 2 * WEEK):
        found(tally, 0, now=NOW - back)
    found(tally, 1)
    missed(tally, "drifting fog", "ada", "bob", "eve")
    reply = stats(tally.figures(NOW))
    assert reply.deed == ShowFigures()
    assert reply.body.plain.splitlines() == [
        "This week (2031-W09): 2 answers about an idea; 3 searches found nothing.",
        "Last week (2031-W08): 1 answer about an idea.",
        "Asked for most:",
        "1. Rewrite the lighthouse controller (Harbour 2031): 2 times",
        "2. Tune the foghorn scheduler (Harbour 2031; suspended): once",
        "Searched for in vain: “drifting fog” 3 times, nearest Simulate drifting buoys (Harbour 2031).",
        "Counted are answers, never who asks; see !about.",
    ]
    assert tally.figures(NOW, frozenset({"quay-2030"})) == Figures(week_of(NOW))
    assert "I count nothing" in stats(None).body.plain


def test_about_tells_whether_questions_are_counted() -> None:
    counting = Kept(Person("@ada:example.org"), figures=lambda: Figures(week_of(NOW)))
    told = Talk(KNOWN).say("!about", kept=counting)
    assert "how often an idea is asked for" in told
    assert "never by whom" in told
    assert "Questions are not counted." in Talk(KNOWN).say("!about")


def test_a_search_without_an_answer_names_the_nearest_idea() -> None:
    reply = Talk(KNOWN).reply("!idea quantum chromodynamics of buoys drifting")
    nothing = Talk(KNOWN).reply("!idea quantum chromodynamics")
    assert nothing
    assert nothing.missed == Missed("quantum chromodynamics", None)
    assert reply
    assert reply.missed is None or reply.missed.nearest is BUOY
    answered = Talk(KNOWN).reply("!idea lighthouse")
    assert answered
    assert answered.missed is None


@dataclass
class Voice:
    """Says everything once under its key; fails as often as it is told to."""

    said: dict[str, str] = field(default_factory=dict)
    fails: int = 0

    async def say(self, room_id: str, body: Markup, key: str) -> str:
        assert room_id == OFFICE
        if self.fails:
            self.fails -= 1
            raise MatrixError("away")
        self.said[key] = body.plain
        return f"${key}"


@dataclass
class Scene:
    """The bot's part in the operators' room, over restarts."""

    database: Database
    path: Path
    now: datetime = NOW
    voice: Voice = field(default_factory=Voice)
    office: str | None = OFFICE
    in_charge: bool = True

    async def begin(self) -> tuple[Tally, Weekly]:
        tally = await tally_of(self.database, self.now)
        return tally, Weekly(
            tally,
            self.database.notes,
            self.voice,
            lambda: self.office,
            self.accepts,
            lambda: KNOWN,
            Suggestions(self.path),
            lambda: self.now,
        )

    async def accepts(self, user_id: str, room_id: str) -> bool:
        assert (user_id, room_id) == ("@op:example.org", OFFICE)
        return self.in_charge


@pytest.fixture
def scene(database: Database, tmp_path: Path) -> Scene:
    return Scene(database, tmp_path / "aliases.yaml")


def tick(target: str) -> Reaction:
    return Reaction("$tick", OFFICE, "@op:example.org", target, "✅", NOW)


async def test_a_week_is_told_of_once_whatever_ends_the_process(scene: Scene) -> None:
    tally, weekly = await scene.begin()
    await weekly.look()
    found(tally, 0)
    missed(tally, "drifting fog", "ada", "bob", "eve")
    await weekly.look()
    assert scene.voice.said == {}
    scene.now = datetime.combine(week_of(NOW) + WEEK, datetime.min.time(), NOW.tzinfo) + timedelta(hours=9)
    scene.voice.fails = 1
    await weekly.look()
    assert scene.voice.said == {}
    for _ in range(3):
        _, weekly = await scene.begin()
        await weekly.look()
    told, offer = scene.voice.said.values()
    assert told.startswith("Last week (2031-W09): 1 answer about an idea; 3 searches found nothing.")
    assert offer.startswith("“drifting fog” was searched for 3 times and finds nothing. The nearest is Simulate")
    scene.now += WEEK
    _, weekly = await scene.begin()
    await weekly.look()
    assert len(scene.voice.said) == 2


async def test_without_an_operators_room_nothing_is_told(scene: Scene) -> None:
    scene.office = None
    tally, weekly = await scene.begin()
    found(tally, 0)
    scene.now += WEEK
    await weekly.look()
    assert scene.voice.said == {}


async def offered(scene: Scene) -> tuple[Weekly, str]:
    tally, weekly = await scene.begin()
    missed(tally, "drifting fog", "ada", "bob", "eve")
    scene.now += WEEK
    await weekly.look()
    return weekly, "$" + list(scene.voice.said)[-1]


async def test_a_tick_under_an_offer_notes_the_name_for_review_once(scene: Scene) -> None:
    weekly, event_id = await offered(scene)
    assert await weekly.heard(tick("$other")) is None
    scene.in_charge = False
    assert await weekly.heard(tick(event_id)) is None
    assert not scene.path.exists()
    scene.in_charge = True
    replies = await asyncio.gather(*(weekly.heard(tick(event_id)) for _ in range(3)))
    (reply,) = [each for each in replies if each]
    assert "Noted as another name of Simulate drifting buoys (Harbour 2031) in" in reply.body.plain
    expected = {
        "page": "harbour-2031",
        "idea": "buoy",
        "alias": "drifting fog",
        "searched": 3,
        "accepted": NOW.date(),
    }
    assert yaml.safe_load(scene.path.read_text("utf-8")) == [expected]
    assert scene.path.read_text("utf-8").startswith("# Names under which people searched in vain")
    tally, weekly = await scene.begin()
    assert await weekly.heard(tick(event_id)) is None
    assert kept(tally) == []


@pytest.mark.parametrize("text", ["- [", "page: x", "- x"])
async def test_a_file_that_is_not_ours_is_left_as_it_is(scene: Scene, text: str) -> None:
    weekly, event_id = await offered(scene)
    scene.path.write_text(text, "utf-8")
    reply = await weekly.heard(tick(event_id))
    assert reply
    assert "so nothing has changed" in reply.body.plain
    assert scene.path.read_text("utf-8") == text
    scene.path.unlink()
    assert await weekly.heard(tick(event_id))
    assert scene.path.exists()


def test_names_stand_behind_each_other_in_the_file_each_once(tmp_path: Path) -> None:
    file = Suggestions(tmp_path / "deep" / "aliases.yaml")
    first = Unmatched("yes", "harbour-2031", "buoy", NOW.date(), NOW.date(), 3)
    second = Unmatched("nébel: früh", "harbour-2031", "foghorn", NOW.date(), NOW.date(), 4)
    for each in (first, second, first):
        file.add(each, NOW.date())
    assert [each["alias"] for each in yaml.safe_load((tmp_path / "deep" / "aliases.yaml").read_text("utf-8"))] == [
        "yes",
        "nébel: früh",
    ]


def test_a_folder_in_the_place_of_the_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(SetupError):
        Suggestions(tmp_path).add(Unmatched("fog", "p", "i", NOW.date(), NOW.date(), 3), NOW.date())


ROOM = RoomSettings(room="#quay:example.org", programme="gsoc-2031")


def test_the_digest_is_a_small_screen_with_what_is_open_and_what_comes_next() -> None:
    assert Talk(KNOWN).say("!digest", settings=ROOM).splitlines() == [
        "GSoC 2031: Contributor applications open in 2 days 6 hours, Mon 3 March 2031, 18:00 UTC.",
        "Contributor applications close in 30 days 6 hours, Mon 31 March 2031, 18:00 UTC.",
        "3 ideas are open: Harbour 2031 (2) and Quay 2030 (1).",
        "Type !ideas, !idea WORDS, !mentor WORDS, !deadlines or !help; in a direct message plain words will do.",
        "https://summer.example.org/timeline",
    ]
    one = RoomSettings(room="#quay:example.org", organisations=("harbour-2031",), programme="gsoc-2031")
    assert len(Talk(KNOWN).say("!digest", settings=one).splitlines()) == 6
    late = NOW.replace(month=9)
    told = Talk(KNOWN).say("!digest", late, settings=one).splitlines()
    assert told[:2] == ["GSoC 2031 has no date ahead.", "No idea is open for applications now."]
    assert "No idea is open" in Talk(Catalogue()).say("!digest")
