"""What a person asked for comes to them, follows its date, and is never lost silently."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from season import CLOSE, catalogue, milestone, opening
from test_delivery import DAY, EARLY, HOUR, WEEK, Bot, Homeserver, alive, season

from bot.catalogue.model import Catalogue, Milestone
from bot.delivery.ledger import WITHDRAWN, Standing
from bot.errors import MatrixError, Refused
from bot.personal import Anchor, Promise
from bot.phrasing.reminders import personal as words
from bot.promised import KEPT_FOR, Personal, due_before, key_of, personal, personals

ADA = "@ada:example.org"
ROOM = "!talk:example.org"
MINUTE = timedelta(minutes=1)
PAGE = "All dates: https://dates.example.org/timeline"
TWO_DAYS = Anchor("gsoc-2026", "applications-close", 2 * DAY)


def promise(anchor: Anchor | None = None, **fields: object) -> Promise:
    """Ada's, of a month before the deadline."""
    text = "" if anchor else "send the draft to the list"
    due = CLOSE - anchor.lead if anchor else EARLY + 3 * HOUR
    made = Promise("$asked", ADA, 1, ROOM, False, text, due, "UTC", EARLY, anchor)  # noqa: FBT003
    return replace(made, **fields)  # type: ignore[arg-type]


def said(asked: Personal, late: timedelta = timedelta()) -> list[str]:
    return words(asked, asked.due + late).plain.splitlines()


class TestWhenItIsDue:
    def test_at_the_time_that_was_asked_for(self) -> None:
        asked = personal(promise(), catalogue())
        assert (asked.due, asked.expires) == (EARLY + 3 * HOUR, EARLY + 3 * HOUR + KEPT_FOR)

    def test_so_long_before_its_date_wherever_that_moves(self) -> None:
        for at in (CLOSE, CLOSE + WEEK):
            asked = personal(promise(TWO_DAYS), catalogue(milestone(at=at)))
            assert (asked.due, asked.expires, asked.when) == (at - 2 * DAY, at, at)

    def test_before_a_day_in_its_owners_morning_by_whole_days(self) -> None:
        day = milestone(day=date(2026, 3, 31))
        asked = personal(promise(TWO_DAYS, zone="Europe/Bucharest"), catalogue(day))
        assert asked.due == datetime(2026, 3, 29, 6, tzinfo=UTC)
        assert due_before(day, 3 * HOUR, asked.zone) == datetime(2026, 3, 31, 6, tzinfo=UTC)

    def test_at_the_date_itself_and_for_a_while_after_it(self) -> None:
        asked = personal(promise(replace(TWO_DAYS, lead=timedelta())), catalogue())
        assert asked.due == CLOSE
        assert asked.expires > CLOSE

    def test_never_before_it_was_asked_for(self) -> None:
        asked = personal(promise(TWO_DAYS), catalogue(milestone(at=EARLY + DAY)))
        assert (asked.due, asked.expires) == (EARLY, EARLY + DAY)

    @pytest.mark.parametrize("known", [catalogue(opening()), catalogue(id="other-2026"), Catalogue()])
    def test_where_its_date_is_gone_when_it_was_due_at_the_time_of_asking(self, known: Catalogue) -> None:
        assert personal(promise(TWO_DAYS), known).due == CLOSE - 2 * DAY

    def test_what_was_dropped_is_due_no_more(self) -> None:
        asked = [promise(), promise(key="$other", closed=EARLY)]
        assert [each.promise.key for each in personals(asked, catalogue())] == ["$asked"]

    def test_no_two_take_each_others_place(self) -> None:
        asked = [personal(promise(number=n, key=f"${n}"), catalogue()) for n in range(1, 20)]
        assert len({each.subject for each in asked}) == len({each.key for each in asked}) == 19
        assert all(len(each.subject) <= 200 for each in [personal(promise(owner="@" + "a" * 254), catalogue())])


class TestWords:
    def test_in_a_room_its_owner_is_addressed_and_their_words_are_theirs(self) -> None:
        asked = personal(promise(), catalogue())
        assert said(asked) == [f"{ADA}: you asked me to remind you: “send the draft to the list”"]
        assert asked.mentions == (ADA,)
        pill = f'<a href="https://matrix.to/#/{ADA}">{ADA}</a>: you asked'
        assert words(asked, asked.due).html.startswith(pill)

    def test_in_a_conversation_of_two_nobody_need_be_addressed(self) -> None:
        asked = personal(promise(direct=True), catalogue())
        assert said(asked) == ["You asked me to remind you: “send the draft to the list”"]
        assert asked.mentions == ()

    def test_words_of_a_person_can_neither_format_nor_ping(self) -> None:
        asked = personal(promise(text="<b>tea</b> @room\n@bob:example.org"), catalogue())
        body = words(asked, asked.due)
        assert "<b>" not in body.html
        assert "@room" not in body.plain
        assert "@bob:example.org" not in body.plain
        assert len(body.plain.splitlines()) == 1

    def test_a_date_says_itself_and_counts_down(self) -> None:
        asked = personal(promise(TWO_DAYS, direct=True, zone="Europe/Bucharest"), catalogue())
        first, last = said(asked)
        assert first.startswith(
            "2 days left: GSoC 2026 contributor applications close on Tue 31 March 2026, 18:00 UTC"
        )
        assert first.endswith("(21:00 in Europe/Bucharest)")
        assert last == PAGE

    def test_words_and_a_date_both_stand_there(self) -> None:
        rows = said(personal(promise(TWO_DAYS, text="tea"), catalogue()))
        assert rows[0] == f"{ADA}: you asked me to remind you: “tea”"
        assert rows[1].startswith("2 days left: ")

    @pytest.mark.parametrize(
        ("of", "late", "head"),
        [
            (milestone(), timedelta(), "Now: "),
            (milestone(), HOUR, "1 hour ago: "),
            (opening(at=CLOSE, key="applications-close"), timedelta(), "Now: "),
            (milestone(day=date(2026, 3, 31)), timedelta(), "Last day: "),
        ],
    )
    def test_at_its_date_it_says_so(self, of: Milestone, late: timedelta, head: str) -> None:
        asked = personal(promise(replace(TWO_DAYS, lead=timedelta()), direct=True), catalogue(of))
        assert said(asked, late)[0].startswith(head)

    def test_late_it_says_so(self) -> None:
        assert said(personal(promise(), catalogue()), 2 * HOUR)[-1] == "This comes 2 hours late."

    def test_of_a_lost_date_that_is_said(self) -> None:
        assert said(personal(promise(TWO_DAYS, direct=True), catalogue(opening()))) == [
            "No longer stated: GSoC 2026 applications close",
            PAGE,
        ]
        rows = said(personal(promise(TWO_DAYS, text="tea"), Catalogue()))
        assert rows[1] == "No longer stated: applications close (gsoc-2026)"


@pytest.fixture
def server() -> Homeserver:
    return Homeserver()


async def asked_for(bot: Bot, *promises: Promise) -> datetime | None:
    """Somebody asks while the bot runs."""
    return await bot.delivery.promise(personals(promises, catalogue()))


async def replanned(bot: Bot, promises: Sequence[Promise], *milestones: Milestone) -> datetime | None:
    """The programme or the bot is another from now on."""
    return await bot.delivery.plan(bot.dates, personals=personals(promises, catalogue(*milestones)))


async def test_a_promise_is_kept_once_and_pings_its_owner(tmp_path: Path, server: Homeserver) -> None:
    async with alive(tmp_path, server) as bot:
        assert await asked_for(bot, promise()) == EARLY + 3 * HOUR
        assert server.asked == []
        await bot.at(EARLY + 3 * HOUR)
        await bot.at(EARLY + 4 * HOUR)
        entry = (await bot.database.ledger.entries())[key_of(promise())]
    assert [room for room, _ in server.events.values()] == [ROOM]
    assert server.pinged == [(ADA,)]
    assert (entry.standing, entry.said) == (Standing.SENT, "")


async def test_a_promise_outlives_the_process(tmp_path: Path, server: Homeserver) -> None:
    async with alive(tmp_path, server) as bot:
        await asked_for(bot, promise())
    async with alive(tmp_path, server, now=EARLY + DAY) as bot:
        await replanned(bot, [promise()])
        await bot.at(bot.time.now)
    ((_, plain),) = server.events.values()
    assert plain.endswith("This comes 21 hours late.")


async def test_what_was_asked_for_at_once_is_said_though_its_time_has_passed(
    tmp_path: Path, server: Homeserver
) -> None:
    async with alive(tmp_path, server, now=EARLY + 5 * MINUTE) as bot:
        await asked_for(bot, promise(made=EARLY + 4 * MINUTE, due=EARLY + 4 * MINUTE + HOUR / 60))
        await bot.at(EARLY + 5 * MINUTE)
    assert len(server.events) == 1


async def test_what_is_dropped_is_not_said(tmp_path: Path, server: Homeserver) -> None:
    async with alive(tmp_path, server) as bot:
        await asked_for(bot, promise(), promise(key="$other", number=2))
        await bot.delivery.withdraw([key_of(promise())])
        await bot.at(EARLY + DAY)
        await replanned(bot, [promise(closed=EARLY), promise(key="$other", number=2)])
        entry = (await bot.database.ledger.entries())[key_of(promise())]
    assert (entry.standing, entry.reason) == (Standing.SKIPPED, WITHDRAWN)
    assert len(server.events) == 1


async def test_what_is_dropped_between_two_tries_is_not_tried_again(tmp_path: Path, server: Homeserver) -> None:
    server.before = [MatrixError("down")]
    async with alive(tmp_path, server) as bot:
        await asked_for(bot, promise())
        await bot.at(EARLY + 3 * HOUR)
        await bot.delivery.withdraw([key_of(promise())])
        await bot.at(EARLY + 4 * HOUR)
        entry = (await bot.database.ledger.entries())[key_of(promise())]
    assert (entry.standing, entry.reason) == (Standing.SKIPPED, WITHDRAWN)
    assert server.events == {}


async def test_a_promise_follows_its_date(tmp_path: Path, server: Homeserver) -> None:
    async with alive(tmp_path, server) as bot:
        await asked_for(bot, promise(TWO_DAYS))
        assert await replanned(bot, [promise(TWO_DAYS)], milestone(at=CLOSE + WEEK)) == CLOSE - WEEK
        bot.dates = []
        assert await replanned(bot, [promise(TWO_DAYS)], milestone(at=CLOSE + WEEK)) == CLOSE + 5 * DAY
        await bot.at(CLOSE + 5 * DAY)
    assert len(server.events) == 1


async def test_a_date_that_comes_nearer_than_was_asked_for_is_told_at_once(
    tmp_path: Path, server: Homeserver
) -> None:
    async with alive(tmp_path, server) as bot:
        bot.dates = []
        await replanned(bot, [promise(TWO_DAYS)])
        await replanned(bot, [promise(TWO_DAYS)], milestone(at=EARLY + DAY))
        await bot.at(EARLY)
    assert len(server.events) == 1
    assert "1 day left" in next(iter(server.events.values()))[1]


async def test_a_promise_that_was_kept_is_not_repeated_when_its_date_moves(
    tmp_path: Path, server: Homeserver
) -> None:
    async with alive(tmp_path, server) as bot:
        bot.dates = []
        await replanned(bot, [promise(TWO_DAYS)])
        await bot.at(CLOSE - 2 * DAY)
        await replanned(bot, [promise(TWO_DAYS)], milestone(at=CLOSE + WEEK))
        await bot.at(CLOSE + 5 * DAY)
    assert len(server.events) == 1


async def test_promises_before_the_first_plan_wait_for_it(tmp_path: Path, server: Homeserver) -> None:
    async with alive(tmp_path, server) as bot:
        bot.delivery = bot.another()
        await asked_for(bot, promise())
        assert await bot.at(EARLY + DAY) is None
        await replanned(bot, [promise()])
        await bot.at(EARLY + DAY)
    assert len(server.events) == 1


async def test_operators_hear_that_a_promise_could_not_be_kept_but_not_what_it_was(
    tmp_path: Path, server: Homeserver
) -> None:
    server.before = [Refused("forbidden")]
    async with alive(tmp_path, server) as bot:
        await asked_for(bot, promise())
        await bot.at(EARLY + DAY)
        (told,) = bot.told
    assert "forbidden" in told
    assert "draft" not in told


async def test_promises_come_beside_the_rooms_own_reminders(tmp_path: Path, server: Homeserver) -> None:
    asked = [promise(replace(TWO_DAYS, lead=WEEK), key=f"${n}", number=n) for n in (1, 2)]
    async with alive(tmp_path, server) as bot:
        bot.dates = season()
        await replanned(bot, asked)
        await bot.at(CLOSE - WEEK + HOUR)
    assert len(server.events) == 3
