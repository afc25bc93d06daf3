"""What `mentorix catalogue drift` does: tells what changed on the pages that catalogue files come from; writes nothing."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot import files
from bot.cli.drafting import whose, write
from bot.cli.importing import Fetch, Page, imported
from bot.errors import UserError
from bot.files.catalogue import ORGANISATIONS
from bot.files.disk import yaml_files
from bot.importer.drift import Drift
from bot.importer.findings import Imported
from bot.web import fetch


@dataclass(frozen=True, slots=True)
class Looked:
    """What a look at one page gave: what changed, or why it could not be read."""

    file: str
    drift: Drift | None
    fault: str | None = None


def drifts(paths: Sequence[Path], fetching: Fetch = fetch) -> tuple[Looked, ...]:
    """What changed on each page since its last import.

    Args:
        paths: catalogue folders, of which the files with a `source` are looked at, or single files.
        fetching: how pages are fetched.

    Raises:
        SetupError: a file or its record has faults.
        UserError: a path is no catalogue folder and no organisation's file, or names no source.
    """
    chosen = [row for path in paths for row in _sources(path)]
    pages = [Page(source, source) for _, source in chosen]
    found = (each for _, each in imported(pages, fetching))
    return tuple(_looked(file, source, each) for (file, source), each in zip(chosen, found, strict=True))


def exit_code(looked: Sequence[Looked]) -> int:
    """1 where a page changed, else 3 where one could not be read, else 0."""
    if any(each.drift for each in looked):
        return 1
    return 3 if any(each.fault for each in looked) else 0


def in_words(looked: Sequence[Looked], *, as_json: bool = False) -> str:
    """What was found, for people or for programs; each line ends."""
    if as_json:
        rows = [
            {
                "file": each.file,
                "drift": json.loads(each.drift.as_json()) if each.drift is not None else None,
                "fault": each.fault,
            }
            for each in looked
        ]
        return json.dumps(rows, indent=2, ensure_ascii=False) + "\n"
    return "".join(str(each.drift) for each in looked if each.drift is not None)


def _sources(path: Path) -> Iterator[tuple[Path, str]]:
    folder = path.is_dir()
    for file in yaml_files(path / ORGANISATIONS, missing_ok=True) if folder else [path]:
        draft = files.read_draft(file)
        if draft is None:
            raise UserError(f"there is no file or folder {files.shown(path)}")
        if source := draft[1].source:
            yield file, str(source)
        elif not folder:
            raise UserError(f"{files.shown(path)} names no `source` to look at")


def _looked(file: Path, source: str, found: Imported | UserError) -> Looked:
    if isinstance(found, UserError):
        return Looked(files.shown(file), None, str(found))
    return Looked(files.shown(file), write(found, whose(file, source=source), file, only_look=True).drift)
