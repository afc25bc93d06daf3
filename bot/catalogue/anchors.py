"""Anchors: the places on a page that an address can jump to with '#'."""

import re
from collections.abc import Collection, Mapping
from html import unescape
from urllib.parse import unquote, urldefrag

Anchors = Mapping[str, Collection[str] | None]
"""For each page that was looked at, by its address without '#', the anchors that it has; None where it is gone."""

_TAG = re.compile(r"<[a-zA-Z][^<>]*>")
_NAME = re.compile(r"""\s(?:id|name)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_RENDERED = "user-content-"
_TEXT = ":~:"


def anchors_of(html: str) -> frozenset[str]:
    """The anchors that a page of HTML offers."""
    found = (match for tag in _TAG.findall(html) for match in _NAME.finditer(tag))
    return frozenset(unescape(match[1] or match[2] or match[3] or "") for match in found) - {""}


def page_and_anchor(address: str) -> tuple[str, str]:
    """An address without '#…', and the anchor behind it; the anchor is empty where the whole page is meant."""
    page, anchor = urldefrag(address)
    anchor = unquote(anchor).partition(_TEXT)[0]
    return page, "" if anchor == "top" else anchor


def is_gone(address: str, anchors: Anchors) -> bool:
    """Whether an address leads to a page, among those known, that is no longer there."""
    page = page_and_anchor(address)[0]
    return page in anchors and anchors[page] is None


def leads_nowhere(address: str, anchors: Anchors) -> bool:
    """Whether an address names an anchor that its page, among those known, does not have."""
    page, anchor = page_and_anchor(address)
    known = anchors.get(page)
    return bool(anchor) and known is not None and not {anchor, _RENDERED + anchor} & set(known)
