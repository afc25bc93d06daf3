"""What is written for review: the house's style, no fault in it, and a file that is there keeps what people put in."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from sample_files import SHIPPED
from small_catalogue import organisation

from bot.catalogue.marks import read_marked
from bot.catalogue.model import Organisation
from bot.catalogue.parse import parse
from bot.catalogue.rules import organisation_rules
from bot.errors import SetupError
from bot.files import read_catalogue, write_text
from bot.importer.drafting import SCHEMA, WIDTH, draft
from bot.importer.settling import NO_SUMMARY, NO_WAY_TO_ASK, settled

PAGES = sorted((SHIPPED / "organisations").glob("*.yaml"))

FOUND: dict[str, Any] = {
    "id": "harbour-2031",
    "organisation": "Harbour",
    "page": {"title": "Ideas", "url": "https://harbour.example.org/ideas"},
    "ideas": [
        {
            "title": "Løve & Åse: rewrite the lamp",
            "mentors": [{"name": "Ada Marsh", "email": "ada@harbour.example.org"}, {"nicks": [{"name": "brook"}]}],
        },
        {"title": "Rewrite the lamp", "mentors": [{"name": "Ada Marsh", "nicks": [{"name": "adam"}]}]},
        {"title": "Rewrite the lamp!", "summary": "It blinks.", "mentors": []},
        {"title": "灯台"},
    ],
}


def read(text: str) -> Organisation:
    """A file's text as the loader takes it."""
    found = parse(Organisation, "draft", read_marked(text.encode()), organisation_rules)
    assert found.faults == ()
    assert found.shape
    return found.shape


def test_ids_and_keys_come_from_titles_and_names_and_are_single() -> None:
    page = settled(FOUND).organisation
    assert [idea.id for idea in page.ideas] == [
        "love-ase-rewrite-the-lamp",
        "rewrite-the-lamp",
        "rewrite-the-lamp-2",
        "idea",
    ]
    assert page.ideas[0].mentors == ("ada-marsh", "brook")
    assert page.ideas[1].mentors == ("ada-marsh",)
    assert page.people["ada-marsh"].email == "ada@harbour.example.org"
    assert [nick.name for nick in page.people["ada-marsh"].nicks] == ["adam"]


def test_what_a_file_needs_and_the_page_does_not_say_is_said_to_be_missing() -> None:
    page = settled(FOUND).organisation
    assert page.ideas[0].summary == NO_SUMMARY
    assert page.ideas[2].summary == "It blinks."
    assert page.contact.how == NO_WAY_TO_ASK


def test_what_does_not_fit_is_left_out_and_told() -> None:
    idea = {
        "title": "Lamp",
        "level": "x" * 400,
        "summary": "word " * 2_000,
        "links": [{"label": "a", "url": "/here"}, {"label": "b", "url": "https://b.example"}],
        "url": "ideas#lamp",
        "mentors": [{"name": "Ada", "email": "ada AT harbour"}],
    }
    found = settled(FOUND | {"ideas": [idea], "year": 1800})
    page = found.organisation
    assert page.year is None
    assert [link.url for link in page.ideas[0].links] == ["https://b.example"]
    assert page.ideas[0].url is None
    assert page.people["ada"].email is None
    assert len(page.ideas[0].summary) <= 5_000
    told = "\n".join(found.left_out)
    for place in ("year", "links[0]", "ideas[0].url", "people.ada.email", "ideas[0].summary", "ideas[0].level"):
        assert place in told


@pytest.mark.parametrize("title", [None, "", " \x01\x7f "])
def test_an_idea_of_whose_title_nothing_can_stand_is_left_out_and_told(title: str | None) -> None:
    found = settled(FOUND | {"ideas": [{"title": title, "summary": "x"}, {"title": "Lamp", "summary": "y"}]})
    assert [idea.title for idea in found.organisation.ideas] == ["Lamp"]
    assert found.left_out == ("ideas[0]: left out, because nothing of its title can stand in a file",)


def test_a_reading_without_an_address_is_not_mended() -> None:
    with pytest.raises(ValidationError):
        settled({key: value for key, value in FOUND.items() if key != "page"})


@pytest.mark.parametrize("file", PAGES, ids=lambda path: path.stem)
def test_shipped_pages_written_anew_say_the_same(file: Path) -> None:
    page = read(file.read_text("utf-8"))
    text = draft(page)
    assert read(text) == page
    assert text.startswith(SCHEMA)
    assert [line for line in text.splitlines() if len(line) > WIDTH and "http" not in line] == []


@pytest.mark.parametrize("file", PAGES, ids=lambda path: path.stem)
def test_a_file_that_says_the_same_stays_byte_for_byte(file: Path) -> None:
    text = file.read_text("utf-8")
    assert draft(read(text), text) == text


def test_a_draft_reads_as_people_write_it() -> None:
    text = draft(settled(FOUND | {"about": "Harbour steers ships. " * 10}).organisation)
    assert "about: >-\n  Harbour steers ships." in text
    assert (
        "\n\nideas:\n  - id: love-ase-rewrite-the-lamp\n    title: 'Løve & Åse: rewrite the lamp'\n"
        in text.replace('"', "'")
    )
    assert "\n\n  - id: rewrite-the-lamp\n" in text


WRITTEN_BY_HAND = """\
# yaml-language-server: $schema=../organisation.schema.json
# Ada looks after this file.
id: harbour-2031
organisation:   Harbour     # with an H
about: Harbour steers ships
  through the fog.
page: {title: Ideas, url: 'https://harbour.example.org/ideas'}
contact:
  how: Write to the list.

dates:
  - key: close
    name: Close
    day:   2031-03-31

people:
  ada: {name: Ada Marsh}   # on leave in May

# Best first.
ideas:
  - id: lamp       # short on purpose
    title: "Rewrite the lamp"
    size: 175 hours
    mentors: [ada]
    summary: >-
      It blinks,
      and should not.
    keywords:
      - light   # asked often
      - dark

  # Nobody wants this one.
  - id: horn
    title: Tune the horn
    summary: It is too loud.
"""


def test_a_change_touches_its_own_lines_only() -> None:
    page = read(WRITTEN_BY_HAND)
    ideas = (page.ideas[0].model_copy(update={"size": "350 hours"}), page.ideas[1])
    changed = page.model_copy(update={"ideas": ideas})
    assert draft(changed, WRITTEN_BY_HAND) == WRITTEN_BY_HAND.replace("175 hours", "350 hours")


def test_a_new_idea_a_new_person_and_a_new_keyword_join_a_file_and_its_comments_stay() -> None:
    page = read(WRITTEN_BY_HAND)
    more = page.model_dump(mode="json", exclude_defaults=True)
    more["people"]["brook"] = {"name": "Brook Field"}
    more["ideas"][0]["keywords"].append("glow")
    more["ideas"].insert(1, {"id": "fog", "title": "Measure the fog", "mentors": ["brook"], "summary": "How thick?"})
    text = draft(Organisation.model_validate(more), WRITTEN_BY_HAND)
    assert read(text) == Organisation.model_validate(more)
    lines = text.splitlines()
    assert [line for line in WRITTEN_BY_HAND.splitlines() if line not in lines] == []


def test_an_idea_that_is_taken_out_takes_only_its_own_lines() -> None:
    page = read(WRITTEN_BY_HAND)
    text = draft(page.model_copy(update={"ideas": page.ideas[:1]}), WRITTEN_BY_HAND)
    assert len(read(text).ideas) == 1
    assert "# on leave in May" in text
    assert "through the fog." in text


def test_lists_without_indentation_can_be_changed_too() -> None:
    flush = WRITTEN_BY_HAND.replace("\n  - ", "\n- ").replace("\n    ", "\n  ").replace("\n  # Nobody", "\n# Nobody")
    page = read(flush)
    ideas = (*page.ideas, page.ideas[1].model_copy(update={"id": "bell", "title": "Ring the bell"}))
    text = draft(page.model_copy(update={"ideas": ideas}), flush)
    assert read(text).ideas == ideas
    assert "# short on purpose" in text


def test_a_file_with_faults_is_not_written_over() -> None:
    with pytest.raises(SetupError, match="ideas"):
        draft(organisation(), "id: harbour-2031\n")


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x85\u2028\u2029"), max_size=200)
WORDS = st.lists(
    st.sampled_from("a lamp: yes no 18:00 1 - # ' \" [x] {y} @me *b &c ~ null 2031-01-01 | > % é".split()),
    max_size=40,
)
ANY = st.one_of(TEXTS, WORDS.map(" ".join), WORDS.map("\n".join))


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(titles=st.lists(ANY.filter(str.strip), min_size=1, max_size=3), summary=ANY, about=ANY, nick=ANY, other=ANY)
def test_whatever_a_page_says_is_read_back_as_it_was(
    titles: list[str], summary: str, about: str, nick: str, other: str
) -> None:
    ideas = [
        {"title": title, "summary": summary, "mentors": [{"nicks": [{"name": nick or "x"}]}]} for title in titles
    ]
    try:
        page = settled(FOUND | {"about": about, "ideas": ideas}).organisation
    except ValidationError:  # a title of nothing but control characters
        return
    text = draft(page)
    assert read(text) == page
    if other.strip() and "\0" not in other:
        later = settled(
            FOUND | {"about": other, "ideas": [*ideas, {"title": "One more", "summary": other}]}
        ).organisation
        assert read(draft(later, text)) == later


def test_a_draft_in_a_catalogue_is_loaded(tmp_path: Path) -> None:
    (tmp_path / "organisations").mkdir()
    write_text(tmp_path / "organisations" / "harbour-2031.yaml", draft(settled(FOUND).organisation))
    assert len(read_catalogue(tmp_path).organisations[0].ideas) == 4


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    file = tmp_path / "page.yaml"
    write_text(file, "old\n")
    file.chmod(0o640)
    with pytest.raises(UnicodeEncodeError):
        write_text(file, "new \ud800\n")
    assert file.read_text() == "old\n"
    write_text(file, "new\n")
    assert (file.read_text(), file.stat().st_mode & 0o777) == ("new\n", 0o640)
    assert [path.name for path in tmp_path.iterdir()] == ["page.yaml"]
    with pytest.raises(SetupError, match="cannot be written"):
        write_text(tmp_path / "none" / "page.yaml", "x")
