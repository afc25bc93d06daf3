"""Whether others trust our device, watched for as long as the bot runs."""

import asyncio
from collections.abc import Callable

import structlog

from bot.errors import Refused
from bot.matrix.enrolment import DeviceSpent, Enrolment
from bot.matrix.patience import Patience
from bot.matrix.standing import Standing, said

EVERY = 3600.0
"""Seconds between two looks."""

MENDABLE = frozenset({Standing.NO_DEVICE_KEYS, Standing.UNSIGNED})
"""What needs no operator: the homeserver forgets a device's keys when it ends the session, for example."""

log = structlog.get_logger()


class Trust:
    """Mends what can be mended without a person, and tells the operators of the rest.

    Args:
        enrolment: of our device; must not need a password.
        report: tells the operators something once, by a key.

    Attributes:
        found: how the device stood at the last look, in words.
    """

    def __init__(self, enrolment: Enrolment, report: Callable[[str, str], object]) -> None:
        self._enrolment = enrolment
        self._report = report
        self._again = asyncio.Event()
        self.found = "not known yet"

    def look_again(self) -> None:
        """Look without waiting for the hour; for when the session was renewed."""
        self._again.set()

    async def keep(self) -> None:
        """Look at the start and every hour, for ever; run it as a task."""
        patience = Patience("trust")
        while True:
            self._again.clear()
            try:
                await patience.insist(self.look)
            except Refused as error:
                log.warning("whether others trust our device cannot be known", why=str(error))
            try:
                await asyncio.wait_for(self._again.wait(), EVERY)
            except TimeoutError:
                continue

    async def look(self) -> Standing | None:
        """How the device stands, after what could be mended was; None where it can never be trusted again.

        Raises:
            MatrixError: it cannot be known now.
        """
        try:
            standing = await self._mended()
        except DeviceSpent as error:
            self.found = str(error)
            log.error("others do not trust our device", why=str(error))
            self._report("device spent", f"Others do not trust my device: {error}; run `mentorix login`.")
            return None
        self.found = said(standing)
        if standing is not Standing.SIGNED:
            log.error("others do not trust our device", why=standing.value)
            self._report(f"trust {standing.name}", f"Others do not trust my device: {said(standing)}.")
        return standing

    async def _mended(self) -> Standing:
        standing = await self._enrolment.standing()
        if standing not in MENDABLE:
            return standing
        log.warning("our device is enrolled again", why=standing.value)
        await self._enrolment.upload()
        if await self._enrolment.standing() is Standing.UNSIGNED:
            return await self._enrolment.sign()
        return await self._enrolment.standing()
