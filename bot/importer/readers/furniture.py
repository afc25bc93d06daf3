"""What of a page of HTML is there for other things than to be read: menus, forms, tables that only place things."""

import re

from selectolax.lexbor import LexborNode

_SKIPPED = frozenset("script style noscript template svg nav footer form button select iframe head title".split())
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_OPENER = re.compile(r"accordion|collaps|expand|toggle", re.IGNORECASE)
_MENU = re.compile(r"nav|menu|dropdown|theme|sidebar", re.IGNORECASE)


def is_skipped(node: LexborNode) -> bool:
    """Whether a page has it for other things than to be read; a button may be a title that opens what is beneath."""
    if node.tag != "button":
        return node.tag in _SKIPPED
    above = node.parent.tag if node.parent else ""
    return above not in _HEADINGS and not _opens(node)


def is_layout(table: LexborNode) -> bool:
    """Whether a table is there to place things on the page: others stand in it, or headings."""
    return len(table.css("table")) > 1 or bool(table.css("td h1, td h2, td h3"))


def _opens(node: LexborNode) -> bool:
    attributes = node.attributes or {}
    looks = " ".join(filter(None, (attributes.get("class"), attributes.get("data-bs-toggle"))))
    return bool(_OPENER.search(looks)) and not _MENU.search(looks)
