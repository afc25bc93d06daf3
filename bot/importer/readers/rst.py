"""reStructuredText, read by docutils; what only Sphinx knows is written plainly before."""

import re

from docutils import nodes
from docutils.core import publish_doctree

from bot.importer.blocks import Block, Code, Heading, Item, MarkKind, Pair, Paragraph, Row, Rule, Table, Text, joined
from bot.importer.readers.composing import Composer

_ROLE = re.compile(r":[a-zA-Z][\w:+.-]{0,40}:`([^`<\n]+(?:\n[^`<\n]+){0,3}?)(?:\s*<[^`<>]*>)?`")
_DIRECTIVE = re.compile(r"^(\s*)\.\. +([\w:-]+)::[ \t]*(.*)$")
_OPTION = re.compile(r"^\s+:[\w-]+:")
_KNOWN = frozenset(
    "image figure attention caution danger error hint important note tip warning admonition contents list-table "
    "csv-table table code code-block sourcecode topic sidebar rubric container class math parsed-literal epigraph "
    "highlights pull-quote compound line-block replace unicode".split()
)
_SETTINGS: dict[str, object] = {
    "report_level": 5, "halt_level": 5, "file_insertion_enabled": False, "raw_enabled": False,
    "_disable_config": True, "input_encoding": "unicode", "doctitle_xform": False, "docinfo_xform": False,
    "warning_stream": False, "smart_quotes": False,
}  # fmt: skip
_MARKS: dict[type[nodes.Node], MarkKind] = {nodes.strong: "bold", nodes.emphasis: "italic", nodes.literal: "code"}
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
    tree = publish_doctree(_plain(text), settings_overrides=_SETTINGS)
    found: list[Block] = []
    _walk(tree, found, level=0, depth=0)
    return tuple(found)


def _plain(text: str) -> str:
    """Roles become their words; unknown directives their content."""
    lines, dropping = [], False
    for line in _ROLE.sub(r"\1", text).split("\n"):
        directive = _DIRECTIVE.match(line)
        if directive and directive[2].lower() not in _KNOWN:
            dropping = True
            lines.append("")
        elif dropping and _OPTION.match(line):
            lines.append("")
        else:
            dropping = False
            lines.append(line)
    return "\n".join(lines)


def _line(node: nodes.Node) -> int:
    """The nearest line that docutils remembers; it counts a title by its underline."""
    while node is not None and node.line is None:
        node = node.parent
    return max((node.line or 1) if node is not None else 1, 1)


def _walk(node: nodes.Element, found: list[Block], level: int, depth: int) -> None:  # noqa: C901 (one for each node)
    for child in node.children:
        if isinstance(child, _SKIPPED):
            continue
        if isinstance(child, nodes.section):
            _walk(child, found, level + 1, 0)
        elif isinstance(child, nodes.title | nodes.rubric):
            _title(child, found, level)
        elif isinstance(child, nodes.paragraph | nodes.line | nodes.caption | nodes.attribution):
            found.append(Paragraph(_text(child), _line(child), depth))
        elif isinstance(child, nodes.bullet_list | nodes.enumerated_list):
            _items(child, found, level, depth)
        elif isinstance(child, nodes.definition_list_item):
            _definition(child, found, level, depth)
        elif isinstance(child, nodes.field):
            _field(child, found)
        elif isinstance(child, nodes.table):
            found.append(_table(child))
        elif isinstance(child, nodes.literal_block | nodes.doctest_block):
            found.append(Code(child.astext(), _line(child)))
        elif isinstance(child, nodes.transition):
            found.append(Rule(_line(child)))
        elif isinstance(child, nodes.topic) and "contents" in child.get("classes", ()):
            continue
        elif isinstance(child, nodes.Element):
            _walk(child, found, level, depth)


def _title(node: nodes.Element, found: list[Block], level: int) -> None:
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
        first = item.children[0] if item.children else None
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


def _field(node: nodes.Element, found: list[Block]) -> None:
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
        rows.append(Row(cells, _line(row), isinstance(row.parent, nodes.thead)))
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
        elif isinstance(child, nodes.reference):
            composer.open("link", str(child.get("refuri", "")))
            _inline(child, composer)
            composer.close("link")
        elif kind:
            composer.open(kind)
            _inline(child, composer)
            composer.close(kind)
        elif not isinstance(child, nodes.system_message | nodes.image):
            _inline(child, composer)
