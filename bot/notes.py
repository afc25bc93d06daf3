"""Single things to remember beyond the end of the process, by name."""

from collections.abc import Mapping
from typing import Protocol


class Notes(Protocol):
    """Where they are written down. Every method may raise `StorageError`."""

    async def notes(self, kind: str) -> Mapping[str, str]:
        """All of a kind, by name."""

    async def note(self, kind: str, name: str, value: str | None) -> None:
        """Write over what stood under this name; None forgets it."""
