"""Names that maintainers accepted go into the catalogue's files, and nothing else in them changes."""

import asyncio
import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from bot.catalogue.aliases import with_alias
from bot.catalogue.marks import read_marked
from bot.cli.commands import app
from bot.clock import utc_now
from bot.counts import Count, Unmatched, What, week_of
from bot.errors import UserError
from bot.files import read_catalogue
from bot.files.suggestions import Suggestions
from bot.storage import Database

ROOT = Path(__file__).parent.parent
HEAD = "# Harbour\nideas:\n"
BRACKETS = "  - id: buoy\n    title: Buoys  # as on the page\n    aliases: [drift, 'sea: marks']  # two\n"
NONE = "  - title: Lamps\n    id: lamp\n    size: 175 hours\n"
LISTED = "  - id: horn\n    aliases:\n      - foghorn\n      # loud\n      - siren\n    title: Horns\n"
EMPTY = "  - id: quay\n    aliases: []\n    title: Quay\n"
FILE = HEAD + BRACKETS + NONE + LISTED + EMPTY


def ideas(text: str) -> dict[str, dict[str, object]]:
    value = read_marked(text.encode()).value
    assert isinstance(value, dict)
    return {each["id"]: each for each in value["ideas"]}


@pytest.mark.parametrize(
    ("idea", "before", "after"),
    [
        ("buoy", "'sea: marks']  # two", "'sea: marks', fog bell]  # two"),
        ("lamp", "    id: lamp\n", "    id: lamp\n    aliases: [fog bell]\n"),
        ("horn", "      - siren\n", "      - siren\n      - fog bell\n"),
        ("quay", "aliases: []", "aliases: [fog bell]"),
    ],
)
def test_a_name_stands_behind_the_others_and_the_rest_stays_as_it_is(idea: str, before: str, after: str) -> None:
    assert with_alias(FILE, idea, "fog bell") == FILE.replace(before, after)


@given(st.sampled_from(["buoy", "lamp", "horn", "quay"]), st.from_regex(r"\A[\w ,'\":#\[\]{}&*!|>%@`-]{1,40}\Z"))
def test_whatever_the_name_it_is_added_whole_or_left_to_a_person(idea: str, alias: str) -> None:
    edited = with_alias(FILE, idea, alias)
    if edited is not None and edited != FILE:
        expected = ideas(FILE)
        known = expected[idea].get("aliases") or []
        assert isinstance(known, list)
        expected[idea]["aliases"] = [*known, alias]
        assert ideas(edited) == expected


def test_what_only_a_person_can_do_is_left_to_one() -> None:
    spread = FILE.replace("aliases: []", "aliases: [\n      wall,\n    ]")
    assert with_alias(spread, "quay", "pier") is None
    assert with_alias(FILE, "nothing", "pier") is None
    assert with_alias(FILE + "  - id: buoy\n", "buoy", "pier") is None
    assert with_alias("ideas: [", "buoy", "pier") is None
    assert with_alias("- no mapping", "buoy", "pier") is None


def test_every_idea_of_the_shipped_catalogue_can_get_one() -> None:
    for path in (ROOT / "catalogue" / "organisations").glob("*.yaml"):
        text = path.read_text("utf-8")
        for idea in read_catalogue(ROOT / "catalogue").organisation(path.stem).ideas:  # type: ignore[union-attr]
            assert (edited := with_alias(text, idea.id, "drifting fog bell")) is not None
            assert len(set(edited.splitlines()) - set(text.splitlines())) == 1


def suggested(page: str, idea: str, words: str) -> Unmatched:
    return Unmatched(words, page, idea, date(2031, 2, 24), date(2031, 2, 24), 3)


def test_the_command_takes_over_what_it_can_and_leaves_the_rest(tmp_path: Path) -> None:
    folder = tmp_path / "catalogue" / "organisations"
    folder.mkdir(parents=True)
    (folder / "harbour.yaml").write_text(FILE)
    file = tmp_path / "aliases.yaml"
    for each in (("harbour", "buoy", "fog bell"), ("elsewhere", "x", "y"), ("harbour", "gone", "z")):
        Suggestions(file).add(suggested(*each), date(2031, 3, 3))
    arguments = ["catalogue", "accept-aliases", str(file), "--catalogue", str(tmp_path / "catalogue")]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0
    told = result.output.splitlines()
    assert [line.partition(": ")[2] for line in told] == [
        "“fog bell” is another name of buoy now",
        "add “y” to the aliases of x by hand",
        "add “z” to the aliases of gone by hand",
    ]
    assert "'sea: marks', fog bell]" in (folder / "harbour.yaml").read_text()
    assert [each.alias for each in Suggestions(file).all()] == ["y", "z"]
    assert file.read_text("utf-8").startswith("# Names under which")


def test_without_accepted_names_there_is_nothing_to_take_over(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["catalogue", "accept-aliases", str(tmp_path / "aliases.yaml")])
    assert isinstance(result.exception, UserError)
    assert "no name was accepted yet" in str(result.exception)


async def test_counts_can_be_told_in_a_terminal(tmp_path: Path) -> None:
    config = tmp_path / "config.yaml"
    settings = {
        "homeserver": "https://matrix.example.org",
        "user_id": "@bot:example.org",
        "catalogue": str(ROOT / "catalogue"),
        "data_dir": str(tmp_path / "data"),
    }
    config.write_text(json.dumps(settings))
    told = await asyncio.to_thread(CliRunner().invoke, app, ["stats", "--config", str(config)])
    assert told.output.splitlines()[0].endswith(": 0 answers about an idea.")
    database = await Database.open(tmp_path / "data" / "mentorix.db")
    await database.counts.save_counts([Count(week_of(utc_now()), What.IDEA, "gvisor-2021", "fanotify", 7)], [])
    await database.close()
    told = await asyncio.to_thread(CliRunner().invoke, app, ["stats", "--config", str(config)])
    assert "1. Implement fanotify (gVisor 2021): 7 times" in told.output.splitlines()
    config.write_text(json.dumps(settings | {"count": False}))
    told = await asyncio.to_thread(CliRunner().invoke, app, ["stats", "--config", str(config)])
    assert isinstance(told.exception, UserError)
