"""HTML, whole pages and fragments, also with tags left open."""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from bot.errors import UserError
from bot.importer.blocks import Block, Code, Item, MarkKind, Paragraph, Rule, Table, Text, joined
from bot.importer.readers import badges, furniture
from bot.importer.readers.composing import Composer
from bot.importer.readers.looks import Looks
from bot.importer.readers.spans import Cell, SpannedRow, span, spread

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_MARKS: dict[str, MarkKind] = {
    "b": "bold", "strong": "bold", "em": "italic", "i": "italic", "code": "code", "tt": "code",
    "s": "strike", "del": "strike", "strike": "strike",
}  # fmt: skip
_LISTS = frozenset({"ul", "ol", "menu", "dl"})
_BREAKING = frozenset(
    "p button div section article main header aside blockquote figure figcaption address details summary center "
    "table thead tbody tfoot tr td th caption li dt dd ul ol dl menu pre hr body html".split()
)
_FOLD = re.compile(r"\s+")
_NESTING = re.compile(
    r"<(/?)(?:div|span|ul|ol|table|section|article|blockquote|b|i|em|strong|font|a)\b", re.IGNORECASE
)
_DEEPEST = 1_000
_NEAR = 60_000
_GAP = re.compile(r"\n\s*\n")
_FRAMES = 10  # tables within tables that may be there for looks only


def read(text: str) -> tuple[Block, ...]:
    """Blocks of an HTML text."""
    return read_fragment(text, 1)


def read_fragment(text: str, first_line: int) -> tuple[Block, ...]:
    """Blocks of a piece that begins on `first_line` of its page.

    Raises:
        UserError: it is nested too deeply; the time to build its tree grows with the square of the depth.
    """
    depth = 0
    for tag in _NESTING.finditer(text):
        depth = max(depth - 1, 0) if tag[1] else depth + 1
        if depth > _DEEPEST:
            raise UserError("the page is nested too deeply to be read")
    page = LexborHTMLParser(text)
    return _Walk(text, first_line, Looks(page)).blocks(page.body) if page.body else ()


class _Places:
    """Finds the line on which words stand; moves forward only, and looks no farther than `_NEAR` characters."""

    def __init__(self, text: str, first_line: int) -> None:
        self._text, self._at, self._line = text, 0, first_line

    def line_of(self, words: str) -> int:
        sought = words.strip().split("\n", 1)[0].strip()[:24]
        found = self._text.find(sought, self._at, self._at + _NEAR) if sought else -1
        if found >= 0:
            self._line += self._text.count("\n", self._at, found)
            self._at = found
        return self._line


class _Walk:
    """Goes through the tree in page order; a block ends where any tag begins that breaks the line."""

    def __init__(self, text: str, first_line: int, looks: Looks) -> None:
        self._places = _Places(text, first_line)
        self._looks = looks
        self._found: list[Block] = []
        self._composer = Composer()
        self._lists: list[str] = []
        self._line = first_line
        self._fresh: str = ""  # the item or term that the next words begin
        self._level = 0
        self._bold: list[bool] = []  # for each open span
        self._layout: list[bool] = []  # for each open table
        self._tables: list[list[SpannedRow]] = []
        self._cells: list[list[Text]] = []
        self._spans: list[tuple[int, int]] = []
        self._row: list[Cell] = []
        self._header = False

    def blocks(self, root: LexborNode) -> tuple[Block, ...]:
        for node, entering in _steps(root):
            if node.is_text_node:
                self._text(node)
            elif entering:
                self._enter(node, node.tag or "")
            else:
                self._leave(node.tag or "")
        self._flush()
        return tuple(self._found)

    def _text(self, node: LexborNode) -> None:
        words = node.text(deep=False) or ""
        if words.strip() and words.lstrip()[0] not in ":-\u2013" and not self._level and badges.follows_label(node):
            self._composer.write(": ")
        self._words(words)

    def _words(self, words: str) -> None:
        if self._composer.empty and words.strip():
            self._line = self._places.line_of(words)
        self._composer.write(_FOLD.sub(" ", words))

    def _flush(self) -> None:
        if self._composer.empty:
            self._composer.take()
            return
        composed = self._composer.take()
        text = badges.shown(composed)
        if self._cells:
            self._cells[-1].append(text)
        elif self._level:
            self._found.extend(badges.heading_of(composed, self._line, self._level))
        elif self._fresh:
            depth = max(len(self._lists), 1)
            ordered = bool(self._lists) and self._lists[-1] == "ol"
            self._found.append(Item(text, self._line, depth, ordered, term=self._fresh == "dt"))
            self._fresh = ""
        else:
            self._found.extend(self._paragraphs(text))

    def _paragraphs(self, text: Text) -> Iterator[Paragraph]:
        """A paragraph, or several where empty lines stand between them."""
        at = 0
        for gap in (*_GAP.finditer(text.plain), None):
            part = text.part(at, gap.start() if gap else None)
            line = self._line if not at else self._places.line_of(part.plain)
            yield Paragraph(part, line, len(self._lists))
            at = gap.end() if gap else at

    def _enter(self, node: LexborNode, tag: str) -> None:
        if tag in _BREAKING or tag in _HEADINGS:
            self._flush()
        elif tag not in {"span", "br"} and not self._level and badges.follows_label(node):
            self._composer.write(": ")
        if tag in _HEADINGS:
            self._level = 0 if self._cells else _HEADINGS[tag]
        elif tag in _LISTS or tag in {"li", "dt", "dd"}:
            self._enter_list(tag)
        elif tag == "span":
            self._enter_span(node)
        elif tag in _MARKS:
            self._composer.open(_MARKS[tag])
        elif tag == "a" and (href := (node.attributes or {}).get("href")):
            self._composer.open("link", href)
        else:
            self._enter_table(node, tag)

    def _enter_span(self, node: LexborNode) -> None:
        self._composer.write(badges.sign_before(node, heading=bool(self._level)))
        self._bold.append(self._looks.is_bold(node))
        if self._bold[-1]:
            self._composer.open("bold")

    def _enter_list(self, tag: str) -> None:
        self._fresh = tag if tag in {"li", "dt"} else ""
        if not self._fresh:
            self._lists.append(tag)

    def _enter_table(self, node: LexborNode, tag: str) -> None:
        if tag == "table":
            self._layout.append(len(self._layout) < _FRAMES and furniture.is_layout(node))
            self._tables.extend([] if self._layout[-1] else [[]])
        elif tag in {"tr", "td", "th"} and self._layout and self._layout[-1]:
            return
        elif tag == "tr":
            self._header = True
        elif tag in {"td", "th"} and self._tables:
            self._header = self._header and tag == "th"
            self._cells.append([])
            attributes = node.attributes or {}
            self._spans.append((span(attributes.get("rowspan")), span(attributes.get("colspan"))))
        elif tag == "br":
            self._composer.write("\n")
        elif tag == "hr":
            self._found.append(Rule(self._line))
        elif tag == "pre":
            self._found.append(Code(node.text(), self._places.line_of(node.text())))

    def _leave(self, tag: str) -> None:
        if tag in _BREAKING or tag in _HEADINGS:
            self._flush()
            self._composer.drop_marks()
        if tag in _HEADINGS:
            self._level = 0
        elif tag in _LISTS or tag == "dd":
            if self._lists:
                self._lists.pop()
            self._fresh = ""
        elif tag in {"li", "dt"}:
            self._fresh = ""
        elif tag in _MARKS:
            self._composer.close(_MARKS[tag])
        elif tag == "span" and self._bold and self._bold.pop():
            self._composer.close("bold")
        elif tag == "a":
            self._composer.close("link")
        elif tag in {"td", "th", "tr", "table"}:
            self._leave_table(tag)

    def _leave_table(self, tag: str) -> None:
        if self._layout.pop() if tag == "table" and self._layout else self._layout and self._layout[-1]:
            return
        if tag in {"td", "th"} and self._cells:
            self._row.append(Cell(joined(self._cells.pop()), *self._spans.pop()))
        elif tag == "tr" and self._tables:
            if self._row:
                self._tables[-1].append(SpannedRow(tuple(self._row), self._line, self._header))
            self._row = []
        elif tag == "table" and self._tables and (rows := self._tables.pop()):
            self._found.append(Table(tuple(spread(rows)), rows[0].line))


def _steps(root: LexborNode) -> Iterator[tuple[LexborNode, bool]]:
    """`(node, entering)` in page order; no recursion, so that depth costs nothing."""
    waiting: list[tuple[LexborNode, bool]] = [(root, True)]
    while waiting:
        node, entering = waiting.pop()
        if entering and not node.is_text_node and (furniture.is_skipped(node) or node.is_comment_node):
            continue
        yield node, entering
        if entering and not node.is_text_node and node.tag != "pre":
            waiting.append((node, False))
            children = []
            child = node.first_child
            while child is not None:
                children.append(child)
                child = child.next
            waiting.extend((c, True) for c in reversed(children))
