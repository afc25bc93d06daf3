"""An organisation's file by itself, and the record of what its page said when it was imported last."""

from pathlib import Path

from pydantic import ValidationError

from bot.catalogue.model import Organisation
from bot.catalogue.parse import parse
from bot.catalogue.rules import organisation_rules
from bot.errors import Fault, SetupError
from bot.files.catalogue import ORGANISATIONS
from bot.files.disk import marked, reason, shown, write_text


def read_draft(path: Path) -> tuple[str, Organisation] | None:
    """An organisation's file by itself, as text and as what it says; None where there is none yet.

    Raises:
        SetupError: with all its faults.
    """
    if not path.exists():
        return None
    parsed = parse(Organisation, shown(path), marked(path), organisation_rules)
    if parsed.shape is None:
        raise SetupError(parsed.faults)
    return path.read_text("utf-8-sig"), parsed.shape


def read_record(path: Path) -> Organisation | None:
    """What the page of an organisation's file said when it was imported last; None where nobody remembers.

    Args:
        path: the organisation's file.

    Raises:
        SetupError: the record cannot be read.
    """
    record = record_of(path)
    try:
        return Organisation.model_validate_json(record.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValidationError) as error:
        what = "the record of the last import cannot be read; delete it to begin a new one"
        raise SetupError([Fault(shown(record), "", what)]) from error


def write_record(path: Path, page: Organisation) -> None:
    """Keeps what the page of an organisation's file says now, for the next import.

    Raises:
        SetupError: it cannot be written.
    """
    record = record_of(path)
    try:
        record.parent.mkdir(exist_ok=True)
    except OSError as error:
        raise SetupError([Fault(shown(record.parent), "", f"cannot be made: {reason(error)}")]) from error
    write_text(record, page.model_dump_json(indent=1, exclude_defaults=True, by_alias=True) + "\n")


def record_of(path: Path) -> Path:
    """Where the record of an organisation's file stands: `catalogue/.imported/qemu-2023.json`."""
    folder = path.absolute().parent
    home = folder.parent if folder.name == ORGANISATIONS else folder
    return home / ".imported" / f"{path.stem}.json"
