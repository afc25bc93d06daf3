"""What `mentorix catalogue import` does with its pages: prints what each says, or writes it into catalogue files."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import typer

from bot.cli import drafting, importing
from bot.cli.drafting import Told
from bot.errors import UserError
from bot.importer.explaining import explained
from bot.importer.findings import Imported

__all__ = ["Manner", "Told", "print_all", "write_all"]


@dataclass(frozen=True, slots=True)
class Manner:
    """How to go about it.

    Attributes:
        only_look: tell what has changed, and write nothing.
        explain: tell from which lines everything was read.
        as_json: tell it to programs.
    """

    only_look: bool
    explain: bool
    as_json: bool


def print_all(sources: list[str], *, explain: bool) -> int:
    """Print what each page says; the exit code: 1 if one could not be read."""
    failed = 0
    for text, fault in importing.lines(sources, explain=explain):
        failed |= fault is not None
        typer.echo(text if fault is None else fault, err=fault is not None)
    return failed


def write_all(sources: list[str], output: Path, told: Told, manner: Manner) -> int:
    """Write each page into its file; the exit code: 1 if one could not be read, or has changed and was only looked at.

    Raises:
        UserError: a source and a file do not go together.
    """
    wanted = [(file, drafting.whose(file, told, source)) for source, file in drafting.outputs(sources, output)]
    changed = failed = False
    for (source, found), (file, of) in zip(importing.as_wholes(sources), wanted, strict=True):
        if isinstance(found, UserError):
            typer.echo(found, err=True)
            failed = True
        else:
            done = drafting.write(found, of, file, only_look=manner.only_look)
            _tell(found, done, file, manner)
            _remark([*done.kept, *done.left_out], source if len(sources) > 1 else "")
            changed |= bool(done.drift)
    return 1 if failed or (manner.only_look and changed) else 0


def _tell(found: Imported, done: drafting.Written, file: Path, manner: Manner) -> None:
    """Tell what came of one page."""
    if manner.explain:
        typer.echo(explained(found), err=manner.as_json)
    typer.echo(drafting.in_words(done, file, as_json=manner.as_json), nl=False)


def _remark(remarks: Sequence[object], source: str) -> None:
    for each in remarks:
        typer.echo(f"{source}: {each}" if source else each, err=True)
