"""`!set SETTING VALUE`: have it so in this room from now on; `default` as the value takes that back."""

import re
from collections.abc import Collection, Iterator
from zoneinfo import ZoneInfo

from bot.catalogue.model import Catalogue
from bot.catalogue.wording import quoted, suggestion
from bot.commands.command import Command, Request
from bot.deeds import Set, SetZone
from bot.errors import UserError
from bot.messages import Reply
from bot.phrasing import settings as phrasing
from bot.phrasing import zones
from bot.settings.typed import NONE, PERSONAL, SETTABLE, items, read, split, written
from bot.when.zones import zone_named

_AS_BEFORE = frozenset({"default", "defaults", "reset", "unset"})


def answer(request: Request) -> Reply:
    """Check a value and set it; without a value, tell the one that holds."""
    direct, prefix = request.message.direct, request.prefix
    names = (*PERSONAL, "zone") if direct else SETTABLE
    if not request.words.strip():
        raise UserError(phrasing.set_what(names, prefix))
    name, value = split(request.words)
    if name not in names:
        raise UserError(phrasing.not_in_direct(name, names))
    if direct and name == "zone":
        return _own_zone(request, value)
    chosen = {setting.name: setting for setting in request.kept.settings}
    told = phrasing.origin(name, request.room, request.kept.configured, chosen)
    if not value:
        return Reply(phrasing.one(name, request.room, told, prefix), repeatable=True)
    if value.casefold() in _AS_BEFORE:
        if name not in chosen:
            raise UserError(phrasing.not_set(name, written(getattr(request.room, name)), told))
        return Reply(phrasing.taken_back(name, request.kept.configured), repeatable=True, deed=Set(name, None))
    kept, before = read(name, _meant(request, name, value)), written(getattr(request.room, name))
    if name == "prefix" and kept != NONE:
        prefix = f"{kept} " if kept[0].isalnum() else kept
    return Reply(phrasing.changed(name, before, kept, prefix), repeatable=True, deed=Set(name, kept))


def _own_zone(request: Request, value: str) -> Reply:
    """In a conversation of two the zone is that of the person, everywhere."""
    if not value:
        own = request.kept.person.zone is not None
        return Reply(zones.present(request.zone, request.now, request.prefix, own=own), repeatable=True)
    zone = zone_named(value)
    said = zones.chosen(ZoneInfo(zone), request.now, len(request.kept.promises))
    return Reply(said, repeatable=True, deed=SetZone(zone))


def _meant(request: Request, name: str, value: str) -> str:
    """A value in the words of the configuration: ids of the catalogue, IANA zones, names of commands.

    Raises:
        UserError: there is no such thing.
    """
    match name:
        case "zone":
            return zone_named(value)
        case "programme":
            known = {programme.id for programme in request.catalogue.programmes}
            return value if value.casefold() == NONE else _known(_slug(value), known, "programme")
        case "organisations":
            wanted = items(name, value)
            return ", ".join(id_ for word in wanted for id_ in _pages(word, request.catalogue)) if wanted else NONE
        case "moderators_only":
            wanted = [word.casefold().removeprefix(request.prefix.strip()) for word in items(name, value)]
            return ", ".join(_verb(word, request.menu) for word in wanted) if wanted else NONE
    return value


def _pages(word: str, catalogue: Catalogue) -> Iterator[str]:
    """The ids of the pages that a word means: one by its id, or all of an organisation by its name."""
    small = word.casefold()
    by_name = [
        page.id
        for page in catalogue.organisations
        if small in {each.casefold() for each in (page.organisation, *page.aliases)}
    ]
    ids = {page.id for page in catalogue.organisations}
    if by_name and small not in ids:
        yield from by_name
    elif _slug(word) in ids:
        yield _slug(word)
    else:
        names = {page.organisation for page in catalogue.organisations}
        raise UserError(f"There is no page {quoted(word)}{suggestion(word, ids | names)}")


def _verb(word: str, menu: Collection[Command]) -> str:
    """The name of the command that a word means."""
    command = next((command for command in menu if word in command.verbs), None)
    return command.name if command else _known(word, {command.name for command in menu}, "command")


def _known(word: str, known: Collection[str], what: str) -> str:
    if word in known:
        return word
    raise UserError(f"There is no {what} {quoted(word)}{suggestion(word, known)}")


def _slug(words: str) -> str:
    """'GSoC 2026' → 'gsoc-2026', as ids are written."""
    return re.sub(r"[\s_]+", "-", words.strip().casefold())


COMMAND = Command(
    name="set",
    aliases=(),
    summary="have something another way in this room",
    usage="set SETTING VALUE",
    examples=("set style compact", "set quiet 22:00-07:00", "set style default"),
    answer=answer,
    moderators=True,
)
