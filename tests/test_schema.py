"""The JSON Schema files that editors use: up to date, and of one mind with the loader."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator, FormatChecker
from sample_files import PAGE, SEASON, SHIPPED

from bot.catalogue.schema import schema_files
from bot.errors import SetupError
from bot.files import write_schemas


def schema(name: str) -> Draft202012Validator:
    """The validator of one schema file."""
    return Draft202012Validator(json.loads(schema_files()[name]), format_checker=FormatChecker())


def plain(text: str) -> Any:
    """YAML as editors read it: dates are text."""
    return yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 — makes nothing but text, lists and mappings


def season(text: str) -> Any:
    """A programme file as editors read it."""
    value = plain(text)
    value["year"] = int(value["year"])
    return value


def test_the_committed_schemas_are_up_to_date() -> None:
    for name, text in schema_files().items():
        assert (SHIPPED / name).read_text(encoding="utf-8") == text, f"write {name} again: mentorix catalogue schema"


def test_the_schemas_are_schemas() -> None:
    for text in schema_files().values():
        Draft202012Validator.check_schema(json.loads(text))


def test_writing_makes_both_files(tmp_path: Path) -> None:
    paths = write_schemas(tmp_path)
    assert {path.name: path.read_text(encoding="utf-8") for path in paths} == schema_files()


def test_a_folder_that_does_not_exist_is_told(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="cannot be written: no such file or directory"):
        write_schemas(tmp_path / "none")


@pytest.mark.parametrize(
    ("file", "kind"),
    [(file, kind) for kind in ("organisation", "programme") for file in sorted(SHIPPED.glob(f"{kind}s/*.yaml"))],
    ids=lambda value: value.stem if isinstance(value, Path) else value,
)
def test_shipped_files_name_their_schema_and_fit_it(file: Path, kind: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.startswith(f"# yaml-language-server: $schema=../{kind}.schema.json\n")
    value = plain(text)
    if "year" in value:
        value["year"] = int(value["year"])
    if "sizes" in value:
        value["sizes"] = [int(size) for size in value["sizes"]]
    assert [error.message for error in schema(f"{kind}.schema.json").iter_errors(value)] == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("at: 2026", "to: 2026"),
        ("    at:", "    day: 2026-03-31\n    at:"),
        ("at: 2026", "start: 2026"),
        ("deadline", "deadlin"),
        ("[applicants]", "[]"),
    ],
)
def test_the_programme_schema_refuses_what_the_loader_refuses(old: str, new: str) -> None:
    validator = schema("programme.schema.json")
    assert validator.is_valid(season(SEASON))
    assert not validator.is_valid(season(SEASON.replace(old, new, 1)))


@pytest.mark.parametrize(
    ("old", "new"),
    [("mentors:", "mentor:"), ("name: Ada", "matrix: '@a:b' #"), ("id: first", "id: First"), ("  ada:", "  Ada:")],
)
def test_the_organisation_schema_refuses_what_the_loader_refuses(old: str, new: str) -> None:
    validator = schema("organisation.schema.json")
    assert validator.is_valid(season(PAGE))
    assert not validator.is_valid(season(PAGE.replace(old, new, 1)))
