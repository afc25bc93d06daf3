"""Settings as people type and read them in a room: "!set long lists direct".

Whatever is typed is checked as the configuration file is, by the same shape and with the same words.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from enum import StrEnum
from functools import lru_cache

from bot.catalogue.faults import checked
from bot.catalogue.marks import Mark, Marked
from bot.catalogue.model import Audience
from bot.catalogue.wording import Loc, nearest, quoted
from bot.errors import UserError
from bot.quiet import QuietHours
from bot.settings.room import Choosers, Language, LongLists, RoomSettings, Style, Threads

SETTABLE = (
    "organisations", "programme", "audience", "lead_times", "quiet", "zone", "prefix", "style", "language", "threads",
    "long_lists", "choices", "moderators_only",
)  # fmt: skip
"""What a room's moderators may set, in the order of the configuration file. Pinging a whole room is for operators to
allow, and `notice` is a mapping that the file alone can hold."""

PERSONAL = ("style", "language")
"""What everybody may set in a conversation of two."""

PLANNED = frozenset({"programme", "audience", "lead_times", "quiet", "zone"})
"""What reminders depend on."""

LISTS = frozenset({"organisations", "audience", "lead_times", "moderators_only"})

MOST = {"lead_times": 10}
"""How many items a list may have, where the room would hear too much of a longer one."""

NONE = "none"
"""How nothing is written."""

_FILE_ONLY = RoomSettings.model_fields.keys() - set(SETTABLE)
_NO = frozenset({NONE, "nothing", "nobody", "off", "no", "[]"})
_NOTHING = dict.fromkeys(("programme", "quiet", "prefix", "style", *LISTS), _NO) | {"organisations": _NO | {"all"}}
"""With what words each setting that can be left empty is made so."""

_WORDS: Mapping[str, type[StrEnum]] = {
    "style": Style,
    "language": Language,
    "threads": Threads,
    "long_lists": LongLists,
    "choices": Choosers,
    "audience": Audience,
}
_ITEMS = re.compile(r"\s*[,;]\s*|\s+and\s+", re.IGNORECASE)
_GAP = re.compile(r"[\s_-]+")
_MARK = "[\"'“”„«»]"
_NAMED = re.compile(
    rf"{_MARK}?({'|'.join(name.replace('_', r'[ _-]*') for name in SETTABLE)}){_MARK}?"
    r"(?:\s*[=:]\s*|\s+(?:(?:to|is)\s+)?|$)(.*)",
    re.IGNORECASE | re.DOTALL,
)
_UNITS = ((86_400, "d"), (3_600, "h"), (60, "min"), (1, "s"))


def split(words: str) -> tuple[str, str]:
    """'long lists direct' → the setting's name, and what stands behind it.

    Raises:
        UserError: it begins with no setting's name.
    """
    line = words.strip()
    if found := _NAMED.fullmatch(line):
        return _plain(found[1]), re.sub(f"^{_MARK}(.*){_MARK}$", r"\1", found[2].strip())
    first = re.split(_MARK, line)[1] if re.match(_MARK, line) else line.split(maxsplit=1)[0]
    known = [shown(name) for name in SETTABLE]
    if _GAP.sub("_", first.casefold()) in _FILE_ONLY:
        raise UserError(f"Only the bot's operators can set {quoted(first)}, in the configuration file.")
    raise UserError(f"There is no setting {quoted(first)} for rooms{_other(first, known)}")


def read(name: str, words: str) -> str:
    """What somebody typed as the value of a setting, as it is kept.

    Raises:
        UserError: that is no value of this setting; it says what would be right.
    """
    value = value_of(name, words)
    if isinstance(value, tuple) and len(value) > MOST.get(name, len(value)):
        raise UserError(f"That are {len(value)} {shown(name)}, and at most {MOST[name]} would be bearable.")
    return written(value)


@lru_cache(1_000)
def value_of(name: str, words: str) -> object:
    """The value that words stand for.

    Raises:
        UserError: they stand for none.
    """
    raw = _raw(name, words.strip())
    if raw is None:
        return () if name in LISTS else None
    value = {"room": "!here", name: raw}
    marks: dict[Loc, Mark] = {(): Mark(1), ("room",): Mark(1), (name,): Mark(1)}
    if isinstance(raw, list):
        marks |= {(name, at): Mark(1) for at in range(len(raw))}
    shape, problems = checked(RoomSettings, Marked(value, marks, (), frozenset(), whole=True))
    if shape is None:
        raise UserError(f"{shown(name).capitalize()}: {problems[0].what}")
    return getattr(shape, name)


def items(name: str, words: str) -> list[str]:
    """The entries of a list as they were typed; none where the words mean nothing."""
    return [] if words.casefold() in _NOTHING[name] else [item for item in _ITEMS.split(words) if item]


def written(value: object) -> str:
    """A value as one types it: 'compact', '7 d, 1 d', '22:00-07:00', 'none'."""
    match value:
        case None | ():
            return NONE
        case tuple():
            return ", ".join(map(written, value))
        case timedelta():
            seconds = int(value.total_seconds())
            size, unit = next((size, unit) for size, unit in _UNITS if seconds % size == 0)
            return f"{seconds // size} {unit}"
        case QuietHours():
            return f"{value.begins:%H:%M}-{value.ends:%H:%M}"
    return str(value)


def shown(name: str) -> str:
    """A setting's name as people read it: 'long lists'."""
    return name.replace("_", " ")


def _plain(typed: str) -> str:
    """The name of the setting that was typed with other gaps or none."""
    return next(name for name in SETTABLE if _GAP.sub("", name) == _GAP.sub("", typed.casefold()))


def _raw(name: str, words: str) -> str | list[str] | None:
    """What would stand in the configuration file; None for nothing."""
    if words.casefold() in _NOTHING.get(name, ()):
        return None
    return [_word(name, item) for item in items(name, words)] if name in LISTS else _word(name, words)


def _word(name: str, words: str) -> str:
    """A word of a list of words, by itself or by its name: 'German' for 'de'."""
    known = {each.name.casefold(): each.value for each in _WORDS.get(name, ())}
    small = words.casefold() if known else words
    return known.get(small, small)


def _other(word: str, known: Sequence[str]) -> str:
    near = nearest(word.replace("_", " "), known)
    return f"; did you mean “{near}”?" if near else f"; there are {', '.join(known)}."
