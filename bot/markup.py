"""Text with three faces, plain, HTML and brief; the only place that escapes.

The plain face is written for itself (screen readers, notifications), not derived from the HTML. The HTML face uses only
the tags that the Matrix specification lets clients show (Client-Server API, 11.2.1.7). The brief face, for bridges to
IRC, is the plain one in the notation of `bot.brief`, which says what may be left out; `aside`, `later` and `instead` say so.
"""

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from string import Formatter
from urllib.parse import quote, unquote, urlsplit

from bot.brief import ITEM, LATER, WHOLE

LINKABLE = frozenset({"http", "https", "mailto"})
"""Schemes that may become a live link; everything else stays text."""

_WHITESPACE = re.compile(r"\s+")
_INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_JOINER = "\u2060"
"""Shows as nothing, and keeps clients from making a link of what stands around it."""

_MENTIONS = re.compile(
    r"(?<=@)(?=room\b)"
    r"|(?<![\w.+-]@)(?<=@)(?=[^\s:@]+:[^\s:])"
    r"|(?<=matrix\.to)(?=/?\#/*(?:@|%40))"
    r"|(?<=\bmatrix:)(?=/*u(?:ser)?/)"
    r"|(?<=\#)(?=/*user/(?:@|%40))",
    re.IGNORECASE,
)
"""Where text could become somebody's mention: `@room`, `@user:server`, and the addresses that stand for a person."""


@dataclass(frozen=True, slots=True)
class Markup:
    """A piece of an answer.

    Attributes:
        plain: for people without HTML; never contains markup characters of its own.
        html: the same for clients that show `org.matrix.custom.html`; empty where nothing is to be shown so.
        brief: the same where little can be said, in the notation of `bot.brief`.
    """

    plain: str = ""
    html: str = ""
    brief: str = ""

    def __add__(self, other: "Markup | str") -> "Markup":
        more = text(other) if isinstance(other, str) else other
        return Markup(self.plain + more.plain, self.html + more.html, self.brief + more.brief)

    def __radd__(self, other: str) -> "Markup":
        return text(other) + self

    def __bool__(self) -> bool:
        return bool(self.plain)


def clean(words: str) -> str:
    """One line without control characters, direction overrides, or anything that clients show as a mention."""
    tidy = _line(words)
    may_mention = "@" in tidy or "#" in tidy or ":" in tidy  # cheaper to ask than to look for each kind
    return _MENTIONS.sub(_JOINER, tidy) if may_mention else tidy


def _line(words: str) -> str:
    if words.isascii() and words.isprintable() and "  " not in words:
        return words  # as nearly all are
    return _WHITESPACE.sub(" ", _INVISIBLE.sub("", words))


def text(words: str) -> Markup:
    """Words from anywhere, made harmless."""
    tidy = clean(words)
    return Markup(tidy, html.escape(tidy), tidy)


def strong(words: Markup | str) -> Markup:
    """Emphasis; the plain face has none, since asterisks read aloud are noise."""
    inner = text(words) if isinstance(words, str) else words
    return Markup(inner.plain, f"<strong>{inner.html}</strong>", inner.brief)


def code(words: str) -> Markup:
    """Something to type as it stands."""
    tidy = clean(words)
    return Markup(tidy, f"<code>{html.escape(tidy)}</code>", tidy.replace(" ", WHOLE))


def link(address: str, label: str = "") -> Markup:
    """A live link; the plain face shows the address. An address of another scheme stays mere text."""
    tidy = _line(address).replace(" ", "%20")
    try:
        parts = urlsplit(tidy)
        mention = parts.hostname == "matrix.to" and unquote(parts.fragment).startswith("/@")
        live = parts.scheme in LINKABLE and not mention
    except ValueError:
        live = False
    shown = clean(label) or tidy.removeprefix("mailto:")
    plain = tidy.removeprefix("mailto:")
    if label and clean(label) != plain:
        plain = f"{clean(label)}: {plain}"
    if not live:
        return text(plain)
    return Markup(plain, f'<a href="{html.escape(tidy)}">{html.escape(shown)}</a>', plain)


def mention(user_id: str) -> Markup:
    """A person by their Matrix address, which clients show as a name to click.

    It rings only if the event says so as well (Client-Server API, `m.mentions`).
    """
    tidy = _line(user_id)
    address = f"https://matrix.to/#/{quote(tidy, safe='@:')}"
    return Markup(tidy, f'<a href="{address}">{html.escape(tidy)}</a>', tidy)


def aside(words: Markup | str) -> Markup:
    """Left out where little can be said."""
    return instead(words, Markup())


def later(words: Markup | str) -> Markup:
    """A row that others go before where little can be said."""
    row = text(words) if isinstance(words, str) else words
    return Markup(row.plain, row.html, LATER + row.brief) if row.brief else row


def instead(words: Markup | str, brief: Markup | str) -> Markup:
    """Said with other words where little can be said."""
    usual = text(words) if isinstance(words, str) else words
    other = text(brief) if isinstance(brief, str) else brief
    return Markup(usual.plain, usual.html, other.brief)


def capitalised(words: Markup) -> Markup:
    """With a capital letter in front, where no tag stands there."""
    return Markup(*(face[:1].upper() + face[1:] for face in (words.plain, words.html, words.brief)))


def filled(sentence: str, **parts: Markup | str) -> Markup:
    """A sentence with its places filled: '{people} mentor {idea}.', in whatever order a language has them."""
    whole = Markup()
    for words, name in _pieces(sentence):
        whole += words
        if name:
            whole += parts[name]
    return whole


@cache
def _pieces(sentence: str) -> tuple[tuple[Markup, str | None], ...]:
    """Words, and the name of the place behind them, if there is one; read once for each sentence."""
    return tuple((text(words), name) for words, name, _, _ in Formatter().parse(sentence))


def joined(parts: Iterable[Markup | str], between: str = " ") -> Markup:
    """The parts that say something, in one line."""
    pieces = [text(part) if isinstance(part, str) else part for part in parts]
    pieces = [piece for piece in pieces if piece]
    return Markup(
        between.join(p.plain for p in pieces),
        html.escape(between).join(p.html for p in pieces),
        between.join(p.brief for p in pieces if p.brief),
    )


def lines(rows: Iterable[Markup | str]) -> Markup:
    """The rows that say something, one below the other."""
    pieces = [text(row) if isinstance(row, str) else row for row in rows]
    pieces = [piece for piece in pieces if piece]
    return Markup("\n".join(p.plain for p in pieces), "<br>".join(p.html for p in pieces), _rows(pieces))


def numbered(rows: Iterable[Markup], start: int = 1) -> Markup:
    """A numbered list; numbers can be typed back."""
    pieces = list(rows)
    plain = "\n".join(f"{n}. {p.plain}" for n, p in enumerate(pieces, start))
    first = f' start="{start}"' if start != 1 else ""
    brief = "".join(f"{ITEM}{n}{WHOLE}{p.brief}" for n, p in enumerate(pieces, start))
    return Markup(plain, f"<ol{first}>" + "".join(f"<li>{p.html}</li>" for p in pieces) + "</ol>", brief)


def entries(rows: Iterable[Markup | str]) -> Markup:
    """Rows one below the other, which make a list of one line where little can be said."""
    pieces = [text(row) if isinstance(row, str) else row for row in rows]
    brief = "".join(f"{ITEM}{piece.brief}" for piece in pieces if piece.brief)
    return instead(lines(pieces), Markup(brief=brief))


def blocks(parts: Iterable[Markup]) -> Markup:
    """Parts below each other where one is a list: no line break is added around the list's own block in HTML."""
    pieces = [part for part in parts if part]
    out = ""
    for piece in pieces:
        glue = "" if not out or out.endswith("</ol>") or piece.html.startswith("<ol") else "<br>"
        out += glue + piece.html
    return Markup("\n".join(p.plain for p in pieces), out, _rows(pieces))


def _rows(pieces: Iterable[Markup]) -> str:
    return "\n".join(piece.brief for piece in pieces if piece.brief)
