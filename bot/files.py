"""The only module that reads catalogue and configuration files."""

import os
import stat
import tempfile
from collections.abc import Iterable
from pathlib import Path

from pydantic import ValidationError

from bot.catalogue.marks import MAX_BYTES, Marked, read_marked, too_big, unread
from bot.catalogue.model import Catalogue, Organisation
from bot.catalogue.parse import ParsedCatalogue, parse, parse_catalogue
from bot.catalogue.references import Files
from bot.catalogue.rules import organisation_rules, room_rules
from bot.catalogue.schema import schema_files
from bot.config import Config
from bot.errors import Fault, SetupError, UserError

ORGANISATIONS, PROGRAMMES = "organisations", "programmes"
SUFFIXES = {".yaml", ".yml"}


def read_catalogue(folder: Path) -> Catalogue:
    """The catalogue in a folder: its `organisations/*.yaml` and `programmes/*.yaml`.

    Raises:
        SetupError: with all faults of all files.
    """
    parsed = _parsed_catalogue(folder)
    if parsed.catalogue is None:
        raise SetupError(parsed.faults)
    return parsed.catalogue


def read_marked_catalogue(folder: Path) -> tuple[ParsedCatalogue, Files, Files]:
    """The catalogue in a folder beside its faults, and its organisation and programme files with their lines."""
    parsed = _parsed_catalogue(folder)
    try:
        pages, seasons = (_marks(_yaml_files(folder / name, missing_ok=True)) for name in (ORGANISATIONS, PROGRAMMES))
    except OSError:
        return parsed, {}, {}
    return parsed, pages, seasons


def catalogue_of(path: Path) -> Path:
    """The catalogue folder that a file stands in.

    Raises:
        UserError: it stands in none, or there is no such file.
    """
    if not path.is_file():
        raise UserError(f"there is no file or folder {shown(path)}")
    folder = path.absolute().parent
    if folder.name not in {ORGANISATIONS, PROGRAMMES} or path.suffix.lower() not in SUFFIXES:
        raise UserError(f"{shown(path)} is no YAML file in {ORGANISATIONS}/ or {PROGRAMMES}/ of a catalogue")
    return folder.parent


def write_text(path: Path, text: str) -> None:
    """Writes a file whole or not at all: beside its place first, and into its place when it is safely on the disk.

    Raises:
        SetupError: when it cannot be written; an older file is then as it was.
    """
    path = path.resolve()
    try:
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
        number, beside = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        try:
            with open(number, "w", encoding="utf-8", newline="\n") as file:  # noqa: PTH123 — a descriptor has no path
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            Path(beside).chmod(mode)
            Path(beside).replace(path)
        finally:
            Path(beside).unlink(missing_ok=True)
    except OSError as error:
        raise SetupError([Fault(shown(path), "", f"cannot be written: {_reason(error)}")]) from error


def read_draft(path: Path) -> tuple[str, Organisation] | None:
    """An organisation's file by itself, as text and as what it says; None where there is none yet.

    Raises:
        SetupError: with all its faults.
    """
    if not path.exists():
        return None
    parsed = parse(Organisation, shown(path), _marked(path), organisation_rules)
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
        raise SetupError([Fault(shown(record.parent), "", f"cannot be made: {_reason(error)}")]) from error
    write_text(record, page.model_dump_json(indent=1, exclude_defaults=True, by_alias=True) + "\n")


def record_of(path: Path) -> Path:
    """Where the record of an organisation's file stands: `catalogue/.imported/qemu-2023.json`."""
    folder = path.absolute().parent
    home = folder.parent if folder.name == ORGANISATIONS else folder
    return home / ".imported" / f"{path.stem}.json"


def read_config(path: Path) -> Config:
    """The configuration by itself; its relative paths are made absolute against the file's folder.

    Raises:
        SetupError: with all faults of the file.
    """
    parsed = parse(Config, shown(path), _config_marks(path))
    if parsed.shape is None:
        raise SetupError(parsed.faults)
    return _at_home(parsed.shape, path)


def read_setup(path: Path) -> tuple[Config, Catalogue]:
    """The configuration and the catalogue it names, and that its rooms name only what the catalogue has.

    Raises:
        SetupError: with all faults of the configuration and of all catalogue files.
    """
    marked = _config_marks(path)
    folder = _catalogue_folder(marked, path)
    catalogue = _parsed_catalogue(folder) if folder else ParsedCatalogue(None, ())
    known = catalogue.organisations | catalogue.programmes
    rules = (room_rules(catalogue.organisations, catalogue.programmes),) if known else ()
    config = parse(Config, shown(path), marked, *rules)
    if config.shape is None or catalogue.catalogue is None:
        raise SetupError((*config.faults, *catalogue.faults))
    return _at_home(config.shape, path), catalogue.catalogue


def read_secret(path: Path) -> str:
    """A password or token in a file of its own, without the line's end.

    Raises:
        SetupError: it cannot be read, or is empty.
    """
    try:
        secret = path.read_text("utf-8").strip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        reason = _reason(error) if isinstance(error, OSError) else "it is not UTF-8"
        raise SetupError([Fault(shown(path), "", f"the secret cannot be read: {reason}")]) from error
    if not secret:
        raise SetupError([Fault(shown(path), "", "is empty; write the password into it")])
    return secret


def schema_text(kind: str) -> str:
    """The JSON Schema of one kind of file.

    Args:
        kind: 'organisation' or 'programme'.

    Raises:
        UserError: another kind.
    """
    texts = {name.partition(".")[0]: text for name, text in schema_files().items()}
    if kind not in texts:
        raise UserError(f"there is no schema for '{kind}'; there is one for {' and '.join(sorted(texts))}")
    return texts[kind]


def write_schemas(folder: Path) -> tuple[Path, ...]:
    """Writes the JSON Schema files into the catalogue's folder.

    Returns:
        The paths written.

    Raises:
        SetupError: when they cannot be written.
    """
    paths = []
    for name, text in schema_files().items():
        path = folder / name
        write_text(path, text)
        paths.append(path)
    return tuple(paths)


def _parsed_catalogue(folder: Path) -> ParsedCatalogue:
    try:
        others = (path for path in folder.iterdir() if path.is_dir() and path.name not in (ORGANISATIONS, PROGRAMMES))
        stray = [*_yaml_files(folder), *(path for other in others for path in _yaml_files(other))]
        files = [_marks(_yaml_files(folder / name, missing_ok=True)) for name in (ORGANISATIONS, PROGRAMMES)]
    except OSError as error:
        what = f"the catalogue folder cannot be read: {_reason(error)}"
        return ParsedCatalogue(None, (Fault(shown(folder), "", what),))
    parsed = parse_catalogue(*files)
    faults = [
        Fault(shown(path), "", f"not read here; move it into {ORGANISATIONS}/ or {PROGRAMMES}/") for path in stray
    ]
    if not any(files):
        what = f"no catalogue here; put YAML files into its folders {ORGANISATIONS}/ and {PROGRAMMES}/"
        faults.append(Fault(shown(folder), "", what))
    catalogue = None if faults else parsed.catalogue
    return ParsedCatalogue(catalogue, (*faults, *parsed.faults), parsed.organisations, parsed.programmes)


def _yaml_files(folder: Path, *, missing_ok: bool = False) -> list[Path]:
    """The YAML files that stand in a folder itself; hidden ones (editors leave such) are passed over."""
    if missing_ok and not folder.exists():
        return []
    found = (path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES)
    return sorted(path for path in found if not path.name.startswith("."))


def _marks(paths: Iterable[Path]) -> dict[str, Marked]:
    return {shown(path): _marked(path) for path in paths}


def _config_marks(path: Path) -> Marked:
    try:
        path.stat()
    except FileNotFoundError:
        return unread("there is no such file; copy config.example.yaml to it, or name another with --config")
    except OSError as error:
        return unread(f"the file cannot be read: {_reason(error)}")
    return _marked(path)


def _marked(path: Path) -> Marked:
    """A file's values; a file that is too big is not read at all, one that is no plain file never opened."""
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            return unread("not a plain file")
        if found.st_size > MAX_BYTES:
            return unread(too_big(found.st_size))
        with path.open("rb") as file:
            return read_marked(file.read(MAX_BYTES + 1))
    except OSError as error:
        return unread(f"the file cannot be read: {_reason(error)}")


def _catalogue_folder(marked: Marked, path: Path) -> Path | None:
    """Where the catalogue is, though the configuration may have faults elsewhere; None when it cannot be told."""
    if not marked.whole or not isinstance(marked.value, dict):
        return None
    named = marked.value.get("catalogue", str(Config.model_fields["catalogue"].default))
    return path.absolute().parent / named if isinstance(named, str) else None


def _at_home(config: Config, path: Path) -> Config:
    home = path.absolute().parent
    paths = {name: getattr(config, name) for name in ("data_dir", "catalogue", "password_file")}
    return config.model_copy(update={name: home / value for name, value in paths.items() if value is not None})


def shown(path: Path) -> str:
    """A path as faults and remarks name it: from the current folder where it lies inside, so that it is short."""
    here = Path.cwd()
    near = path.relative_to(here) if path.is_relative_to(here) else path
    return str(near).encode("utf-8", "replace").decode()


def _reason(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()
