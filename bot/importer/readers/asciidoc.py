"""AsciiDoc: the parts that ideas pages use. Comments, attributes and conditionals are left out."""

import re
from dataclasses import replace

from bot.importer.blocks import Block, Code, Heading, Item, Paragraph, Rule, Table, Text
from bot.importer.readers import adoc_tables
from bot.importer.readers.lines import Inline
from bot.importer.readers.spans import spread

INLINE = Inline(
    {"**": "bold", "__": "italic", "``": "code", "`": "code", " +\n": None},
    [
        r"(?:link:|xref:)(?P<url>[^\s\[\]]+)\[(?P<words>[^\]\n]*)\]",
        r"(?P<url>(?:https?://|mailto:)[^\s\[\]<>]+)\[(?P<words>[^\]\n]*)\]",
        r"<<(?P<url>[^\s,<>]+)(?:,\s*(?P<words>[^<>\n]*))?>>",
        r"<?(?P<url>https?://[^\s<>\[\]]+[\w/])>?",
    ],
)
_HEADING = re.compile(r"^(={1,6}|#{1,6})\s+(\S.*)$")
_ITEM = re.compile(r"^\s*(\*{1,5}|-|\.{1,5}|\d+\.)\s+(\S.*)$")
_TERM = re.compile(r"^\s*(\S.{0,120}?)(:{2,4}|;;)(?:\s+(.*))?$")
_LOWEST = 6
_BLOCK_TITLE = re.compile(r"^\.([^\s.].*)$")
_ATTRIBUTE = re.compile(r"^:!?[\w-]+!?:.*$")
_MACRO = re.compile(r"^(?:toc|image|video|include|ifdef|ifndef|ifeval|endif)::?\S*\[.*$|^\[.*\]\s*$|^\+\s*$|^<<<\s*$")
_FENCE = re.compile(r"^(-{4,}|\.{4,}|\+{4,}|/{4,}|={4,}|\*{4,}|_{4,}|```\w*|--)\s*$")
_ATTACHED = "["
"""Stands among the signs of lists where a block is attached to an item: lists within begin anew."""
_VERBATIM = ("-", ".", "+", "`")
_SINGLE = re.compile(r"(?<![\w*])\*(?=\S)([^*\n]{1,200}?)(?<=\S)\*(?![\w*])")
_SINGLE_ITALIC = re.compile(r"(?<![\w_])_(?=\S)([^_\n]{1,200}?)(?<=\S)_(?![\w_])")


def read(text: str) -> tuple[Block, ...]:
    """Blocks of an AsciiDoc text."""
    return _Walk().blocks(text)


class _Walk:
    def __init__(self) -> None:
        self._found: list[Block] = []
        self._words: list[str] = []
        self._start = 1
        self._item: tuple[int, bool] | None = None
        self._signs: list[str] = []
        self._fence = ""
        self._code: list[str] = []
        self._cells: list[adoc_tables.Source] | None = None
        self._told = 0  # columns that the last line of attributes tells
        self._columns = 0
        self._blank = False
        self._attached = False  # the line before attaches what comes to the item above

    def blocks(self, text: str) -> tuple[Block, ...]:
        for number, line in enumerate(text.split("\n"), 1):
            self._take(line.rstrip(), number)
            self._attached = line.rstrip() == "+"
        self._end()
        self._table()
        return tuple(self._found)

    def _take(self, line: str, number: int) -> None:
        if self._fence:
            self._fenced(line, number)
        elif line.startswith("|==="):
            self._end()
            if self._cells is None:
                self._cells, self._columns, self._told = [], self._told, 0
            else:
                self._table()
        elif self._cells is not None:
            self._row(line, number)
        elif not line.strip():
            self._end()
            self._blank = True
        elif (fence := _FENCE.match(line)) and fence[1][0] in (*_VERBATIM, "/") and fence[1] != "--":
            self._end()
            self._fence = fence[1].rstrip("abcdefghijklmnopqrstuvwxyz")
        elif line == "--" and (self._attached or _ATTACHED in self._signs):
            self._end()
            self._signs = [*self._signs, _ATTACHED] if self._attached else self._signs[: self._base() - 1]
        elif line.startswith("[") and (told := adoc_tables.columns_of(line)):
            self._told = told
        elif not (line.startswith("//") or _ATTRIBUTE.match(line) or _MACRO.match(line) or fence):
            self._line(line, number)

    def _fenced(self, line: str, number: int) -> None:
        if line.strip() == self._fence:
            if self._fence[0] != "/":
                self._found.append(Code("\n".join(self._code), number))
            self._fence, self._code = "", []
        else:
            self._code.append(line)

    def _line(self, line: str, number: int) -> None:
        if heading := _HEADING.match(line):
            self._end()
            self._signs = []
            self._found.append(Heading(_text(heading[2]), number, len(heading[1])))
        elif block_title := _BLOCK_TITLE.match(line):
            self._end()
            self._signs = []
            self._found.append(Heading(_text(block_title[1]), number, _LOWEST))
        elif line in {"'''", "---", "***"}:
            self._end()
            self._found.append(Rule(number))
        elif item := _ITEM.match(line):
            self._end()
            sign = "1." if item[1][0].isdigit() else item[1]
            self._start, self._words = number, [item[2]]
            self._item = (self._nested(sign), sign[0] in ".1")
        elif (term := _TERM.match(line)) and "://" not in term[1]:
            self._term(term, number)
        else:
            if not self._words:
                if self._blank and not line[:1].isspace():
                    self._signs = self._signs[: self._base()]
                self._start = number
            self._words.append(line.strip())
        self._blank = False

    def _term(self, term: re.Match[str], number: int) -> None:
        self._end()
        depth = self._nested(term[2])
        self._found.append(Item(_text(term[1]), number, depth, term=True))
        if term[3]:
            self._found.append(Paragraph(_text(term[3]), number, depth + 1))

    def _base(self) -> int:
        """Where the signs of the innermost attached block begin."""
        return next((n for n in range(len(self._signs), 0, -1) if self._signs[n - 1] == _ATTACHED), 0)

    def _nested(self, sign: str) -> int:
        """The depth of an item with this sign: it ends all lists that stand deeper."""
        base = self._base()
        end = self._signs.index(sign, base) if sign in self._signs[base:] else len(self._signs)
        self._signs = [*self._signs[:end], sign]
        return self._depth()

    def _depth(self) -> int:
        return len(self._signs) - self._signs.count(_ATTACHED)

    def _end(self) -> None:
        if not self._words:
            return
        text = _text("\n".join(self._words))
        if self._item:
            self._found.append(Item(text, self._start, *self._item))
        elif text.plain:
            last = next((sign for sign in reversed(self._signs) if sign != _ATTACHED), "")
            self._found.append(Paragraph(text, self._start, self._depth() + (last[:1] in {":", ";"})))
        self._words, self._item = [], None

    def _row(self, line: str, number: int) -> None:
        rest, begun = adoc_tables.cells_of(line, number)
        cells = self._cells or []
        if rest.strip() and cells:
            cells = [*cells[:-1], adoc_tables.longer(cells[-1], rest)]
        if begun and not self._columns:
            self._columns = sum(cell.columns for cell in begun)
        self._cells = [*cells, *begun]

    def _table(self) -> None:
        cells, self._cells = self._cells or [], None
        spanned = adoc_tables.rows_of(cells, max(self._columns, 1), [_text(cell.words) for cell in cells])
        rows = [replace(row, header=n == 0) for n, row in enumerate(spread(spanned))]
        if rows:
            self._found.append(Table(tuple(rows), rows[0].line))


def _text(words: str) -> Text:
    """Single stars and underscores are doubled first, where they stand at the edges of words."""
    return INLINE.text(_SINGLE_ITALIC.sub(r"__\1__", _SINGLE.sub(r"**\1**", words)))
