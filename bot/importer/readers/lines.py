"""What the line-wise formats share: marks within a line, written as a table of patterns."""

import re
from collections.abc import Sequence

from bot.importer.blocks import MarkKind, Text
from bot.importer.readers.composing import Composer


class Inline:
    """Turns one line's marks into a text; `signs` toggle a mark, `links` match an address and its words.

    A link pattern names its groups `url` and, where there are words, `words`.
    """

    def __init__(self, signs: dict[str, MarkKind | None], links: Sequence[str]) -> None:
        self._signs = signs
        alternatives = [f"(?P<link{n}>{pattern})" for n, pattern in enumerate(links)]
        alternatives += [f"(?P<sign>{'|'.join(re.escape(s) for s in sorted(signs, key=len, reverse=True))})"]
        self._links = [re.compile(pattern) for pattern in links]
        self._any = re.compile("|".join(re.sub(r"\?P<(url|words)>", "?:", a) for a in alternatives))

    def text(self, line: str) -> Text:
        """The line without its markup."""
        composer, at, opened = Composer(), 0, set[str]()
        for found in self._any.finditer(line):
            composer.write(line[at : found.start()])
            at = found.end()
            if sign := found["sign"]:
                self._toggle(sign, composer, opened)
            else:
                self._link(found, composer)
        composer.write(line[at:])
        return composer.take()

    def _toggle(self, sign: str, composer: Composer, opened: set[str]) -> None:
        kind = self._signs[sign]
        if kind is None:
            composer.write("\n")
        elif sign in opened:
            opened.discard(sign)
            composer.close(kind)
        else:
            opened.add(sign)
            composer.open(kind)

    def _link(self, found: re.Match[str], composer: Composer) -> None:
        inner = next(m for pattern in self._links if (m := pattern.fullmatch(found[0])))
        url = inner["url"].strip()
        words = (inner.groupdict().get("words") or "").strip()
        composer.open("link", url)
        composer.write(words or url)
        composer.close("link")
