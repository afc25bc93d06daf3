"""Small words that a page sets apart only by its looks: badges beside each other, a label and its value."""

import re

from selectolax.lexbor import LexborNode

from bot.importer.blocks import Block, Heading, Paragraph, Text
from bot.importer.vocabulary import STRONG, is_label, kinds_of

_LOOKS = re.compile(r"badge|label|tag|pill|chip|key|value|field|meta|term", re.IGNORECASE)
_PICTURES = frozenset({"svg", "img", "i"})
_MOST_BETWEEN = 4
PART = "\x1f"  # no readable text has it
"""Stands where a badge begins, until the block around it is complete."""


def sign_before(node: LexborNode, *, heading: bool) -> str:
    """What parts an element from the one before it: nothing for running text.

    Args:
        node: an element within a line.
        heading: whether it stands in a heading.
    """
    before = _before(node)
    if not _is_set_apart(node):
        return ": " if not heading and follows_label(node) else ""
    if heading and before is not None:
        return f" {PART} "
    if before is None or before.tag != node.tag or not _is_set_apart(before):
        return ""
    return ": " if is_label(before.text().strip()) else f" {PART} "


def follows_label(node: LexborNode) -> bool:
    """Whether a line begins with a span that is a label, and this comes next: `<span>Needs</span> <em>Rust</em>`."""
    label = _before(node)
    if label is None or label.tag != "span" or _before(label) is not None:
        return False
    words = label.text().strip()
    return is_label(words) and bool(STRONG & set(kinds_of(words)))


def _before(node: LexborNode) -> LexborNode | None:
    """The sibling before it, but for a few blanks and pictures between them."""
    before = node.prev
    for _ in range(_MOST_BETWEEN):
        if before is None or not _is_nothing(before):
            break
        before = before.prev
    return before


def _is_nothing(node: LexborNode) -> bool:
    if node.is_text_node:
        return not (node.text(deep=False) or "").strip()
    return node.tag in _PICTURES and not node.text().strip()


def _is_set_apart(node: LexborNode) -> bool:
    return node.tag == "span" and bool(_LOOKS.search((node.attributes or {}).get("class") or ""))


def shown(text: Text) -> Text:
    """The same text with a sign that people would write between badges."""
    return Text(text.plain.replace(PART, "·"), text.marks)


def heading_of(text: Text, line: int, level: int) -> list[Block]:
    """A heading, and the badges behind its words as a line beneath it."""
    at = text.plain.find(PART)
    if at <= 0:
        return [Heading(shown(text), line, level)]
    return [Heading(text.part(0, at), line, level), Paragraph(shown(text.part(at + 1)), line)]
