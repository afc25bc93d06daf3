"""Notations in which each line tells by its first signs what it is; `dialects` says which signs those are."""

import re
from dataclasses import dataclass

from bot.importer.blocks import Block, Code, Heading, Item, Pair, Paragraph, Row, Rule, Table, Text
from bot.importer.readers import tags
from bot.importer.readers.lines import Inline

NEVER = re.compile(r"(?!)")
_FENCE = re.compile(
    r"^\s*(?:#\+begin_(?:src|example)\b|\{(?:code|noformat)\b|<(?:pre|verbatim|code|file)\b)(?!.*(?:</|\}.+\{))",
    re.IGNORECASE,
)
_FENCE_END = re.compile(r"#\+end_(?:src|example)|\{(?:code|noformat)\}|</(?:pre|verbatim|code|file)>", re.IGNORECASE)
_RULE = re.compile(r"^\s*-{4,}\s*$")


@dataclass(frozen=True)
class Dialect:
    """The signs of one notation.

    `heading` names its groups `signs` and `words`, `item` `indent`, `sign` and `words`, `term` `words` and `rest`,
    and `pair` `label` and `words`. `tags` are no part of a heading. `edged` are marks that count at the edges of words
    only, as a pattern each; `inline` has what they become.
    """

    inline: Inline
    heading: re.Pattern[str]
    item: re.Pattern[str]
    highest: int = 0
    term: re.Pattern[str] = NEVER
    pair: re.Pattern[str] = NEVER
    title: re.Pattern[str] = NEVER
    furniture: re.Pattern[str] = NEVER
    row: re.Pattern[str] = re.compile(r"^\s*\|.*\|\s*$")
    cells: re.Pattern[str] = re.compile(r"\|{1,2}(?![^\[\]]*\])")
    style: re.Pattern[str] = NEVER
    tags: re.Pattern[str] = NEVER
    edged: tuple[tuple[re.Pattern[str], str], ...] = ()

    def text(self, words: str) -> Text:
        """The words without their markup."""
        for pattern, becomes in self.edged:
            words = pattern.sub(becomes, words)
        return self.inline.text(words)

    def level(self, signs: str) -> int:
        """The level of a heading; with `highest`, most signs are highest."""
        count = int(signs) if signs.isdigit() else len(signs)
        return max(1, self.highest + 1 - count) if self.highest else count


def read(text: str, dialect: Dialect) -> tuple[Block, ...]:
    """Blocks of a text in that dialect."""
    return _Walk(dialect).blocks(text)


class _Walk:
    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self._found: list[Block] = []
        self._rows: list[Row] = []
        self._words: list[str] = []
        self._start = 1
        self._item: tuple[int, bool] | None = None
        self._depths: list[int] = []
        self._code: list[str] | None = None

    def blocks(self, text: str) -> tuple[Block, ...]:
        for number, line in enumerate(text.split("\n"), 1):
            if self._code is not None:
                self._in_code(line, number)
            elif not self._set_apart(line, number):
                self._running(line, number)
        self._end()
        return tuple(self._found)

    def _in_code(self, line: str, number: int) -> None:
        if self._code is not None and not _FENCE_END.search(line):
            self._code.append(line)
            return
        self._found.append(Code("\n".join(self._code or ()), number))
        self._code = None

    def _set_apart(self, line: str, number: int) -> bool:
        """Whether the line is a block of its own, or none at all."""
        dialect = self._dialect
        if dialect.row.match(line):
            self._row(line.strip(), number)
            return True
        title = dialect.title.match(line)
        pair = title or dialect.pair.match(line)
        heading = dialect.heading.match(line.rstrip())
        fence = _FENCE.match(line)
        if not (pair or heading or fence or _RULE.match(line) or dialect.furniture.match(line) or not line.strip()):
            return False
        self._end()
        if pair:
            label = "title" if title else pair["label"].replace("_", " ")
            self._found.append(Pair(label, (dialect.text(pair["words"]),), number, front=bool(title)))
        elif heading:
            self._depths = []
            self._heading(heading, number)
        elif fence:
            self._code = []
        elif _RULE.match(line):
            self._found.append(Rule(number))
        return True

    def _heading(self, heading: re.Match[str], number: int) -> None:
        """A heading; tags behind its words that say how hard or how long something is become a line beneath it."""
        dialect, words = self._dialect, heading["words"]
        found = dialect.tags.search(words)
        title = words[: found.start()] if found else words
        self._found.append(Heading(dialect.text(title), number, dialect.level(heading["signs"])))
        if found and (said := tags.stated(found[0].split(":"))):
            self._found.append(Paragraph(Text(said), number))

    def _running(self, line: str, number: int) -> None:
        if item := self._dialect.item.match(line):
            self._end()
            sign = item["sign"] or "*"
            width = len(item["indent"].expandtabs(4)) + (len(sign) if sign.strip("*#-") == "" else 1)
            self._depths = [d for d in self._depths if d < width] + [width]
            if term := self._dialect.term.match(item["words"]):
                self._term(term, number)
                return
            self._start, self._words = number, [item["words"]]
            self._item = (len(self._depths), sign[-1] != "*" and sign[-1] not in "-+")
            return
        if not self._words:
            self._start, self._item = number, None
            self._depths = self._depths if line[:1].isspace() else []
        self._words.append(line.strip())

    def _term(self, term: re.Match[str], number: int) -> None:
        depth = len(self._depths)
        self._found.append(Item(self._dialect.text(term["words"]), number, depth, term=True))
        if term["rest"]:
            self._found.append(Paragraph(self._dialect.text(term["rest"]), number, depth + 1))

    def _row(self, line: str, number: int) -> None:
        if self._words:
            self._end()
        cells = self._dialect.cells.split(line)[1:-1]
        if not any(re.search(r"\w", cell) for cell in cells):
            return
        texts = tuple(self._dialect.text(self._dialect.style.sub("", cell).strip()) for cell in cells)
        self._rows.append(Row(texts, number, header=not self._rows and len(cells) > 2))

    def _end(self) -> None:
        """Finish what was being collected."""
        if self._rows:
            self._found.append(Table(tuple(self._rows), self._rows[0].line))
            self._rows = []
        if self._words:
            text = self._dialect.text("\n".join(self._words))
            if self._item:
                self._found.append(Item(text, self._start, *self._item))
            else:
                self._found.append(Paragraph(text, self._start, len(self._depths)))
            self._words, self._item = [], None
