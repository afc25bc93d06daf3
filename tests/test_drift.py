"""A page that changed: what is told of it, and what becomes of the file that people have edited since."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matching_setup import shipped

from bot.catalogue.marks import read_marked
from bot.catalogue.model import Organisation, Status
from bot.catalogue.parse import parse
from bot.errors import SetupError
from bot.files import read_catalogue, read_draft, read_record, write_record, write_text
from bot.importer.drafting import draft
from bot.importer.drift import compare
from bot.importer.merging import GONE, merged
from bot.importer.settling import settled

ADA = {"name": "Ada Marsh", "email": "ada@harbour.example.org"}
BROOK = {"name": "Brook Field", "nicks": [{"name": "brook"}]}
LAMP: dict[str, Any] = {
    "title": "Rewrite the lamp scheduler",
    "size": "175 hours",
    "level": "easy",
    "mentors": [ADA],
    "summary": "Move the code that decides when the lamp turns from C to Rust, since it blocks while the motor runs.",
}
HORN = {
    "title": "Tune the fog horn",
    "mentors": [BROOK],
    "summary": "The horn is far too loud for the sleepy village.",
}
BUOY = {
    "title": "Predict drifting buoys",
    "size": "350 hours",
    "summary": "Where does a buoy go when its chain breaks?",
}


def page(*ideas: dict[str, Any], **more: Any) -> Organisation:
    """What a page says."""
    home = {"title": "Ideas", "url": "https://harbour.example.org/ideas"}
    return settled(
        {"id": "harbour-2031", "organisation": "Harbour", "page": home, "ideas": list(ideas), **more}
    ).organisation


def told(old: Organisation, new: Organisation) -> list[str]:
    """The changes in words."""
    return [str(change) for change in compare(old, new).changes]


def test_a_page_that_says_the_same_has_no_drift() -> None:
    drift = compare(page(LAMP, HORN), page(HORN, LAMP))
    assert not drift
    assert drift.exit_code == 0
    assert str(drift) == "harbour-2031: the page says what it said before\n"


def test_ideas_that_came_and_went_are_told() -> None:
    drift = compare(page(LAMP, HORN), page(LAMP, BUOY))
    assert str(drift) == (
        "harbour-2031: 2 changes on the page\n- new idea: Predict drifting buoys\n- no longer listed: Tune the fog horn\n"
    )
    assert drift.exit_code == 1


@pytest.mark.parametrize(
    "title", ["Rewrite lamp scheduler", "Scheduler of the lamp: rewrite", "A motor that never waits"]
)
def test_a_renamed_idea_is_known_by_its_title_or_its_text(title: str) -> None:
    assert told(page(LAMP, HORN), page(LAMP | {"title": title}, HORN)) == [
        f"renamed: Rewrite the lamp scheduler is now {title}"
    ]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"size": "350 hours"}, "size changed from 175 hours to 350 hours"),
        ({"size": None}, "size no longer given, before: 175 hours"),
        ({"level": "hard"}, "level changed from easy to hard"),
        ({"status": "taken"}, "status changed from open to taken"),
        ({"mentors": [ADA, BROOK]}, "mentors changed from Ada Marsh to Ada Marsh, Brook Field"),
        ({"mentors": []}, "mentors no longer given, before: Ada Marsh"),
        ({"languages": ["Rust"]}, "languages now given: Rust"),
        ({"summary": LAMP["summary"].replace("Rust", "Go")}, "text changed"),
        ({"links": [{"label": "more", "url": "https://more.example"}]}, "links changed"),
    ],
)
def test_what_changed_in_an_idea_is_told(changed: dict[str, Any], words: str) -> None:
    assert told(page(LAMP), page(LAMP | changed)) == [f"Rewrite the lamp scheduler: {words}"]


def test_the_way_something_is_written_is_no_change() -> None:
    assert told(page(LAMP), page(LAMP | {"size": "175  Hours", "summary": LAMP["summary"].replace(",", ";")})) == []


def test_a_persons_new_address_is_told() -> None:
    moved = LAMP | {"mentors": [ADA | {"email": "ada@new.example.org"}]}
    assert told(page(LAMP), page(moved)) == [
        "Ada Marsh: e-mail changed from ada@harbour.example.org to ada@new.example.org"
    ]


def test_a_date_that_moved_is_told() -> None:
    date = {"key": "close", "name": "Applications close", "day": "2031-03-31"}
    assert told(page(LAMP, dates=[date]), page(LAMP, dates=[date | {"day": "2031-04-02"}])) == [
        "Applications close changed from 2031-03-31 to 2031-04-02"
    ]


def test_programs_get_the_same_as_json() -> None:
    found = json.loads(compare(page(LAMP), page(LAMP | {"size": "90 hours"})).as_json())
    assert found["page"] == "harbour-2031"
    assert found["changes"] == [
        {
            "kind": "changed",
            "about": "Rewrite the lamp scheduler",
            "field": "size",
            "before": "175 hours",
            "after": "90 hours",
            "words": "Rewrite the lamp scheduler: size changed from 175 hours to 90 hours",
        }
    ]


def edited(first: Organisation) -> Organisation:
    """The file after people have worked on it: a shorter id, another key, their own words, aliases, a mentor, a status."""
    value = first.model_dump(mode="json", exclude_defaults=True)
    value["people"]["ada"] = value["people"].pop("ada-marsh")
    lamp = value["ideas"][0]
    lamp |= {"id": "lamp", "summary": "In our own words.", "aliases": ["lamp"], "keywords": ["motor"]}
    lamp |= {"status": "taken", "mentors": ["ada", "brook-field"]}
    return Organisation.model_validate(value)


def test_hand_edits_stay_and_what_the_page_changed_is_taken_over() -> None:
    first = page(LAMP, HORN)
    mine = edited(first)
    new = page(LAMP | {"size": "350 hours", "title": "Rewrite the lamp scheduler in Rust"}, BUOY, HORN)
    found = merged(mine, first, new)
    lamp = found.organisation.ideas[0]
    assert [idea.id for idea in found.organisation.ideas] == ["lamp", "predict-drifting-buoys", "tune-the-fog-horn"]
    assert (lamp.title, lamp.size) == ("Rewrite the lamp scheduler in Rust", "350 hours")
    assert (lamp.summary, lamp.aliases, lamp.keywords) == ("In our own words.", ("lamp",), ("motor",))
    assert (lamp.status, lamp.mentors) == (Status.TAKEN, ("ada", "brook-field"))
    assert found.kept == ()


def test_a_second_import_of_the_same_page_changes_nothing() -> None:
    first, new = page(LAMP, HORN), page(LAMP | {"size": "350 hours"}, BUOY)
    once = merged(edited(first), first, new)
    twice = merged(once.organisation, once.remembered, new)
    assert twice.organisation == once.organisation
    assert twice.remembered == once.remembered


def test_where_the_page_and_a_hand_disagree_the_hand_wins_and_it_is_told() -> None:
    first = page(LAMP)
    value = first.model_dump(mode="json", exclude_defaults=True)
    value["ideas"][0]["size"] = "90 hours"
    found = merged(Organisation.model_validate(value), first, page(LAMP | {"size": "350 hours"}))
    assert found.organisation.ideas[0].size == "90 hours"
    assert found.kept == (
        "ideas.rewrite-the-lamp-scheduler.size: the page now says '350 hours'; what was written by hand is kept",
    )


def test_mentors_come_and_go_with_the_page_one_by_one() -> None:
    first = page(LAMP | {"mentors": [ADA, BROOK]})
    cleo = {"name": "Cleo Marsh"}
    found = merged(first, first, page(LAMP | {"mentors": [BROOK, cleo]})).organisation
    assert found.ideas[0].mentors == ("brook-field", "cleo-marsh")
    assert set(found.people) == {"brook-field", "cleo-marsh"}


def test_an_idea_that_is_gone_becomes_withdrawn_and_opens_again_when_it_comes_back() -> None:
    first = page(LAMP, HORN)
    gone = merged(first, first, page(LAMP))
    horn = gone.organisation.ideas[1]
    assert (horn.status, horn.note, horn.mentors) == (Status.WITHDRAWN, GONE, ("brook-field",))
    assert not compare(gone.remembered, page(LAMP))
    assert told(gone.remembered, page(LAMP, HORN)) == ["listed again: Tune the fog horn"]
    back = merged(gone.organisation, gone.remembered, page(LAMP, HORN))
    assert back.organisation == first


def test_an_idea_that_people_took_out_stays_out() -> None:
    first = page(LAMP, HORN)
    mine = page(LAMP)
    found = merged(mine, first, page(LAMP, HORN | {"size": "90 hours"}))
    assert [idea.id for idea in found.organisation.ideas] == ["rewrite-the-lamp-scheduler"]
    assert found.kept == ()


def test_a_file_whose_import_nobody_remembers_only_gains() -> None:
    mine = edited(page(LAMP, HORN))
    found = merged(mine, None, page(LAMP | {"size": "350 hours", "languages": ["Rust"]}, BUOY))
    lamp = found.organisation.ideas[0]
    assert (lamp.id, lamp.size, lamp.languages, lamp.summary) == ("lamp", "175 hours", ("Rust",), "In our own words.")
    assert {idea.id for idea in found.organisation.ideas} == {"lamp", "predict-drifting-buoys", "tune-the-fog-horn"}
    assert {idea.status for idea in found.organisation.ideas[1:]} == {Status.OPEN}
    assert any("350 hours" in each for each in found.kept)


def test_the_whole_round_import_edit_import_keeps_comments_and_tells_the_drift() -> None:
    first = page(LAMP, HORN)
    text = draft(first).replace(
        "    size: 175 hours\n", "    size: 175 hours   # asked on the list\n    aliases: [lamp]\n"
    )
    mine = parse(Organisation, "file", read_marked(text.encode())).shape
    assert mine
    new = page(LAMP | {"level": "hard"}, HORN)
    assert [str(change) for change in compare(first, new).changes] == [
        "Rewrite the lamp scheduler: level changed from easy to hard"
    ]
    assert draft(merged(mine, first, new).organisation, text) == text.replace("level: easy", "level: hard")


def test_file_and_record_are_kept_side_by_side(tmp_path: Path) -> None:
    file = tmp_path / "organisations" / "harbour-2031.yaml"
    file.parent.mkdir()
    assert read_draft(file) is None
    assert read_record(file) is None
    first = page(LAMP, HORN, dates=[{"key": "close", "name": "Close", "at": "2031-03-31T18:00:00Z"}])
    write_text(file, draft(first))
    write_record(file, first)
    assert read_draft(file) == (draft(first), first)
    assert read_record(file) == first
    assert (tmp_path / ".imported" / "harbour-2031.json").exists()
    assert read_catalogue(tmp_path).organisations == (first,)


def test_a_record_that_is_spoilt_and_a_draft_with_faults_are_told(tmp_path: Path) -> None:
    file = tmp_path / "harbour-2031.yaml"
    file.write_text("id: harbour-2031\n")
    (tmp_path / ".imported").mkdir()
    (tmp_path / ".imported" / "harbour-2031.json").write_text("{")
    with pytest.raises(SetupError, match="ideas: required"):
        read_draft(file)
    with pytest.raises(SetupError, match="delete it to begin a new one"):
        read_record(file)


@pytest.mark.parametrize("other", shipped().organisations, ids=lambda page: page.id)
def test_shipped_pages_do_not_drift_from_themselves(other: Organisation) -> None:
    assert not compare(other, other)
    assert merged(other, other, other).organisation == other
    assert merged(other, None, other).organisation == other


IDEAS = st.lists(st.sampled_from([LAMP, HORN, BUOY, LAMP | {"title": "Paint the tower"}]), max_size=4, unique_by=id)


@settings(max_examples=60, deadline=None)
@given(first=IDEAS, second=IDEAS, size=st.sampled_from(["90 hours", "175 hours", None]))
def test_a_file_without_hand_edits_follows_the_page(
    first: list[dict[str, Any]], second: list[dict[str, Any]], size: str | None
) -> None:
    old, new = page(*first), page(*(idea | {"size": size} for idea in second))
    found = merged(old, old, new)
    still = [idea for idea in found.organisation.ideas if idea.note != GONE]
    assert {(idea.title, idea.size) for idea in still} == {(idea.title, idea.size) for idea in new.ideas}
    assert found.kept == ()
    assert not compare(found.remembered, found.organisation)


def test_bigger_pages_are_compared_too() -> None:
    many = [BUOY | {"title": f"Idea about thing {number}", "summary": f"Text {number} " * 9} for number in range(200)]
    drift = compare(page(*many), page(*many[1:], LAMP))
    assert [str(change) for change in drift.changes] == [
        "new idea: Rewrite the lamp scheduler",
        "no longer listed: Idea about thing 0",
    ]
