"""`mentorix stats`: what was counted of questions."""

import asyncio

import typer

from bot import files
from bot.cli.options import CONFIG, ConfigOption
from bot.errors import UserError
from bot.phrasing import figures as phrasing


def stats(config: ConfigOption = CONFIG) -> None:
    """Tell which ideas are asked for and what is searched for in vain, as counts; the bot may be running."""
    from bot.cli.ledger import figures_of  # noqa: PLC0415  the database's libraries take half a second to load

    settings, catalogue = files.read_setup(config, [files.DATA])
    if not settings.count:
        raise UserError(phrasing.CANNOT)
    typer.echo(phrasing.stats(asyncio.run(figures_of(settings)), catalogue, settings.prefix).plain)
