"""What `mentorix catalogue import` does with its pages: prints what each says, or writes it into catalogue files."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import typer

from bot.cli import drafting, importing
from bot.cli.drafting import Told, Written
from bot.errors import BotError, UserError
from bot.importer.explaining import explained
from bot.importer.findings import Imported
from bot.importer.proposal import Whose

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
    """Print what each page says; the exit code: 1 if a source has no page that could be read."""
    understood: dict[str, bool] = {}
    for source, text, fault in importing.lines(sources, explain=explain):
        understood[source] = understood.get(source, False) or fault is None
        typer.echo(text if fault is None else fault, err=fault is not None)
    return 0 if all(understood.values()) else 1


def write_all(sources: list[str], output: Path, told: Told, manner: Manner) -> int:
    """Write each source into its file; the exit code: 1 if one could not be read, or has changed and was only looked at.

    Raises:
        UserError: a source and a file do not go together.
    """
    wanted = [(file, drafting.whose(file, told, source)) for source, file in drafting.outputs(sources, output)]
    changed = failed = False
    for (source, found), (file, of) in zip(importing.as_wholes(sources), wanted, strict=True):
        done = found if isinstance(found, UserError) else _written(found, of, file, source, manner)
        if isinstance(found, UserError) or isinstance(done, UserError):
            typer.echo(done, err=True)
            failed = True
        else:
            _tell(found, done, file, manner)
            _remark([*done.kept, *done.left_out], source if len(sources) > 1 else "")
            changed |= bool(done.drift)
    return 1 if failed or (manner.only_look and changed) else 0


def _written(found: Imported, of: Whose, file: Path, source: str, manner: Manner) -> Written | UserError:
    """What came of writing a file; what breaks us is a fault of that page alone."""
    try:
        return drafting.write(found, of, file, only_look=manner.only_look)
    except BotError:
        raise
    except Exception as error:  # noqa: BLE001 (one page does not end a call with many)
        return importing.broke(source, error)


def _tell(found: Imported, done: drafting.Written, file: Path, manner: Manner) -> None:
    """Tell what came of one page."""
    if manner.explain:
        typer.echo(explained(found), err=manner.as_json)
    typer.echo(drafting.in_words(done, file, as_json=manner.as_json), nl=False)


def _remark(remarks: Sequence[object], source: str) -> None:
    for each in remarks:
        typer.echo(f"{source}: {each}" if source else each, err=True)
