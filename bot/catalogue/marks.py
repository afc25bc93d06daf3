"""YAML with line marks: a file's bytes → plain values, each with its line, and all that YAML itself makes wrong.

The values are built from the parser's events, not by a YAML loader. So nothing recurses, nothing is expanded,
nothing is constructed from a tag, and what YAML 1.1 reads otherwise than people mean it (`18:00` is 1080) is seen
before it becomes a number. Days and instants stay text; the shapes know what they are.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from bot.catalogue.scalars import plain_value, stray_sign
from bot.catalogue.syntax import in_plain_words
from bot.catalogue.wording import Loc

MAX_BYTES = 2_000_000
MAX_DEPTH = 20
MAX_VALUES = 100_000

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong at a place; a line only where it is another than the place's own."""

    loc: Loc
    what: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a value stands.

    Attributes:
        line: from 1; of a key's value the line of the key.
        text: a value without quotes as it was typed; None for quoted text, lists and mappings.
    """

    line: int
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Marked:
    """A file as plain values.

    Attributes:
        value: dict, list, str, int, float, bool or None.
        marks: the mark of each place.
        problems: what YAML itself makes wrong.
        spoilt: places whose value cannot be judged further.
        whole: False when reading ended early, so that nothing can be said of the rest.
    """

    value: object
    marks: Mapping[Loc, Mark]
    problems: tuple[Problem, ...]
    spoilt: frozenset[Loc]
    whole: bool

    def line(self, loc: Loc) -> int | None:
        """The line of a place, else of the nearest place around it; None for an empty file."""
        around = (self.marks.get(loc[:size]) for size in range(len(loc), -1, -1))
        return next((mark.line for mark in around if mark), None)


def read_marked(data: bytes) -> Marked:
    """A file's bytes as values with marks; whatever the bytes are, what is wrong stands in `problems`."""
    builder = _Builder()
    try:
        text = _decode(data)
        for event in yaml.parse(text, Loader=LOADER):
            builder.take(event)
        builder.finish()
    except _EndedEarlyError as end:
        return builder.marked(end.problem)
    except yaml.YAMLError as error:
        what, line = in_plain_words(error, text)
        return builder.marked(Problem((), what, line))
    return builder.marked()


def unread(what: str) -> Marked:
    """A file that could not be read, and why."""
    return Marked(None, {}, (Problem((), what),), frozenset(), whole=False)


def too_big(size: int) -> str:
    """What is wrong with a file of so many bytes."""
    return f"the file has {size / 1e6:.1f} MB; at most {MAX_BYTES / 1e6:.0f} MB are read"


FEW_ALIASES = 3
"""So many aliases are told of one by one; whoever wrote more is told that once."""


class _EndedEarlyError(Exception):
    """Reading ends here: nothing after this can be understood."""

    def __init__(self, what: str, line: int | None = None, loc: Loc = ()) -> None:
        super().__init__(what)
        self.problem = Problem(loc, what, line)


def _decode(data: bytes) -> str:
    if len(data) > MAX_BYTES:
        raise _EndedEarlyError(too_big(len(data)))
    data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        byte = f"byte 0x{data[error.start]:02x} (number {error.start + 1} of the file)"
        raise _EndedEarlyError(f"{byte} is not UTF-8; save the file in the encoding UTF-8", line) from error
    for number, line_text in enumerate(text.split("\n"), start=1):
        if wrong := stray_sign(line_text.removesuffix("\r")):
            raise _EndedEarlyError(wrong, number)
    return text


@dataclass(slots=True)
class _Frame:
    """A list or mapping that is being filled; `key` waits for its value, which is dropped unless `kept`."""

    loc: Loc
    value: dict[str, object] | list[object]
    key: str | None = None
    line: int = 0
    kept: bool = True

    @property
    def awaits_key(self) -> bool:
        return isinstance(self.value, dict) and self.key is None

    @property
    def next(self) -> Loc:
        return (*self.loc, len(self.value) if self.key is None else self.key)

    def put(self, value: object) -> None:
        if isinstance(self.value, list):
            self.value.append(value)
        elif self.key is not None:
            if self.kept:
                self.value[self.key] = value
            self.key = None


@dataclass(slots=True)
class _Builder:
    """Builds the values from the events; the stack holds what is open."""

    root: list[object] = field(default_factory=list)
    stack: list[_Frame] = field(default_factory=list)
    marks: dict[Loc, Mark] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    spoilt: set[Loc] = field(default_factory=set)
    aliases: int = 0

    def take(self, event: yaml.Event) -> None:
        line = event.start_mark.line + 1 if event.start_mark else 1
        match event:
            case yaml.DocumentStartEvent() if self.root:
                raise _EndedEarlyError("a second document begins ('---'); a file holds one", line)
            case yaml.ScalarEvent() if self.stack and self.stack[-1].awaits_key:
                self.name(event.value, line)
            case yaml.ScalarEvent():
                self.scalar(event, line)
            case yaml.AliasEvent() | yaml.CollectionStartEvent() if self.stack and self.stack[-1].awaits_key:
                raise _EndedEarlyError("a key that is not text; put it in quotes", line, self.stack[-1].loc)
            case yaml.AliasEvent() if self.aliases >= FEW_ALIASES:
                raise _EndedEarlyError("more YAML aliases ('*name'), which are not read; write the values", line)
            case yaml.AliasEvent():
                self.aliases += 1
                loc = self.mark(line)
                self.spoil(loc, "YAML aliases ('*name') are not read; write the value itself, or '*' in quotes")
                self.put("")
            case yaml.CollectionStartEvent():
                self.open(event, line)
            case yaml.CollectionEndEvent():
                self.put(self.stack.pop().value)

    def name(self, key: str, line: int) -> None:
        """A key; of two equal ones the first is kept."""
        frame = self.stack[-1]
        frame.key, frame.line, frame.kept = key, line, False
        assert isinstance(frame.value, dict)  # noqa: S101 — only mappings await keys
        if key == "<<":
            self.problems.append(Problem(frame.next, "merge keys ('<<') are not read; write the keys out", line))
        elif key in frame.value:
            first = self.marks[frame.next].line
            self.problems.append(Problem(frame.next, f"the key stands already in line {first}; keep one", line))
        else:
            frame.kept = True

    def open(self, event: yaml.CollectionStartEvent, line: int) -> None:
        loc = self.mark(line)
        self.refuse_tag(event.tag, loc)
        if len(loc) > MAX_DEPTH:
            raise _EndedEarlyError(f"nested deeper than {MAX_DEPTH} levels", line)
        self.stack.append(_Frame(loc, {} if isinstance(event, yaml.MappingStartEvent) else []))

    def scalar(self, event: yaml.ScalarEvent, line: int) -> None:
        plain = not event.style
        loc = self.mark(line, event.value if plain else None)
        value, wrong = plain_value(event.value, loc) if plain else (event.value, stray_sign(event.value))
        if wrong:
            self.spoil(loc, wrong)
        self.refuse_tag(event.tag, loc)
        self.put(value)

    def refuse_tag(self, tag: str | None, loc: Loc) -> None:
        if tag is not None:
            self.spoil(loc, "YAML tags ('!name') are not read; put text that begins with '!' in quotes")

    def spoil(self, loc: Loc, what: str) -> None:
        self.spoilt.add(loc)
        self.problems.append(Problem(loc, what))

    def mark(self, line: int, text: str | None = None) -> Loc:
        """Marks the place of the value that comes now."""
        frame = self.stack[-1] if self.stack else None
        loc = frame.next if frame else ()
        if len(self.marks) >= MAX_VALUES:
            raise _EndedEarlyError(f"more than {MAX_VALUES:,} values; split the file", line)
        self.marks.setdefault(loc, Mark(frame.line if frame and frame.key is not None else line, text))
        return loc

    def put(self, value: object) -> None:
        if self.stack:
            self.stack[-1].put(value)
        else:
            self.root.append(value)

    def finish(self) -> None:
        if self.root in ([], [None]):
            raise _EndedEarlyError("the file is empty", line=1)

    def marked(self, end: Problem | None = None) -> Marked:
        problems = (*self.problems, *([end] if end else ()))
        value = self.root[0] if self.root else None
        return Marked(value, self.marks, problems, frozenset(self.spoilt), whole=end is None)
