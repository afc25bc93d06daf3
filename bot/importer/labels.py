"""Labels on a line, in every dress, with their values."""

import re
from functools import lru_cache

from bot.importer import sizes
from bot.importer.blocks import Text
from bot.importer.vocabulary import STRONG, Kind, is_phrase, kinds_of

__all__ = ["STRONG", "Kind", "Labelled", "kinds_of", "split"]

_MOST_WORDS = 9


class Labelled:
    """A label and the words after it on its line. `kinds` is empty for a label that means nothing to us."""

    __slots__ = ("kinds", "label", "value")

    def __init__(self, label: str, kinds: tuple[Kind, ...], value: Text) -> None:
        self.label, self.kinds, self.value = label, kinds, value


_SIGN = re.compile(r"^(?:[^\w\s*_\[\](){}<>@#\"'“\u2018`~+.,:;/\\|-]+\s*|[-\u2013—•*]\s+)+")
_COLON = re.compile(r"^\s*[:\uff1a]+\s*")
_DASH = re.compile(r"^\s*(?:[-\u2013—=]+>?|[:\uff1a])\s*")
_PLAIN_LABEL = re.compile(r"^([^\W\d_][^:\uff1a\n]{0,79}?)\s*[:\uff1a](?=\s|$|[^/\s\w]|[A-Z0-9@*\[])")
_DASHED = re.compile(r"^([^\W\d_][\w()/&' ]{2,40}?)\s+[-\u2013—=]\s+(?=\S)")
_BY = re.compile(
    r"^((?:Mentored|Supervised|Advised|Tutored|Proposed|Suggested|Submitted) by)\s+(?=[A-Z@\W])(?=.{2,160}$)"
)
_HOSTS = frozenset({"github", "gitlab"})
_INNER = re.compile(r"(?<![A-Z])([A-Z][\w()/&'-]*(?:[ ][\w()/&'-]+){0,5})\s*[:\uff1a](?!/)")
_PARTED = re.compile(r"\s[-\u2013—|•·]\s|[;]")
_LOWER = re.compile(r"[(\[;|,•·\u2013—]\s*([a-z][a-z/ -]{2,30}?)\s*:\s")
_STARTS = re.compile(r"(?<!\S)\S|(?<=[(\[])[A-Z]|(?<=[a-z\d)\].])[A-Z](?=[a-z])")
_FORBIDDEN = frozenset(
    "please see you we our is are that read if can ask before because when which who it i they there".split()
)
_LONGEST_LABEL = 6
_LONGEST_VALUE = 8  # words of a level or a size that names none
_MOST_LABELS = 60  # on one line; more are no labels, and the time would grow with their square


@lru_cache(maxsize=50_000)
def split(text: Text, *, item: bool = False) -> tuple[Labelled, ...]:
    """The labels on one line with their values; the first may have an empty label: words before any label."""
    found: list[Labelled] = []
    rest = text
    if sign := _SIGN.match(rest.plain):
        rest = rest.part(sign.end())
    head = _head(rest, item=item)
    if head:
        label, kinds, value = head
        rest = value
    else:
        label, kinds = "", ()
    for start, end, name, inner in _inners(rest):
        found.append(Labelled(label, kinds, _trimmed(rest.part(0, start)))) if not found else None
        found.append(Labelled(name, inner, rest.part(end)))
    if not found:
        return (Labelled(label, kinds, rest),)
    return _cut(found, rest)


def _cut(found: list[Labelled], rest: Text) -> tuple[Labelled, ...]:
    """Each value up to the next label."""
    places = _inners(rest)
    for number, (_, end, _, _) in enumerate(places):
        until = places[number + 1][0] if number + 1 < len(places) else None
        found[number + 1].value = _trimmed(rest.part(end, until))
    return tuple(found)


def _trimmed(text: Text) -> Text:
    """Without the sign that parts it from the next label."""
    plain = text.plain.rstrip()
    cut = len(plain.rstrip(" -\u2013—|;•·,(["))
    if plain[cut:].strip():
        return text.part(0, cut)
    return _unbracketed(text)


def _unbracketed(text: Text) -> Text:
    """Without a last bracket that was opened before it."""
    plain = text.plain
    return text.part(0, len(plain) - 1) if plain.endswith(")") and plain.count(")") > plain.count("(") else text


def _head(text: Text, *, item: bool) -> tuple[str, tuple[Kind, ...], Text] | None:
    """The label with which a line begins."""
    if set_off := _set_off(text):
        return set_off
    plain = text.plain
    if found := _PLAIN_LABEL.match(plain):
        label = found[1].strip("*_ ")
        words = label.split()
        if _PARTED.search(label) or label.count("(") != label.count(")"):
            return None
        told = _FORBIDDEN & {w.casefold() for w in words} and not is_phrase(label)
        if len(words) <= _LONGEST_LABEL + 3 and not told:
            kinds = kinds_of(label, 2 if len(words) <= _LONGEST_LABEL else 0)
            if kinds or (item and len(words) <= 4 and label[:1].isupper()):
                return label, kinds, text.part(_after(plain, found.end(1)))
    if found := _BY.match(plain):
        return found[1], kinds_of(found[1]), text.part(found.end())
    if (found := _DASHED.match(plain)) and (kinds := kinds_of(found[1])) and STRONG & set(kinds):
        return found[1], kinds, text.part(found.end())
    return _without_colon(text)


def _without_colon(text: Text) -> tuple[str, tuple[Kind, ...], Text] | None:
    """A label and a level or a size with nothing between them: `Skill level medium`, `Size 350 hours`."""
    words = text.plain.split(" ")
    if not 1 < len(words) <= _LONGEST_LABEL or not text.plain[:1].isupper():
        return None
    for cut in range(len(words) - 1, 0, -1):
        label, value = " ".join(words[:cut]), " ".join(words[cut:])
        kinds = kinds_of(label)
        if sizes.is_measure(value) and (
            (Kind.LEVEL in kinds and sizes.is_level(value)) or (Kind.SIZE in kinds and sizes.hours_in(value))
        ):
            return label, kinds, text.part(len(label))
    return None


def _after(plain: str, at: int) -> int:
    while at < len(plain) and plain[at] in " :\uff1a":
        at += 1
    return at


def _set_off(text: Text) -> tuple[str, tuple[Kind, ...], Text] | None:
    """A bold, italic or code beginning that is a label, with its colon inside, outside, or none."""
    mark = next((m for m in text.marks if m.start == 0 and m.kind in {"bold", "italic"}), None)
    if mark is None:
        return None
    inner = text.plain[: mark.end].rstrip()
    if "\n" in inner or len(inner.split()) > _MOST_WORDS + 2:
        return None
    colon = _COLON.match(text.plain[mark.end :])
    if inner.endswith((":", "\uff1a")) or colon:
        label = inner.rstrip(":\uff1a ")
        value = text.part(mark.end + (colon.end() if colon else 0))
        return label, kinds_of(label) or _unless_told_of(kinds_of(label, 3), value), value
    if (at := inner.find(": ")) > 0 and (kinds := kinds_of(inner[:at], 1)):
        return inner[:at], kinds, text.part(at + 1)
    if kinds := kinds_of(inner):
        dash = _DASH.match(text.plain[mark.end :])
        return inner, kinds, text.part(mark.end + (dash.end() if dash else 0))
    return None


def _unless_told_of(kinds: tuple[Kind, ...], value: Text) -> tuple[Kind, ...]:
    """No kinds where words that speak of levels or sizes go on without one: `Difficulty still open: we have yet to …`."""
    told = len(value.plain.split()) > _LONGEST_VALUE and set(kinds) <= {Kind.LEVEL, Kind.SIZE}
    return () if told and not sizes.is_level(value.plain) and not sizes.hours_in(value.plain) else kinds


def _inners(text: Text) -> list[tuple[int, int, str, tuple[Kind, ...]]]:
    """`(start, end, label, kinds)` of every further label on the line: set off, or of a strong kind and capitalised."""
    found: list[tuple[int, int, str, tuple[Kind, ...]]] = []
    plain = text.plain
    for mark in text.marks:
        if mark.kind in {"bold", "italic"} and mark.start:
            inner = plain[mark.start : mark.end].strip()
            colon = _COLON.match(plain[mark.end : mark.end + 5])
            if (
                (inner.endswith(":") or colon or (_is_parted(plain[: mark.start]) and STRONG & set(kinds_of(inner))))
                and len(inner.split()) <= _LONGEST_LABEL
                and (kinds := kinds_of(inner.rstrip(": "), 1))
            ):
                found.append((mark.start, mark.end + (colon.end() if colon else 0), inner.rstrip(": "), kinds))
    taken = {start for start, *_ in found}
    for match in _INNER.finditer(plain):
        placed = _known_end(match) if len(found) < _MOST_LABELS else None
        if placed and match.end(1) > 0 and placed[0] > 0 and not any(s <= placed[0] < e for s, e, *_ in found):
            start, label, kinds = placed
            if start not in taken:
                found.append((start, match.end(), label, kinds))
    if any(sign in plain for sign in ";(|,·"):
        for match in _LOWER.finditer(plain):
            kinds = kinds_of(match[1])
            if STRONG & set(kinds) and not any(s <= match.start(1) < e for s, e, *_ in found):
                found.append((match.start(1), match.end(), match[1], kinds))
    return sorted(found)[:_MOST_LABELS]


def _is_parted(before: str) -> bool:
    """Whether the words before end in a sign that parts fields from one another."""
    return before.rstrip()[-1:] in {"|", "·", "•", ";"}


def _is_place_of_somebody(match: re.Match[str], label: str) -> bool:
    """Whether a code host in brackets tells where somebody is found: `Ada Marsh <ada@…> (GitHub: moth)`."""
    before = match.string[: match.start(1)]
    return label.casefold() in _HOSTS and before.count("(") > before.count(")")


def _known_end(match: re.Match[str]) -> tuple[int, str, tuple[Kind, ...]] | None:
    """The longest capitalised end of the words before a colon which is a label of a strong kind."""
    for word in _STARTS.finditer(match[1]):
        label = match[1][word.start() :]
        if (
            label[:1].isupper()
            and (kinds := kinds_of(label))
            and (STRONG | {Kind.OUTCOME, Kind.LINKS, Kind.OPTIONAL, Kind.SUGGESTED}) & set(kinds)
        ):
            if not STRONG & set(kinds) and (word.start() or _is_place_of_somebody(match, label)):
                continue
            return match.start(1) + word.start(), label, kinds
    return None
