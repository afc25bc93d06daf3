"""Wiki source as MoinMoin and Trac write it: `= Title =`, ` * item`, `||cell||`, `'''bold'''`, ` term:: text`."""

import re

from bot.importer.blocks import Block, Code, Heading, Item, Paragraph, Row, Rule, Table
from bot.importer.readers.lines import Inline

INLINE = Inline(
    {
        "'''''": "bold",
        "'''": "bold",
        "''": "italic",
        "**": "bold",
        "//": "italic",
        "`": "code",
        "{{{": "code",
        "}}}": "code",
        "[[BR]]": None,
        "<<BR>>": None,
        "\\\\": None,
    },
    [
        r"\[\[(?P<url>[^\[\]|\n]+)(?:\|(?P<words>[^\[\]\n]*))?\]\]",
        r"\[(?P<url>(?:https?|ftp|mailto|irc|wiki|ticket)[:][^\s\]\n]+|/[^\s\]\n]+)(?:\s+(?P<words>[^\]\n]*))?\]",
        r"(?P<url>https?://[^\s|\[\]<>'\"]+[\w/])",
    ],
)
_HEADING = re.compile(r"^\s*(={1,6})\s*(\S.*?)\s*=+\s*(?:#\S+\s*)?$")
_ITEM = re.compile(r"^(\s+)(?:([*.-])|(\d+|[aAiI])\.(?:#\d+)?)\s+(\S.*)$")
_TERM = re.compile(r"^\s+(\S.{0,120}?)::(?:\s+(.*))?$")
_FURNITURE = re.compile(r"^(#(?!#)\w+|##|----+\s*$|<<(?!BR|MailTo)\w|\[\[(?:TableOfContents|PageOutline|TOC)\b)")
_STYLE = re.compile(r"<[^<>|\n@]{0,120}>\s?")
_MAIL = re.compile(r"(?:<<|\[\[)MailTo\(([^(),\n]{3,120})(?:,([^()\n]{0,120}))?\)(?:>>|\]\])")
_AT, _DOT, _DECOY = re.compile(r"\s*\bAT\b\s*"), re.compile(r"\s*\bDOT\b\s*"), re.compile(r"\s+|\b[A-Z]+\b")


def read(text: str) -> tuple[Block, ...]:
    """Blocks of a MoinMoin or Trac page."""
    return _Walk().blocks(text)


def _addressed(found: re.Match[str]) -> str:
    """`Name <address>` for the macro that hides an address; words in capitals only mislead those who collect them."""
    address = found[1].strip()
    if "@" not in address:
        address = _DECOY.sub("", _DOT.sub(".", _AT.sub("@", address)))
    return f"{(found[2] or '').strip()} <{address}>".lstrip()


class _Walk:
    def __init__(self) -> None:
        self._found: list[Block] = []
        self._rows: list[Row] = []
        self._words: list[str] = []
        self._start = 1
        self._depths: list[int] = []
        self._code: list[str] | None = None

    def blocks(self, text: str) -> tuple[Block, ...]:
        for number, line in enumerate(_MAIL.sub(_addressed, text).split("\n"), 1):
            self._take(line, number)
        self._end()
        return tuple(self._found)

    def _take(self, line: str, number: int) -> None:
        if self._code is not None:
            if line.strip().endswith("}}}"):
                self._found.append(Code("\n".join(self._code), number))
                self._code = None
            else:
                self._code.append(line)
        elif line.strip().startswith("{{{") and "}}}" not in line:
            self._end()
            self._code = []
        elif line.strip().startswith("||"):
            self._row(line.strip(), number)
        elif not line.strip():
            self._end()
        else:
            self._line(line, number)

    def _line(self, line: str, number: int) -> None:
        if _FURNITURE.match(line):
            self._end()
            if line.startswith("----"):
                self._found.append(Rule(number))
        elif heading := _HEADING.match(line):
            self._end()
            self._depths = []
            self._found.append(Heading(INLINE.text(heading[2]), number, len(heading[1])))
        elif term := _TERM.match(line):
            self._end()
            self._found.append(Item(INLINE.text(term[1]), number, 1, term=True))
            if term[2]:
                self._found.append(Paragraph(INLINE.text(term[2]), number, 2))
            self._depths = [0, 1]
        elif item := _ITEM.match(line):
            self._end(keep=True)
            indent = len(item[1].expandtabs(4))
            self._depths = [d for d in self._depths if d < indent] + [indent]
            self._start, self._words = number, [item[4]]
            self._item = (len(self._depths), bool(item[3]))
        else:
            if not self._words:
                self._start, self._item = number, None
                if not line[:1].isspace():
                    self._depths = []
            self._words.append(line.strip())

    _item: tuple[int, bool] | None = None

    def _row(self, line: str, number: int) -> None:
        if self._words:
            self._end()
        cells = line.strip("|").split("||") if line.endswith("||") else line[2:].split("||")
        texts = tuple(INLINE.text(_STYLE.sub("", cell, count=2).strip().strip("=")) for cell in cells)
        self._rows.append(Row(texts, number, header=not self._rows))

    def _end(self, *, keep: bool = False) -> None:
        """Finish what was being collected."""
        if self._rows:
            self._found.append(Table(tuple(self._rows), self._rows[0].line))
            self._rows = []
        if self._words:
            text = INLINE.text("\n".join(self._words))
            if self._item:
                self._found.append(Item(text, self._start, self._item[0], self._item[1]))
            else:
                self._found.append(Paragraph(text, self._start, len(self._depths)))
            self._words = []
            self._item = None
        del keep
