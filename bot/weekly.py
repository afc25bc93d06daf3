"""Once a week the operators' room hears what was asked for, and is offered ideas for what was searched for in vain.

A reaction to an offer by somebody in charge notes the words as another name of the idea, in a file that people review;
nothing is found by them before that.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date, datetime, timedelta
from typing import Protocol

import structlog

from bot.catalogue.model import Catalogue
from bot.counts import WEEK, Unmatched, shown, week_of
from bot.errors import MatrixError, Refused, SetupError, StorageError
from bot.markup import Markup
from bot.messages import Reaction, Reply
from bot.notes import Notes
from bot.phrasing import figures as phrasing
from bot.tally import Tally

TICKS = frozenset("✅☑✔")
"""The reactions that accept an offer."""

EVERY = 60.0
"""Seconds between two times that counts are written down, and that the week is looked at."""

HOUR = timedelta(hours=8)
"""How long after a week's end, in UTC, it is told of: on Monday morning."""

OFFERS = 5
"""How many searches a week are offered an idea for."""

KIND, TOLD = "weekly", "told"
"""Under which note the week is kept that was told of last."""

log = structlog.get_logger()


class Voice(Protocol):
    """Speaks in a room."""

    async def say(self, room_id: str, body: Markup, key: str) -> str:
        """Say something once for ever under this key.

        Returns:
            The event id.

        Raises:
            MatrixError: it could not be said.
        """


class Suggestions(Protocol):
    """The file of names that were suggested and accepted."""

    @property
    def name(self) -> str:
        """How people find it."""

    def add(self, unmatched: Unmatched, day: date) -> None:
        """Write one behind the others; called in a thread.

        Raises:
            SetupError: it cannot be written.
        """


class Weekly:
    """Tells of a week, and hears what is thought of its offers.

    Args:
        tally: what was counted.
        notes: where the week is kept that was told of last.
        voice: speaks in a room.
        office: the id of the operators' room, while there is one that we are in.
        accepts: whether somebody, by their address, may accept offers in a room; may raise `MatrixError`.
        catalogue: what is known now.
        suggestions: where accepted names go.
        clock: the time now; aware, UTC.
    """

    def __init__(
        self,
        tally: Tally,
        notes: Notes,
        voice: Voice,
        office: Callable[[], str | None],
        accepts: Callable[[str, str], Awaitable[bool]],
        catalogue: Callable[[], Catalogue],
        suggestions: Suggestions,
        clock: Callable[[], datetime],
    ) -> None:
        self._tally = tally
        self._notes = notes
        self._voice = voice
        self._office = office
        self._accepts = accepts
        self._catalogue = catalogue
        self._suggestions = suggestions
        self._clock = clock
        self._accepting = asyncio.Lock()

    async def keep_up(self, every: float = EVERY) -> None:
        """Write counts down and look at the week now and again, for ever; run it as a task."""
        while True:
            await self.look()
            await asyncio.sleep(every)

    async def close(self) -> None:
        """Write counts down for the last time."""
        try:
            await self._tally.write()
        except StorageError as error:
            log.warning("what was counted last is lost", why=str(error))

    async def look(self) -> None:
        """Write counts down; tell of a week that is over. What fails is tried again the next time."""
        try:
            await self._tally.write()
            await self._tell(self._clock())
        except (StorageError, MatrixError) as error:
            log.warning("the week could not be told of", why=str(error))

    async def heard(self, reaction: Reaction) -> Reply | None:
        """Somebody put a tick under a message.

        Returns:
            What came of it; None where it is no offer, it is accepted already, or they may not.

        Raises:
            StorageError: it could not be written down.
            MatrixError: it cannot be known now whether they may.
        """
        async with self._accepting:
            unmatched = self._tally.offered_as(reaction.target)
            if unmatched is None or unmatched.settled or not await self._accepts(reaction.sender, reaction.room):
                return None
            try:
                await asyncio.to_thread(self._suggestions.add, unmatched, reaction.at.date())
            except SetupError as error:
                return Reply(phrasing.not_noted(str(error)), repeatable=True)
            await self._tally.settle(unmatched)
            return Reply(phrasing.noted(unmatched, self._catalogue(), self._suggestions.name), repeatable=True)

    async def _tell(self, now: datetime) -> None:
        """Tell of the last week that is over, once; in the first week of all there is nothing to tell of."""
        office, week = self._office(), week_of(now - HOUR) - WEEK
        if office is None or (await self._notes.notes(KIND)).get(TOLD, "") >= shown(week):
            return
        catalogue, figures = self._catalogue(), self._tally.figures(now)
        if told := phrasing.weekly(figures, week, catalogue):
            await self._say(office, told, shown(week))
        fresh = [(each, phrasing.offer(each, catalogue)) for each in figures.unmatched if not each.offered]
        for unmatched, body in [(each, body) for each, body in fresh if body][:OFFERS]:
            if event_id := await self._say(office, body, f"{unmatched.first} {unmatched.words}"):
                await self._tally.offer(unmatched, event_id)
        await self._notes.note(KIND, TOLD, shown(week))

    async def _say(self, office: str, body: Markup, key: str) -> str | None:
        """The event id; None where the homeserver said no for good."""
        try:
            return await self._voice.say(office, body, f"weekly {key}")
        except Refused as error:
            log.warning("the operators' room could not be told of the week", why=str(error))
            return None
