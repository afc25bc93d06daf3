"""The configuration's file, with the places it names, and secrets in files of their own."""

import os
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from bot.catalogue.marks import Marked, Problem, unread
from bot.catalogue.model import Catalogue
from bot.catalogue.parse import ParsedCatalogue, parse
from bot.catalogue.rules import Rule, room_rules, verb_rules
from bot.catalogue.wording import is_secret, quoted
from bot.commands import MENU
from bot.config import Config
from bot.errors import Fault, SetupError
from bot.files.catalogue import parsed_catalogue
from bot.files.disk import marked, reason, shown

DATA, PASSWORD, DATABASE_PASSWORD = "data_dir", "password_file", "database_password_file"
"""The places that a bot needs which logs in or runs; whoever only asks needs the catalogue alone."""


def read_config(path: Path, places: Collection[str] = ()) -> Config:
    """The configuration by itself; its relative paths are made absolute against the file's folder.

    Args:
        path: the file.
        places: which of `DATA`, `PASSWORD` and `DATABASE_PASSWORD` must be usable.

    Raises:
        SetupError: with all faults of the file.
    """
    parsed = parse(Config, shown(path), _config_marks(path), _place_rule(path, places))
    if parsed.shape is None:
        raise SetupError(parsed.faults)
    return _at_home(parsed.shape, path)


def read_setup(path: Path, places: Collection[str] = ()) -> tuple[Config, Catalogue]:
    """The configuration and the catalogue it names, and that its rooms name only what the catalogue has.

    Args:
        path: the file.
        places: which of `DATA`, `PASSWORD` and `DATABASE_PASSWORD` must be usable.

    Raises:
        SetupError: with all faults of the configuration and of all catalogue files.
    """
    marks = _config_marks(path)
    folder = _catalogue_folder(marks, path)
    catalogue = parsed_catalogue(folder) if folder else ParsedCatalogue(None, ())
    rules = [_place_rule(path, ("catalogue", *places)), verb_rules([verb for each in MENU for verb in each.verbs])]
    if catalogue.organisations | catalogue.programmes:
        rules.append(room_rules(catalogue.organisations, catalogue.programmes))
    config = parse(Config, shown(path), marks, *rules)
    if config.shape is None or catalogue.catalogue is None:
        raise SetupError((*config.faults, *catalogue.faults))
    return _at_home(config.shape, path), catalogue.catalogue


def read_secret(path: Path) -> str:
    """A password or token in a file of its own, without the line's end.

    Raises:
        SetupError: it cannot be read, or is empty.
    """
    if wrong := _unreadable_secret(path):
        raise SetupError([Fault(shown(path), "", wrong)])
    return _secret(path)


def database_password(config: Config) -> str | None:
    """The database's password, from MENTORIX_DATABASE_PASSWORD or its file; None where neither has one.

    Raises:
        SetupError: the file cannot be read, or is empty.
    """
    if password := os.environ.get("MENTORIX_DATABASE_PASSWORD"):
        return password
    return read_secret(config.database_password_file) if config.database_password_file else None


def _config_marks(path: Path) -> Marked:
    try:
        path.stat()
    except FileNotFoundError:
        return unread("there is no such file; copy config.example.yaml to it, or name another with --config")
    except OSError as error:
        return unread(f"the file cannot be read: {reason(error)}")
    return marked(path)


def _catalogue_folder(marks: Marked, path: Path) -> Path | None:
    """Where the catalogue is, if that can be told and read."""
    named = _named(marks.value, "catalogue") if marks.whole and isinstance(marks.value, dict) else None
    folder = None if named is None else _at(path, named)
    return folder if folder and not _unreadable_folder(folder) else None


def _named(value: Mapping[str, Any], key: str) -> str | None:
    """The path under a key, or its default, though there may be faults elsewhere; None where it cannot be told."""
    default = Config.model_fields[key].default
    named = value.get(key, default if default is None else str(default))
    return named if isinstance(named, str) else None


def _place_rule(path: Path, places: Collection[str]) -> Rule:
    """The rule that these places can be used, each told at the line that names it."""

    def rule(value: Mapping[str, Any]) -> Iterator[Problem]:
        for key in places:
            named = _named(value, key)
            if named is not None and (wrong := _UNUSABLE[key](_at(path, named))):
                yield Problem((key,), wrong if is_secret((key,)) else f"{quoted(named, (key,))}: {wrong}")

    return rule


def _unreadable_folder(folder: Path) -> str | None:
    """What is wrong with a folder that is to be read."""
    try:
        next(folder.iterdir(), None)
    except OSError as error:
        return f"the folder cannot be read: {reason(error)}"
    return None


def _unusable_folder(folder: Path) -> str | None:
    """What is wrong with a folder that is to be written into, or made."""
    above = next((place for place in (folder, *folder.parents) if place.exists()), folder)
    if not above.is_dir():
        return f"{'not a folder' if above == folder else f'{shown(above)} is not a folder'}; choose another place"
    if not os.access(above, os.W_OK | os.X_OK):
        return "the folder cannot be written to" if above == folder else f"cannot be made in {shown(above)}"
    return None


def _unreadable_secret(path: Path) -> str | None:
    """What is wrong with a secret's file."""
    try:
        return None if _secret(path) else "the file is empty; write the password into it"
    except OSError as error:
        return f"the file cannot be read: {reason(error)}"
    except UnicodeDecodeError:
        return "the file is not UTF-8"


def _secret(path: Path) -> str:
    return path.read_text("utf-8").strip("\r\n")


_UNUSABLE = {
    "catalogue": _unreadable_folder,
    DATA: _unusable_folder,
    PASSWORD: _unreadable_secret,
    DATABASE_PASSWORD: _unreadable_secret,
}
"""For each key what is wrong with the place it names; None for nothing."""


def _at(path: Path, named: str) -> Path:
    """A path as it is meant in the configuration file: relative to that file."""
    return path.absolute().parent / named


def _at_home(config: Config, path: Path) -> Config:
    paths = {name: getattr(config, name) for name in (DATA, "catalogue", PASSWORD, DATABASE_PASSWORD)}
    return config.model_copy(
        update={name: _at(path, str(value)) for name, value in paths.items() if value is not None}
    )
