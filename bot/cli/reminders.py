"""The commands for reminders: `mentorix reminders …`: what will be said, what was said, and a season rehearsed."""

import asyncio
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from bot import files, logs
from bot.catalogue.model import Programme
from bot.cli.options import (
    CONFIG,
    CatalogueOption,
    ConfigOption,
    NowOption,
    ProgrammeArgument,
    catalogue_of,
    day_or_instant,
    instant,
    programme_of,
)
from bot.clock import utc_now
from bot.config import RoomSettings
from bot.errors import UserError
from bot.phrasing import plan as phrasing
from bot.phrasing.reminders import LATE_AFTER
from bot.phrasing.reminders import reminder as words_of
from bot.rehearsal import Post, concerns
from bot.timeline import Reminder, reminders

app = typer.Typer(help="See what rooms will be told, and what they were told.", no_args_is_help=True)

STAND_IN = "#rehearsal:example.org"
"""The room of a rehearsal where the configuration has none for the programme."""

FromOption = Annotated[
    str | None, typer.Option("--from", help="A day or a time, such as 2026-03-01; by default now.")
]
FirstOption = Annotated[
    str | None, typer.Option("--from", help="A day or a time, such as 2026-03-01; by default the first.")
]
ToOption = Annotated[str | None, typer.Option("--to", help="A day or a time before which; by default all.")]


@app.command()
def plan(config: ConfigOption = CONFIG, begin: FromOption = None, end: ToOption = None) -> None:
    """Show what will be said where, in which words, at which local time. Days begin at midnight in UTC."""
    from bot.cli.ledger import rooms_of  # noqa: PLC0415  the database's libraries take half a second to load

    settings, catalogue = files.read_setup(config)
    rooms = asyncio.run(rooms_of(settings))
    if not rooms:
        raise UserError("the configuration has no rooms, so nothing will be said anywhere")
    since, until = day_or_instant(begin, "--from") or utc_now(), day_or_instant(end, "--to")
    ahead = [each for each in reminders(catalogue, rooms) if since <= each.due and _before(each.due, until)]
    for room in rooms:
        own = [each for each in ahead if each.room == room.room]
        typer.echo(phrasing.room(room.room, room.tz, len(own)))
        for each in own:
            typer.echo("\n" + phrasing.post(each.due, each.zone, words_of(each, each.due).plain))
        typer.echo()


@app.command()
def ledger(config: ConfigOption = CONFIG, begin: FirstOption = None, end: ToOption = None) -> None:
    """Show what became of each reminder: when it was said, how late, and where. Days begin at midnight in UTC."""
    from bot.cli.ledger import ledger_of  # noqa: PLC0415  the database's libraries take half a second to load

    settings = files.read_config(config)
    since, until = day_or_instant(begin, "--from"), day_or_instant(end, "--to")
    rows = asyncio.run(ledger_of(settings))
    for row in rows:
        entry = row.entry
        if (since is None or since <= entry.due) and _before(entry.due, until):
            late = phrasing.lateness(entry.due, entry.since) if entry.event_id else ""
            typer.echo(phrasing.entry(entry.due, row.room, entry.standing, (late, entry.reason, row.link), row.words))


@app.command()
def rehearse(
    programme: ProgrammeArgument,
    config: ConfigOption = CONFIG,
    catalogue: CatalogueOption = None,
    speed: Annotated[
        float | None,
        typer.Option(min=1, help="Seconds of the season for each second you watch; left out, it goes at once."),
    ] = None,
    now: NowOption = None,
) -> None:
    """Let a whole season pass offline against a false clock, and say what is worth a second look."""
    from bot.cli.rehearsing import rehearse as rehearse_season  # noqa: PLC0415  it brings the database's libraries

    logs.configure(json=False, only_errors=True)
    known = catalogue_of(config, catalogue)
    season = programme_of(known, programme)
    planned = reminders(known, _rooms(config, catalogue, season))
    posts = asyncio.run(rehearse_season(planned, speed, _tell))
    late = sum(post.at - post.reminder.due >= LATE_AFTER for post in posts)
    typer.echo(phrasing.counted(len(planned), len(posts), late))
    for concern in concerns(posts, season, instant(now) or utc_now()):
        typer.echo(f"warning: {concern}")
    if _keys(post.reminder for post in posts) != _keys(planned):
        raise typer.Exit(1)


def _tell(post: Post) -> None:
    reminder = post.reminder
    typer.echo(phrasing.said(post.at, reminder.room, reminder.zone, post.words) + "\n")


def _keys(reminders_: Iterable[Reminder]) -> list[str]:
    return sorted(each.key for each in reminders_)


def _rooms(config: Path, catalogue: Path | None, programme: Programme) -> list[RoomSettings]:
    """The rooms that follow the programme; where there is none, one with the settings by default."""
    configured = () if catalogue or not config.exists() else files.read_config(config).rooms
    following = [room for room in configured if room.programme == programme.id]
    return following or [RoomSettings(room=STAND_IN, programme=programme.id)]


def _before(due: datetime, end: datetime | None) -> bool:
    return end is None or due < end
