"""Where a value was read, kept beside it; and which words only hold the place of a value."""

import re
from collections.abc import MutableMapping

from bot.importer.fields import Field
from bot.importer.findings import Evidence

_LONGEST = 160
_UNFILLED = re.compile(
    r"^(?:todo\b.*|tbd\.?|tba\.?|\?+|[-_]+|n/?a|none|to be (?:added|determined|decided|announced).*|fill .*"
    r"|short description of.*|detailed description of.*|\.{3}|…)$",
    re.IGNORECASE,
)


def short(words: str) -> str:
    """Words as evidence: one line of bounded length."""
    line = " ".join(words.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


def note(evidence: MutableMapping[str, Evidence], name: str, found: Field) -> None:
    """The field is where `name` was read, unless another is known already."""
    at = found.entries[0].line if found.entries else found.line
    evidence.setdefault(name, Evidence(at, short(f"{found.label}: {found.words}")))


def is_unfilled(words: str) -> bool:
    """Whether words only stand for what is still to be written."""
    return bool(_UNFILLED.match(words))


def is_filled(field: Field) -> bool:
    """Whether a field's value is more than a placeholder."""
    return any(e.text.plain and not is_unfilled(e.text.plain) for e in field.entries)
