"""What `mentorix catalogue lint` does: remarks of all files asked for, for people, programs or a pull request."""

import asyncio
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from bot import files
from bot.catalogue.anchors import Anchors, anchors_of, page_and_anchor
from bot.catalogue.lint import FAULT, RULES, Remark, addresses_in, as_remarks, remarks
from bot.catalogue.wording import suggestion
from bot.cli.importing import Fetch
from bot.cli.options import Format
from bot.errors import OutsideError, UserError
from bot.web import Gone, NoText, fetch

AT_ONCE = 4
"""Pages that are fetched at one time."""


def lint(
    paths: Sequence[Path], ignored: Sequence[str] = (), *, online: bool = False, fetching: Fetch = fetch
) -> tuple[tuple[Remark, ...], tuple[str, ...]]:
    """The remarks about catalogue folders, or about single files in them.

    A catalogue with faults has no remarks but those: a rule cannot tell what a file that is wrong was to say.

    Args:
        paths: folders and files.
        ignored: rules to leave out.
        online: fetch the pages that addresses lead to, and see whether they are there and have the anchor.
        fetching: how pages are fetched.

    Returns:
        The remarks, and what could not be looked at.

    Raises:
        UserError: a file stands in no catalogue, or there is no such rule.
    """
    _known(ignored)
    found: list[Remark] = []
    unseen: list[str] = []
    for folder, names in _asked(paths).items():
        told, missed = _of_catalogue(folder, ignored, fetching if online else None)
        found += (each for each in told if not names or each.place[0] in names or each.rule == FAULT)
        unseen += missed
    return tuple(found), tuple(unseen)


def _known(rules: Sequence[str]) -> None:
    for name in rules:
        if name not in RULES:
            raise UserError(
                f"there is no rule '{name}'{suggestion(name, RULES) or '; there is ' + ', '.join(sorted(RULES))}"
            )


def _of_catalogue(
    folder: Path, ignored: Sequence[str], fetching: Fetch | None
) -> tuple[Sequence[Remark], tuple[str, ...]]:
    """The remarks about a whole catalogue, and which addresses could not be looked at."""
    parsed, pages, seasons = files.read_marked_catalogue(folder)
    if parsed.catalogue is None:
        return as_remarks(parsed.faults), ()
    if fetching is None:
        return remarks(parsed.catalogue, pages, seasons, anchors={}, ignored=ignored), ()
    anchors, missed = asyncio.run(_looked_at(addresses_in(pages) | addresses_in(seasons), fetching))
    return remarks(parsed.catalogue, pages, seasons, anchors=anchors, ignored=ignored), missed


def written(found: Iterable[Remark], form: Format) -> str:
    """Remarks in a form; each ends with a line's end, so that none are nothing."""
    if form is Format.JSON:
        rows = [{**asdict(each), "file": each.place[0], "line": each.place[1] or None} for each in found]
        return json.dumps(rows, indent=2, ensure_ascii=False) + "\n"
    return "".join((_annotation(each) if form is Format.GITHUB else str(each)) + "\n" for each in found)


def _asked(paths: Sequence[Path]) -> Mapping[Path, set[str]]:
    """The catalogue folders to read, each with the files that are asked for; none means all."""
    asked: dict[Path, set[str]] = {}
    for path in paths:
        if path.is_dir():
            asked[path.absolute()] = set()
    for path in paths:
        folder = path.absolute() if path.is_dir() else files.catalogue_of(path)
        if not path.is_dir() and asked.get(folder) != set():
            asked.setdefault(folder, set()).add(files.shown(path.absolute()))
    return asked


def _annotation(remark: Remark) -> str:
    """A line that GitHub shows beside the file's line."""
    file, line = remark.place
    at = f"file={_escaped(file)}" + (f",line={line}" if line else "")
    said = f"{remark.field}: {remark.what}".removeprefix(": ")
    return f"::{remark.severity} {at},title={remark.rule}::{_escaped(said, property_too=False)}"


def _escaped(text: str, *, property_too: bool = True) -> str:
    for sign, code in (("%", "%25"), ("\r", "%0D"), ("\n", "%0A")):
        text = text.replace(sign, code)
    return text.replace(":", "%3A").replace(",", "%2C") if property_too else text


async def _looked_at(addresses: Iterable[str], fetching: Fetch) -> tuple[Anchors, tuple[str, ...]]:
    """What the pages are like that addresses lead to, and which could not be fetched though they may be there."""
    room = asyncio.Semaphore(AT_ONCE)

    unseen: list[str] = []
    found: dict[str, frozenset[str] | None] = {}

    async def look(page: str) -> None:
        async with room:
            try:
                fetched = await fetching(page)
            except Gone:
                found[page] = None
            except NoText:
                return  # it is there, and has no anchors that we could read
            except (OutsideError, UserError) as error:
                unseen.append(str(error))
            else:
                found[page] = anchors_of(fetched.data.decode(fetched.charset or "utf-8", "replace"))

    await asyncio.gather(*map(look, {page_and_anchor(address)[0] for address in addresses}))
    return found, tuple(sorted(unseen))
