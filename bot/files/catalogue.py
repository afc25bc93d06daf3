"""The catalogue's folder: its files, their faults, and their JSON Schema."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from bot.catalogue.marks import Marked
from bot.catalogue.model import Catalogue
from bot.catalogue.parse import ParsedCatalogue, parse_catalogue
from bot.catalogue.references import Files
from bot.catalogue.schema import schema_files
from bot.errors import Fault, SetupError, UserError
from bot.files.disk import SUFFIXES, marked, reason, shown, write_text, yaml_files

ORGANISATIONS, PROGRAMMES = "organisations", "programmes"


def read_catalogue(folder: Path) -> Catalogue:
    """The catalogue in a folder: its `organisations/*.yaml` and `programmes/*.yaml`.

    Raises:
        SetupError: with all faults of all files.
    """
    parsed = parsed_catalogue(folder)
    if parsed.catalogue is None:
        raise SetupError(parsed.faults)
    return parsed.catalogue


def stamp_of(folder: Path) -> str:
    """A text that changes whenever a file of the catalogue is written, added or removed."""
    try:
        found = [path for name in (ORGANISATIONS, PROGRAMMES) for path in yaml_files(folder / name, missing_ok=True)]
        marks = [(path.name, status.st_mtime_ns, status.st_size) for path in found if (status := path.stat())]
    except OSError as error:
        return reason(error)  # a file that went away in between; the next look tells more
    return hashlib.sha256(repr(marks).encode()).hexdigest()


def read_marked_catalogue(folder: Path) -> tuple[ParsedCatalogue, Files, Files]:
    """The catalogue in a folder beside its faults, and its organisation and programme files with their lines."""
    parsed = parsed_catalogue(folder)
    try:
        pages, seasons = (_marks(yaml_files(folder / name, missing_ok=True)) for name in (ORGANISATIONS, PROGRAMMES))
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


def parsed_catalogue(folder: Path) -> ParsedCatalogue:
    """The catalogue in a folder beside all that is wrong with it."""
    try:
        homes = [folder / ORGANISATIONS, folder / PROGRAMMES]
        within = [path for path in folder.iterdir() if path.is_dir() and not path.name.startswith(".")]
        deeper = [path for home in homes if home.is_dir() for path in home.iterdir() if path.is_dir()]
        others = [path for path in [*within, *deeper] if path not in homes]
        stray = [*yaml_files(folder), *(path for other in others for path in yaml_files(other))]
        files = [_marks(yaml_files(home, missing_ok=True)) for home in homes]
    except OSError as error:
        what = f"the catalogue folder cannot be read: {reason(error)}"
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


def _marks(paths: Iterable[Path]) -> dict[str, Marked]:
    return {shown(path): marked(path) for path in paths}
