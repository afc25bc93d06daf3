"""The commands of the terminal; each hands its work to the module that knows it."""

import asyncio
import os
import signal
import sys
from datetime import datetime
from getpass import getpass
from pathlib import Path
from typing import Annotated

import typer

from bot import __version__, files, logs
from bot.app import App, utc_now
from bot.catalogue.lint import FAULT
from bot.catalogue.model import Catalogue
from bot.cli import ask as asking
from bot.cli import chat as chatting
from bot.cli import drafting, importing
from bot.cli import lint as linting
from bot.cli import login as logging_in
from bot.config import Config
from bot.data_folder import DataFolder
from bot.errors import UserError

app = typer.Typer(help="A Matrix bot for mentoring programmes.", no_args_is_help=True, pretty_exceptions_enable=False)
catalogue_app = typer.Typer(help="Work with catalogue files.", no_args_is_help=True)
app.add_typer(catalogue_app, name="catalogue")

CONFIG = Path("config.yaml")
CATALOGUE = Path("catalogue")

ConfigOption = Annotated[Path, typer.Option("--config", help="The configuration file.")]
CatalogueOption = Annotated[
    Path | None, typer.Option("--catalogue", help="A catalogue folder, instead of the configured one.")
]
NowOption = Annotated[str | None, typer.Option("--now", help="The time to answer at, such as 2026-03-20T12:00:00Z.")]


def _version(wanted: bool) -> None:  # noqa: FBT001
    if wanted:
        typer.echo(f"mentorix {__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Show it.")] = False,  # noqa: FBT002
) -> None:
    """Answer questions about project ideas, and remind of deadlines."""
    del version


@app.command()
def login(
    config: ConfigOption = CONFIG,
    access_token_file: Annotated[
        Path | None, typer.Option(help="Take over the session of the token in this file, instead of a password.")
    ] = None,
) -> None:
    """Log in once; the session is kept in the data folder."""
    settings = files.read_config(config)
    folder = DataFolder(settings.data_dir)
    folder.hold()
    token = os.environ.get("MENTORIX_ACCESS_TOKEN") or (
        files.read_secret(access_token_file) if access_token_file else None
    )
    say = asyncio.run(logging_in.login(settings, folder, token, lambda: _password(settings) or _asked(settings)))
    typer.echo(say)


@app.command()
def run(
    config: ConfigOption = CONFIG,
    log_json: Annotated[bool, typer.Option("--log-json", help="Log JSON lines.")] = False,  # noqa: FBT002
) -> None:
    """Run the bot until interrupted."""
    logs.configure(json=log_json)
    settings, catalogue = files.read_setup(config)
    folder = DataFolder(settings.data_dir)
    folder.hold()
    asyncio.run(_until_interrupted(App(settings, catalogue, folder, _password(settings))))


@app.command()
def check(config: ConfigOption = CONFIG, catalogue: CatalogueOption = None) -> None:
    """Check configuration and catalogue, or one catalogue alone; print every fault and exit 2 if there is one."""
    found = _catalogue(config, catalogue)
    ideas = sum(len(organisation.ideas) for organisation in found.organisations)
    pages, programmes = len(found.organisations), len(found.programmes)
    typer.echo(f"No faults: {_count(pages, 'page')}, {_count(ideas, 'idea')}, {_count(programmes, 'programme')}.")
    if catalogue is None and config == CONFIG and not config.exists():
        typer.echo("There is no config.yaml here yet; only the catalogue was checked.")


@app.command()
def chat(config: ConfigOption = CONFIG, catalogue: CatalogueOption = None, now: NowOption = None) -> None:
    """Talk to the bot in this terminal; no homeserver is needed."""
    at = _instant(now)
    chatting.chat(_catalogue(config, catalogue), (lambda: at) if at else utc_now)


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
    found, at = _catalogue(config, catalogue), _instant(now) or utc_now()
    if jsonl:
        raise typer.Exit(asking.ask_lines(sys.stdin, sys.stdout, found, at))
    if not question:
        raise UserError('what do you want to ask? For example: mentorix ask "who mentors virtiofsd?"')
    typer.echo(asking.ask_once(question, found, at, explain=explain))


@catalogue_app.command()
def schema(
    kind: Annotated[
        str | None, typer.Argument(help="'organisation' or 'programme'; left out, both are written.")
    ] = None,
    folder: Annotated[Path, typer.Option("--output", help="The folder to write the files into.")] = CATALOGUE,
) -> None:
    """Print a JSON Schema, or write both beside the catalogue for editors."""
    if kind:
        typer.echo(files.schema_text(kind), nl=False)
        return
    for path in files.write_schemas(folder):
        typer.echo(f"written: {path}")


@catalogue_app.command()
def lint(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(help="Catalogue folders, or files in one; left out, this folder's catalogue."),
    ] = None,
    form: Annotated[
        linting.Format, typer.Option("--format", help="For people, for programs, or as annotations on GitHub.")
    ] = linting.Format.TEXT,
    ignore: Annotated[list[str] | None, typer.Option(help="A rule to leave out; can be given several times.")] = None,
    online: Annotated[bool, typer.Option("--online", help="Also fetch pages to find dead anchors.")] = False,  # noqa: FBT002
) -> None:
    """Say what a good admin would notice in files without a fault; exit 1 if there is something, 2 for faults."""
    found, unseen = linting.lint(paths or [CATALOGUE], ignore or [], online=online)
    typer.echo(linting.written(found, form), nl=False)
    for each in unseen:
        typer.echo(f"not looked at: {each}", err=True)
    if found:
        raise typer.Exit(2 if any(each.rule == FAULT for each in found) else 1)


@catalogue_app.command(name="import")
def import_pages(
    sources: Annotated[
        list[str], typer.Argument(help="Ideas pages: files, folders, addresses, or - for standard input.")
    ],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="The organisation's file to write, or to bring up to date.")
    ] = None,
    organisation: Annotated[str | None, typer.Option(help="Its name; a new file needs it.")] = None,
    page: Annotated[str | None, typer.Option(help="Where the page is published, if SOURCES are no address.")] = None,
    programme: Annotated[str | None, typer.Option(help="The id of its programme in the catalogue.")] = None,
    year: Annotated[int | None, typer.Option(help="The season, if the page names none.")] = None,
    check: Annotated[bool, typer.Option("--check", help="Write nothing; exit 1 if the page changed.")] = False,  # noqa: FBT002
    form: Annotated[
        str | None, typer.Option("--format", help="'json' for programs; without -o there is no other.")
    ] = None,
) -> None:
    """Read an organisation's ideas page into a file to review, or pages as JSON; exit 1 if one could not be read."""
    if form not in {None, "json"}:
        raise UserError(f"there is no format '{form}'; choose json")
    faults: list[str] = []
    if output is None:
        for line, fault in importing.json_lines(sources):
            faults += [fault] if fault else []
            typer.echo(line if fault is None else fault, err=fault is not None)
        raise typer.Exit(1 if faults else 0)
    of = drafting.whose(output, organisation, page or drafting.address_in(sources), programme, year)
    found = drafting.only_page(sources)
    if isinstance(found, UserError):
        typer.echo(found, err=True)
        raise typer.Exit(1)
    done = drafting.write(found, of, output, only_look=check)
    typer.echo(drafting.in_words(done, output, as_json=form == "json"), nl=False)
    for each in (*done.kept, *done.left_out):
        typer.echo(each, err=True)
    raise typer.Exit(1 if check and done.drift else 0)


def _catalogue(config: Path, catalogue: Path | None) -> Catalogue:
    """The catalogue asked for, the configured one, or the one in this folder."""
    if catalogue:
        return files.read_catalogue(catalogue)
    if config != CONFIG or config.exists():
        return files.read_setup(config)[1]
    return files.read_catalogue(CATALOGUE)


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _instant(written: str | None) -> datetime | None:
    if not written:
        return None
    try:
        at = datetime.fromisoformat(written)
    except ValueError as error:
        raise UserError(f"--now: '{written}' is no time; write it as 2026-03-20T12:00:00Z") from error
    if at.tzinfo is None:
        raise UserError(f"--now: '{written}' has no zone; add Z for UTC")
    if not 1970 < at.year < 9000:
        raise UserError(f"--now: '{written}' is too far away")
    return at


def _password(config: Config) -> str | None:
    """From the environment or the configured file."""
    if password := os.environ.get("MENTORIX_PASSWORD"):
        return password
    return files.read_secret(config.password_file) if config.password_file else None


def _asked(config: Config) -> str:
    if not sys.stdin.isatty():
        raise UserError("no password: set MENTORIX_PASSWORD, or password_file in the configuration")
    return getpass(f"Password of {config.user_id}: ")


async def _until_interrupted(bot: App) -> None:
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    await bot.run(stop)
