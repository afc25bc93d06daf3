"""Markdown: CommonMark with tables, definition lists and the HTML that people put between."""

import re
from collections.abc import Iterable
from functools import cache
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin

from bot.importer.blocks import Block, Code, Heading, Item, Paragraph, Row, Rule, Table, Text
from bot.importer.readers import containers, html, tags
from bot.importer.readers.composing import Composer

_TIGHT_HEADING = re.compile(r"^ {0,3}(#{2,6})(?=[^#\s])(.*)$")
_HEADING = re.compile(r"^ {0,3}#{1,6}[^#\n]")
_ONLY_TAGS = re.compile(r"^\s*(?:</?[a-zA-Z][^<>]*>\s*)+$")
_FENCE = re.compile(r"^ {0,3}(```|~~~)")
_ATTRIBUTES = re.compile(r"\s*\{[:#.][^{}\n]*\}\s*$|^\{[:#.][^{}\n]*\}\s*$")
_PAIRED = {
    "strong": "bold",
    "b": "bold",
    "em": "italic",
    "i": "italic",
    "s": "strike",
    "del": "strike",
    "strike": "strike",
}
_TOLD_ADDRESS = re.compile(  # `<ada at harbour dot org>` would be a tag with attributes
    r"<([\w.+-]{1,64}(?: dot [\w+-]{1,64}){0,4} at [\w-]{1,63}(?:(?: dot |\.)[\w-]{1,63}){1,5})>", re.IGNORECASE
)
_TICKBOX = re.compile(r"\[[ xX]\] ")
_LISTS_OPEN = frozenset({"bullet_list_open", "ordered_list_open", "dd_open"})
_LISTS_CLOSE = frozenset({"bullet_list_close", "ordered_list_close", "dd_close"})
_TAG = re.compile(r"<(/?)([a-zA-Z]+)")
_HREF = re.compile(r"href\s*=\s*[\"']?([^\"'\s>]+)", re.IGNORECASE)


@cache
def _parser() -> MarkdownIt:
    return (
        MarkdownIt("commonmark", {"html": True, "maxNesting": 60})
        .enable(["table", "strikethrough"])
        .use(deflist_plugin)
    )


def read(text: str) -> tuple[Block, ...]:
    """Blocks of a Markdown text."""
    return _Walk().blocks(_parser().parse(_spaced(containers.plain(text))))


def _spaced(text: str) -> str:
    """`###Title###` and `<ada at …>` as meant, outside fences; attribute lists, and tags right above a heading, dropped."""
    lines, fence = [], ""
    for line, after in pairwise([*text.split("\n"), ""]):
        if found := _FENCE.match(line):
            fence = "" if fence == found[1] else fence or found[1]
        if not fence and _HEADING.match(after) and _ONLY_TAGS.match(line):
            lines.append("")
        else:
            lines.append(line if fence else _as_meant(line))
    return "\n".join(lines)


def _as_meant(line: str) -> str:
    return _TOLD_ADDRESS.sub(r"\<\1\>", _without_attributes(_TIGHT_HEADING.sub(r"\1 \2", line)))


def _without_attributes(line: str) -> str:
    return line[:-80] + _ATTRIBUTES.sub("", line[-80:]) if "{" in line[-80:] else line


class _Walk:
    """Goes through the tokens once; knows how deep in lists it is."""

    def __init__(self) -> None:
        self._found: list[Block] = []
        self._lists: list[bool] = []
        self._item: int | None = None
        self._rows: list[Row] = []
        self._cells: list[Text] = []
        self._row_line = 1

    def blocks(self, tokens: list[Token]) -> tuple[Block, ...]:
        for place, token in enumerate(tokens):
            self._take(token, tokens[place - 1] if place else token)
        return tuple(self._found)

    def _take(self, token: Token, before: Token) -> None:
        line = token.map[0] + 1 if token.map else 1
        if token.type in _LISTS_OPEN:
            self._lists.append(token.type == "ordered_list_open")
        elif token.type in _LISTS_CLOSE:
            self._lists.pop()
        elif token.type in {"list_item_open", "list_item_close"}:
            self._item = line if token.nesting > 0 else None
        elif token.type == "inline":
            self._inline(token, before, line)
        elif token.type in {"tr_close", "table_close"}:
            self._table(token.type)
        else:
            self._found.extend(_as_it_stands(token, line))

    def _table(self, closed: str) -> None:
        if closed == "tr_close":
            self._rows.append(Row(tuple(self._cells), self._row_line, header=not self._rows))
            self._cells = []
            return
        if self._rows:
            self._found.append(Table(tuple(self._rows), self._rows[0].line))
        self._rows = []

    def _inline(self, token: Token, before: Token, line: int) -> None:
        text = _labels(token) or _composed(token)
        if before.type in {"th_open", "td_open"}:
            self._row_line = line
            self._cells.append(text)
        elif before.type == "heading_open":
            self._found.append(Heading(text, line, int(before.tag[1])))
        elif before.type == "dt_open":
            self._found.append(Item(text, line, len(self._lists) + 1, term=True))
        elif self._item is not None:
            self._item = None
            box = _TICKBOX.match(text.plain)
            text = text.part(box.end()) if box else text
            self._found.append(Item(text, line, len(self._lists), ordered=self._lists[-1]))
        else:
            self._found.append(Paragraph(text, line, len(self._lists)))


def _as_it_stands(token: Token, line: int) -> Iterable[Block]:
    """What holds no Markdown of its own: code, rules and HTML."""
    match token.type:
        case "fence" | "code_block":
            return [Code(token.content, line)]
        case "hr":
            return [Rule(line)]
        case "html_block":
            return html.read_fragment(token.content, line)
        case _:
            return []


def _composed(token: Token) -> Text:
    composer = Composer()
    for child in token.children or ():
        match child.type:
            case "text":
                composer.write(child.content)
            case "softbreak" | "hardbreak":
                composer.write("\n")
            case "code_inline":
                composer.open("code")
                composer.write(child.content)
                composer.close("code")
            case "link_open":
                composer.open("link", str(child.attrs.get("href", "")))
            case "link_close":
                composer.close("link")
            case "html_inline":
                _tag(child.content, composer)
            case "strong_open" | "em_open" | "s_open":
                composer.open(_PAIRED[child.tag])  # type: ignore[arg-type]
            case "strong_close" | "em_close" | "s_close":
                composer.close(_PAIRED[child.tag])  # type: ignore[arg-type]
            case _:
                pass
    return composer.take()


def _labels(token: Token) -> Text | None:
    """A line that is nothing but several pieces of code, as copied trackers show labels: the fields among them."""
    children = token.children or []
    code = [child.content for child in children if child.type == "code_inline"]
    others = (child.content for child in children if child.type != "code_inline")
    said = tags.stated(code) if len(code) > 1 and not any(map(str.strip, others)) else ""
    return Text(said) if said else None


def _tag(raw: str, composer: Composer) -> None:
    """The few tags that say something about the words between them."""
    found = _TAG.match(raw)
    if not found:
        return
    closing, name = bool(found[1]), found[2].lower()
    if name == "br":
        composer.write("\n")
    elif name in _PAIRED:
        (composer.close if closing else composer.open)(_PAIRED[name])  # type: ignore[arg-type]
    elif name == "a" and closing:
        composer.close("link")
    elif name == "a" and (href := _HREF.search(raw)):
        composer.open("link", href[1])
