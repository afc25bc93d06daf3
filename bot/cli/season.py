"""A programme's season as a file: `mentorix calendar` for calendar programs, `mentorix timeline` as a picture."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.almanac import calendar as calendar_file
from bot.cli.options import (
    CONFIG,
    AudienceOption,
    CatalogueOption,
    ConfigOption,
    NowOption,
    ProgrammeArgument,
    catalogue_of,
    instant,
    programme_of,
)
from bot.clock import utc_now
from bot.drawing.season import draw
from bot.errors import UserError
from bot.phrasing.season import in_words


def calendar(
    programme: ProgrammeArgument,
    config: ConfigOption = CONFIG,
    catalogue: CatalogueOption = None,
    audience: AudienceOption = None,
) -> None:
    """Write a programme's dates as a calendar file to standard output."""
    season = programme_of(catalogue_of(config, catalogue), programme)
    sys.stdout.buffer.write(calendar_file(season, audience or ()))


def timeline(
    programme: ProgrammeArgument,
    output: Annotated[Path, typer.Option("--output", "-o", help="The PNG file to write.")],
    config: ConfigOption = CONFIG,
    catalogue: CatalogueOption = None,
    audience: AudienceOption = None,
    now: NowOption = None,
) -> None:
    """Draw a programme's season as a picture, and print what it shows in words."""
    season = programme_of(catalogue_of(config, catalogue), programme)
    at = instant(now) or utc_now()
    try:
        output.write_bytes(draw(season, at, audience or ()))
    except OSError as error:
        raise UserError(f"{output} cannot be written: {error.strerror}") from error
    typer.echo(in_words(season, at, audience or ()))
