"""What `mentorix catalogue import` reads: files, folders, standard input and addresses."""

import asyncio
import gc
import json
import re
import sys
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from bot.catalogue.wording import quoted
from bot.errors import BotError, OutsideError, UserError, places
from bot.importer.decoding import MAX_BYTES, Decoded, decoded, too_long
from bot.importer.explaining import explained
from bot.importer.importing import Imported, as_json, import_page
from bot.importer.together import together
from bot.web import Fetched, fetch

STDIN = "-"

ROUNDS = 200_000
"""New objects between two rounds of the garbage collector: what a page is made of stays, and looking for what could go
would take half of the time."""

Fetch = Callable[[str], Awaitable[Fetched]]

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*)://", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Page:
    """One file, address, or standard input; of a folder's files `within` is the folder."""

    name: str
    source: str
    within: str = ""

    @property
    def called(self) -> str:
        """What it is called in messages: its whole address, if it has one."""
        return quoted(self.source, mark="") if _SCHEME.match(self.source) else self.name

    @property
    def whole(self) -> str:
        """The source that it belongs to."""
        return self.within or self.source


def is_address(source: str) -> bool:
    """Whether a source is fetched."""
    return source.lower().startswith(("http://", "https://"))


def pages_of(sources: Iterable[str]) -> list[Page]:
    """Each source as the pages that it holds: every file of a folder and of the folders in it.

    Files and folders that are hidden or begin with '_' are left out.
    """
    found: list[Page] = []
    for source in sources:
        if source == STDIN:
            found.append(Page("standard input", source))
        elif is_address(source):
            found.append(Page(PurePosixPath(urlsplit(source).path).name or source, source))
        elif Path(source).is_dir():
            found += (Page(str(path), str(path), source) for path in _files(Path(source)))
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
        found[page.whole].append((page, each))
    for source in sources:
        yield source, _whole(source, found[source])


def _whole(source: str, found: Sequence[tuple[Page, Imported | UserError]]) -> Imported | UserError:
    if len(found) == 1 and not found[0][0].within:
        return found[0][1]
    try:
        return together(source, [(page.name, each) for page, each in found])
    except UserError as error:
        return error


def lines(sources: Sequence[str], *, explain: bool = False) -> Iterator[tuple[str, str | None, str | None]]:
    """`(source, text, fault)` for each page: a JSON line or the evidence, or a sentence about what went wrong."""
    pages = pages_of(sources)
    for page, found in imported(pages):
        if not isinstance(found, Imported):
            yield page.whole, None, str(found)
        elif explain:
            yield page.whole, explained(found), None
        else:
            yield page.whole, json.dumps(as_json(found), ensure_ascii=False), None
    held = {page.whole for page in pages}
    for source in dict.fromkeys(sources):
        if source not in held:
            yield source, None, str(_whole(source, ()))


def broke(called: str, error: Exception) -> UserError:
    """What is said of a page that broke us: where, and nothing of what it says."""
    where = next((at for at in reversed(places(error)) if _HOME in at), "").rpartition("/")[2]
    return UserError(
        f"{called}: it broke the reader ({type(error).__name__}, {where}); please report it with the page"
    )


_CONSOLE = Console(stderr=True)
_HOME = str(Path(__file__).parent.parent)


def _imported(page: Page, fetching: Fetch) -> Imported | UserError:
    try:
        read = _read(page.source, fetching)
        if read.guess:
            typer.echo(f"{page.called}: {read.guess}", err=True)
        return import_page(read.text, page.name)
    except (UserError, OutsideError) as error:
        said = str(error)
        return UserError(said if said.startswith(page.called) else f"{page.called}: {said}")
    except BotError:
        raise
    except Exception as error:  # noqa: BLE001 (one page does not end a call with many)
        return broke(page.called, error)


def _read(source: str, fetching: Fetch) -> Decoded:
    if is_address(source):
        fetched = asyncio.run(_waited(fetching, source))
        return decoded(fetched.data, fetched.charset)
    if scheme := _SCHEME.match(source):
        raise UserError(f"only http and https are fetched, and this is {scheme[1]}")
    return decoded(sys.stdin.buffer.read(MAX_BYTES + 1) if source == STDIN else _bytes(Path(source)))


async def _waited(fetching: Fetch, address: str) -> Fetched:
    return await fetching(address)


def _files(folder: Path) -> list[Path]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return sorted(
        path for path in found if not any(part.startswith((".", "_")) for part in path.relative_to(folder).parts)
    )


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise too_long()
        return path.read_bytes()
    except OSError as error:
        raise UserError(f"it cannot be read: {(error.strerror or type(error).__name__).lower()}") from error
