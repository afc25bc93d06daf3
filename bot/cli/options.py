"""Options that several commands share, and what they lead to."""

from collections.abc import Collection
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bot import files
from bot.catalogue.model import Audience, Catalogue, Programme
from bot.catalogue.wording import suggestion
from bot.config import Style
from bot.errors import UserError

CATALOGUE = Path("catalogue")
"""Where the catalogue stands unless something else is said."""


class Format(StrEnum):
    """How remarks are written."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"


CONFIG = Path("config.yaml")

ConfigOption = Annotated[Path, typer.Option("--config", help="The configuration file.")]
CatalogueOption = Annotated[
    Path | None, typer.Option("--catalogue", help="A catalogue folder, instead of the configured one.")
]
NowOption = Annotated[str | None, typer.Option("--now", help="The time to answer at, such as 2026-03-20T12:00:00Z.")]
AudienceOption = Annotated[
    list[Audience] | None,
    typer.Option(help="Whose dates; can be given several times. Left out, everybody's."),
]
StyleOption = Annotated[Style | None, typer.Option("--style", help="Of the answers, as a room can choose it.")]
ProgrammeArgument = Annotated[str, typer.Argument(help="The id of a programme, such as gsoc-2026.")]


def catalogue_of(config: Path, catalogue: Path | None, places: Collection[str] = ()) -> Catalogue:
    """The catalogue asked for, the configured one, or the one in this folder; places that must be usable besides."""
    if catalogue:
        return files.read_catalogue(catalogue)
    if config != CONFIG or config.exists():
        return files.read_setup(config, places)[1]
    return files.read_catalogue(CATALOGUE)


def programme_of(catalogue: Catalogue, key: str) -> Programme:
    """The programme of that id.

    Raises:
        UserError: there is none; names those there are.
    """
    if programme := catalogue.programme(key):
        return programme
    raise UserError(f"there is no programme '{key}'{suggestion(key, [each.id for each in catalogue.programmes])}")


def instant(written: str | None, option: str = "--now") -> datetime | None:
    """The time that an option names; aware.

    Raises:
        UserError: it is no time with a zone.
    """
    if not written:
        return None
    try:
        at = datetime.fromisoformat(written)
    except ValueError as error:
        raise UserError(f"{option}: '{written}' is no time; write it as 2026-03-20T12:00:00Z") from error
    if at.tzinfo is None:
        raise UserError(f"{option}: '{written}' has no zone; add Z for UTC")
    if not 1970 < at.year < 9000:
        raise UserError(f"{option}: '{written}' is too far away")
    return at


def day_or_instant(written: str | None, option: str) -> datetime | None:
    """The same, where a day alone means its first moment in UTC."""
    if written and len(written) == len("2026-03-20"):
        at = instant(f"{written}T00:00:00Z", option)
        return at and at.astimezone(UTC)
    return instant(written, option)
