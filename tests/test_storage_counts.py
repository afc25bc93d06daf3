"""Absences, counts and notes beyond the end of the process, in either kind of database."""

from dataclasses import replace
from datetime import UTC, date, datetime

from bot.absence import Absence, Kind
from bot.counts import LONGEST, Count, Unmatched, What
from bot.storage import Database

NOON = datetime(2026, 3, 31, 12, tzinfo=UTC)
WEEK, LATER = date(2026, 3, 30), date(2026, 4, 6)


async def test_absences_come_back_as_they_were_written(db: Database) -> None:
    away = Absence("qemu-2026", "ada", Kind.AWAY, until=NOON)
    full, one = Absence("qemu-2026", "bob", Kind.FULL), Absence("qemu-2026", "ada", Kind.FULL, "virtiofsd")
    await db.absences.save_absences([full, one, away], [])
    assert await db.absences.absences() == [away, one, full]
    await db.absences.save_absences([replace(away, until=None)], [one, Absence("x", "y", Kind.AWAY)])
    assert await db.absences.absences() == [replace(away, until=None), full]


async def test_counts_and_words_are_written_over_and_forgotten_by_their_weeks(db: Database) -> None:
    idea, missed = Count(WEEK, What.IDEA, "qemu-2026", "virtiofsd", 3), Count(LATER, What.MISSED, "", "", 1)
    words = Unmatched("früh " * (LONGEST // 5), "qemu-2026", "virtiofsd", WEEK, LATER, 4)
    old = Unmatched("old", "", "", WEEK, WEEK, 3, offered="$" + "e" * 200, settled=True)
    await db.counts.save_counts([idea, missed], [words, old])
    await db.counts.save_counts([replace(idea, number=4)], [replace(words, number=5)])
    assert await db.counts.counts(WEEK) == [replace(idea, number=4), missed]
    assert await db.counts.counts(LATER) == [missed]
    assert await db.counts.unmatched() == [replace(words, number=5), old]
    await db.counts.forget_counts(LATER)
    assert await db.counts.counts(WEEK) == [missed]
    assert await db.counts.unmatched() == [replace(words, number=5)]


async def test_notes_of_one_kind_are_no_notes_of_another(db: Database) -> None:
    await db.save_sync_token("@bot:example.org", "s1", NOON)
    await db.notes.note("digest", "!a/b:example.org", "$1 x")
    await db.notes.note("digest", "!c:example.org", "$2 y")
    await db.notes.note("digest%", "!d:example.org", "$3")
    await db.notes.note("digest", "!c:example.org", "$4 z")
    assert await db.notes.notes("digest") == {"!a/b:example.org": "$1 x", "!c:example.org": "$4 z"}
    await db.notes.note("digest", "!c:example.org", None)
    await db.notes.note("digest", "!c:example.org", None)
    assert await db.notes.notes("digest") == {"!a/b:example.org": "$1 x"}
    assert await db.sync_token("@bot:example.org") == "s1"
