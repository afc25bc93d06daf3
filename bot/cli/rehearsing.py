"""What `mentorix reminders rehearse` does: a whole season against a false clock.

Everything is real but the clock and the rooms: the plan, the delivery, and the ledger in a database, which is
thrown away afterwards.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.delivery.delivery import Delivery
from bot.delivery.ledger import Entry, Standing
from bot.markup import Markup
from bot.rehearsal import Post
from bot.storage import Database
from bot.timeline import Reminder

BEFORE = timedelta(days=1)
"""How long before the first reminder the false clock begins."""


class Stage:
    """A false clock, and rooms that hear everything."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.heard: list[tuple[datetime, str, str]] = []

    def clock(self) -> datetime:
        """The false time."""
        return self.now

    async def send(self, room: str, body: Markup, key: str, mentions: Sequence[str] = ()) -> str:  # noqa: ARG002
        """Hear it; all rooms are one stage."""
        self.heard.append((self.now, key, body.plain))
        return f"$rehearsed-{len(self.heard)}"

    async def sent_before(self, room: str, key: str, since: datetime) -> str | None:  # noqa: ARG002
        """Everything that was sent was heard, and known to be."""
        return None


async def rehearse(plan: list[Reminder], speed: float | None, tell: Callable[[Post], None]) -> list[Post]:
    """Let a season pass.

    Args:
        plan: what is to be said, the earliest first.
        speed: seconds of the season for each second of watching; None for as fast as it goes.
        tell: called with each post as it is said.

    Returns:
        All posts, in the order in which they were said.

    Raises:
        StorageError: the temporary database failed.
    """
    if not plan:
        return []
    stage = Stage(plan[0].due - BEFORE)
    with TemporaryDirectory(prefix="mentorix-rehearsal-") as folder:
        database = await Database.open(Path(folder) / "ledger.db")
        try:
            delivery = Delivery(
                database.ledger, stage, stage.clock, lambda _key, _words: None, patience=timedelta(hours=1)
            )
            wake = await delivery.plan(plan)
            found = {_transaction(reminder): reminder for reminder in plan}
            return await _pass(stage, delivery.deliver_due, wake, found, speed, tell)
        finally:
            await database.close()


async def _pass(
    stage: Stage,
    deliver: Callable[[], Awaitable[datetime | None]],
    wake: datetime | None,
    plan: dict[str, Reminder],
    speed: float | None,
    tell: Callable[[Post], None],
) -> list[Post]:
    """Move the clock from one alarm to the next until nothing is to come."""
    posts: list[Post] = []
    while wake:
        if speed:
            await asyncio.sleep((wake - stage.now).total_seconds() / speed)
        stage.now = max(stage.now, wake)
        wake = await deliver()
        new = [Post(at, plan[key], words) for at, key, words in stage.heard[len(posts) :]]
        for post in sorted(new, key=lambda post: (post.at, post.reminder.key)):
            posts.append(post)
            tell(post)
    return posts


def _transaction(reminder: Reminder) -> str:
    """The key under which the delivery sends it."""
    at = reminder.due
    return Entry(
        reminder.key, reminder.room, reminder.subject, "", at, reminder.expires, at, Standing.PLANNED, at
    ).transaction
