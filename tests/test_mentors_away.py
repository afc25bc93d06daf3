"""Mentors who say that they are away or full: who may say it, what answers say then, and when it ends."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from small_catalogue import NOW, Talk, organisation

from bot.absence import Absence, Kind
from bot.catalogue.model import Catalogue
from bot.catalogue.rules import organisation_rules
from bot.deeds import MarkMentors
from bot.errors import StorageError
from bot.messages import Reply
from bot.personal import Kept, Person
from bot.roster import Roster
from bot.storage import Database

BROOK, OTHER = "@brook:harbour.example.org", "@other:example.org"
PEOPLE = {
    "ada": {"name": "Ada Lovelace", "email": "ada@harbour.example.org", "nicks": [{"name": "adal"}]},
    "brook": {"name": "Brook Field", "matrix": BROOK, "nicks": [{"name": "brook", "network": "IRC"}]},
    "cleo": {"name": "Cleo Marsh"},
}
EARLIER = organisation(
    id="harbour-2030",
    year=2030,
    programme=None,
    page={"title": "Ideas", "url": "https://harbour.example.org/2030", "superseded_by": "harbour-2031"},
    people={"field": {"name": "Brook Field"}},
    ideas=[{"id": "jetty", "title": "Paint the jetty", "mentors": ["field"], "summary": "It needs paint."}],
)
ELSEWHERE = organisation(
    id="canal-2031",
    organisation="Canal",
    people={"brook": {"name": "Brook Field"}},
    ideas=[{"id": "lock", "title": "Open the lock", "mentors": ["brook"], "summary": "It is shut."}],
)
KNOWN = Catalogue(organisations=(organisation(people=PEOPLE), EARLIER, ELSEWHERE))
MAY = datetime(2031, 5, 3, 9, tzinfo=UTC)


def asked(words: str, sender: str = BROOK, *absences: Absence, known: Catalogue = KNOWN, **more: Any) -> Reply:
    kept = Kept(Person(sender), absences=absences)
    reply = Talk(known).reply(words, sender=sender, kept=kept, **more)
    assert reply
    return reply


def deed(words: str, sender: str = BROOK, *absences: Absence) -> MarkMentors:
    done = asked(words, sender, *absences).deed
    assert isinstance(done, MarkMentors)
    return done


def away(until: datetime | None = MAY, person: str = "brook", **fields: Any) -> Absence:
    return replace(Absence("harbour-2031", person, Kind.AWAY, until=until), **fields)


def full(idea: str = "", person: str = "brook") -> Absence:
    return Absence("harbour-2031", person, Kind.FULL, idea)


@pytest.mark.parametrize(
    ("words", "until"),
    [
        ("!away", None),
        ("!away until 3 May", MAY),
        ("!away 3 May 9:00", MAY),
        ("!away 2 weeks", NOW + timedelta(weeks=2)),
        ("!away for 2 weeks", NOW + timedelta(weeks=2)),
    ],
)
def test_a_mentor_is_known_by_the_matrix_address_on_the_page_and_on_every_page_of_the_organisation(
    words: str, until: datetime | None
) -> None:
    earlier = Absence("harbour-2030", "field", Kind.AWAY, until=until)
    assert deed(words) == MarkMentors((away(until), earlier), own=True)


@pytest.mark.parametrize("words", ["!away brook until 3 May", "!away Brook Field 3 May 9:00"])
def test_others_can_be_named_which_is_for_those_in_charge(words: str) -> None:
    done = deed(words, OTHER)
    assert not done.own
    assert away() in done.begun
    assert deed(words.replace("brook", "@brook")).own


@pytest.mark.parametrize("words", ["!away", "!full", "!back"])
def test_somebody_whose_address_no_page_names_is_told_what_is_missing(words: str) -> None:
    reply = asked(words, OTHER)
    assert reply.deed is None
    assert "other:example.org as a mentor, so I cannot tell whom you mean" in reply.body.plain
    assert "a moderator of a room can type" in reply.body.plain


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("!away until bananas", "I do not understand “until bananas” as an end"),
        ("!away nobody", "I know no mentor here by “nobody”"),
        ("!away buoys 2 weeks", "I know no mentor here by “buoys”"),
        ("!full foghorn", "The page names no mentor for “Tune the foghorn scheduler”"),
        ("!full cleo", "Cleo Marsh mentors no idea"),
        ("!back", "nothing to end"),
    ],
)
def test_what_is_not_understood_changes_nothing(words: str, told: str) -> None:
    reply = asked(words)
    assert reply.deed is None
    assert told in reply.body.plain


def test_a_mentor_can_be_full_for_all_or_for_one_idea() -> None:
    assert full() in deed("!full").begun
    assert deed("!full buoys") == MarkMentors((full("buoy"),), own=True)
    assert deed("!full lighthouse").begun == (full("lighthouse"),)


def test_an_idea_can_be_closed_for_all_its_mentors_by_those_in_charge() -> None:
    assert deed("!full lighthouse", OTHER) == MarkMentors((full("lighthouse", "ada"), full("lighthouse")))


def test_who_is_back_takes_back_all_or_the_one_idea() -> None:
    standing = full("buoy"), away(), full(person="ada")
    assert deed("!back", BROOK, *standing) == MarkMentors(ended=(full("buoy"), away()), own=True)
    assert deed("!back buoys", BROOK, *standing) == MarkMentors(ended=(full("buoy"),), own=True)
    assert deed("!back ada", OTHER, *standing) == MarkMentors(ended=(full(person="ada"),))


def test_answers_say_who_is_away_or_full_and_tell_no_ways_to_reach_them() -> None:
    both = away(), full(person="ada")
    told = asked("!mentor lighthouse", OTHER, *both).body.plain.splitlines()
    assert told[0].startswith("Ada Lovelace (takes no more applicants) and Brook Field (away until Sat 3 May 2031)")
    assert not any("ada@harbour.example.org" in line or "on IRC" in line for line in told)
    assert any("How to ask: Write to the list first." in line for line in told)
    assert "Brook Field (away until Sat 3 May 2031)." in asked("!idea lighthouse", OTHER, *both).body.plain
    assert asked("!mentor brook", OTHER, *both).body.plain.startswith(
        "Brook Field (away until Sat 3 May 2031) mentor"
    )
    assert "Brook Field (away)" in asked("!mentor lighthouse", OTHER, away(None)).body.plain


def test_who_is_full_for_one_idea_is_full_for_that_alone() -> None:
    assert "(takes no more" in asked("!mentor buoys", OTHER, full("buoy")).body.plain
    assert "(takes no more" not in asked("!mentor lighthouse", OTHER, full("buoy")).body.plain


def test_who_mentors_elsewhere_under_the_same_name_is_somebody_else() -> None:
    assert "(away" not in asked("!mentor lock", OTHER, away()).body.plain


def test_an_address_that_a_page_publishes_is_shown_unless_the_organisation_wants_none_shown() -> None:
    shown = asked("!mentor lighthouse", OTHER).body
    assert "ada@harbour.example.org" in shown.plain
    contact = {"how": "Write to the list first.", "emails": False}
    hidden = Catalogue(organisations=(organisation(people=PEOPLE, contact=contact),))
    for words in ("!mentor lighthouse", "!mentor ada", "!idea lighthouse"):
        body = asked(words, OTHER, known=hidden).body
        assert "Ada Lovelace" in body.plain
        assert "ada@" not in body.plain + body.html


def test_people_known_by_an_address_alone_need_a_name_where_none_is_to_be_shown() -> None:
    people = {"ada": {"email": "ada@harbour.example.org"}, "bob": {"email": "b@example.org", "inferred_name": "Bob"}}
    hidden = {"people": people, "contact": {"how": "Ask.", "emails": False}}
    (problem,) = organisation_rules(hidden)
    assert problem.loc == ("people", "ada")
    assert "'contact.emails' keeps" in problem.what
    assert list(organisation_rules({"people": people, "contact": {"how": "Ask."}})) == []


def test_nobody_is_pinged_by_what_is_said_of_them() -> None:
    for words in ("!away", "!full", "!away ada 2 weeks"):
        body = asked(words).body
        assert BROOK not in body.plain
        assert "matrix.to" not in body.html


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = await Database.open(tmp_path / "mentorix.db")
    yield opened
    await opened.close()


async def test_an_absence_outlives_a_restart_and_ends_by_itself(database: Database) -> None:
    roster = Roster(database.absences)
    await roster.load(NOW)
    await roster.change([away(), full("buoy")], ())
    again = Roster(database.absences)
    await again.load(NOW)
    assert set(again.standing(MAY - timedelta(seconds=1))) == {away(), full("buoy")}
    assert again.standing(MAY) == (full("buoy"),)
    await again.load(MAY)
    assert await database.absences.absences() == [full("buoy")]


async def test_what_was_said_last_of_a_mentor_and_an_idea_holds(database: Database) -> None:
    roster = Roster(database.absences)
    await roster.change([away()], ())
    await roster.change([full()], ())
    assert roster.standing(NOW) == (full(),)
    await roster.change((), [full()])
    assert roster.standing(NOW) == ()
    assert await database.absences.absences() == []


async def test_what_could_not_be_written_down_has_not_changed() -> None:
    class Broken:
        async def absences(self) -> list[Absence]:
            return []

        async def save_absences(self, *_: object) -> None:
            raise StorageError("the disk is full")

    roster = Roster(Broken())
    with pytest.raises(StorageError):
        await roster.change([away()], ())
    assert roster.standing(NOW) == ()
