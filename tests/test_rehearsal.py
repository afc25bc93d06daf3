"""A season can be rehearsed, and what is odd about it is said before it happens."""

from datetime import UTC, date, datetime, timedelta

import pytest
from season import CLOSE, catalogue, milestone, opening, programme, room

from bot.catalogue.model import Milestone
from bot.cli.rehearsing import rehearse
from bot.config import RoomSettings
from bot.rehearsal import Post, concerns
from bot.timeline import reminders

TODAY = datetime(2026, 1, 2, tzinfo=UTC)


async def rehearsed(*milestones: Milestone, rooms: tuple[RoomSettings, ...] = ()) -> list[Post]:
    return await rehearse(reminders(catalogue(*milestones), rooms or (room(),)), None, lambda _post: None)


async def said_of(*milestones: Milestone, today: datetime = TODAY, **settings: object) -> list[str]:
    posts = await rehearsed(*milestones, rooms=(room(**settings),))
    return concerns(posts, programme(*milestones), today)


async def test_everything_is_said_once_in_each_room_at_its_time_and_in_its_words() -> None:
    rooms = (room(), room(room="!other:example.org", zone="Asia/Tokyo", quiet="22:00-07:00"))
    posts = await rehearsed(opening(), milestone(), rooms=rooms)
    assert sorted(post.reminder.key for post in posts) == sorted(
        each.key for each in reminders(catalogue(opening(), milestone()), rooms)
    )
    assert all(post.at == post.reminder.due for post in posts)
    assert posts[0].words.startswith("Now: GSoC 2026 contributor applications open, Mon 16 March 2026, 18:00 UTC")
    assert posts == sorted(posts, key=lambda post: post.at)


async def test_posts_are_told_as_they_are_said() -> None:
    told: list[Post] = []
    posts = await rehearse(reminders(catalogue(), [room()]), 1e9, told.append)
    assert told == posts != []


async def test_a_season_without_a_reminder_is_silent() -> None:
    assert await rehearse([], None, lambda _post: None) == []


async def test_a_good_season_is_no_reason_to_worry() -> None:
    assert await said_of(opening(), milestone(verified=date(2026, 3, 1))) == []


async def test_two_posts_within_an_hour_in_one_room_are_said() -> None:
    fresh = date(2026, 3, 1)
    other = milestone(key="other", name="Talk", at=CLOSE + timedelta(minutes=50), verified=fresh)
    (concern,) = await said_of(milestone(verified=fresh), other, lead_times=("1 d",))
    assert concern.startswith(
        "#gsoc:example.org gets two posts 50 minutes apart, Mon 30 March 2026, 18:00: 1 day left: "
    )


async def test_posts_an_hour_apart_or_in_different_rooms_are_no_crowd() -> None:
    fresh = date(2026, 3, 1)
    other = milestone(key="other", at=CLOSE + timedelta(hours=1), verified=fresh)
    assert await said_of(milestone(verified=fresh), other, lead_times=("1 d",)) == []
    posts = await rehearsed(milestone(verified=fresh), rooms=(room(), room(room="!b:example.org")))
    assert concerns(posts, programme(), TODAY) == []


@pytest.mark.parametrize(("hour", "warnings"), [(23, 0), (0, 1), (5, 1), (6, 0)])
async def test_a_post_in_the_night_of_the_room_is_said(hour: int, warnings: int) -> None:
    at = datetime(2026, 3, 31, hour, tzinfo=UTC) - timedelta(hours=9)
    found = await said_of(milestone(at=at, verified=date(2026, 3, 1)), zone="Asia/Tokyo", lead_times=("1 d",))
    assert len(found) == warnings
    assert all("gets a post in the night" in concern for concern in found)


async def test_nightly_posts_of_a_room_are_one_warning() -> None:
    at = CLOSE.replace(hour=3)
    found = await said_of(milestone(at=at, verified=date(2026, 3, 1)), lead_times=("2 d", "1 d"))
    first = "#gsoc:example.org gets 2 posts in the night, the first on Sun 29 March 2026, 03:00 in UTC: 2 days left: "
    assert found == [f"{first}GSoC 2026 contributor applications close; set `quiet`"]


async def test_a_deadline_that_nobody_checked_for_sixty_days_is_said_once() -> None:
    (concern,) = await said_of(milestone(verified=date(2026, 1, 20)), lead_times=("7 d", "2 d", "1 d"))
    assert concern.startswith(
        "“Contributor applications close” was last checked on Tue 20 January 2026, 69 days before"
    )
    assert await said_of(milestone(verified=date(2026, 1, 29)), lead_times=("1 d",)) == []


async def test_a_programme_without_future_dates_is_said() -> None:
    found = await said_of(milestone(verified=date(2026, 3, 1)), today=CLOSE)
    assert found == ["gsoc-2026 has no date after Tue 31 March 2026; is the next season's file missing?"]
    assert await said_of(milestone(verified=date(2026, 3, 1)), today=CLOSE - timedelta(seconds=1)) == []


async def test_a_rehearsal_of_many_rooms_says_everything_once() -> None:
    rooms = tuple(room(room=f"!{number}:example.org") for number in range(12))
    posts = await rehearsed(opening(), milestone(), rooms=rooms)
    assert len({post.reminder.key for post in posts}) == len(posts) == 12 * 5
