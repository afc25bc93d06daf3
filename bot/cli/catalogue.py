"""The commands for catalogue files: `mentorix catalogue …`; each hands its work to the module that knows it."""

from pathlib import Path
from typing import Annotated

import typer

from bot import files
from bot.catalogue.lint import FAULT
from bot.cli.options import CATALOGUE, Format, choice
from bot.errors import UserError

app = typer.Typer(help="Work with catalogue files.", no_args_is_help=True)

Online = Annotated[bool, typer.Option("--online", help="Also fetch pages, to find dead links and anchors.")]
FormOption = Annotated[str | None, typer.Option("--format", help="'text' for people, 'json' for programs.")]


@app.command()
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


@app.command()
def lint(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(help="Catalogue folders, or files in one; left out, this folder's catalogue."),
    ] = None,
    form: Annotated[
        Format, choice(Format, "--format", "For people, for programs, or as annotations on GitHub.")
    ] = Format.TEXT,
    ignore: Annotated[list[str] | None, typer.Option(help="A rule to leave out; can be given several times.")] = None,
    online: Online = False,  # noqa: FBT002
) -> None:
    """Say what a good admin would notice in files without a fault; exit 1 if there is something, 2 for faults."""
    from bot.cli import lint as linting  # noqa: PLC0415  the readers of pages take half a second to load

    found, unseen = linting.lint(paths or [CATALOGUE], ignore or [], online=online)
    typer.echo(linting.written(found, form), nl=False)
    for each in unseen:
        typer.echo(f"not looked at: {each}", err=True)
    if found:
        raise typer.Exit(2 if any(each.rule == FAULT for each in found) else 1)


@app.command(name="accept-aliases")
def accept_aliases(
    suggestions: Annotated[
        Path, typer.Argument(help="The file of accepted names, `aliases.yaml` in the bot's data folder.")
    ],
    folder: Annotated[Path, typer.Option("--catalogue", help="The folder whose files are changed.")] = CATALOGUE,
) -> None:
    """Take other names of ideas that were accepted by a reaction into the catalogue's files."""
    from bot.cli.aliases import accept  # noqa: PLC0415  only this needs it

    for line in accept(suggestions, folder):
        typer.echo(line)


@app.command(name="drift")
def tell_drift(
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Catalogue folders, or organisations' files with a `source`.")
    ] = None,
    form: FormOption = None,
) -> None:
    """Tell what changed on the pages that files come from; exit 1 if one changed, 3 if one could not be read."""
    from bot.cli import drift  # noqa: PLC0415  the readers of pages take half a second to load

    looked = drift.drifts(paths or [CATALOGUE])
    typer.echo(drift.in_words(looked, as_json=_is_json(form)), nl=False)
    for each in looked:
        if each.fault:
            typer.echo(f"{each.file}: {each.fault}", err=True)
    raise typer.Exit(drift.exit_code(looked))


@app.command(name="import")
def import_pages(
    sources: Annotated[
        list[str], typer.Argument(help="Ideas pages: files, folders, addresses, or - for standard input.")
    ],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", help="The organisation's file to write or bring up to date; a folder for several."
        ),
    ] = None,
    organisation: Annotated[str | None, typer.Option(help="Its name; a new file needs it.")] = None,
    page: Annotated[str | None, typer.Option(help="Where the page is published, if SOURCES are no address.")] = None,
    programme: Annotated[str | None, typer.Option(help="The id of its programme in the catalogue.")] = None,
    year: Annotated[int | None, typer.Option(help="The season, if the page names none.")] = None,
    check: Annotated[bool, typer.Option("--check", help="Write nothing; exit 1 if the page changed.")] = False,  # noqa: FBT002
    explain: Annotated[bool, typer.Option("--explain", help="Tell from which lines everything was read.")] = False,  # noqa: FBT002
    form: FormOption = None,
) -> None:
    """Read an organisation's ideas page into a file to review, or pages as JSON; exit 1 if one could not be read."""
    from bot.cli import pages  # noqa: PLC0415  the readers of pages take half a second to load

    as_json = _is_json(form)
    if output is None:
        _refuse_without_file(check=check, explained_json=explain and as_json)
        raise typer.Exit(pages.print_all(sources, explain=explain or form == Format.TEXT))
    told = pages.Told(organisation, page, programme, year)
    manner = pages.Manner(only_look=check, explain=explain, as_json=as_json)
    raise typer.Exit(pages.write_all(sources, output, told, manner))


def _refuse_without_file(*, check: bool, explained_json: bool) -> None:
    if check:
        raise UserError("--check compares a page with its file; name the file with --output")
    if explained_json:
        raise UserError("the evidence stands in the JSON already; choose --explain or --format json")


def _is_json(form: str | None) -> bool:
    if form not in {None, Format.TEXT, Format.JSON}:
        raise UserError(f"there is no format '{form}'; choose text or json")
    return form == Format.JSON
