"""What the bot knows, and the desk that answers from it; both renewed when the catalogue's files change.

A catalogue with faults never takes the place of a whole one: its faults are told to the operators, and the earlier one
goes on answering.
"""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from bot.catalogue.changes import Changes, changes
from bot.catalogue.model import Catalogue
from bot.dispatch import Desk
from bot.errors import SetupError
from bot.phrasing import upkeep as phrasing

LOOK_EVERY = 20.0
"""Seconds between two looks at the files."""

log = structlog.get_logger()


class Knowledge:
    """A catalogue with its desk.

    Args:
        catalogue: what is known at first.
        read: reads the files anew; raises `SetupError` with their faults. Called in a thread.
        stamp: changes whenever the files may have changed.
        desk: makes a desk for a catalogue. Called in a thread.
        report: tells the operators something once, by a key.

    Attributes:
        catalogue: what is known.
        desk: answers from it.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        read: Callable[[], Catalogue],
        stamp: Callable[[], str],
        desk: Callable[[Catalogue], Desk],
        report: Callable[[str, str], None],
    ) -> None:
        self._read = read
        self._stamp = stamp
        self._make = desk
        self._report = report
        self._seen = stamp()
        self._in_turn = asyncio.Lock()
        self.catalogue = catalogue
        self.desk = desk(catalogue)

    async def keep_up(self, changed: Callable[[], Awaitable[None]], every: float = LOOK_EVERY) -> None:
        """Look at the files now and again, for ever; run it as a task.

        Args:
            changed: awaited after another catalogue has taken the earlier one's place.
            every: seconds between two looks.
        """
        while True:
            await asyncio.sleep(every)
            if await self.look():
                await changed()

    async def look(self) -> bool:
        """Take the files over if they have changed and are whole; whether they were taken over."""
        if await asyncio.to_thread(self._stamp) == self._seen:
            return False
        try:
            return bool(await self.renew())
        except SetupError as error:
            self._report(f"catalogue {self._seen}", phrasing.still_the_earlier(error.faults))
            return False

    async def renew(self) -> Changes:
        """Read the files now, and take over what they say, all of it or nothing.

        Returns:
            What has changed.

        Raises:
            SetupError: the files have these faults, so that the earlier catalogue goes on.
        """
        async with self._in_turn:
            self._seen = await asyncio.to_thread(self._stamp)
            catalogue = await asyncio.to_thread(self._read)
            changed = changes(self.catalogue, catalogue)
            if catalogue != self.catalogue:
                desk = await asyncio.to_thread(self._make, catalogue)
                desk.take_over(self.desk)
                self.desk, self.catalogue = desk, catalogue
                log.info("catalogue taken over", ideas=sum(len(home.ideas) for home in catalogue.organisations))
            return changed
