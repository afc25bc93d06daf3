"""What a command is, and what it is handed: it takes a request and returns a reply; it never sends."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.catalogue.model import Catalogue, Idea, Organisation, Programme
from bot.config import RoomSettings
from bot.errors import UserError
from bot.matching.matcher import Matcher
from bot.matching.strangers import strange_name, strange_season
from bot.matching.verdict import Aspect
from bot.messages import Asked, Choices, Message, Reply
from bot.personal import Kept
from bot.phrasing.absences import Attendance
from bot.tongue import _

_NUMBER = re.compile(r"^#?(\d{1,3})[.)]?$")


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody asks of a command.

    Attributes:
        words: what follows the verb; the whole sentence where it was plain words.
        message: what was said, by whom and where.
        kept: what is kept of the asker and the room.
        room: the settings of the room it was asked in.
        now: the present; aware.
        catalogue: everything that is known.
        matcher: finds what is meant in it.
        prefix: what commands begin with here, for words that tell what to type.
        menu: all commands, for help.
        aspect: the field of an idea that was asked for, if one was.
        choices: what a number or "more" refers to, if anything.
        asked: what this person asked last in this room, if it is still known.
        home: the page of the idea that is spoken of, where the words may be about that page.
    """

    words: str
    message: Message
    kept: Kept
    room: RoomSettings
    now: datetime
    catalogue: Catalogue
    matcher: Matcher
    prefix: str
    menu: tuple["Command", ...] = ()
    aspect: Aspect | None = None
    choices: Choices | None = None
    asked: Asked | None = None
    home: Organisation | None = None

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which the asker reads times: their own, else the room's."""
        return ZoneInfo(self.kept.person.zone) if self.kept.person.zone else self.room.tz

    @property
    def homes(self) -> tuple[Organisation, ...]:
        """The pages that this room asks about."""
        wanted = self.room.organisations
        return tuple(home for home in self.catalogue.organisations if not wanted or home.id in wanted)

    @property
    def scope(self) -> frozenset[str]:
        """The ids of those pages; empty for all."""
        return frozenset(self.room.organisations)

    @property
    def pages(self) -> frozenset[str]:
        """The ids of the pages that may be meant by a question about a page; empty for all."""
        if self.home is None:
            return self.scope
        name = self.home.organisation
        return frozenset(home.id for home in self.catalogue.organisations if home.organisation == name)

    @property
    def there(self) -> Attendance:
        """Which mentors are away or full."""
        return Attendance(self.kept.absences, self.zone)

    @property
    def season(self) -> Programme:
        """The programme that the words name, else the room's, else the newest.

        Raises:
            UserError: the words name one that is not known, or none is known.
        """
        known = self.catalogue.programmes
        stranger = strange_name(self.words, self.catalogue, sentence=False)
        if unknown := strange_season(self.words, self.catalogue) or stranger:
            have = ", ".join(map(called, known)) or _("no season")
            raise UserError(_("I have no dates of {season}, only of {seasons}.").format(season=unknown, seasons=have))
        named = self.matcher.dates(self.words, self.scope).programme or self.catalogue.programme(self.words.strip())
        found = named or self.catalogue.programme(self.room.programme) or max(known, key=_year, default=None)
        if found is None:
            raise UserError(_("I know no programme's dates."))
        return found

    def homed(self, ideas: Iterable[Idea]) -> list[tuple[Idea, Organisation]]:
        """The ideas with their pages."""
        return [(idea, self.catalogue.home_of(idea)) for idea in ideas]

    def chosen(self) -> Idea | None:
        """The idea that a number refers to; None where the words are no number.

        Raises:
            UserError: it is a number, and there is no list, or none so long.
        """
        number = _NUMBER.match(self.words.strip())
        if not number:
            return None
        place = int(number[1])
        if self.choices is None:
            none = _("There is no list of yours (any more) to take number {number} from.")
            some = _("{prefix}ideas shows one; or ask with words, such as {prefix}idea fanotify.")
            raise UserError(f"{none.format(number=place)} {some.format(prefix=self.prefix)}")
        if not 1 <= place <= len(self.choices.ideas):
            none = _("Your list has no number {number}; it goes from 1 to {last}.")
            raise UserError(none.format(number=place, last=len(self.choices.ideas)))
        return self.choices.ideas[place - 1]


def called(programme: Programme) -> str:
    """A season's short name: 'GSoC 2026'."""
    return f"{programme.short} {programme.year}"


def _year(programme: Programme) -> int:
    return programme.year


@dataclass(frozen=True, slots=True)
class Command:
    """A line of the menu.

    Attributes:
        name: the verb.
        aliases: other verbs for it, also in rooms where other bots live; so only few.
        summary: what it does, in a phrase.
        usage: how one types it, without the prefix.
        examples: whole questions that it answers, without the prefix.
        answer: the command itself.
        free: any words may follow; otherwise only those of the menu, so that in plain speech "help me find a
            project" does not ask for help about "me".
        moderators: it changes the room for everybody, so only its moderators may use it.
    """

    name: str
    aliases: tuple[str, ...]
    summary: str
    usage: str
    examples: tuple[str, ...]
    answer: Callable[[Request], Reply]
    free: bool = True
    moderators: bool = False

    @property
    def verbs(self) -> tuple[str, ...]:
        """All that it is called."""
        return (self.name, *self.aliases)
