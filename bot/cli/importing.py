"""What `mentorix catalogue import` reads: files, folders, standard input and addresses."""

import asyncio
import gc
import json
import sys
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from bot.errors import OutsideError, UserError
from bot.importer.decoding import MAX_BYTES, text_of, too_long
from bot.importer.explaining import explained
from bot.importer.importing import Imported, as_json, import_page
from bot.importer.together import together
from bot.web import Fetched, fetch

STDIN = "-"

ROUNDS = 200_000
"""New objects between two rounds of the garbage collector: what a page is made of stays, and looking for what could go
would take half of the time."""

Fetch = Callable[[str], Awaitable[Fetched]]


@dataclass(frozen=True, slots=True)
class Page:
    """One file, address, or standard input; of a folder's files `within` is the folder."""

    name: str
    source: str
    within: str = ""


def is_address(source: str) -> bool:
    """Whether a source is fetched."""
    return source.startswith(("http://", "https://"))


def pages_of(sources: Iterable[str]) -> list[Page]:
    """Each source as the pages that it holds: every file of a folder is one, hidden ones and those with '_' left out."""
    found: list[Page] = []
    for source in sources:
        if source == STDIN:
            found.append(Page("standard input", source))
        elif is_address(source):
            found.append(Page(PurePosixPath(urlsplit(source).path).name or source, source))
        elif Path(source).is_dir():
            found += (Page(str(path), str(path), source) for path in sorted(Path(source).iterdir()) if _is_page(path))
        else:
            found.append(Page(source, source))
    return found


def imported(pages: Sequence[Page], fetching: Fetch = fetch) -> Iterator[tuple[Page, Imported | UserError]]:
    """Each page with what was understood of it, or why nothing was; a bar on a terminal tells how far it is."""
    gc.set_threshold(ROUNDS)
    bar = Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), console=_CONSOLE, transient=True
    )
    with bar if len(pages) > 1 and _CONSOLE.is_terminal else nullcontext():
        task = bar.add_task("reading", total=len(pages))
        for page in pages:
            bar.update(task, description=page.name)
            yield page, _imported(page, fetching)
            bar.advance(task)


def as_wholes(sources: Sequence[str], fetching: Fetch = fetch) -> Iterator[tuple[str, Imported | UserError]]:
    """Each source with what was understood of it; the files of a folder are one page together."""
    found: dict[str, list[tuple[Page, Imported | UserError]]] = {source: [] for source in sources}
    for page, each in imported(pages_of(sources), fetching):
        found[page.within or page.source].append((page, each))
    for source in sources:
        yield source, _whole(source, found[source])


def _whole(source: str, found: Sequence[tuple[Page, Imported | UserError]]) -> Imported | UserError:
    if len(found) == 1 and not found[0][0].within:
        return found[0][1]
    try:
        return together(source, [(page.name, each) for page, each in found])
    except UserError as error:
        return error


def lines(sources: Sequence[str], *, explain: bool = False) -> Iterator[tuple[str | None, str | None]]:
    """`(text, fault)` for each page: a JSON line or the evidence, or a sentence about what went wrong."""
    for _, found in imported(pages_of(sources)):
        if not isinstance(found, Imported):
            yield None, str(found)
        elif explain:
            yield explained(found), None
        else:
            yield json.dumps(as_json(found), ensure_ascii=False), None


_CONSOLE = Console(stderr=True)


def _imported(page: Page, fetching: Fetch) -> Imported | UserError:
    try:
        return import_page(_text(page.source, fetching), page.name)
    except (UserError, OutsideError) as error:
        said = str(error)
        return UserError(said if page.name in said or page.source in said else f"{page.name}: {said}")


def _text(source: str, fetching: Fetch) -> str:
    if is_address(source):
        fetched = asyncio.run(_waited(fetching, source))
        return text_of(fetched.data, fetched.charset)
    return text_of(sys.stdin.buffer.read(MAX_BYTES + 1) if source == STDIN else _bytes(Path(source)))


async def _waited(fetching: Fetch, address: str) -> Fetched:
    return await fetching(address)


def _is_page(path: Path) -> bool:
    return path.is_file() and not path.name.startswith((".", "_"))


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise too_long()
        return path.read_bytes()
    except OSError as error:
        raise UserError(f"it cannot be read: {(error.strerror or type(error).__name__).lower()}") from error
