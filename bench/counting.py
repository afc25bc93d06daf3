"""What the rooms' own histories say of a season: what came once, twice, never, and how late."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bench.dense_season import Expected
from bench.false_clock import FalseClock
from demo.calls import Event


@dataclass(frozen=True, slots=True)
class Count:
    """What was found.

    Attributes:
        expected: how many reminders should be there.
        lost: of which no message tells.
        doubled: of which more than one message tells.
        early: which came before the bot's clock had shown their time.
        unexpected: the first words of what the bot said besides.
        lateness: of each that came, for how many seconds its time was past by the bot's clock until the homeserver
            had it; ascending.
    """

    expected: int
    lost: tuple[Expected, ...]
    doubled: tuple[Expected, ...]
    early: tuple[Expected, ...]
    unexpected: tuple[str, ...]
    lateness: tuple[float, ...]

    @property
    def clean(self) -> bool:
        """Whether everything came exactly once, nothing early, and nothing else."""
        return not (self.lost or self.doubled or self.early or self.unexpected)

    def __str__(self) -> str:
        found = self.expected - len(self.lost)
        wrong = ("lost", self.lost), ("doubled", self.doubled), ("early", self.early), ("unexpected", self.unexpected)
        counts = ", ".join(f"{what} {len(those)}" for what, those in wrong)
        return f"expected {self.expected}, found {found}, {counts}\nseconds late: {_distribution(self.lateness)}"


def counted(
    expected: Sequence[Expected], histories: Mapping[str, Iterable[Event]], bot: str, clock: FalseClock
) -> Count:
    """Count.

    Args:
        expected: what should be there.
        histories: all events of each room, by its alias.
        bot: the Matrix address of who speaks.
        clock: by which it spoke.
    """
    told: dict[Expected, list[float]] = defaultdict(list)
    unexpected = []
    by_room = {room: [one for one in expected if one.room == room] for room in histories}
    for room, events in histories.items():
        for event in events:
            if (event["sender"], event["type"]) != (bot, "m.room.message"):
                continue
            body = str(event["content"].get("body", ""))
            meant = next((one for one in by_room[room] if one.words in body), None)
            if meant:
                told[meant].append(event["origin_server_ts"] / 1000)
            else:
                unexpected.append(body[:80])
    late = {one: clock.past(one.due.timestamp(), min(seen)) for one, seen in told.items()}
    return Count(
        expected=len(expected),
        lost=tuple(one for one in expected if one not in told),
        doubled=tuple(one for one, seen in told.items() if len(seen) > 1),
        early=tuple(one for one, seconds in late.items() if seconds == 0),
        unexpected=tuple(unexpected),
        lateness=tuple(sorted(late.values())),
    )


def _distribution(ascending: Sequence[float]) -> str:
    if not ascending:
        return "nothing came"
    at = {share: ascending[min(len(ascending) - 1, len(ascending) * share // 100)] for share in (50, 90, 99)}
    return ", ".join(f"p{share} {seconds:.1f}" for share, seconds in at.items()) + f", longest {ascending[-1]:.1f}"
