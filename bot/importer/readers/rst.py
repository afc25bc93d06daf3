"""reStructuredText, read by docutils; what only Sphinx knows is written plainly before."""

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import takewhile

from docutils import nodes

from bot.importer.blocks import Block, Code, Heading, Item, MarkKind, Pair, Paragraph, Row, Rule, Table, Text, joined
from bot.importer.readers import rst_parts, rst_states
from bot.importer.readers.composing import Composer
from bot.importer.vocabulary import STRONG, kinds_of

_ROLE = re.compile(r":[a-zA-Z][\w:+.-]{0,40}:`([^`<\n]+(?:\n[^`<\n]+){0,3}?)(?:\s*<[^`<>]*>)?`")
_DIRECTIVE = re.compile(r"^(\s*)\.\. +([\w:-]+)::[ \t]*(.*)$")
_ENDLESS = re.compile(r"\S{1000}(?=\S)")  # no word; docutils would look for addresses in it again and again
_OPTION = re.compile(r"^\s+:([\w -]+):")
_MOST_OPTIONS = 20
_KNOWN = frozenset(
    "image figure attention caution danger error hint important note tip warning admonition contents list-table "
    "csv-table table code code-block sourcecode topic sidebar rubric container class math parsed-literal epigraph "
    "highlights pull-quote compound line-block replace unicode".split()
)
_TITLED = frozenset({"dropdown", "card", "grid-item-card", "tab-item", "tab", "collapse", "details", "panel"})
_MARKS: dict[type[nodes.Node], MarkKind] = {nodes.strong: "bold", nodes.emphasis: "italic", nodes.literal: "code"}
_LINKED = re.compile(r"`([^`<>]*[^`<>\s])\s*<([^`<>\s]+)>`__?")
_SKIPPED = (
    nodes.system_message,
    nodes.comment,
    nodes.target,
    nodes.substitution_definition,
    nodes.footnote,
    nodes.image,
)


def read(text: str) -> tuple[Block, ...]:
    """Blocks of a reStructuredText page."""
    found: list[Block] = []
    for part in rst_parts.parts_of(_plain(text)):
        inner: list[Block] = []
        _walk(rst_states.document(part.text), inner, level=0, depth=0)
        moved = (replace(block, line=block.line - part.before + part.first - 1) for block in inner)
        found.extend(block for block in moved if part.first <= block.line <= part.last)
    return tuple(found)


def _plain(text: str) -> str:
    """Roles become their words; unknown directives their content."""
    source = _ENDLESS.sub(r"\g<0> ", _ROLE.sub(lambda role: role[1].rstrip(" "), text)).split("\n")
    lines, dropping = [], False
    for number, line in enumerate(source, 1):
        directive = _DIRECTIVE.match(line)
        if directive and directive[2].lower() not in _KNOWN:
            dropping = not _has_fields(directive, source[number : number + _MOST_OPTIONS])
            titled = _titled(directive) or not dropping
            lines.append(f"{directive[1]}**{directive[3].strip()}**" if titled else "")
        elif dropping and _OPTION.match(line):
            lines.append("")
        else:
            dropping = False
            lines.append(line)
    return "\n".join(lines)


def _has_fields(directive: re.Match[str], below: list[str]) -> bool:
    """Whether a directive of the page's own has a title, and fields as its options: they stay beneath its title."""
    options = takewhile(bool, map(_OPTION.match, below))
    return bool(directive[3].strip()) and any(STRONG & set(kinds_of(option[1])) for option in options if option)


def _titled(directive: re.Match[str]) -> bool:
    """Whether what the directive is called with is the title of what it holds."""
    return directive[2].lower() in _TITLED and bool(directive[3].strip())


def _line(node: nodes.Node) -> int:
    """The nearest line that docutils remembers; it counts a title by its underline."""
    while node is not None and node.line is None:
        node = node.parent
    return max((node.line or 1) if node is not None else 1, 1)


def _walk(node: nodes.Element, found: list[Block], level: int, depth: int) -> None:
    """The blocks of what a node holds; each kind of child has its own way, and others are walked through."""
    for child in node.children:
        if isinstance(child, _SKIPPED) or _is_contents(child):
            continue
        take = next((take for kinds, take in _WAYS if isinstance(child, kinds)), None)
        if take and isinstance(child, nodes.Element):
            take(child, found, level, depth)
        elif isinstance(child, nodes.Element):
            _walk(child, found, level, depth)


def _is_contents(node: nodes.Node) -> bool:
    return isinstance(node, nodes.topic) and "contents" in node.get("classes", ())


def _title(node: nodes.Element, found: list[Block], level: int, _depth: int) -> None:
    line = _line(node)
    if isinstance(node.parent, nodes.section):
        found.append(Heading(_text(node), max(line - 1, 1), level))
    else:
        found.append(Paragraph(_text(node), line))


def _items(node: nodes.Element, found: list[Block], level: int, depth: int) -> None:
    ordered = isinstance(node, nodes.enumerated_list)
    for item in node.children:
        if not isinstance(item, nodes.Element):
            continue
        first = next((child for child in item.children if not isinstance(child, _SKIPPED)), None)
        if isinstance(first, nodes.paragraph):
            found.append(Item(_text(first), _line(first), depth + 1, ordered))
            item.remove(first)
        _walk(item, found, level, depth + 1)


def _definition(node: nodes.Element, found: list[Block], level: int, depth: int) -> None:
    for child in node.children:
        if isinstance(child, nodes.term):
            found.append(Item(_text(child), _line(child), depth + 1, term=True))
        elif isinstance(child, nodes.definition):
            _walk(child, found, level, depth + 1)


def _field(node: nodes.Element, found: list[Block], _level: int, _depth: int) -> None:
    label, body = node.children[0].astext(), node.children[1]
    values = [_text(part) for part in body.findall(nodes.paragraph)]
    if values or len(label.split()) > 1:
        found.append(Pair(label, tuple(values), _line(node)))


def _table(node: nodes.Element) -> Table:
    rows = []
    for row in node.findall(nodes.row):
        cells = tuple(
            joined(_text(p) for p in e.findall(nodes.paragraph)) for e in row.children if isinstance(e, nodes.entry)
        )
        first = next((p for p in row.findall(nodes.paragraph) if p.line), row)
        rows.append(Row(cells, _line(first), isinstance(row.parent, nodes.thead)))
    return Table(tuple(rows), _line(node))


def _text(node: nodes.Node) -> Text:
    composer = Composer()
    _inline(node, composer)
    return composer.take()


def _inline(node: nodes.Node, composer: Composer) -> None:
    for child in node.children:
        kind = _MARKS.get(type(child))
        if isinstance(child, nodes.Text):
            composer.write(child.astext())
        elif isinstance(child, nodes.problematic):
            composer.write(child.astext().strip("`_|"))
        elif isinstance(child, nodes.reference):
            composer.open("link", str(child.get("refuri", "")))
            _inline(child, composer)
            composer.close("link")
        elif kind:
            composer.open(kind)
            _within(child, kind, composer)
            composer.close(kind)
        elif not isinstance(child, nodes.system_message | nodes.image):
            _inline(child, composer)


def _within(node: nodes.Node, kind: MarkKind, composer: Composer) -> None:
    """What is set off; a link inside it, which reStructuredText does not know there, is one all the same."""
    linked = _LINKED.fullmatch(node.astext()) if kind != "code" else None
    if linked:
        composer.open("link", linked[2])
        composer.write(linked[1])
        composer.close("link")
    else:
        _inline(node, composer)


_WAYS: tuple[tuple[tuple[type[nodes.Node], ...], Callable[[nodes.Element, list[Block], int, int], None]], ...] = (
    ((nodes.section,), lambda node, found, level, _: _walk(node, found, level + 1, 0)),
    ((nodes.title, nodes.rubric), _title),
    (
        (nodes.paragraph, nodes.line, nodes.caption, nodes.attribution),
        lambda node, found, _, depth: found.append(Paragraph(_text(node), _line(node), depth)),
    ),
    ((nodes.bullet_list, nodes.enumerated_list), _items),
    ((nodes.definition_list_item,), _definition),
    ((nodes.field,), _field),
    ((nodes.table,), lambda node, found, *_: found.append(_table(node))),
    (
        (nodes.literal_block, nodes.doctest_block),
        lambda node, found, *_: found.append(Code(node.astext(), _line(node))),
    ),
    ((nodes.transition,), lambda node, found, *_: found.append(Rule(_line(node)))),
)
