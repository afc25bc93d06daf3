"""The only module that reads catalogue and configuration files."""

import stat
from collections.abc import Iterable
from pathlib import Path

from bot.catalogue.marks import MAX_BYTES, Marked, read_marked, too_big, unread
from bot.catalogue.model import Catalogue
from bot.catalogue.parse import ParsedCatalogue, parse, parse_catalogue
from bot.catalogue.rules import room_rules
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


def read_config(path: Path) -> Config:
    """The configuration by itself; its relative paths are made absolute against the file's folder.

    Raises:
        SetupError: with all faults of the file.
    """
    parsed = parse(Config, _shown(path), _config_marks(path))
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
    config = parse(Config, _shown(path), marked, *rules)
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
        raise SetupError([Fault(_shown(path), "", f"the secret cannot be read: {reason}")]) from error
    if not secret:
        raise SetupError([Fault(_shown(path), "", "is empty; write the password into it")])
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
        try:
            path.write_text(text, encoding="utf-8")
        except OSError as error:
            raise SetupError([Fault(_shown(path), "", f"cannot be written: {_reason(error)}")]) from error
        paths.append(path)
    return tuple(paths)


def _parsed_catalogue(folder: Path) -> ParsedCatalogue:
    try:
        stray = _yaml_files(folder)
        files = [_marks(_yaml_files(folder / name, missing_ok=True)) for name in (ORGANISATIONS, PROGRAMMES)]
    except OSError as error:
        what = f"the catalogue folder cannot be read: {_reason(error)}"
        return ParsedCatalogue(None, (Fault(_shown(folder), "", what),))
    parsed = parse_catalogue(*files)
    faults = [
        Fault(_shown(path), "", f"not read here; move it into {ORGANISATIONS}/ or {PROGRAMMES}/") for path in stray
    ]
    if not any(files):
        what = f"no catalogue here; put YAML files into its folders {ORGANISATIONS}/ and {PROGRAMMES}/"
        faults.append(Fault(_shown(folder), "", what))
    catalogue = None if faults else parsed.catalogue
    return ParsedCatalogue(catalogue, (*faults, *parsed.faults), parsed.organisations, parsed.programmes)


def _yaml_files(folder: Path, *, missing_ok: bool = False) -> list[Path]:
    """The YAML files that stand in a folder itself; hidden ones (editors leave such) are passed over."""
    if missing_ok and not folder.exists():
        return []
    found = (path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES)
    return sorted(path for path in found if not path.name.startswith("."))


def _marks(paths: Iterable[Path]) -> dict[str, Marked]:
    return {_shown(path): _marked(path) for path in paths}


def _config_marks(path: Path) -> Marked:
    if not path.exists():
        return unread("there is no such file; copy config.example.yaml to it, or name another with --config")
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


def _shown(path: Path) -> str:
    """A path as faults name it: from the current folder where it lies inside, so that it is short."""
    here = Path.cwd()
    near = path.relative_to(here) if path.is_relative_to(here) else path
    return str(near).encode("utf-8", "replace").decode()


def _reason(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()
