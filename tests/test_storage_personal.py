"""What people asked for, and rooms' pauses, beyond the end of the process."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects import sqlite

from bot.errors import StorageError
from bot.personal import Anchor, Pause, Person, PersonalRecords, Promise
from bot.settings.chosen import Setting
from bot.storage import Database
from bot.storage.schema import Seconds, Words

NOON = datetime(2026, 3, 31, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def promise(key: str = "a", owner: str = "@ada:example.org", number: int = 1, **fields: Any) -> Promise:
    plain = Promise(
        key, owner, number, "!room:example.org", direct=False, text="send the draft", due=NOON, zone="UTC", made=NOON
    )
    return replace(plain, **fields)


@pytest.fixture
def records(db: Database) -> PersonalRecords:
    return db.personal


async def test_people_come_back_as_they_were_written(records: PersonalRecords) -> None:
    assert await records.people() == []
    await records.save_person(Person("@bob:example.org"))
    await records.save_person(Person("@ada:example.org", "Europe/Bucharest"))
    await records.save_person(Person("@bob:example.org", "Asia/Tokyo"))
    assert await records.people() == [
        Person("@ada:example.org", "Europe/Bucharest"),
        Person("@bob:example.org", "Asia/Tokyo"),
    ]


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"direct": True, "text": "", "zone": "America/Argentina/ComodRivadavia"},
        {"anchor": Anchor("gsoc-2026", "contributor-applications-close", timedelta(days=2))},
        {"anchor": Anchor("p" * 80, "m" * 80, timedelta())},
        {"text": "ü 🔔 \u202e'; DROP TABLE promises; --\n" + "long " * 2_000},
        {"confirmed": "$said", "closed": NOON + HOUR, "due": NOON.replace(microsecond=1)},
    ],
)
async def test_a_promise_comes_back_as_it_was_written(records: PersonalRecords, fields: dict[str, Any]) -> None:
    made = promise(**fields)
    await records.save_promises([made])
    assert await records.promises() == [made]


async def test_promises_are_written_over_by_their_keys_and_come_in_the_order_they_were_made(
    records: PersonalRecords,
) -> None:
    last, first = promise("a", number=2, made=NOON + HOUR), promise("b", number=1)
    others = promise("c", owner="@bob:example.org", number=1, made=NOON + 2 * HOUR)
    await records.save_promises([])
    await records.save_promises([others, last, first])
    assert await records.promises() == [first, last, others]
    dropped = replace(first, closed=NOON + 3 * HOUR)
    await records.save_promises([dropped])
    assert await records.promises() == [dropped, last, others]


async def test_nobody_has_two_promises_of_one_number(records: PersonalRecords) -> None:
    await records.save_promises([promise("a")])
    with pytest.raises(StorageError):
        await records.save_promises([promise("b", number=2), promise("c")])
    assert await records.promises() == [promise("a")]


async def test_what_no_database_can_keep_becomes_the_sign_for_such(records: PersonalRecords) -> None:
    await records.save_promises([promise(text="nul \0, half a pair \ud83d, a whole one 🔔")])
    (kept,) = await records.promises()
    assert kept.text == "nul \N{REPLACEMENT CHARACTER}, half a pair \N{REPLACEMENT CHARACTER}, a whole one 🔔"


async def test_a_pause_stands_until_it_is_forgotten(records: PersonalRecords) -> None:
    for_good = Pause("#gsoc:example.org", "@mod:example.org", NOON)
    awhile = Pause("!room:example.org", "@mod:example.org", NOON - HOUR, until=NOON + HOUR)
    for pause in (for_good, awhile):
        await records.save_pause(pause)
    assert await records.pauses() == [awhile, for_good]
    longer = replace(awhile, until=None, by="@other:example.org")
    await records.save_pause(longer)
    await records.forget_pause(for_good.room)
    await records.forget_pause(for_good.room)
    assert await records.pauses() == [longer]


DIALECT = sqlite.dialect()


@given(st.timedeltas(timedelta(days=-36_525), timedelta(days=36_525)))
def test_a_length_of_time_is_kept_to_the_microsecond(length: timedelta) -> None:
    kept = Seconds().process_bind_param(length, DIALECT)
    assert Seconds().process_result_value(kept, DIALECT) == length


@given(st.text(st.characters()))
def test_of_words_only_the_signs_that_cannot_be_kept_are_changed(words: str) -> None:
    kept = Words().process_bind_param(words, DIALECT)
    assert kept is not None
    assert "\0" not in kept
    for before, after in zip(words, kept.encode().decode(), strict=True):
        assert after in (before, "\N{REPLACEMENT CHARACTER}")
        assert after == before or before == "\0" or not before.encode("utf-8", "ignore")


def setting(room: str = "!a:x.org", name: str = "style", value: str = "compact", **fields: Any) -> Setting:
    return replace(Setting(room, name, value, "@mod:example.org", NOON), **fields)


async def test_settings_come_back_as_they_were_written_the_earliest_first(records: PersonalRecords) -> None:
    assert await records.settings() == []
    later = setting(name="zone", value="Asia/Tokyo", at=NOON + HOUR)
    for each in (later, setting(), setting(value="plain", by="@ada:example.org"), setting("#b:x.org")):
        await records.save_setting(each)
    kept = [setting("!a:x.org", value="plain", by="@ada:example.org"), setting("#b:x.org"), later]
    assert sorted(await records.settings(), key=repr) == sorted(kept, key=repr)
    assert (await records.settings())[-1] == later
    await records.forget_setting("!a:x.org", "style")
    await records.forget_setting("!a:x.org", "nothing")
    assert await records.settings() == [setting("#b:x.org"), later]


async def test_what_is_kept_of_a_room_moves_with_it_over_what_was_there(records: PersonalRecords) -> None:
    await records.save_setting(setting("!old", "style", "plain"))
    await records.save_setting(setting("!new", "zone", "Asia/Tokyo"))
    await records.save_pause(Pause("!new", "@mod:example.org", NOON))
    await records.move_room("!old", "!new")
    assert await records.settings() == [setting("!new", "style", "plain")]
    assert [pause.room for pause in await records.pauses()] == ["!new"]
    await records.move_room("!old", "!new")
    assert await records.settings() == [setting("!new", "style", "plain")]
