"""The commands of the terminal; each hands its work to the module that knows it."""

import asyncio
import os
import signal
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot import __version__, files, logs
from bot.catalogue.model import Catalogue
from bot.cli import ask as asking
from bot.cli import chat as chatting
from bot.cli import credentials, season
from bot.cli.catalogue import app as catalogue_app
from bot.cli.options import CONFIG, CatalogueOption, ConfigOption, NowOption, StyleOption, catalogue_of, instant
from bot.cli.reminders import app as reminders_app
from bot.cli.stats import stats
from bot.cli.status import status
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
app.command()(stats)
app.command()(status)


def _version(wanted: bool) -> None:  # noqa: FBT001
    if wanted:
        typer.echo(f"mentorix {__version__}")
        raise typer.Exit


PIPED = {"ask", "calendar", "chat", "check"}
"""Commands without a network, which end like any filter when nobody reads on (`mentorix ask … | head -1`)."""


TokenFileOption = Annotated[
    Path | None, typer.Option(help="Take over the session of the token in this file, instead of a password.")
]
RecoveryOption = Annotated[
    bool, typer.Option("--recovery-key", help="Take the account's identity over; asks for its recovery key.")
]
NewRecoveryOption = Annotated[
    bool, typer.Option("--new-recovery-key", help="Keep the identity under a new recovery key, and show it.")
]
ResetOption = Annotated[
    bool,
    typer.Option(
        "--reset-identity",
        help="Replace the account's identity; whoever verified the bot is warned, and must verify it anew.",
    ),
]


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
    access_token_file: TokenFileOption = None,
    recovery_key: RecoveryOption = False,  # noqa: FBT002
    new_recovery_key: NewRecoveryOption = False,  # noqa: FBT002
    reset_identity: ResetOption = False,  # noqa: FBT002
) -> None:
    """Log in once; the session is kept in the data folder. Exits with 1 where others would not trust the device."""
    from bot.cli import login as logging_in  # noqa: PLC0415  the Matrix library takes half a second to load

    token = os.environ.get("MENTORIX_ACCESS_TOKEN") or (
        files.read_secret(access_token_file) if access_token_file else None
    )
    settings = files.read_config(config, [files.DATA] if token else credentials.needed())
    folder = DataFolder(settings.data_dir)
    folder.hold()
    if reset_identity:
        _confirm_reset(settings)
    recovery = credentials.recovery_key() if recovery_key else None
    wishes = logging_in.Wishes(token, recovery, reset_identity, new_recovery_key)
    secret = credentials.pickle_key(folder) or folder.make_pickle_key()
    password = cache(lambda: credentials.asked_password(settings))
    outcome = asyncio.run(logging_in.Login(settings, folder, secret, password, wishes).run())
    for line in outcome.said:
        typer.echo(line)
    if outcome.wrong:
        typer.echo(f"mentorix: {outcome.wrong}", err=True)
        raise typer.Exit(1)


@app.command()
def run(
    config: ConfigOption = CONFIG,
    log_json: Annotated[bool, typer.Option("--log-json", help="Log JSON lines.")] = False,  # noqa: FBT002
) -> None:
    """Run the bot until interrupted."""
    from bot.app import App  # noqa: PLC0415  everything that serves takes a second to load

    logs.configure(json=log_json)
    settings, catalogue = files.read_setup(config, credentials.needed())
    folder = DataFolder(settings.data_dir)
    folder.hold()

    def reread() -> Catalogue:
        return files.read_setup(config)[1]

    secret, password = credentials.pickle_key(folder) or "", credentials.password(settings)
    asyncio.run(_until_interrupted(App(settings, catalogue, folder, secret, password, reread)))


@app.command()
def check(config: ConfigOption = CONFIG, catalogue: CatalogueOption = None) -> None:
    """Check configuration and catalogue, or one catalogue alone; print every fault and exit 2 if there is one."""
    found = catalogue_of(config, catalogue, credentials.needed())
    ideas = sum(len(organisation.ideas) for organisation in found.organisations)
    pages, programmes = len(found.organisations), len(found.programmes)
    typer.echo(f"No faults: {_count(pages, 'page')}, {_count(ideas, 'idea')}, {_count(programmes, 'programme')}.")
    if catalogue is None and config == CONFIG and not config.exists():
        typer.echo("There is no config.yaml here yet; only the catalogue was checked.")


@app.command()
def chat(
    config: ConfigOption = CONFIG,
    catalogue: CatalogueOption = None,
    now: NowOption = None,
    style: StyleOption = None,
) -> None:
    """Talk to the bot in this terminal; no homeserver is needed."""
    at = instant(now)
    chatting.chat(catalogue_of(config, catalogue), (lambda: at) if at else utc_now, style=style)


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="A question in plain words, or a command.")] = None,
    config: ConfigOption = CONFIG,
    catalogue: CatalogueOption = None,
    now: NowOption = None,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="Read questions from standard input as JSON lines.")] = False,  # noqa: FBT002
    explain: Annotated[bool, typer.Option("--explain", help="Tell how the answer came about.")] = False,  # noqa: FBT002
    style: StyleOption = None,
) -> None:
    """Ask one question, or many."""
    found, at = catalogue_of(config, catalogue), instant(now) or utc_now()
    if jsonl:
        raise typer.Exit(asking.ask_lines(sys.stdin, sys.stdout, found, at))
    if not question:
        raise UserError('what do you want to ask? For example: mentorix ask "who mentors virtiofsd?"')
    typer.echo(asking.ask_once(question, found, at, explain=explain, style=style))


@app.command("test")
def conversations(
    paths: Annotated[
        list[Path], typer.Argument(help="Files of conversations; docs/conversations.md shows their form.")
    ],
    config: ConfigOption = CONFIG,
    catalogue: CatalogueOption = None,
    write: Annotated[bool, typer.Option("--write", help="Put what came in place of what did not fit.")] = False,  # noqa: FBT002
    style: StyleOption = None,
) -> None:
    """Play conversations without a homeserver, and show answers that are not as they should be."""
    from bot.cli.conversations import test  # noqa: PLC0415  only this needs it

    raise typer.Exit(test(paths, catalogue_of(config, catalogue), write=write, style=style))


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _confirm_reset(config: Config) -> None:
    """Ask once more where there is somebody to ask; a script that gives the option means it."""
    if sys.stdin.isatty():
        typer.echo(f"This replaces the identity of {config.user_id}. Whoever verified it is warned, and can neither")
        typer.echo("write to the bot nor read it in encrypted rooms until they verify it anew.")
        typer.confirm("Replace it?", abort=True)


async def _until_interrupted(bot: "App") -> None:
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    await bot.run(stop)
