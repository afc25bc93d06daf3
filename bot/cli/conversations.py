"""What `mentorix test` does: plays conversations, and shows where an answer is another than it should be."""

import difflib
from collections.abc import Iterable, Sequence
from pathlib import Path

import typer

from bot import files
from bot.catalogue.model import Catalogue
from bot.config import Style
from bot.dispatch import Desk
from bot.errors import SetupError, UserError
from bot.matching.matcher import Matcher
from bot.transcript import Played, Transcript

PREFIX = "!"


def test(paths: Sequence[Path], catalogue: Catalogue, *, write: bool, style: Style | None) -> int:
    """Play conversations, each from the beginning.

    Args:
        paths: of the files.
        catalogue: what is known.
        write: put what came in place of what did not fit, to be reviewed.
        style: of the answers, where neither the file nor a room's settings name one.

    Returns:
        The exit code: 1 if something did not fit.

    Raises:
        SetupError: with everything that could not be read.
        UserError: a file cannot be read.
    """
    transcripts = [_read(path, style) for path in paths]
    if faults := [fault for each in transcripts for fault in each.faults]:
        raise SetupError(faults)
    matcher, wrong, count, bare = Matcher(catalogue), 0, 0, 0
    for path, transcript in zip(paths, transcripts, strict=True):
        played = list(transcript.play(Desk(catalogue, PREFIX, matcher=matcher)))
        count += len(played)
        wrong += _told(transcript.name, played)
        bare += sum(not each.exchange.expected for each in played)
        if write:
            files.write_text(path, transcript.rewritten(played))
    done = f"{wrong} rewritten, {bare} given their answers" if write else f"{wrong} not as they should be"
    typer.echo(f"{count} {'exchange' if count == 1 else 'exchanges'}, {done}.")
    return 1 if wrong and not write else 0


def _read(path: Path, style: Style | None) -> Transcript:
    try:
        return Transcript(files.shown(path), path.read_text("utf-8"), style)
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is no UTF-8 text"
        raise UserError(f"{files.shown(path)} cannot be read: {reason}") from error


def _told(name: str, played: Iterable[Played]) -> int:
    """Show what did not fit; how many."""
    wrong = [each for each in played if not each.right]
    for each in wrong:
        typer.echo(f"{name}:{each.exchange.line}: > {' / '.join(each.exchange.said)}")
        for line in list(difflib.ndiff(each.exchange.expected, each.came)):
            if line[0] in "+- ":
                typer.echo(f"  {line}")
    return len(wrong)
