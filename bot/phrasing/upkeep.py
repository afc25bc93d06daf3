"""What operators hear of the catalogue's files."""

from collections.abc import Sequence

from bot.errors import Fault

SHOWN = 5
"""How many faults a message names."""


def still_the_earlier(faults: Sequence[Fault]) -> str:
    """The catalogue was changed and cannot be used as it is."""
    rows = ["The catalogue was changed and has faults, so I go on with the earlier one.", *map(str, faults[:SHOWN])]
    left = len(faults) - SHOWN
    return "\n".join([*rows, f"… and {left} more; `mentorix check` shows all"] if left > 0 else rows)
