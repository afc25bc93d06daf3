"""A text put together piece by piece, with marks opened and closed on the way."""

import re

from bot.importer.blocks import Mark, MarkKind, Text

_BLANKS = re.compile(r"[ \t\u00a0\u2007\u202f]+")
_WORD = re.compile(r"[^\W\d_]{2,}")  # glued to a link by careless conversions; a plural's 's' is not
_UNSEEN = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")


class Composer:
    """Collects characters and marks; `take` hands out the text and starts anew."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self._marks: list[Mark] = []
        self._open: list[tuple[MarkKind, int, str]] = []
        self._after_link = False

    @property
    def empty(self) -> bool:
        """Whether nothing but blanks was written."""
        return not any(piece.strip() for piece in self._pieces)

    def write(self, words: str) -> None:
        """Add characters; runs of blanks become one."""
        words = _BLANKS.sub(" ", _UNSEEN.sub("", words))
        if self._after_link and _WORD.match(words) and self._pieces and self._pieces[-1][-1].isalnum():
            words = f" {words}"
        self._after_link = False
        if words.startswith(" ") and self._pieces and self._pieces[-1][-1] in " \n":
            words = words[1:]
        if words:
            self._pieces.append(words)
            self._length += len(words)

    def open(self, kind: MarkKind, target: str = "") -> None:
        """Start a mark here."""
        self._open.append((kind, self._length, target))

    def close(self, kind: MarkKind) -> None:
        """End the innermost open mark of that kind, if there is one."""
        self._after_link = kind == "link"
        for place in range(len(self._open) - 1, max(len(self._open) - 20, 0) - 1, -1):
            if self._open[place][0] == kind:
                _, start, target = self._open.pop(place)
                if start < self._length:
                    self._marks.append(Mark(start, self._length, kind, target))
                return

    def take(self) -> Text:
        """The text so far without outer blanks; marks still open go on in the next one."""
        plain = "".join(self._pieces)
        for kind, start, target in self._open:
            if start < self._length:
                self._marks.append(Mark(start, self._length, kind, target))
        marks = tuple(sorted(self._marks, key=lambda m: (m.start, -m.end)))
        self._pieces, self._length, self._marks = [], 0, []
        self._open = [(kind, 0, target) for kind, _, target in self._open]
        return Text(plain, marks).part(0)

    def drop_marks(self) -> None:
        """Forget the marks that are still open."""
        self._open.clear()
