"""Which format a text is in: by what it contains first, by its name where the text leaves it open."""

import re
from collections.abc import Callable
from pathlib import PurePath

from bot.errors import UserError
from bot.importer.blocks import Block, Pair
from bot.importer.readers import asciidoc, data, front_matter, html, markdown, mediawiki, moinmoin, plain, rst

_READERS: dict[str, Callable[[str], tuple[Block, ...]]] = {
    "markdown": markdown.read,
    "rst": rst.read,
    "mediawiki": mediawiki.read,
    "moinmoin": moinmoin.read,
    "html": html.read,
    "asciidoc": asciidoc.read,
    "plain": plain.read,
    **{notation: lambda text, n=notation: data.read(text, n) for notation in data.PARSERS},  # type: ignore[misc]
}
_ENDINGS = {
    ".md": "markdown", ".markdown": "markdown", ".mdx": "markdown", ".mkd": "markdown", ".qmd": "markdown",
    ".rst": "rst", ".rest": "rst", ".adoc": "asciidoc", ".asciidoc": "asciidoc", ".asc": "asciidoc",
    ".html": "html", ".htm": "html", ".xhtml": "html", ".mediawiki": "mediawiki", ".wiki": "mediawiki",
    ".moin": "moinmoin", ".yaml": "yaml", ".yml": "yaml", ".toml": "toml", ".json": "json",
    ".conf": "hocon", ".hocon": "hocon", ".txt": "plain", ".text": "plain",
}  # fmt: skip
_LARGEST = 20_000_000
_BLOCK_TAG = re.compile(r"<(?:h[1-6]|p|li|div|td|table|ul|dl|dt|section|article)\b[^<>]{0,500}>", re.IGNORECASE)
_SIGNS: dict[str, tuple[tuple[re.Pattern[str], int], ...]] = {
    "markdown": (
        (re.compile(r"^ {0,3}#{1,6}[^#\n!]", re.MULTILINE), 3),
        (re.compile(r"\[[^\]\n]+\]\([^)\n]+\)"), 2),
        (re.compile(r"\*\*[^*\n]+\*\*"), 1),
        (re.compile(r"^```", re.MULTILINE), 1),
        (re.compile(r"^\|[ :|-]*-{2,}[ :|-]*\|\s*$", re.MULTILINE), 3),
    ),
    "rst": (
        (re.compile(r"^\S.*\n([=~^\"#*+-])\1{3,}[ \t]*$", re.MULTILINE), 3),
        (re.compile(r"^\s*\.\. [\w:-]+::|^\.\. _[^:\n]+:", re.MULTILINE), 4),
        (re.compile(r"`[^`<\n]+<[^`>\n]+>`__?"), 4),
        (re.compile(r"^:[A-Z][^:\n]{1,40}:\s", re.MULTILINE), 2),
    ),
    "mediawiki": (
        (re.compile(r"^={2,6}[^=\n].*?={2,6}\s*$", re.MULTILINE), 3),
        (re.compile(r"'''[^'\n]+'''"), 2),
        (re.compile(r"\[\[[^\]\n]+\]\]|\[https?://\S+ [^\]\n]+\]"), 2),
        (re.compile(r"^\{\||^\|-|^__[A-Z]+__|^\{\{", re.MULTILINE), 3),
    ),
    "moinmoin": (
        (re.compile(r"^={1,6} [^=\n].*? ={1,6}\s*$", re.MULTILINE), 3),
        (re.compile(r"^ +[*] ", re.MULTILINE), 1),
        (re.compile(r"'''[^'\n]+'''"), 2),
        (re.compile(r"^\|\|.*\|\|\s*$", re.MULTILINE), 4),
        (re.compile(r"<<\w+|\[\[https?://[^|\]\n]+\|"), 3),
        (re.compile(r"^#(?:acl|pragma|format|language|redirect)\b", re.MULTILINE), 20),
        (re.compile(r"^\{\{\{|\[\[(?:BR|TOC|PageOutline)\b", re.MULTILINE), 3),
    ),
    "asciidoc": (
        (re.compile(r"^={1,6} [^=\n]+$(?<!=)", re.MULTILINE), 3),
        (re.compile(r"link:\S+\[|https?://[^\s\[\]]+\[[^\]\n]+\]"), 3),
        (re.compile(r"^:[a-z][\w-]*:(?: |$)", re.MULTILINE), 1),
        (re.compile(r"^\|===|^\[[a-z%\"#.,=\w ]+\]$|^ifdef::|^include::|^toc::", re.MULTILINE), 3),
        (re.compile(r"^\S.{0,80}::(?: |$)", re.MULTILINE), 2),
    ),
    "plain": ((re.compile(r"^\s*[•◦▪●○‣] ", re.MULTILINE), 3),),
}
_RST_MARKS = re.compile(r"^ {0,3}#{1,6} ", re.MULTILINE)
_LOGIN = re.compile(r"<input\b[^<>]*type\s*=\s*[\"']?password", re.IGNORECASE)
_SAMPLE = 200_000
_SHORT = 60_000


def checked(text: str) -> str:
    """The text with plain line ends and spaces.

    Raises:
        UserError: it is empty, binary or too large.
    """
    if not text.strip():
        raise UserError("the page is empty")
    if len(text) > _LARGEST:
        raise UserError(f"the page is longer than {_LARGEST // 1_000_000} million characters; import its parts")
    unreadable = sum(text.count(sign, 0, _SAMPLE) for sign in ("\x00", "\ufffd"))
    if "\x00" in text[:_SAMPLE] or unreadable > len(text[:_SAMPLE]) // 50:
        raise UserError("this is not text that can be read: it is binary, or its encoding is not UTF-8")
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ").replace("\ufeff", "")


def read(text: str, name: str) -> tuple[str, tuple[Block, ...]]:
    """The format's name and the blocks; pairs of the front matter come first.

    Raises:
        UserError: the text is empty, binary, too large, a login page, or nested too deeply.
    """
    text = checked(text)
    pairs, body = front_matter.split(text)
    form = format_of(body, name)
    if form == "html" and _LOGIN.search(text[:_SAMPLE]):
        raise UserError("this is a login page, not an ideas page; save the page you see after logging in")
    try:
        return form, (*pairs, *_READERS[form](body))
    except RecursionError as error:
        raise UserError("the page is nested too deeply to be read") from error


def format_of(body: str, name: str) -> str:
    """`markdown`, `rst`, `mediawiki`, `moinmoin`, `html`, `asciidoc`, `plain`, `yaml`, `toml`, `json` or `hocon`."""
    named = _ENDINGS.get(PurePath(name).suffix.lower(), "")
    if named in data.PARSERS and _is_list(body, named):
        return named
    start = body.lstrip()[:300].lower()
    if start.startswith(("<!doctype html", "<html", "<?xml")):
        return "html"
    if start[:1] in "{[" and _is_list(body, "json"):
        return "json"
    scores = _scores(body)
    if named and named not in data.PARSERS and named != "plain":
        scores[named] = scores.get(named, 0) + max(6, len(body) // 400)
    if not named:
        for notation in ("toml", "yaml", "hocon"):
            if len(body) < _SHORT and max(scores.values()) < 20 and _is_list(body, notation):
                return notation
    best = max(scores, key=lambda form: scores[form])
    return best if scores[best] > 0 else "plain"


def _scores(body: str) -> dict[str, int]:
    sample = body[:_SAMPLE]
    scores = {
        form: sum(weight * min(len(sign.findall(sample)), 50) for sign, weight in signs)
        for form, signs in _SIGNS.items()
    }
    tags, words = len(_BLOCK_TAG.findall(sample)), max(sample.count("\n"), 1)
    scores["html"] = tags * 3 if tags > words / 8 else 0
    if scores["rst"] and _RST_MARKS.search(sample) and "::" not in sample:
        scores["rst"] //= 2
    return scores


def _is_list(body: str, notation: str) -> bool:
    value = data.parse(body, notation)
    return (
        isinstance(value, list | dict)
        and bool(value)
        and any(isinstance(v, list | dict) for v in (value.values() if isinstance(value, dict) else value))
    )


def fronts(blocks: tuple[Block, ...]) -> tuple[Pair, ...]:
    """The pairs of the front matter among the blocks."""
    return tuple(b for b in blocks if isinstance(b, Pair) and b.front)
