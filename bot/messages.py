"""Message in, Reply out: what an asker said and what we answer; no Matrix types."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from bot.catalogue.model import Idea, Person
from bot.deeds import Deed
from bot.markup import Markup


@dataclass(frozen=True, slots=True)
class Message:
    """What somebody said.

    Attributes:
        key: identifies the message for ever; the answer's identity derives from it (Matrix: the event id).
        room: opaque id of the conversation.
        sender: opaque id of the person.
        text: the words, without the quoted part of a reply and without the bot's name at the front.
        at: when it was said; aware, UTC, by the server's clock.
        direct: said in a conversation of two.
        addressed: the bot was mentioned by name.
        thread: opaque id of the thread it was said in, if any.
        address: a web address under which people in the conversation find it again; empty where there is none.
        edits: the key of the message that it corrects; None of one that stands for itself.
        replies_to: the key of the message that it replies to, if it replies to one.
        about: the question that the message it replies to has answered, where that was an answer of ours.
    """

    key: str
    room: str
    sender: str
    text: str
    at: datetime
    direct: bool = False
    addressed: bool = False
    thread: str | None = None
    address: str = ""
    edits: str | None = None
    replies_to: str | None = None
    about: "Message | None" = None

    def in_direct(self) -> "Message":
        """The same, said in a conversation of two."""
        return replace(self, direct=True)


@dataclass(frozen=True, slots=True)
class Reaction:
    """A sign that somebody put under a message.

    Attributes:
        key: identifies the reaction for ever (Matrix: the event id).
        room: opaque id of the conversation.
        sender: opaque id of the person.
        target: identifies the message it stands under.
        sign: what it is, such as "🔔"; without variation selectors.
        at: when it was put there; aware, UTC, by the server's clock.
        direct: in a conversation of two.
    """

    key: str
    room: str
    sender: str
    target: str
    sign: str
    at: datetime
    direct: bool = False


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with an answer; where it cannot be sent, the words stand alone.

    Attributes:
        name: of the file, with its ending.
        media_type: such as `image/png`.
        make: makes its content; may take a while, so it is called beside the event loop.
        size: width and height in pixels of a picture; None of another file.
    """

    name: str
    media_type: str
    make: Callable[[], bytes]
    size: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Named:
    """What an answer names, apart from its wording, for scripts and measurements.

    Attributes:
        ideas: best first; empty when nothing was found (mere suggestions do not count).
        mentors: the people the answer names as mentors.
        dates: the dates it tells, the one asked for first; aware datetimes, or dates where no hour is known.
    """

    ideas: tuple[Idea, ...] = ()
    mentors: tuple[Person, ...] = ()
    dates: tuple[datetime | date, ...] = ()


@dataclass(frozen=True, slots=True)
class Choices:
    """What a number or "more" refers to after this answer.

    Attributes:
        verb: the command which takes the number, such as `idea` or `mentor`.
        ideas: the whole list in the order shown.
        shown: how many of them were shown so far.
        heading: the words above the list, repeated on later pages.
    """

    verb: str
    ideas: tuple[Idea, ...]
    shown: int
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked of which command, for those who want the answer explained.

    Attributes:
        verb: the command's name.
        words: what it was asked.
    """

    verb: str
    words: str


@dataclass(frozen=True, slots=True)
class Missed:
    """A search for an idea that found none, for those who count.

    Attributes:
        words: what was searched for.
        nearest: the nearest idea, if one is near.
    """

    words: str
    nearest: Idea | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer.

    Attributes:
        body: the words.
        named: what the words name.
        choices: what a following number or `!more` refers to; None leaves earlier choices as they are.
        repeatable: the same question soon again gets the same answer rather than a pointer to this one.
        attachment: a file that goes with it.
        deed: what it does; unless that is done, it must not be said.
        missed: the search that found nothing, where this says so.
    """

    body: Markup
    named: Named = field(default_factory=Named)
    choices: Choices | None = None
    repeatable: bool = False
    attachment: Attachment | None = None
    deed: Deed | None = None
    missed: Missed | None = None
