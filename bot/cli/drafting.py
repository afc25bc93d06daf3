"""What `mentorix catalogue import -o` does: writes a file to review, or brings one up to what the page says now."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot import files
from bot.cli import importing
from bot.errors import UserError
from bot.importer.drafting import draft
from bot.importer.drift import Drift, compare
from bot.importer.findings import Imported
from bot.importer.merging import merged
from bot.importer.proposal import Whose, proposed


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


def whose(
    output: Path,
    organisation: str | None = None,
    url: str | None = None,
    programme: str | None = None,
    year: int | None = None,
) -> Whose:
    """What is known of a page: as told, else as the file that is there has it.

    Raises:
        UserError: a new file needs the organisation's name and the page's address.
        SetupError: the file that is there has faults.
    """
    before = files.read_draft(output)
    if before:
        page = before[1]
        organisation, url = organisation or page.organisation, url or str(page.page.url)
        programme, year = programme or page.programme, year or page.year
    if not organisation or not url:
        raise UserError(f"{files.shown(output)} is new; name the organisation and the page's address")
    return Whose(output.stem, organisation, url, programme, year)


def only_page(sources: Sequence[str]) -> Imported | UserError:
    """The one page that becomes a file, or why it cannot be read.

    Raises:
        UserError: there are several pages, or none.
    """
    pages = [found for _, found in importing.imported(sources)]
    if len(pages) != 1:
        raise UserError(f"one page makes one file, and here are {len(pages)}; import each by itself")
    return pages[0]


def address_in(sources: Sequence[str]) -> str | None:
    """The first source that is an address."""
    return next((each for each in sources if each.startswith(("http://", "https://"))), None)


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
    return Written(len(found.ideas), drift, kept, new.left_out)


def in_words(done: Written, output: Path, *, as_json: bool = False) -> str:
    """What came of an import, for people or for programs; each line ends."""
    if as_json:
        drift = json.loads(done.drift.as_json()) if done.drift else None
        row = {"file": files.shown(output), "ideas": done.ideas, "drift": drift}
        return json.dumps(row | {"kept": done.kept, "left_out": done.left_out}, indent=2, ensure_ascii=False) + "\n"
    if done.drift is not None:
        return str(done.drift)
    return f"{files.shown(output)}: {done.ideas} idea{'' if done.ideas == 1 else 's'} to review\n"
