"""Every way to get a catalogue file wrong, and the words that its author is told."""

# ruff: noqa: E501 — a row of a table is one line, however long the sentence that it expects

import os
import textwrap
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from sample_files import PAGE, SEASON, SHIPPED

from bot.catalogue import marks
from bot.catalogue.faults import FORMS
from bot.catalogue.marks import MAX_BYTES, read_marked
from bot.catalogue.model import Organisation, Programme
from bot.catalogue.parse import parse, parse_catalogue
from bot.catalogue.rules import organisation_rules
from bot.config import Config
from bot.errors import Fault, SetupError
from bot.files import read_catalogue


def catalogue(folder: Path, pages: dict[str, str | bytes], seasons: dict[str, str | bytes]) -> list[str]:
    """The faults of a catalogue of such files, as printed, without the folder."""
    for name, files in (("organisations", pages), ("programmes", seasons)):
        (folder / name).mkdir()
        for file, text in files.items():
            (folder / name / file).write_bytes(text.encode() if isinstance(text, str) else text)
    try:
        read_catalogue(folder)
    except SetupError as error:
        return str(error).replace(f"{folder}/", "").splitlines()
    return []


def page_faults(folder: Path, text: str | bytes) -> list[str]:
    """The faults of a catalogue with this organisation file, without the file's name."""
    found = catalogue(folder, {"acme-2026.yaml": text}, {"gsoc-2026.yaml": SEASON})
    return [line.removeprefix("organisations/acme-2026.yaml:").lstrip() for line in found]


def season_faults(folder: Path, text: str) -> list[str]:
    """The faults of a catalogue with this programme file, without the file's name."""
    found = catalogue(folder, {}, {"gsoc-2026.yaml": text})
    return [line.removeprefix("programmes/gsoc-2026.yaml:").lstrip() for line in found]


def test_the_files_that_the_tables_below_break_are_right_as_they_stand(tmp_path: Path) -> None:
    assert catalogue(tmp_path, {"acme-2026.yaml": PAGE}, {"gsoc-2026.yml": SEASON}) == []


# what is replaced in PAGE, by what, and the faults that follow
BROKEN_PAGES: list[tuple[str, str, list[str]]] = [
    # keys
    ("mentors:", "mentor:", ["18: ideas[0].mentor: unknown key 'mentor'; did you mean 'mentors'?"]),
    ("    title: A", "    titel: A", ["16: ideas[0].titel: unknown key 'titel'; did you mean 'title'?"]),
    (
        "  how:",
        "  zzz: x\n  how:",
        ["10: contact.zzz: unknown key 'zzz'; known here: emails, how, places"],
    ),
    (
        "    title: A first idea\n",
        "    title: A first idea\n    id: second\n",
        ["17: ideas[0].id: the key stands already in line 15; keep one"],
    ),
    (
        "    title: A first idea\n",
        "",
        ["15: ideas[0].title: required, but missing: As the page has it, without markup"],
    ),
    ("about: Acme makes everything.\n", "", ["1: about: required, but missing: What the organisation makes, in a sentence or two"]),
    ("    name: Ada", "    <<: {name: x}\n    name: Ada", ["13: people.ada.<<: merge keys ('<<') are not read; write the keys out"]),
    ("contact:\n", "? [contact]\n:\n", ["9: a key that is not text; put it in quotes"]),
    # values that YAML reads otherwise than people do
    (
        "about: Acme makes everything.",
        "about: 18:00",
        ["5: about: YAML reads '18:00' as the number 1080; put it in quotes: \"18:00\""],
    ),
    (
        "mentors: [ada]",
        "keywords: [no, yes, on, 'off']",
        [
            "18: ideas[0].keywords[0]: found 'no', which YAML reads as false, where text is meant; put it in quotes: \"no\"",
            "18: ideas[0].keywords[1]: found 'yes', which YAML reads as true, where text is meant; put it in quotes: \"yes\"",
            "18: ideas[0].keywords[2]: found 'on', which YAML reads as true, where text is meant; put it in quotes: \"on\"",
        ],
    ),
    ("mentors: [ada]", "size: 175", ["18: ideas[0].size: found the number 175, where text is meant; put it in quotes: \"175\""]),
    ("mentors: [ada]", "size: 1.50", ["18: ideas[0].size: found the number 1.50, where text is meant; put it in quotes: \"1.50\""]),
    ("mentors: [ada]", "size: 0175", ["18: ideas[0].size: YAML reads '0175' as a number; put it in quotes: \"0175\" (if a number is meant, write it in plain digits)"]),
    (
        "about: Acme makes everything.",
        "about: #1 of all",
        ["5: about: found nothing, where text is meant; write a value or leave the key out (text that begins with '#' needs quotes)"],
    ),
    ("Ada Lovelace", "!ada Lovelace", ["13: people.ada.name: YAML tags ('!name') are not read; put text that begins with '!' in quotes"]),
    ("Ada Lovelace", "!!python/object:os.system x", ["13: people.ada.name: YAML tags ('!name') are not read; put text that begins with '!' in quotes"]),
    (
        "how: Ask on the list.",
        "how: &how Ask\nlanguages: [*how]",
        ["11: languages[0]: YAML aliases ('*name') are not read; write the value itself, or '*' in quotes"],
    ),
    ("Ada Lovelace", r'"Ada \u0007"', ["13: people.ada.name: control character U+0007 found; delete it"]),
    # types
    ("mentors: [ada]", "mentors: ada", ["18: ideas[0].mentors: found 'ada', where a list is meant; write ada as [ada]"]),
    ("mentors: [ada]", "mentors:", ["18: ideas[0].mentors: found nothing, where a list is meant; write a value or leave the key out"]),
    ("year: 2026", "year: soon", ["4: year: found 'soon', where a whole number is meant"]),
    ("year: 2026", "year: yes", ["4: year: found 'yes', which YAML reads as true, where a whole number is meant"]),
    ("year: 2026", "year: 1999", ["4: year: 1999 is too low; at least 2005"]),
    ("year: 2026", "year: 99999999999999999999", ["4: year: 99999999999999999999 is too high; at most 2100"]),
    ("year: 2026", f"year: {'9' * 1000}", [f"4: year: {'9' * 60}… is too high; at most 2100"]),
    ("year: 2026", "year: 0x7EA", ["4: year: YAML reads '0x7EA' as a number; put it in quotes: \"0x7EA\" (if a number is meant, write it in plain digits)"]),
    ("year: 2026", "year: 2999", ["4: year: 2999 is too high; at most 2100"]),
    ("  how: Ask on the list.", "  - Ask", ["9: contact: found a list, where a mapping is meant"]),
    ("    name: Ada Lovelace", "    name: [Ada]", ["13: people.ada.name: found a list, where text is meant"]),
    ("title: A first idea", 'title: ""', ["16: ideas[0].title: the text is empty; write something or leave the key out"]),
    ("A first idea", "x" * 301, ["16: ideas[0].title: the text has 301 characters; at most 300 fit"]),
    ("mentors: [ada]", "status: opne", ["18: ideas[0].status: 'opne' is none of open, suspended, placeholder, taken, completed, withdrawn; did you mean 'open'?"]),
    # addresses and ids
    ("https://acme.example/ideas", "acme.example", ["8: page.url: found 'acme.example', where a web address such as 'https://example.org/page' is meant"]),
    ("https://acme.example/ideas", "ftp://acme.example", ["8: page.url: found 'ftp://acme.example', where a web address that begins with 'https://' or 'http://' is meant"]),
    *(("mentors: [ada]", f"url: '{url}'", [f"18: ideas[0].url: found '{shown}', where an address such as 'https://example.org/page' or 'mailto:list@example.org' (no login, no quotes) is meant"])
      for url, shown in (('http://x"onclick', 'http://x"onclick'), ("http://ada:pw@host", "http://…@host"), ("https://ada@host/x", "https://…@host/x"), ("https://x/<b>", "https://x/<b>"), ("javascript:alert(1)", "javascript:alert(1)"))),
    ("https://acme.example/ideas", "https://ada:pw@acme.example/ideas", ["8: page.url: 'https://…@acme.example/ideas' is an address with a login; leave out what stands before the '@'"]),
    ("mentors: [ada]", "url: www.acme", ["18: ideas[0].url: found 'www.acme', where an address such as 'https://example.org/page' or 'mailto:list@example.org' (no login, no quotes) is meant"]),
    ("name: Ada Lovelace", "email: ada at acme", ["13: people.ada.email: 'ada at acme' is no e-mail address; write it as 'name@example.org'"]),
    ("name: Ada Lovelace", "name: Ada\n    matrix: ada:acme", ["14: people.ada.matrix: found 'ada:acme', where a Matrix address such as '@user:example.org' is meant"]),
    ("- id: first", "- id: First Idea", ["15: ideas[0].id: found 'First Idea', where small letters, digits and single hyphens, such as 'qemu-2023' is meant"]),
    ("  ada:\n", "  ada:\n    name: A\n  Ada L:\n", ["14: people.Ada L: found 'Ada L', where small letters, digits and single hyphens, such as 'qemu-2023' is meant"]),
    # names of what there is
    ("mentors: [ada]", "mentors: [ada, aad]", ["18: ideas[0].mentors[1]: 'aad' is no key of 'people'; did you mean 'ada'?"]),
    ("mentors: [ada]", "suggested_by: [zoe]", ["18: ideas[0].suggested_by[0]: 'zoe' is no key of 'people'; there is ada"]),
    ("year: 2026", "mentors:\n  - zoe", ["5: mentors[0]: 'zoe' is no key of 'people'; there is ada"]),
    ("name: Ada Lovelace", "inferred_name: Ada", ["12: people.ada: nobody can be called by this; give a 'name', 'email' or 'nicks'"]),
    ("gsoc-2026", "gsoc-2062", ["3: programme: there is no programme 'gsoc-2062'; did you mean 'gsoc-2026'?"]),
    ("  title: Ideas", "  title: Ideas\n  superseded_by: acme-2027", ["8: page.superseded_by: there is no organisation file 'acme-2027'; did you mean 'acme-2026'?"]),
    ("  title: Ideas", "  title: Ideas\n  superseded_by: acme-2026", ["8: page.superseded_by: the editions supersede one another in a circle; the newest names none"]),
    ("id: acme-2026", "id: acme", ["1: id: 'acme' is not the file's name; write 'acme-2026' or rename the file"]),
    (
        "    mentors: [ada]\n",
        "  - {id: first, title: x, summary: y}\n",
        ["18: ideas[1].id: 'first' is already the id of ideas[0]; choose another"],
    ),
    # dates of the page
    ("year: 2026", "dates: [{key: close, name: Close}]", ["4: dates[0]: there is no date; give one of 'at' or 'day'"]),
    (
        "year: 2026",
        "dates:\n  - key: close\n    name: Close\n    at: 2026-03-31T18:00:00Z\n    day: 2026-03-31",
        ["5: dates[0]: there are 'at' and 'day'; give only one of 'at' or 'day'"],
    ),
    (
        "year: 2026",
        "dates:\n  - key: close\n    name: Close\n    at: 2026-03-31 18:00",
        ["7: dates[0].at: '2026-03-31 18:00' names no zone; write '2026-03-31T18:00:00Z' if it is UTC, else its offset, as '+02:00'"],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "faults"), BROKEN_PAGES)
def test_a_fault_of_an_organisation_file_is_told_with_its_line_and_what_would_be_right(
    tmp_path: Path, old: str, new: str, faults: list[str]
) -> None:
    assert old in PAGE
    assert page_faults(tmp_path, PAGE.replace(old, new, 1)) == faults


AT = "    at: 2026-03-31T18:00:00Z\n"
INSTANT = "an instant such as '2026-03-31T18:00:00Z'"

BROKEN_SEASONS: list[tuple[str, str, list[str]]] = [
    (AT, "    at: 18:00\n", ["17: milestones[0].at: YAML reads '18:00' as the number 1080; put it in quotes: \"18:00\""]),
    (AT, "    at: 2026-03-31 18:00:00\n", ["17: milestones[0].at: '2026-03-31 18:00:00' names no zone; write '2026-03-31T18:00:00Z' if it is UTC, else its offset, as '+02:00'"]),
    (AT, "    at: 2026-03-31\n", ["17: milestones[0].at: '2026-03-31' names no hour; write it under 'day', or add hour and zone: '2026-03-31T18:00:00Z'"]),
    (AT, "    day: 2026-03-31T18:00:00Z\n", ["17: milestones[0].day: '2026-03-31T18:00:00Z' names an hour, where a day is meant; write '2026-03-31', or an instant under 'at'"]),
    (AT, "    at: end of March\n", [f"17: milestones[0].at: found 'end of March', where {INSTANT} is meant"]),
    (AT, "    at: 2026-02-30T18:00:00Z\n", [f"17: milestones[0].at: found '2026-02-30T18:00:00Z', where {INSTANT} is meant"]),
    (AT, "    at: 20260331\n", [f"17: milestones[0].at: found the number 20260331, where {INSTANT} is meant"]),
    (AT, '    at: "1080"\n', [f"17: milestones[0].at: found '1080', where {INSTANT} is meant"]),
    (AT, "    from: 20260331\n", ["17: milestones[0].from: found the number 20260331, where a day or an instant with its zone is meant"]),
    (AT, "    start: 2026-03-31\n", ["13: milestones[0]: there is no date; give one of 'at', 'day' or 'from'", "17: milestones[0].start: unknown key 'start'; known here: at, audience, day, from, key, kind, name, note, source, to, verified, zone"]),
    (AT, "", ["13: milestones[0]: there is no date; give one of 'at', 'day' or 'from'"]),
    (AT, AT + "    day: 2026-03-31\n", ["13: milestones[0]: there are 'at' and 'day'; give only one of 'at', 'day' or 'from'"]),
    (AT, AT + "    to: 2026-04-02\n", ["18: milestones[0].to: an end without a beginning; give 'from' too"]),
    (AT, "    from: 2026-03-31\n    to: 2026-03-30\n", ["18: milestones[0].to: the period ends (2026-03-30) before it begins (2026-03-31)"]),
    (AT, "    from: 2026-03-31\n    to: 2026-03-30T18:00:00Z\n", ["18: milestones[0].to: the period ends (2026-03-30T18:00:00Z) before it begins (2026-03-31)"]),
    (AT, "    day: 2062-03-31\n", ["17: milestones[0].day: '2062-03-31' is far from 2026, the programme's year; mend one of them"]),
    (AT, AT + "  - {key: close, name: x, kind: ends, audience: [admins], day: 2026-04-01}\n", ["18: milestones[1].key: 'close' is already the key of milestones[0]; choose another"]),
    (AT, AT + "    source: {address: https://gsoc.example, what: x, wher: y}\n", ["18: milestones[0].source.wher: unknown key 'wher'; known here: address, what"]),
    ("kind: deadline", "kind: deadlin", ["15: milestones[0].kind: 'deadlin' is none of opens, deadline, announced, begins, ends, period; did you mean 'deadline'?"]),
    ("[applicants]", "[]", ["16: milestones[0].audience: the list is empty; it needs at least one item"]),
    ("trust: official", "trust: offical", ["8: trust: 'offical' is none of official, second-hand; did you mean 'official'?"]),
    ("zone: UTC", "zone: Europe/Berln", ["6: zone: 'Europe/Berln' is no IANA time zone; did you mean 'Europe/Berlin'?"]),
    ("2026-01-15", "2026-01-15T08:00:00Z", ["7: verified: '2026-01-15T08:00:00Z' names an hour, where a day is meant; write '2026-01-15', or an instant under 'at'"]),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "faults"), BROKEN_SEASONS)
def test_a_fault_of_a_programme_file_is_told_with_its_line_and_what_would_be_right(
    tmp_path: Path, old: str, new: str, faults: list[str]
) -> None:
    assert old in SEASON
    assert season_faults(tmp_path, SEASON.replace(old, new, 1)) == faults


@pytest.mark.parametrize(
    "period",
    [
        "from: 2026-03-31\n    to: 2026-03-31",
        "from: 2026-03-31\n    to: 2026-03-31T18:00:00Z",
        "from: 2026-12-01\n    to: 2027-01-15",
        "from: 2025-12-01T00:00:00+02:00",
    ],
)
def test_periods_that_make_sense_have_no_fault(tmp_path: Path, period: str) -> None:
    assert season_faults(tmp_path, SEASON.replace(AT, f"    {period}\n")) == []


# a whole file, and what both of PyYAML's parsers make of it
BROKEN_YAML: list[tuple[str | bytes, str]] = [
    (b"", "1: the file is empty"),
    ("# only a comment\n", "1: the file is empty"),
    ("---\n", "1: the file is empty"),
    ("- a\n- b\n", "1: found a list, where a mapping is meant"),
    ("just words\n", "1: found 'just words', where a mapping is meant"),
    ("id: a\n---\nid: b\n", "2: a second document begins ('---'); a file holds one"),
    ("id: a\nabout: b: c\n", "2: broken YAML: a second ': ' in one value, or a wrong indentation; put the text in quotes"),
    ("id: a\nlist:\n\t- b\n", "3: broken YAML: a tab; YAML is indented with spaces"),
    ("id: @a\n", "1: broken YAML: a value cannot begin with '@'; put it in quotes"),
    ("id: `a`\n", "1: broken YAML: a value cannot begin with '`'; put it in quotes"),
    ("id: [a,\n b\nabout: c\n", "1: broken YAML: a '[' that is opened here is never closed, or a comma is missing"),
    ("id: 'a\nabout: b\n", "1: broken YAML: a quote that is opened here is never closed"),
    ('id: "a\\q"\n', "1: broken YAML: an unknown '\\' escape in double quotes; write '\\\\' or use single quotes"),
    ("id: !a!b c\n", "1: broken YAML: YAML tags ('!name') are not read; put text that begins with '!' in quotes"),
    ("id: *\n", "1: broken YAML: a value that begins with '*' or '&'; put it in quotes"),
    ("id: a\x07b\n", "1: control character U+0007 found; delete it"),
    ("id: a\nname: L\xf8\n".encode("latin-1"), "2: byte 0xf8 (number 14 of the file) is not UTF-8; save the file in the encoding UTF-8"),
    ("id: a\n".encode("utf-16"), "1: byte 0xff (number 1 of the file) is not UTF-8; save the file in the encoding UTF-8"),
    ("a: " + "[" * 100_000, "1: nested deeper than 20 levels"),
    ("[" * 1_900_000, "1: nested deeper than 20 levels"),
    ("- " * 100_000, "1: nested deeper than 20 levels"),
    ("a: [" + "b," * 100_000 + "]", "1: more than 100,000 values; split the file"),
    (b"a" * (MAX_BYTES + 1), "the file has 2.0 MB; at most 2 MB are read"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "fault"), BROKEN_YAML, ids=range(len(BROKEN_YAML)))
def test_broken_files_are_told_in_plain_words(tmp_path: Path, text: str | bytes, fault: str) -> None:
    assert page_faults(tmp_path, text) == [fault]


@pytest.mark.parametrize(("text", "fault"), [each for each in BROKEN_YAML if len(each[0]) < 10_000])
def test_they_are_told_in_the_same_words_where_yaml_is_read_in_python(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str | bytes, fault: str
) -> None:
    monkeypatch.setattr(marks, "LOADER", yaml.SafeLoader)
    assert page_faults(tmp_path, text) == [fault]


def test_an_alias_bomb_is_not_expanded(tmp_path: Path) -> None:
    rows = "\n".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]" for n in range(1, 20))
    found = page_faults(tmp_path, f"{PAGE}l0: &l0 x\n{rows}\n")
    aliases = [line for line in found if "YAML aliases" in line]
    assert len(aliases) == 4
    assert any("more YAML aliases" in line for line in aliases)
    assert any(line.startswith("20: l1[0]: ") for line in aliases)


def test_all_faults_of_all_files_are_told_at_once_by_file_and_line(tmp_path: Path) -> None:
    page = PAGE.replace("mentors: [ada]", "mentors: [aad]").replace("id: acme-2026", "id: acme\nextra: 1")
    pages: dict[str, str | bytes] = {
        "acme-2026.yaml": page.replace("A first idea", "[]"),
        "beta.yaml": "@",
    }
    found = catalogue(tmp_path, pages, {"gsoc-2026.yaml": SEASON.replace("UTC", "Utopia")})
    assert [line.split(": ")[0:2] for line in found] == [
        ["organisations/acme-2026.yaml:1", "id"],
        ["organisations/acme-2026.yaml:2", "extra"],
        ["organisations/acme-2026.yaml:17", "ideas[0].title"],
        ["organisations/acme-2026.yaml:19", "ideas[0].mentors[0]"],
        ["organisations/beta.yaml:1", "broken YAML"],
        ["programmes/gsoc-2026.yaml:6", "zone"],
    ]


def test_a_faulty_programme_still_exists_for_those_who_name_it(tmp_path: Path) -> None:
    found = catalogue(tmp_path, {"acme-2026.yaml": PAGE}, {"gsoc-2026.yaml": "id: [\n"})
    assert [line.partition(":")[0] for line in found] == ["programmes/gsoc-2026.yaml"]


def test_two_files_of_one_id_are_told_where_the_other_stands(tmp_path: Path) -> None:
    pages: dict[str, str | bytes] = {"acme-2026.yaml": PAGE, "acme-2026.yml": PAGE}
    (fault,) = catalogue(tmp_path, pages, {"gsoc-2026.yaml": SEASON})
    twin = "organisations/acme-2026.yaml"
    assert (
        fault == f"organisations/acme-2026.yml:1: id: 'acme-2026' is already the id of {twin}; each file has its own"
    )


def test_editions_that_supersede_one_another_in_a_circle_are_a_fault_of_each(tmp_path: Path) -> None:
    def edition(own: str, newer: str) -> str:
        named = PAGE.replace("id: acme-2026", f"id: {own}")
        return named.replace("  title: Ideas", f"  title: Ideas\n  superseded_by: {newer}")

    pages: dict[str, str | bytes] = {
        "a.yaml": edition("a", "b"),
        "b.yaml": edition("b", "a"),
        "c.yaml": edition("c", "a"),
    }
    found = catalogue(tmp_path, pages, {"gsoc-2026.yaml": SEASON})
    assert [line.partition(":")[0] for line in found] == ["organisations/a.yaml", "organisations/b.yaml"]


def test_a_missing_folder_is_told_by_its_name(tmp_path: Path) -> None:
    with pytest.raises(SetupError) as error:
        read_catalogue(tmp_path / "none")
    assert str(error.value) == f"{tmp_path}/none: the catalogue folder cannot be read: no such file or directory"


def test_an_empty_folder_is_told_what_belongs_in_it(tmp_path: Path) -> None:
    with pytest.raises(SetupError) as error:
        read_catalogue(tmp_path)
    assert str(error.value) == (
        f"{tmp_path}: no catalogue here; put YAML files into its folders organisations/ and programmes/"
    )


def test_a_catalogue_file_beside_its_folder_is_not_overlooked(tmp_path: Path) -> None:
    (tmp_path / "acme.yaml").write_text(PAGE)
    found = catalogue(tmp_path, {"acme-2026.yaml": PAGE}, {"gsoc-2026.yaml": SEASON})
    assert found == ["acme.yaml: not read here; move it into organisations/ or programmes/"]


def test_files_of_other_kinds_and_hidden_files_are_passed_over(tmp_path: Path) -> None:
    pages: dict[str, str | bytes] = {"acme-2026.yaml": PAGE, ".#acme.yaml": "[", "README.md": "["}
    assert catalogue(tmp_path, pages, {"gsoc-2026.yaml": SEASON}) == []


def test_a_file_of_a_hundred_megabytes_is_refused_unread(tmp_path: Path) -> None:
    (tmp_path / "organisations").mkdir()
    with (tmp_path / "organisations" / "big.yaml").open("wb") as file:
        file.truncate(100_000_000)
    with pytest.raises(SetupError, match=r"big\.yaml: the file has 100\.0 MB; at most 2 MB are read$"):
        read_catalogue(tmp_path)


def test_a_file_that_grew_since_it_was_measured_is_refused_too() -> None:
    (problem,) = read_marked(b"#" * (MAX_BYTES + 1)).problems
    assert problem.what == "the file has 2.0 MB; at most 2 MB are read"


def test_no_sign_that_a_terminal_obeys_gets_into_a_fault(tmp_path: Path) -> None:
    key = '"\\e[2J\\u202e' + "x" * 100 + '"'
    (fault,) = page_faults(tmp_path, f"{PAGE}{key}: y\n")
    assert fault.startswith("19: \N{REPLACEMENT CHARACTER}[2J\N{REPLACEMENT CHARACTER}xxx")
    assert fault.isprintable()


def test_a_file_in_a_folder_further_down_is_not_passed_over_in_silence(tmp_path: Path) -> None:
    deep = tmp_path / "organisations" / "acme"
    deep.mkdir(parents=True)
    (deep / "acme-2026.yaml").write_text(PAGE)
    with pytest.raises(SetupError, match=r"acme/acme-2026\.yaml: not read here; move it into organisations/"):
        read_catalogue(tmp_path)


def test_a_file_that_cannot_be_read_is_a_fault_among_others(tmp_path: Path) -> None:
    (tmp_path / "organisations").mkdir()
    (tmp_path / "organisations" / "gone.yaml").symlink_to("nowhere")
    (tmp_path / "organisations" / "folder.yaml").mkdir()
    os.mkfifo(tmp_path / "organisations" / "pipe.yaml")
    with pytest.raises(SetupError) as error:
        read_catalogue(tmp_path)
    assert [fault.what for fault in error.value.faults] == [
        "not a plain file",
        "the file cannot be read: no such file or directory",
        "not a plain file",
    ]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "organisations").mkdir()
    file = tmp_path / "organisations" / "acme.yaml"
    file.touch(mode=0)
    with pytest.raises(SetupError, match="the file cannot be read: permission denied"):
        read_catalogue(tmp_path)


def test_faults_name_files_from_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "organisations").mkdir()
    (tmp_path / "organisations" / "acme.yaml").touch()
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SetupError) as error:
        read_catalogue(tmp_path)
    assert str(error.value) == "organisations/acme.yaml:1: the file is empty"


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path: Path) -> None:
    windows = b"\xef\xbb\xbf" + PAGE.replace("\n", "\r\n").encode()
    assert page_faults(tmp_path, windows) == []


def test_ten_comes_after_two_among_faults() -> None:
    faults = [
        Fault("a.yaml:10", "", "x"),
        Fault("b.yaml", "", "x"),
        Fault("a.yaml:2", "", "x"),
        Fault("a.yaml", "", "x"),
    ]
    assert [fault.where for fault in SetupError(faults).faults] == ["a.yaml", "a.yaml:2", "a.yaml:10", "b.yaml"]


def patterns_in(schema: object) -> set[str]:
    """All patterns of a JSON Schema."""
    if isinstance(schema, dict):
        own = (
            {schema["pattern"]}
            if isinstance(schema.get("pattern"), str)
            else set(schema.get("patternProperties", ()))
        )
        return own.union(*map(patterns_in, schema.values()))
    return set().union(*map(patterns_in, schema)) if isinstance(schema, list) else set()


def test_every_pattern_of_the_shapes_has_words() -> None:
    schemas = [shape.model_json_schema() for shape in (Organisation, Programme, Config)]
    assert patterns_in(schemas) == set(FORMS)


def test_the_shipped_catalogue_has_no_fault() -> None:
    shipped = read_catalogue(SHIPPED)
    assert shipped.organisations
    assert shipped.programmes


NAMES = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), min_size=1, max_size=20)
SLUGS = st.from_regex(r"[a-z0-9]{1,5}(-[a-z0-9]{1,5}){0,2}", fullmatch=True)


@st.composite
def organisations(draw: st.DrawFn) -> Organisation:
    people: dict[str, dict[str, str]] = draw(
        st.dictionaries(SLUGS, st.fixed_dictionaries({"name": NAMES}), max_size=4)
    )
    keys = st.lists(st.sampled_from(sorted(people)), max_size=3) if people else st.just([])
    ideas = st.fixed_dictionaries(
        {"title": NAMES, "summary": NAMES, "mentors": keys, "keywords": st.lists(NAMES, max_size=3)},
        optional={"level": NAMES, "size": st.sampled_from(["175", "no", "18:00", "~", "2026-01-01"])},
    )
    listed = [{**idea, "id": key} for key, idea in draw(st.dictionaries(SLUGS, ideas, max_size=4)).items()]
    return Organisation.model_validate(
        {
            "id": draw(SLUGS),
            "organisation": draw(NAMES),
            "about": draw(NAMES),
            "page": {"title": draw(NAMES), "url": "https://acme.example/ideas"},
            "contact": {"how": draw(NAMES)},
            "dates": [{"key": "x", "name": "x", "at": draw(st.just("2026-03-31T18:00:00Z"))}],
            "people": people,
            "ideas": listed,
        }
    )


@settings(max_examples=40)
@given(organisations(), st.booleans())
def test_what_is_written_is_read_back_the_same(page: Organisation, unicode: bool) -> None:  # noqa: FBT001
    text = yaml.safe_dump(page.model_dump(mode="json", by_alias=True), allow_unicode=unicode)
    parsed = parse(Organisation, "x.yaml", read_marked(text.encode()), organisation_rules)
    assert parsed.faults == ()
    assert parsed.shape == page


LINES = st.lists(
    st.sampled_from([*PAGE.splitlines(), *SEASON.splitlines(), "  - - a", "? x", ": y", "&a [*a]", "<<: *b", "id: !x", "%YAML 1.1"])
    | st.text(max_size=12),
    max_size=20,
)  # fmt: skip


@given(st.binary(max_size=200) | LINES.map("\n".join).map(lambda text: text.encode("utf-8", "surrogatepass")))
@settings(max_examples=300)
def test_whatever_a_file_holds_is_a_catalogue_or_faults(data: bytes) -> None:
    marked = read_marked(data)
    for pages, seasons in (({"x.yaml": marked}, {}), ({}, {"x.yaml": marked})):
        parsed = parse_catalogue(pages, seasons)
        assert (parsed.catalogue is None) == bool(parsed.faults)
        assert all("\n" not in str(fault) and str(fault).isprintable() for fault in parsed.faults)


@given(st.integers(0, len(PAGE) - 1), st.text(max_size=4), st.integers(0, 6))
@settings(max_examples=300)
def test_a_page_with_a_slip_of_the_hand_is_read_or_told(at: int, typed: str, gone: int) -> None:
    text = PAGE[:at] + typed + PAGE[at + gone :]
    parsed = parse(Organisation, "acme-2026.yaml", read_marked(text.encode("utf-8", "replace")), organisation_rules)
    assert (parsed.shape is None) == bool(parsed.faults)


def test_text_in_a_block_is_marked_by_the_line_of_its_key(tmp_path: Path) -> None:
    text = PAGE.replace(
        "    summary: It does something.\n", "    summary: |\n" + textwrap.indent("x" * 6000, "      ") + "\n"
    )
    assert page_faults(tmp_path, text) == ["17: ideas[0].summary: the text has 6001 characters; at most 5000 fit"]
