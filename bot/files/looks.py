"""What the bot remembers of its looks at the pages which the catalogue comes from, a file for each page."""

from pathlib import Path

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from bot.catalogue.model import Organisation
from bot.errors import Fault, SetupError
from bot.files.catalogue import ORGANISATIONS
from bot.files.disk import reason, shown, write_text
from bot.files.records import read_record
from bot.watch import Look


class _Kept(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    at: AwareDatetime
    failed: bool = False
    said: Organisation | None = None


class Looks:
    """Looks at pages.

    Args:
        folder: where they are kept; made when it is needed.
        catalogue: the catalogue's folder, with the records of imports.
    """

    def __init__(self, folder: Path, catalogue: Path) -> None:
        self._folder = folder
        self._catalogue = catalogue

    def recall(self, page: str) -> Look | None:
        """The last look at a page; None before the first, or where what was kept can no longer be read."""
        try:
            kept = _Kept.model_validate_json(self._file(page).read_bytes())
        except (OSError, ValidationError):
            return None
        return Look(kept.at, kept.said, kept.failed)

    def keep(self, page: str, look: Look) -> None:
        """Keeps the last look at a page.

        Raises:
            SetupError: it cannot be written.
        """
        try:
            self._folder.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise SetupError([Fault(shown(self._folder), "", f"cannot be made: {reason(error)}")]) from error
        kept = _Kept(at=look.at, failed=look.failed, said=look.said)
        write_text(self._file(page), kept.model_dump_json(exclude_defaults=True, by_alias=True) + "\n")

    def imported(self, page: str) -> Organisation | None:
        """What the page said when it was imported last; None where nobody remembers, or nobody can read it."""
        try:
            return read_record(self._catalogue / ORGANISATIONS / f"{page}.yaml")
        except SetupError:
            return None

    def _file(self, page: str) -> Path:
        return self._folder / f"{page}.json"
