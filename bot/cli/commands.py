"""The commands of the terminal; each hands its work to the module that knows it."""

import asyncio
import os
import signal
import sys
from getpass import getpass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot import __version__, files, logs
from bot.cli import ask as asking
from bot.cli import chat as chatting
from bot.cli import season
from bot.cli.catalogue import app as catalogue_app
from bot.cli.options import CONFIG, CatalogueOption, ConfigOption, NowOption, catalogue_of, instant
from bot.cli.reminders import app as reminders_app
from bot.clock import utc_now
from bot.config import Config
from bot.data_folder import DataFolder
from bot.errors import UserError

if TYPE_CHECKING:
    from bot.app import App

app = typer.Typer(help="A Matrix bot for mentoring programmes.", no_args_is_help=True, pretty_exceptions_enable=False)
app.add_typer(catalogue_app, name="catalogue")
app.add_typer(reminders_app, name="reminders")
app.command()(season.calendar)
app.command()(season.timeline)


def _version(wanted: bool) -> None:  # noqa: FBT001
    if wanted:
        typer.echo(f"mentorix {__version__}")
        raise typer.Exit


PIPED = {"ask", "calendar", "chat", "check"}
"""Commands without a network, which end like any filter when nobody reads on (`mentorix ask … | head -1`)."""


@app.callback()
def root(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Show it.")] = False,  # noqa: FBT002
) -> None:
    """Answer questions about project ideas, and remind of deadlines."""
    del version
    if context.invoked_subcommand in PIPED:
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)


@app.command()
def login(
    config: ConfigOption = CONFIG,
    access_token_file: Annotated[
        Path | None, typer.Option(help="Take over the session of the token in this file, instead of a password.")
    ] = None,
) -> None:
    """Log in once; the session is kept in the data folder."""
    from bot.cli import login as logging_in  # noqa: PLC0415  the Matrix library takes half a second to load

    token = os.environ.get("MENTORIX_ACCESS_TOKEN") or (
        files.read_secret(access_token_file) if access_token_file else None
    )
    settings = files.read_config(config, [files.DATA] if token else _needed())
    folder = DataFolder(settings.data_dir)
    folder.hold()
    say = asyncio.run(logging_in.login(settings, folder, token, lambda: _password(settings) or _asked(settings)))
    typer.echo(say)


@app.command()
def run(
    config: ConfigOption = CONFIG,
    log_json: Annotated[bool, typer.Option("--log-json", help="Log JSON lines.")] = False,  # noqa: FBT002
) -> None:
    """Run the bot until interrupted."""
    from bot.app import App  # noqa: PLC0415  everything that serves takes a second to load

    logs.configure(json=log_json)
    settings, catalogue = files.read_setup(config, _needed())
    folder = DataFolder(settings.data_dir)
    folder.hold()
    asyncio.run(_until_interrupted(App(settings, catalogue, folder, _password(settings))))


@app.command()
def check(config: ConfigOption = CONFIG, catalogue: CatalogueOption = None) -> None:
    """Check configuration and catalogue, or one catalogue alone; print every fault and exit 2 if there is one."""
    found = catalogue_of(config, catalogue, _needed())
    ideas = sum(len(organisation.ideas) for organisation in found.organisations)
    pages, programmes = len(found.organisations), len(found.programmes)
    typer.echo(f"No faults: {_count(pages, 'page')}, {_count(ideas, 'idea')}, {_count(programmes, 'programme')}.")
    if catalogue is None and config == CONFIG and not config.exists():
        typer.echo("There is no config.yaml here yet; only the catalogue was checked.")


@app.command()
def chat(config: ConfigOption = CONFIG, catalogue: CatalogueOption = None, now: NowOption = None) -> None:
    """Talk to the bot in this terminal; no homeserver is needed."""
    at = instant(now)
    chatting.chat(catalogue_of(config, catalogue), (lambda: at) if at else utc_now)


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="A question in plain words, or a command.")] = None,
    config: ConfigOption = CONFIG,
    catalogue: CatalogueOption = None,
    now: NowOption = None,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="Read questions from standard input as JSON lines.")] = False,  # noqa: FBT002
    explain: Annotated[bool, typer.Option("--explain", help="Tell how the answer came about.")] = False,  # noqa: FBT002
) -> None:
    """Ask one question, or many."""
    found, at = catalogue_of(config, catalogue), instant(now) or utc_now()
    if jsonl:
        raise typer.Exit(asking.ask_lines(sys.stdin, sys.stdout, found, at))
    if not question:
        raise UserError('what do you want to ask? For example: mentorix ask "who mentors virtiofsd?"')
    typer.echo(asking.ask_once(question, found, at, explain=explain))


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _needed() -> tuple[str, ...]:
    """The places a running bot needs; the password's file is not read where the environment has the password."""
    return (files.DATA,) if os.environ.get("MENTORIX_PASSWORD") else (files.DATA, files.PASSWORD)


def _password(config: Config) -> str | None:
    """From the environment or the configured file."""
    if password := os.environ.get("MENTORIX_PASSWORD"):
        return password
    return files.read_secret(config.password_file) if config.password_file else None


def _asked(config: Config) -> str:
    if not sys.stdin.isatty():
        raise UserError("no password: set MENTORIX_PASSWORD, or password_file in the configuration")
    return getpass(f"Password of {config.user_id}: ")


async def _until_interrupted(bot: "App") -> None:
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    await bot.run(stop)
