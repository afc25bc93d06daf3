"""Options that several commands share, and what they lead to."""

from collections.abc import Collection
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from bot import files
from bot.catalogue.model import Audience, Catalogue, Programme
from bot.catalogue.wording import suggestion
from bot.config import Style
from bot.errors import UserError

E = TypeVar("E", bound=StrEnum)

CATALOGUE = Path("catalogue")
"""Where the catalogue stands unless something else is said."""


class Format(StrEnum):
    """How remarks are written."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"


def choice(kind: type[E], name: str, told: str) -> Any:
    """An option that takes one of a few words; the library's own refusal begins with words for programmers."""

    def chosen(written: str) -> E:
        try:
            return kind(written)
        except ValueError as error:
            raise typer.BadParameter(f"'{written}' is none of {', '.join(kind)}") from error

    return typer.Option(name, help=told, parser=chosen, metavar=f"<{'|'.join(kind)}>")


CONFIG = Path("config.yaml")

_INSTANT = "2026-03-20T12:00:00Z"

ConfigOption = Annotated[Path, typer.Option("--config", help="The configuration file.")]
CatalogueOption = Annotated[
    Path | None, typer.Option("--catalogue", help="A catalogue folder, instead of the configured one.")
]
NowOption = Annotated[str | None, typer.Option("--now", help="The time to answer at, such as 2026-03-20T12:00:00Z.")]
AudienceOption = Annotated[
    list[Audience] | None,
    choice(Audience, "--audience", "Whose dates; can be given several times. Left out, everybody's."),
]
StyleOption = Annotated[Style | None, choice(Style, "--style", "Of the answers, as a room can choose it.")]
ProgrammeArgument = Annotated[str, typer.Argument(help="The id of a programme, such as gsoc-2026.")]


def catalogue_of(config: Path, catalogue: Path | None, places: Collection[str] = ()) -> Catalogue:
    """The catalogue asked for, the configured one, or the one in this folder; places that must be usable besides.

    Raises:
        SetupError: with every fault.
        UserError: none is asked for, and there is none here.
    """
    if catalogue:
        return files.read_catalogue(catalogue)
    if config != CONFIG or config.exists():
        return files.read_setup(config, places)[1]
    if not CATALOGUE.exists():
        raise UserError(
            f"there is neither {CONFIG} nor a folder '{CATALOGUE}' here; name one with --config or --catalogue"
        )
    return files.read_catalogue(CATALOGUE)


def programme_of(catalogue: Catalogue, key: str) -> Programme:
    """The programme of that id.

    Raises:
        UserError: there is none; names those there are.
    """
    if programme := catalogue.programme(key):
        return programme
    raise UserError(f"there is no programme '{key}'{suggestion(key, [each.id for each in catalogue.programmes])}")


def instant(written: str | None, option: str = "--now", right: str = _INSTANT) -> datetime | None:
    """The time that an option names; aware.

    Args:
        written: as it was typed.
        option: which names it.
        right: how it may be written.

    Raises:
        UserError: it is no time with a zone.
    """
    if not written:
        return None
    try:
        at = datetime.fromisoformat(written)
    except ValueError as error:
        raise UserError(f"{option}: '{written}' is no time; write it as {right}") from error
    if at.tzinfo is None:
        raise UserError(f"{option}: '{written}' has no zone; add Z for UTC")
    if not 1970 < at.year < 9000:
        raise UserError(f"{option}: '{written}' is too far away")
    return at


def day_or_instant(written: str | None, option: str) -> datetime | None:
    """The same, where a day alone means its first moment in UTC."""
    try:
        day = date.fromisoformat(written or "")
    except ValueError:
        return instant(written, option, f"2026-03-20 or {_INSTANT}")
    return instant(f"{day}T00:00:00Z", option)
