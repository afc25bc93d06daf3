"""The block of data before a page: YAML between `---` lines or TOML between `+++` lines."""

import re
from collections.abc import Mapping

from bot.importer.blocks import Block, Pair, Text
from bot.importer.readers import data

_OPENING = re.compile(r"\A\s*(---|\+\+\+)[ \t]*\n")
_COMMENT = re.compile(r"^[ \t]*//.*$", re.MULTILINE)
_IDEAS = re.compile(r"\b(?:ideas?|projects?|topics?|tasks?|entries|items)\b")
_SIMPLE = re.compile(r"^([A-Za-z][\w -]{0,40}):\s+(\S.*)$", re.MULTILINE)


def split(text: str) -> tuple[tuple[Block, ...], str]:
    """The pairs and the ideas of the front matter, and the page with as many blank lines in its place."""
    opening = _OPENING.match(text)
    if not opening:
        return (), text
    sign = opening[1]
    closing = re.compile(rf"^{re.escape(sign)}[ \t]*$", re.MULTILINE).search(text, opening.end())
    if not closing:
        return (), text
    inner = text[opening.end() : closing.start()]
    value = _parsed(inner, sign)
    if not isinstance(value, Mapping):
        return (), text
    first = text.count("\n", 0, opening.end()) + 1
    lists = {key: kept for key, kept in value.items() if _is_ideas(key, kept)}
    pairs = tuple(
        Pair(p.label, p.values, first + _line_in(inner, p.label), front=True)
        for p in data.pairs_of({key: kept for key, kept in value.items() if key not in lists}, first)
    )
    return (*pairs, *data.blocks_of(lists, text)), "\n" * text.count("\n", 0, closing.end()) + text[closing.end() :]


def _parsed(inner: str, sign: str) -> object:
    if sign == "+++":
        return data.parse(inner, "toml")
    value = data.parse(_COMMENT.sub("", inner), "yaml")
    return value if isinstance(value, Mapping) else dict(_SIMPLE.findall(inner)) or None


def _is_ideas(key: object, value: object) -> bool:
    """Whether a list of ideas is kept under this key, each with a title."""
    return (
        isinstance(value, list)
        and bool(_IDEAS.search(str(key).casefold().replace("_", " ")))
        and all(isinstance(v, Mapping) and {str(k).casefold() for k in v} & set(data.TITLE_KEYS) for v in value)
    )


def _line_in(inner: str, label: str) -> int:
    key = "[ _-]".join(map(re.escape, label.split()))
    found = re.search(rf"^[ \t]*['\"]?{key}['\"]?[ \t]*[:=]", inner, re.MULTILINE)
    return inner.count("\n", 0, found.start()) if found else 0


def value_of(pairs: tuple[Pair, ...], label: str) -> Text | None:
    """The first value under that label."""
    return next((p.values[0] for p in pairs if p.label.lower() == label and p.values), None)
