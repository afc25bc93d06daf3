"""Wiki source as MediaWiki writes it; templates with named parameters become pairs."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from bot.importer.blocks import Block, Code, Heading, Item, Pair, Paragraph, Rule, Table, Text
from bot.importer.comments import without_comments
from bot.importer.readers.lines import Inline
from bot.importer.readers.spans import Cell, SpannedRow, span, spread

INLINE = Inline(
    {"'''''": "bold", "'''": "bold", "''": "italic", "<br>": None, "<br/>": None, "<br />": None},
    [
        r"\[\[(?!(?:File|Image|Category):)(?P<url>[^\[\]|\n]+)(?:\|(?P<words>[^\[\]\n]*))?\]\]",
        r"\[(?P<url>(?:https?:|mailto:|ftp:|irc:)?//[^\s\]\n]+|mailto:[^\s\]\n]+)(?:\s+(?P<words>[^\]\n]*))?\]",
        r"(?P<url>https?://[^\s|\[\]<>'\"]+[\w/])",
    ],
)
_HEADING = re.compile(r"^(={1,6})\s*(\S.*?)\s*\1\s*$")
_ITEM = re.compile(r"^([*#:;]+)\s*(.*)$")
_TAGS = re.compile(r"</?(?!br\b)[a-zA-Z][^<>\n]{0,200}>")
_FURNITURE = re.compile(r"^__[A-Z]+__\s*$|^\[\[(?:File|Image|Category):[^\]]*\]\]\s*$")
_WORD = re.compile(r"(?<=[\w:,(='] )\{\{[^\W\d_][\w -]{0,30}\|([^{}|=\[\]\n]{1,60})\}\}")  # a template within a line
_SPAN = re.compile(r"\b(row|col)span\s*=\s*[\"']?(\d{1,5})")
_STYLE = re.compile(r"^[^|\[\]{}]{0,200}?=[^|\[\]{}]{0,200}\|(?!\|)")
_SIGNS = re.compile(r"\{\{|\}\}|\[\[|\]\]|\|")
_TITLES = frozenset({"title", "name", "project", "idea", "project title", "project name"})
_TERM = re.compile(r"\s*:\s+|:$")


def read(text: str) -> tuple[Block, ...]:
    """Blocks of a MediaWiki page."""
    found: list[Block] = []
    text = _WORD.sub(r"\1", without_comments(text))
    line, at = 1, 0
    for start, end, inner in _templates(text):
        found.extend(_Lines(line).blocks(text[at:start]))
        line += text.count("\n", at, start)
        found.extend(_pairs(inner, line))
        line += text.count("\n", start, end)
        at = end
    found.extend(_Lines(line).blocks(text[at:]))
    return tuple(found)


def _templates(text: str) -> Iterator[tuple[int, int, list[str]]]:
    """`(start, end, parts)` of every outermost `{{…|…}}`; one sweep, and no recursion."""
    depth, start = 0, 0
    cuts: list[int] = []
    for sign in _SIGNS.finditer(text):
        if sign[0] in {"{{", "[["}:
            if depth == 0 and sign[0] == "[[":
                continue
            if depth == 0:
                start, cuts = sign.start(), []
            depth += 1
        elif sign[0] == "|":
            if depth == 1:
                cuts.append(sign.start())
        elif depth:
            depth -= 1
            if depth == 0 and sign[0] == "}}":
                ends = [*cuts, sign.start()]
                parts = [text[a + 1 : b] for a, b in pairwise(ends)]
                yield start, sign.end(), [text[start + 2 : ends[0]], *parts]


def _pairs(parts: list[str], line: int) -> list[Block]:
    """The named parameters of a template, if it has at least two; other templates say nothing."""
    named = [(label.strip(), value.strip()) for label, sign, value in (p.partition("=") for p in parts[1:]) if sign]
    if len(named) < 2:
        return []
    blocks: list[Block] = []
    for label, value in named:
        text = INLINE.text(_TAGS.sub("", value))
        if label.lower() in _TITLES:
            blocks.insert(0, Heading(text, line, 6))
        else:
            blocks.append(Pair(label.replace("_", " "), text.lines(), line))
    return blocks


class _Lines:
    def __init__(self, first: int) -> None:
        self._number = first - 1
        self._found: list[Block] = []
        self._words: list[str] = []
        self._start = first
        self._depth = 0
        self._rows: list[SpannedRow] | None = None
        self._cells: list[_Source] = []
        self._code: list[str] = []

    def blocks(self, text: str) -> list[Block]:
        for line in text.split("\n"):
            self._number += 1
            self._take(line)
        self._end()
        self._end_table()
        return self._found

    def _take(self, line: str) -> None:
        if line.startswith("{|"):
            self._end()
            self._rows, self._cells = [], []
        elif self._rows is not None:
            self._row(line.strip())
        elif not line.strip() or _FURNITURE.match(line):
            self._end()
            self._depth = 0
        elif heading := _HEADING.match(line):
            self._end()
            self._depth = 0
            self._found.append(Heading(_text(heading[2]), self._number, len(heading[1])))
        elif line.startswith("----"):
            self._end()
            self._found.append(Rule(self._number))
        elif item := _ITEM.match(line):
            self._item(item)
        elif line.startswith(" "):
            self._end()
            self._found.append(Code(line.strip(), self._number))
        else:
            if not self._words:
                self._start, self._depth = self._number, 0
            self._words.append(line)

    def _item(self, item: re.Match[str]) -> None:
        self._end()
        signs, words = item[1], item[2]
        depth = len(signs)
        if signs[-1] == ";":
            parts = _TERM.split(words, maxsplit=1)
            self._found.append(Item(_text(parts[0]), self._number, depth, term=True))
            if len(parts) > 1 and parts[1]:
                self._found.append(Paragraph(_text(parts[1]), self._number, depth + 1))
        elif signs[-1] == ":":
            self._found.append(Paragraph(_text(words), self._number, depth + 1))
        else:
            self._found.append(Item(_text(words), self._number, depth, signs[-1] == "#"))

    def _end(self) -> None:
        if self._words:
            self._found.append(Paragraph(_text("\n".join(self._words)), self._start, self._depth))
            self._words = []

    def _row(self, line: str) -> None:
        if line.startswith("|}"):
            self._end_table()
        elif line.startswith("|-"):
            self._end_row()
        elif line.startswith("|+"):
            return
        elif line.startswith(("|", "!")):
            separator = re.compile(r"\|\||!!") if line[0] == "!" else re.compile(r"\|\|")
            self._cells += [_source(cell, header=line[0] == "!") for cell in separator.split(line[1:])]
        elif self._cells:
            self._cells[-1] = replace(self._cells[-1], words=f"{self._cells[-1].words}\n{line}")

    def _end_row(self) -> None:
        if self._cells and self._rows is not None:
            cells = tuple(Cell(_text(each.words.strip()), each.rows, each.columns) for each in self._cells)
            self._rows.append(SpannedRow(cells, self._number - 1, all(each.header for each in self._cells)))
        self._cells = []

    def _end_table(self) -> None:
        if self._rows is not None:
            self._end_row()
            if self._rows:
                self._found.append(Table(tuple(spread(self._rows)), self._rows[0].line))
            self._rows = None


@dataclass(frozen=True, slots=True)
class _Source:
    """A cell's source without its attributes."""

    words: str
    header: bool
    rows: int
    columns: int


def _source(cell: str, *, header: bool) -> _Source:
    style = _STYLE.match(cell)
    spans = dict(_SPAN.findall(style[0])) if style else {}
    return _Source(cell[style.end() :] if style else cell, header, span(spans.get("row")), span(spans.get("col")))


def _text(words: str) -> Text:
    return INLINE.text(_TAGS.sub("", words))
