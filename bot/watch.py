"""Looks at the pages which the catalogue comes from, each once a day, and tells operators what changed on them.

Nothing is taken over: what changed is told once, and what a page said when it was told is remembered. A page that cannot
be read is told once, too, and tried again on the next day.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from bot.catalogue.model import Organisation
from bot.errors import OutsideError, UserError
from bot.importer.drift import Drift, compare
from bot.importer.importing import import_page
from bot.importer.proposal import Whose, proposed
from bot.phrasing import drift as phrasing

EVERY = timedelta(days=1)
"""How long a page is left alone after a look."""

AT_FIRST = timedelta(seconds=5)
"""How long after the start the first look is, so that answers come first."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Look:
    """What a look at a page gave.

    Attributes:
        at: when it was; aware.
        said: what the page said when it could be read last; None where it never could.
        failed: whether this look failed.
    """

    at: datetime
    said: Organisation | None
    failed: bool = False


class Memory(Protocol):
    """Where looks are kept, by the id of the organisation's file."""

    def recall(self, page: str) -> Look | None:
        """The last look at a page; None before the first."""

    def keep(self, page: str, look: Look) -> None:
        """Keeps the last look at a page."""

    def imported(self, page: str) -> Organisation | None:
        """What the page said when it was imported last; None where nobody remembers."""


class Alarm(Protocol):
    """What wakes us; see `bot.scheduler`."""

    def wake_at(self, key: str, instant: datetime, ring: Callable[[], Awaitable[None]]) -> None:
        """Set an alarm in place of an earlier one of that key."""


class Watch:
    """Looks at pages.

    Args:
        read: the text at an address; raises `UserError` or `OutsideError` with a sentence where there is none.
        memory: what earlier looks gave.
        tell: tells operators `(key, words)`; the same key only once.
        clock: the time now; aware.
    """

    def __init__(
        self,
        read: Callable[[str], Awaitable[str]],
        memory: Memory,
        tell: Callable[[str, str], None],
        clock: Callable[[], datetime],
    ) -> None:
        self._read = read
        self._memory = memory
        self._tell = tell
        self._clock = clock

    def start(self, alarm: Alarm, pages: Callable[[], Iterable[Organisation]]) -> None:
        """Set the alarm for the first look; each look sets it anew."""

        async def ring() -> None:
            if turn := await self.look(pages()):
                alarm.wake_at("pages", turn, ring)

        alarm.wake_at("pages", self._clock() + AT_FIRST, ring)

    async def look(self, pages: Iterable[Organisation]) -> datetime | None:
        """Look at the pages whose turn it is, one after the other; those without a source are left out.

        Returns:
            When the next one is to be looked at; None where no page has a source.
        """
        turns = []
        for page in pages:
            if page.source:
                before = self._memory.recall(page.id)
                if before is None or before.at + EVERY <= self._clock():
                    before = await self._look_at(page, str(page.source), before)
                turns.append(before.at + EVERY)
        return min(turns, default=None)

    async def _look_at(self, page: Organisation, source: str, before: Look | None) -> Look:
        said = before.said if before else None
        told = before is not None and before.failed
        try:
            text = await self._read(source)
            new = await asyncio.to_thread(_read_as, page, source, text)
        except (UserError, OutsideError) as error:
            look = self._failed(page, said, str(error), told=told)
        except Exception:
            log.exception("a page broke its reader", page=page.id)
            look = self._failed(page, said, "something broke; the log has it", told=told)
        else:
            look = Look(self._clock(), new)
            if drift := self._drift(page.id, said, new):
                self._tell(f"page {page.id} {look.at.date()}", phrasing.changed(page, drift))
        self._memory.keep(page.id, look)
        return look

    def _drift(self, page: str, said: Organisation | None, new: Organisation) -> Drift | None:
        """What nobody was told yet and nobody has imported yet; the first look at a page has nothing to compare with."""
        imported = self._memory.imported(page)
        if imported and not compare(imported, new):
            return None
        before = said or imported
        return compare(before, new) if before else None

    def _failed(self, page: Organisation, said: Organisation | None, why: str, *, told: bool) -> Look:
        now = self._clock()
        if not told:
            self._tell(f"page {page.id} unreadable {now.date()}", phrasing.unreadable(page, why.rstrip(".")))
        return Look(now, said, failed=True)


def _read_as(page: Organisation, source: str, text: str) -> Organisation:
    """What a page says, as its file would have it."""
    of = Whose(page.id, page.organisation, str(page.page.url), page.programme, page.year, source)
    return proposed(import_page(text, source.rpartition("/")[2] or source), of).organisation
