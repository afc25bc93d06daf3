"""What `mentorix catalogue import -o` does: writes files to review, or brings them up to what their pages say now."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from bot import files
from bot.catalogue.model import Organisation
from bot.cli.importing import STDIN, is_address
from bot.errors import UserError
from bot.importer.drafting import draft
from bot.importer.drift import Drift, compare
from bot.importer.findings import Imported
from bot.importer.keys import slug
from bot.importer.merging import merged
from bot.importer.proposal import Whose, proposed

NAME = "{name}"
"""What stands for a source's own name in the path of an output, and in the address of a page."""


@dataclass(frozen=True, slots=True)
class Told:
    """What the importing person says of the pages; what is left out comes from the file that is there."""

    organisation: str | None = None
    url: str | None = None
    programme: str | None = None
    year: int | None = None


NOTHING = Told()


@dataclass(frozen=True, slots=True)
class Written:
    """What came of an import.

    Attributes:
        ideas: how many the page has.
        drift: what changed on the page since the last import; None for a new file.
        kept: where a hand edit and the page disagree.
        left_out: what the file does not hold, with the reasons.
    """

    ideas: int
    drift: Drift | None
    kept: tuple[str, ...]
    left_out: tuple[str, ...]


def outputs(sources: Sequence[str], output: Path) -> Iterator[tuple[str, Path]]:
    """Each source with the file that it becomes.

    Raises:
        UserError: there are several sources, and neither a folder nor a pattern for their files; or two would become
            the same file.
    """
    pattern = NAME in output.name
    if not pattern and not output.is_dir():
        if len(sources) > 1:
            raise UserError(
                f"{len(sources)} sources make {len(sources)} files, and {files.shown(output)} is one; name a folder"
                f" that exists, or a pattern such as catalogue/organisations/{NAME}-2031.yaml"
            )
        yield sources[0], output
        return
    taken: dict[Path, str] = {}
    for source in sources:
        name = name_of(source)
        file = output.with_name(output.name.replace(NAME, name)) if pattern else output / f"{name}.yaml"
        if file in taken:
            raise UserError(
                f"{taken[file]} and {source} would both become {files.shown(file)}; import each by itself"
            )
        taken[file] = source
        yield source, file


def name_of(source: str) -> str:
    """A source's own name, as files are named."""
    if source == STDIN:
        return "page"
    path = PurePosixPath(urlsplit(source).path) if is_address(source) else PurePosixPath(source.rstrip("/"))
    stem = path.name.rpartition(".")[0] or path.name
    return slug(stem) or slug(source) or "page"


def whose(output: Path, told: Told = NOTHING, source: str | None = None) -> Whose:
    """What is known of a page: as told, else as the file that is there has it.

    Args:
        output: the organisation's file.
        told: what the importing person says.
        source: where the page is read from.

    Raises:
        UserError: a new file needs the organisation's name and the page's address.
        SetupError: the file that is there has faults.
    """
    read_from = source if source and is_address(source) else None
    url = told.url.replace(NAME, name_of(source)) if told.url and source else told.url
    if before := files.read_draft(output):
        return _as_before(before[1], output.stem, replace(told, url=url), read_from)
    url = url or read_from
    if not told.organisation or not url:
        raise UserError(
            f"{files.shown(output)} is new; name the organisation (--organisation) and the page's address (--page)"
        )
    return Whose(output.stem, told.organisation, url, told.programme, told.year, read_from)


def _as_before(page: Organisation, stem: str, told: Told, read_from: str | None) -> Whose:
    """What the importing person says, and what the file has where nothing is said."""
    return Whose(
        stem,
        told.organisation or page.organisation,
        told.url or str(page.page.url),
        told.programme or page.programme,
        told.year or page.year,
        read_from or (str(page.source) if page.source else None),
    )


def write(found: Imported, of: Whose, output: Path, *, only_look: bool = False) -> Written:
    """Writes the file and the record of what the page said; nothing is written where anything is wrong.

    Args:
        found: what was understood of the page.
        of: what is known of it.
        output: the organisation's file.
        only_look: tell what would change, and write nothing.

    Raises:
        SetupError: the file that is there, or its record, cannot be read or written.
        UserError: the file's name or the page's address is none.
    """
    before, last = files.read_draft(output), files.read_record(output)
    new = proposed(found, of)
    page, record = new.organisation, new.organisation
    drift: Drift | None = None
    kept: tuple[str, ...] = ()
    if before:
        text, mine = before
        result = merged(mine, last, page)
        drift, kept = compare(last or mine, page), result.kept
        page, record = result.organisation, result.remembered
        text = draft(page, text)
    else:
        text = draft(page)
    if not only_look:
        files.write_text(output, text)
        files.write_record(output, record)
    return Written(len(new.organisation.ideas), drift, kept, new.left_out)


def in_words(done: Written, output: Path, *, as_json: bool = False) -> str:
    """What came of an import, for people or for programs; each line ends."""
    if as_json:
        drift = json.loads(done.drift.as_json()) if done.drift else None
        row = {"file": files.shown(output), "ideas": done.ideas, "drift": drift}
        return json.dumps(row | {"kept": done.kept, "left_out": done.left_out}, ensure_ascii=False) + "\n"
    if done.drift is not None:
        return str(done.drift)
    return f"{files.shown(output)}: {done.ideas} idea{'' if done.ideas == 1 else 's'} to review\n"
