"""What is new, other and gone in a catalogue that takes an earlier one's place."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from bot.catalogue.model import Catalogue

K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Change:
    """How many of one kind came, are other than before, and went."""

    new: int = 0
    other: int = 0
    gone: int = 0


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed, by kind; a page's own change is what stands on it beside its ideas."""

    pages: Change
    ideas: Change
    programmes: Change

    def __bool__(self) -> bool:
        return any(change != Change() for change in (self.pages, self.ideas, self.programmes))


def changes(before: Catalogue, after: Catalogue) -> Changes:
    """What changed from one catalogue to another; things are the same by their ids."""
    return Changes(
        pages=_between(_pages(before), _pages(after)),
        ideas=_between(_ideas(before), _ideas(after)),
        programmes=_between(
            {programme.id: programme for programme in before.programmes},
            {programme.id: programme for programme in after.programmes},
        ),
    )


def _pages(catalogue: Catalogue) -> dict[str, object]:
    return {page.id: page.model_copy(update={"ideas": ()}) for page in catalogue.organisations}


def _ideas(catalogue: Catalogue) -> dict[tuple[str, str], object]:
    return {(page.id, idea.id): idea for page in catalogue.organisations for idea in page.ideas}


def _between(before: Mapping[K, object], after: Mapping[K, object]) -> Change:
    both = before.keys() & after.keys()
    return Change(len(after) - len(both), sum(before[key] != after[key] for key in both), len(before) - len(both))
