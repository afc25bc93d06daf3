"""Quiet hours: the part of each day in which a room is left in peace, by the room's own clock."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONGEST = timedelta(hours=20)
"""Something must be left of the day to speak in, on days too that a clock change shortens."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From one hour of the day until another, over midnight where the second is the smaller one.

    Attributes:
        begins: the first quiet minute, by the room's clock.
        ends: the first minute after it, by the room's clock; not `begins`.
    """

    begins: time
    ends: time

    @property
    def length(self) -> timedelta:
        """How long they last on a day without a clock change."""
        day = date(2000, 1, 1)
        return (datetime.combine(day, self.ends) - datetime.combine(day, self.begins)) % _DAY

    def around(self, instant: datetime, zone: ZoneInfo) -> tuple[datetime, datetime] | None:
        """The quiet spell that an instant falls into.

        Where a clock change makes the first or last minute come twice, the spell is the longer one; where it leaves
        it out, too.

        Args:
            instant: aware.
            zone: the room's zone.

        Returns:
            Its first instant and the first after it, both in UTC; None where the instant is not quiet.
        """
        day = instant.astimezone(zone).date()
        spells = (self._of(day + back, zone) for back in (-_DAY, timedelta(), _DAY))
        return next((spell for spell in spells if spell[0] <= instant < spell[1]), None)

    def _of(self, day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """The spell that begins on a day."""
        last = day if self.begins < self.ends else day + _DAY
        return min(_instants(day, self.begins, zone)), max(_instants(last, self.ends, zone))


def _instants(day: date, hour: time, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """An hour of a day in UTC, as the clock shows it before and after a change."""
    first, second = (datetime.combine(day, hour.replace(fold=fold), tzinfo=zone) for fold in (0, 1))
    return first.astimezone(UTC), second.astimezone(UTC)
