"""One idea as it was found on a page, before its fields are read."""

from dataclasses import dataclass, field

from bot.importer import titles
from bot.importer.blocks import Block, Text
from bot.importer.fields import Field, strong_in
from bot.importer.labels import Kind
from bot.importer.outline import Section

_SURE = 2


@dataclass(slots=True)
class Record:
    """One idea as found: its title, where, its fields and blocks, and the headings above it, innermost first.

    `lent` holds mentor fields that stand with a heading above it.
    """

    title: Text
    line: int
    fields: list[Field]
    blocks: list[Block]
    above: list[str] = field(default_factory=list)
    section: Section | None = None
    lent: list[Field] = field(default_factory=list)

    @property
    def strong(self) -> frozenset[Kind]:
        """The strong kinds among its fields."""
        return strong_in(self.fields)

    @property
    def is_furniture(self) -> bool:
        """Whether it is only a part of the page that happens to hold a field."""
        evident = len(self.strong) >= _SURE
        return titles.reason_against(titles.cleaned(self.title.plain), evident=evident) is not None

    def of(self, kind: Kind) -> list[Field]:
        """Its fields of one kind, in page order."""
        return [f for f in self.fields if kind in f.kinds]
