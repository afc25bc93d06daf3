"""The rules of lint about one text or one address at its place, and about the page that an address leads to."""

import re
from urllib.parse import urlsplit

from bot.catalogue.anchors import Anchors, is_gone, leads_nowhere, page_and_anchor
from bot.catalogue.remarkable import OnlineRule, Severity, TextRule
from bot.catalogue.wording import Loc, quoted

_UNFILLED = re.compile(
    r"""
      \b(?:TODO|FIXME)\b(?=\s*(?:[:\])}…]|\.{2}))
    | \b(?:is|are|still)\ (?:TODO|FIXME)\b(?=[.!?]*\s*$)
    | (?:^|(?<=[.!?:;]\s)|(?<=[(\[{]))(?:TODO|FIXME)\b
      (?![ -](?i:apps?|applications?|comments?|items?|lists?|managers?|notes?)\b)
    | (?i:
        \blorem\ ipsum\b
      | ^\s*(?:your\ )?(?:project\ |idea\ |(?<=your\ ))(?:title|name)(?:\ (?:\d+|here))?\s*$
      | \b(?:describe|explain|write|put|add|insert|enter)\ your\ (?:project|idea|proposal)\b[\w ]{0,30}\bhere\b
      | \b(?:short|brief|long|detailed)\ description\ of\ (?:the|your)\ (?:project|idea)\b
      | \b(?:your|insert|project|idea|mentor)\ [\w ]{0,30}\bhere\b(?=[.\])>]*$)
      | <\s*(?:your|project|idea|mentor|insert)\b[^<>]*>
      | \[\s*(?:your|insert)\b[^][]*\](?!\()
      )
    """,
    re.VERBOSE,
)
_EMPTY = re.compile(r"(?i)(?:todo|fixme|tbd|tba|tbc|to be (?:decided|determined|announced)|\?+|\.{3}|…)[.!]?")
_ALL_LEVELS = re.compile(r"(?i)\b(?:beginner|easy)\b.*\b(?:intermediate|medium)\b.*\b(?:advanced|hard)\b")
_FREE = {"aliases", "keywords", "nicks"}
_RELATIVE = re.compile(r"\]\((?!https?://|mailto:)([^)\s]+)\)|<a\s[^>]*href=[\"']?(?!https?:|mailto:)([^\"'\s>]+)")
_MAIL = re.compile(r"mailto:[^@\s,;<>()]+@[\w-]+(?:\.[\w-]+)+(?:\?\S*)?")
_STRANGE = re.compile(r"[<>\"{}|\\^`]")


def template_text(loc: Loc, text: str) -> str | None:
    """What to say of a text which still holds a template's words; None for others."""
    found = _UNFILLED.search(text) or (None if _FREE & set(loc) else _EMPTY.fullmatch(text.strip()))
    if not found and loc[-1] == "level":
        found = _ALL_LEVELS.search(text)
    return f"{quoted(found[0])} is text of a template; fill it in, or leave the key out" if found else None


def _relative_link(_: Loc, text: str) -> str | None:
    found = _RELATIVE.search(text)
    return f"the link to {quoted(found[1] or found[2])} leads nowhere from here; write it whole" if found else None


def _malformed_address(_: Loc, address: str) -> str | None:
    if address.startswith("mailto:"):
        wrong = None if _MAIL.fullmatch(address) else "is no e-mail address"
    else:
        wrong = _wrong_with(address)
    return f"{quoted(address)} {wrong}" if wrong else None


def _wrong_with(address: str) -> str | None:
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return "cannot be read as an address"
    if "." not in host.strip(".") and ":" not in host:
        return f"names no host that others can reach ({quoted(host)})"
    if _STRANGE.search(address) or parts.fragment.count("#"):
        return "holds signs that no address has; was something pasted along?"
    if address[-1] in ".,;'" or (address[-1] == ")" and address.count("(") < address.count(")")):
        return f"ends with {quoted(address[-1])}, which looks pasted along"
    return "ends with '#' and no anchor" if address.endswith("#") else None


def _dead_anchor(address: str, anchors: Anchors) -> str | None:
    if not leads_nowhere(address, anchors):
        return None
    page, anchor = page_and_anchor(address)
    return f"{quoted(page)} has no anchor {quoted(anchor)}"


def _dead_link(address: str, anchors: Anchors) -> str | None:
    return f"{quoted(address)} leads to a page that is gone" if is_gone(address, anchors) else None


TEXT_RULES = (
    TextRule("template-text", Severity.ERROR, template_text),
    TextRule("relative-link", Severity.ERROR, _relative_link),
)
ADDRESS_RULES = (TextRule("malformed-address", Severity.ERROR, _malformed_address),)
ONLINE_RULES = (
    OnlineRule("dead-link", Severity.ERROR, _dead_link),
    OnlineRule("dead-anchor", Severity.ERROR, _dead_anchor),
)
