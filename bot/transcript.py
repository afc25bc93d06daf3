"""Conversations as text: what is said, and what should come back. A community reviews its bot's answers in such files.

    = at 2026-03-20T12:00:00Z           when; each message comes a second after the one before
    = room {programme: gsoc-2026}       in a room of several, with these settings in YAML, or with none
    = direct                            in a conversation of two, as at the beginning
    = style compact                     answered in this style, where a room's settings name none
    = as ada                            who speaks
    > !idea fanotfy                     what is said
    >> who mentors it?                  the same, as a reply to the answer before
    < Implement fanotify (gVisor …      what should come; "…" stands for anything within its line
    < …                                 alone in its line, it stands for any number of lines
    < (nothing)                         no answer should come
    # a remark

Reading and comparing are pure; `play` asks a desk.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import yaml
from pydantic import ValidationError

from bot.config import RoomSettings, Style
from bot.dispatch import UNCONFIGURED, Desk
from bot.errors import Fault
from bot.messages import Message
from bot.personal import Kept, Person

ANYTHING, SILENCE = "…", "(nothing)"

_ROOM = "#room:example.org"
_AT_FIRST = datetime(2026, 3, 20, 12, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Scene:
    """Where, when and by whom something is said.

    Attributes:
        at: when; aware.
        asker: a word.
        room: the settings of the room of several; None in a conversation of two.
        style: in which it is answered where those name none.
    """

    at: datetime = _AT_FIRST
    asker: str = "ada"
    room: RoomSettings | None = None
    style: Style | None = None

    @property
    def settings(self) -> RoomSettings | None:
        """What holds; None for what holds anywhere."""
        return in_style(self.room, self.style)


@dataclass(frozen=True, slots=True)
class Exchange:
    """Something that is said, and what should come.

    Attributes:
        line: where it stands, from 1.
        scene: where, when and by whom.
        said: the words; a line each.
        expected: the lines that should come, with their wildcards; none where any answer will do.
        end: the line after its last one, from 1.
        replies: said in reply to the answer before.
    """

    line: int
    scene: Scene
    said: tuple[str, ...]
    expected: tuple[str, ...] = ()
    end: int = 0
    replies: bool = False


@dataclass(frozen=True, slots=True)
class Played:
    """An exchange as it went.

    Attributes:
        exchange: what was said.
        came: the lines that came; `(nothing)` alone for silence.
    """

    exchange: Exchange
    came: tuple[str, ...]

    @property
    def right(self) -> bool:
        """Whether what came is what should come."""
        expected = self.exchange.expected
        pattern = "".join(map(_pattern, expected))
        return not expected or re.fullmatch(pattern, "".join(f"{line}\n" for line in self.came)) is not None


def in_style(room: RoomSettings | None, style: Style | None) -> RoomSettings | None:
    """The settings with this style where they name none; None for what holds anywhere."""
    if style is None or (room and room.style):
        return room
    return (room or UNCONFIGURED).model_copy(update={"style": style})


class Transcript:
    """A file of exchanges.

    Args:
        name: of the file, for faults.
        text: what stands in it.
        style: in which it is answered where neither the file nor a room's settings name one.

    Attributes:
        exchanges: in order.
        faults: what could not be read.
    """

    def __init__(self, name: str, text: str, style: Style | None = None) -> None:
        self.name = name
        self.lines = text.splitlines()
        self.exchanges: list[Exchange] = []
        self.faults: list[Fault] = []
        self._scene = Scene(style=style)
        for number, line in enumerate(self.lines, 1):
            self._read(number, line)

    def play(self, desk: Desk) -> Iterator[Played]:
        """Say everything at a desk, in order."""
        message = None
        for number, exchange in enumerate(self.exchanges):
            scene = exchange.scene
            message = Message(
                f"${number}",
                "!room",
                scene.asker,
                "\n".join(exchange.said),
                scene.at,
                direct=scene.room is None,
                about=message if exchange.replies else None,
            )
            kept = Kept(Person(scene.asker), configured=scene.room)
            reply = desk.answer(message, scene.settings, scene.at, kept)
            yield Played(exchange, tuple(reply.body.plain.splitlines()) if reply else (SILENCE,))

    def rewritten(self, played: Iterable[Played]) -> str:
        """The text with what came in place of what did not fit."""
        lines = list(self.lines)
        for each in reversed([each for each in played if not each.right or not each.exchange.expected]):
            begin = each.exchange.line - 1 + len(each.exchange.said)
            lines[begin : each.exchange.end - 1] = [f"< {line}".rstrip() for line in each.came]
        return "".join(f"{line}\n" for line in lines)

    def _read(self, number: int, line: str) -> None:
        replies = line.startswith(">>")
        sign, rest = line[:1], line[1 + replies :].removeprefix(" ")
        last = self.exchanges[-1] if self.exchanges else None
        follows = last is not None and last.end == number
        if sign == ">" and not replies and follows and last and not last.expected:
            self.exchanges[-1] = replace(last, said=(*last.said, rest), end=number + 1)
        elif sign == ">":
            self.exchanges.append(Exchange(number, self._scene, (rest,), end=number + 1, replies=replies))
            self._scene = replace(self._scene, at=self._scene.at + timedelta(seconds=1))
        elif sign == "<" and follows and last:
            self.exchanges[-1] = replace(last, expected=(*last.expected, rest), end=number + 1)
        elif sign == "=":
            self._scene = self._set(number, rest.strip())
        elif line.strip() and sign != "#":
            what = "nothing was said before it" if sign == "<" else "begin the line with '>', '<', '=' or '#'"
            self._fault(number, what)

    def _set(self, number: int, words: str) -> Scene:
        """The scene with something changed."""
        verb, _, rest = words.partition(" ")
        try:
            if verb == "at" and (at := datetime.fromisoformat(rest.strip())).tzinfo:
                return replace(self._scene, at=at)
            if verb == "as" and rest.strip():
                return replace(self._scene, asker=rest.strip())
            if verb == "style":
                return replace(self._scene, style=Style(rest.strip()))
            if verb == "direct" and not rest:
                return replace(self._scene, room=None)
            if verb == "room":
                settings = yaml.safe_load(rest) or {}
                return replace(self._scene, room=RoomSettings.model_validate({"room": _ROOM} | settings))
        except (ValueError, TypeError, yaml.YAMLError, ValidationError):
            pass
        right = "'= at 2026-03-20T12:00:00Z', '= as ada', '= direct', '= style compact' or '= room {programme: gsoc-2026}'"
        self._fault(number, f"'{words}' sets nothing; write {right}")
        return self._scene

    def _fault(self, number: int, what: str) -> None:
        self.faults.append(Fault(f"{self.name}:{number}", "", what))


def _pattern(expected: str) -> str:
    """What a line that should come stands for."""
    if expected.strip() == ANYTHING:
        return r"(?:[^\n]*\n)*?"
    return r"[^\n]*".join(map(re.escape, expected.split(ANYTHING))) + "\n"
