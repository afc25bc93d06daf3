"""Which format a text is in: by what it contains first, by its name where the text leaves it open."""

import re
from collections.abc import Callable
from pathlib import PurePath

from bot.errors import UserError
from bot.importer import signs
from bot.importer.blocks import Block, Pair
from bot.importer.readers import (
    asciidoc,
    bbcode,
    data,
    delimited,
    front_matter,
    html,
    latex,
    markdown,
    marked,
    mediawiki,
    moinmoin,
    notebook,
    plain,
    rst,
)
from bot.importer.readers.dialects import DIALECTS

_READERS: dict[str, Callable[[str], tuple[Block, ...]]] = {
    "markdown": markdown.read,
    "rst": rst.read,
    "mediawiki": mediawiki.read,
    "moinmoin": moinmoin.read,
    "html": html.read,
    "asciidoc": asciidoc.read,
    "plain": plain.read,
    "bbcode": bbcode.read,
    "latex": latex.read,
    "table": delimited.read,
    "notebook": lambda text: notebook.read(data.parse(text, "json")),
    **{name: lambda text, d=dialect: marked.read(text, d) for name, dialect in DIALECTS.items()},  # type: ignore[misc]
    **{notation: lambda text, n=notation: data.read(text, n) for notation in data.PARSERS},  # type: ignore[misc]
}
_ENDINGS = {
    ".md": "markdown", ".markdown": "markdown", ".mdx": "markdown", ".mkd": "markdown", ".qmd": "markdown",
    ".rst": "rst", ".rest": "rst", ".adoc": "asciidoc", ".asciidoc": "asciidoc", ".asc": "asciidoc",
    ".html": "html", ".htm": "html", ".xhtml": "html", ".mediawiki": "mediawiki", ".wiki": "mediawiki",
    ".moin": "moinmoin", ".yaml": "yaml", ".yml": "yaml", ".toml": "toml", ".json": "json",
    ".conf": "hocon", ".hocon": "hocon", ".txt": "plain", ".text": "plain",
    ".org": "org", ".textile": "textile", ".twiki": "twiki", ".dokuwiki": "dokuwiki", ".creole": "asciidoc",
    ".pod": "pod", ".bbcode": "bbcode", ".js": "script", ".mjs": "script", ".ts": "script",
    ".tex": "latex", ".ltx": "latex",
    ".csv": "table", ".tsv": "table",
    ".xml": "xml", ".rss": "xml", ".atom": "xml", ".opml": "xml", ".mm": "xml",
}  # fmt: skip
_XML = ("<?xml", "<rss", "<feed", "<opml", "<map", "<rdf")
_LARGEST = 20_000_000
_WEAK = frozenset({"", "plain"})  # names that any format may have
_OPENED = re.compile(r"[\[{][ \t]*$", re.MULTILINE)  # HOCON takes almost any text for a list of keys
_LOGIN = re.compile(r"<input\b[^<>]*type\s*=\s*[\"']?password", re.IGNORECASE)
_SAMPLE = 200_000
_SHORT = 60_000
_LINES_BY_CHANCE = 60  # of a text in which a sign may stand that means nothing
_HARDLY, _LINES_A_SIGN, _NAMED, _CLEARLY = 4, 30, 6, 20


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
    """`markdown`, `rst`, `html`, `plain`, `table`, `yaml` or another name of a reader."""
    named = _ENDINGS.get(PurePath(name).suffix.lower(), "")
    return _by_beginning(body, named) or _by_signs(body, named)


def _by_beginning(body: str, named: str) -> str | None:
    """What the first characters tell, and data that can be read as its name says."""
    if body.lstrip()[:1] == "{" and '"nbformat"' in body and notebook.is_notebook(data.parse(body, "json")):
        return "notebook"
    if named in data.PARSERS and _is_list(body, named):
        return named
    if named == "table" or (named in _WEAK and delimited.is_table(body)):
        return "table"
    start = body.lstrip()[:300].lower()
    if start.startswith(_XML) and _is_list(body, "xml"):
        return "xml"
    if start.startswith(("<!doctype html", "<html", "<?xml")):
        return "html"
    return "json" if start[:1] in "{[" and _is_list(body, "json") else None


def _by_signs(body: str, named: str) -> str:
    scores = signs.scores(body)
    most = max(scores.values())
    if named in _WEAK and len(body) < _SHORT and most < _CLEARLY and (notation := _notation(body)):
        return notation
    lines = body.count("\n", 0, signs.LOOKED_AT)
    if named in {"", "plain", "markdown"} and most <= max(_HARDLY, lines // _LINES_A_SIGN) and plain.is_tight(body):
        return "plain"
    if named in _WEAK and 0 < most <= lines // _LINES_BY_CHANCE:
        return "plain"
    if named and named not in data.PARSERS:
        scores[named] = scores.get(named, 0) + (_NAMED if named == "plain" else max(_NAMED, len(body) // 400))
    best = max(scores, key=lambda form: scores[form])
    return best if scores[best] > 0 else "plain"


def _notation(body: str) -> str | None:
    """The notation of a list of records whose name does not tell it."""
    tried = (n for n in ("toml", "yaml", "hocon") if n != "hocon" or _OPENED.search(body))
    return next((n for n in tried if _has_records(body, n)), None)


def _has_records(body: str, notation: str) -> bool:
    """Whether mappings of several keys stand in it; lists of words alone are prose as well."""
    value = data.parse(body, notation)
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    rows = [row for each in inner for row in (each if isinstance(each, list) else [each])]
    return any(isinstance(row, dict) and len(row) > 1 for row in rows)


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
