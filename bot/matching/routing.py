"""Which command answers a plain sentence, and which field of an idea it asks for; pure.

Only the wording is looked at here; whether an idea or a person is really meant is for the matcher to say.
"""

import re

from bot.matching.normalise import fold
from bot.matching.verdict import Aspect, Wish
from bot.matching.wording import wordings

LONGEST = 1_000
"""Characters of a sentence whose wording is looked at."""

_LOG_LINES = re.compile(
    r"^[ \t]{0,20}(\[?[ \t]{0,20}\d+[.:]\d+|\d{4}-\d\d-\d\d[t ]\d\d:|\w{3} +\d+ \d\d:\d\d:\d\d|at [\w.$]+\(|file \".*\", line \d+"
    r"|traceback \(|#\d+ +0x|0x[0-9a-f]{6,}|\$ |> |>>> |error(\[\w+\])?:|warning:|warn\b|info\b|debug\b|fatal\b|e: "
    r"|make(\[\d+\])?: |diff --git|@@ |[+-]{3} )",
    re.MULTILINE,
)
_LOG_SIGNS = re.compile(
    r"traceback \(most recent|segmentation fault|core dumped|stack trace|undefined reference to"
    r"|no such file or directory|permission denied|exit (code|status) \d|command not found|\b\w{1,40}(error|exception): "
    r"|kernel panic|call trace:|panic:|\b0x[0-9a-f]{6,}\b|\b\d\d:\d\d:\d\d[.,]?\d*\b|\bpid[ =:]\d+|errno|^\+{3} "
    r"|\bfailed with\b|\[\s*\d+\.\d{4,}\]|line \d+, in |:\d+:\d+: (error|warning)"
)


def is_log(text: str) -> bool:
    """Whether the text is pasted output rather than something a person says."""
    plain = fold(text[: 4 * LONGEST])
    signs, lines = len(_LOG_SIGNS.findall(plain)), len(_LOG_LINES.findall(plain))
    several = "\n" in plain.strip()
    return signs >= 2 or lines >= 3 or bool(signs and (several or lines))


def aspect_of(text: str) -> Aspect | None:
    """The field of an idea that is asked for."""
    found = (heading.split() for heading, pattern in wordings("asking.txt") if pattern.search(_plain(text)))
    return next((Aspect(name) for kind, name in found if kind == "aspect"), None)


def asks(text: str) -> frozenset[Wish]:
    """Every command whose wording the sentence has."""
    found = (heading.split() for heading, pattern in wordings("asking.txt") if pattern.search(_plain(text)))
    return frozenset(Wish(name) for kind, name in found if kind == "wish")


def _plain(text: str) -> str:
    return " ".join(fold(text[:LONGEST]).replace("'", "").split())
