"""What is bold only by its style, as word processors export it."""

import re
from functools import cached_property

from selectolax.lexbor import LexborHTMLParser, LexborNode

_RULE = re.compile(r"([^{}]{1,300})\{([^{}]{0,2000})\}")
_CLASS = re.compile(r"(?:^|,)\s*(?:span)?\.([\w-]+)\s*(?=,|$)")
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)\b", re.IGNORECASE)
_LONGEST = 200_000


class Looks:
    """The styles of one page; its style sheets are read when the first span has a class."""

    def __init__(self, page: LexborHTMLParser) -> None:
        self._page = page

    def is_bold(self, node: LexborNode) -> bool:
        """Whether a style of its own, or of one of its classes, makes a span bold."""
        attributes = node.attributes or {}
        if _BOLD.search(attributes.get("style") or ""):
            return True
        classes = attributes.get("class") or ""
        return bool(classes) and not self._bold.isdisjoint(classes.split())

    @cached_property
    def _bold(self) -> frozenset[str]:
        sheets = "".join(sheet.text() for sheet in self._page.css("style"))[:_LONGEST]
        return frozenset(
            name for chosen, said in _RULE.findall(sheets) if _BOLD.search(said) for name in _CLASS.findall(chosen)
        )
