"""The corners of formats and of mentor fields: code, terms, fences, comments, addresses in links, names over lines."""

import pytest

from bot.importer.findings import Imported
from bot.importer.importing import import_page
from bot.importer.languages import only_a_plus


def mentors(line: str) -> list[tuple[str | None, str | None, list[str], str | None]]:
    """Name, address, nicks and role of each mentor of a Markdown line."""
    page = import_page(f"# Ideas\n\n## Lamp\n\n- Size: 90 hours\n- Mentors: {line}\n\nWords.\n", "ideas.md")
    return [(m.name, m.email, [n.name for n in m.nicks], m.role) for m in page.ideas[0].mentors]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("[Ada Marsh](mailto:ada@example.org)", [("Ada Marsh", "ada@example.org", [], None)]),
        ("Ada Marsh ([@ada](https://github.com/ada))", [("Ada Marsh", None, ["ada"], None)]),
        ("Ada Marsh [GitHub](https://github.com/ada)", [("Ada Marsh", None, ["ada"], None)]),
        (
            "[Ada Marsh](https://gitlab.com/ada), Bo Ek",
            [("Ada Marsh", None, ["ada"], None), ("Bo Ek", None, [], None)],
        ),
        ("Ada Marsh (lead), Bo Ek (backup)", [("Ada Marsh", None, [], "lead"), ("Bo Ek", None, [], "backup")]),
        ("Lead: Ada Marsh; Backup: Bo Ek", [("Ada Marsh", None, [], "lead"), ("Bo Ek", None, [], "backup")]),
        ("Ada Marsh ada AT example DOT org", [("Ada Marsh", "ada@example.org", [], None)]),
        ("Ada Marsh <https://example.org/~ada>", [("Ada Marsh", None, ["ada"], None)]),
        ("[Ada Marsh](http://[broken)", [("Ada Marsh", None, [], None)]),
        ("Ada Marsh, irc: moth", [("Ada Marsh", None, ["moth"], None)]),
        ("Ada Marsh (role: lead), Bo Ek", [("Ada Marsh", None, [], "lead"), ("Bo Ek", None, [], None)]),
        ("Bo Ek <bo at lake dot example dot org>", [("Bo Ek", "bo@lake.example.org", [], None)]),
        (
            "Bo Ek; Finn [at] example [dot] org",
            [("Bo Ek", None, [], None), (None, "Finn@example.org", [], None)],
        ),
        (
            "Bo Ek <bo@example.org>, finn@example.org, moth (IRC)",
            [
                ("Bo Ek", "bo@example.org", [], None),
                (None, "finn@example.org", [], None),
                (None, None, ["moth"], None),
            ],
        ),
        ("Bo Ek, moth (IRC)", [("Bo Ek", None, ["moth"], None)]),
        ("Bo Ek and @moth", [("Bo Ek", None, [], None), (None, None, ["moth"], None)]),
        ("Bo Ek <bo@example.org>, IRC: moth", [("Bo Ek", "bo@example.org", ["moth"], None)]),
        ("Bo Ek <bo@example.org>, moth on IRC", [("Bo Ek", "bo@example.org", ["moth"], None)]),
        ("Bo Ek (@moth), post@example.org", [("Bo Ek", "post@example.org", ["moth"], None)]),
        ("Bo Ek <bo@example.org> (GitHub: moth)", [("Bo Ek", "bo@example.org", ["moth"], None)]),
        ("Bo Ek; bo@example.org", [("Bo Ek", "bo@example.org", [], None)]),
        ("Bo Ekdal, @moth, mail@ekdal.example", [("Bo Ekdal", "mail@ekdal.example", ["moth"], None)]),
        ("TBD", []),
        ("?", []),
    ],
)
def test_people_are_told_from_what_stands_around_them(line: str, expected: list[object]) -> None:
    assert mentors(line) == expected


def test_a_mentor_line_without_end_is_read_as_far_as_people_stand() -> None:
    assert (
        mentors("Ada Marsh" + " " * 30_000 + "x") == [("Ada Marsh", None, [], None)] or len(mentors("Ada Marsh")) == 1
    )
    many = ", ".join(f"Ada Marsh{letter}" for letter in "abcdefgh") + ", and so on" * 2_000
    assert len(mentors(many)) >= 8


def test_a_level_and_a_size_end_a_run_of_people() -> None:
    page = import_page(
        """# Ideas

- [Rewrite the lamp](https://example.org/1) (Mentor: Ada Marsh, medium, 175 hours)
- [Tune the horn](https://example.org/2) (Mentors: Bo Ek, Ada Marsh, hard, 350 hours)
- [Paint the pier](https://example.org/3) (Mentor: Bo Ek, easy, small)
""",
        "ideas.md",
    )
    assert [([m.name for m in i.mentors], i.level, i.size, i.hours) for i in page.ideas] == [
        (["Ada Marsh"], "medium", "175 hours", (175,)),
        (["Bo Ek", "Ada Marsh"], "hard", "350 hours", (350,)),
        (["Bo Ek"], "easy", "small", (90,)),
    ]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('[[ideas]]\ntitle = "Lamp"\nmentor = "Bo Ek"\nhours = [175, 350]\n', "ideas.toml"),
        ("- title: Lamp\n  mentor: Bo Ek\n  hours: [175, 350]\n", "ideas.yaml"),
        ("# Ideas\n\n## Lamp\n\n### Mentor\n\nBo Ek\n\n### Size\n\n- 175\n- 350\n", "ideas.md"),
    ],
)
def test_a_list_of_sizes_is_a_choice(text: str, name: str) -> None:
    (idea,) = import_page(text, name).ideas
    assert (idea.size, idea.hours) == ("175 or 350", (175, 350))


def headed(*headings: str) -> Imported:
    return import_page(
        "# Ideas\n\n" + "".join(f"## {h}\n\n- Mentor: Ada Marsh\n- Size: 90 hours\n\n" for h in headings), "x.md"
    )


@pytest.mark.parametrize(
    ("heading", "title", "status"),
    [
        ("[WITHDRAWN] Tune the fog horn", "Tune the fog horn", "withdrawn"),
        ("Paint the pier (completed in 2029)", "Paint the pier", "completed"),
        ("[in progress] Paint the pier", "Paint the pier", "taken"),
        ("2. [Taken by Bo Ek]: Paint the pier", "Paint the pier", "taken"),
        ("Paint the pier (taken) (175 hours)", "Paint the pier", "taken"),
        ("Paint the pier (project completed)", "Paint the pier", "completed"),
        ("Paint the pier (merged views)", "Paint the pier (merged views)", "open"),
        ("Paint the pier (open)", "Paint the pier", "open"),
    ],
)
def test_the_mark_that_gives_a_status_leaves_the_title(heading: str, title: str, status: str) -> None:
    lamp, found = headed("Lamp", heading).ideas
    assert (lamp.title, found.title, found.status) == ("Lamp", title, status)


def test_samples_are_left_out_and_named() -> None:
    page = headed("Sample: an idea", "Example: how to describe an idea", "Lamp", "Sampler: a lamp by example")
    assert [idea.title for idea in page.ideas] == ["Lamp", "Sampler: a lamp by example"]
    assert [(left.title, left.reason) for left in page.left_out] == [
        ("Sample: an idea", "a template or a sample"),
        ("Example: how to describe an idea", "a template or a sample"),
    ]


def test_moinmoin_addresses_in_macros_stay_with_their_names() -> None:
    text = """= Ideas =
== Lamp ==
||'''Mentor'''||<style="color: red"> Ada Marsh <<MailTo(ada AT harbour DOT org)>>||
||'''Size'''||90 hours||
== Horn ==
 * '''Mentor:''' <<MailTo(ben@harbour.org, Ben Reed)>>, Cy Dale <<MailTo(cy AT NOSPAM harbour DOT org)>>
 * '''Size:''' 90 hours
== Pier ==
 * '''Mentor:''' [[MailTo(dee AT harbour DOT org, Dee Fox)]]
 * '''Size:''' 90 hours
"""
    found = [[(m.name, m.email) for m in idea.mentors] for idea in import_page(text, "x.moin").ideas]
    assert found == [
        [("Ada Marsh", "ada@harbour.org")],
        [("Ben Reed", "ben@harbour.org"), ("Cy Dale", "cy@harbour.org")],
        [("Dee Fox", "dee@harbour.org")],
    ]


def titles(page: Imported) -> list[tuple[str, int, list[str | None]]]:
    return [(idea.title, idea.line, [mentor.name for mentor in idea.mentors]) for idea in page.ideas]


def test_moinmoin_code_terms_tables_and_rules() -> None:
    text = """\
#format wiki
= Ideas =
----
== Lamp ==
{{{
Mentor: nobody
}}}
 Mentor:: Ada Marsh
 Size:: 90 hours

The lamp.

== Horn ==
 * Mentor: Bo Ek
 * Size: 175 hours
 * Needs:
   * a boat
||<bgcolor="#eee"> a || b ||
|| c || d ||
"""
    assert titles(import_page(text, "ideas.moin")) == [("Lamp", 4, ["Ada Marsh"]), ("Horn", 13, ["Bo Ek"])]


def test_asciidoc_fences_comments_terms_and_tables() -> None:
    text = """\
= Ideas
:toc:

////
== Old idea
* Mentor: Nobody Else
////

== Lamp

----
* Mentor: Nobody Else
----

Mentor:: Ada Marsh
Size:: 90 hours

The lamp.

'''

== Horn

|===
| Mentor | Bo Ek
| Size
| 175 hours
|===

. first
. second
.. deeper
"""
    assert titles(import_page(text, "ideas.adoc")) == [("Lamp", 9, ["Ada Marsh"]), ("Horn", 22, ["Bo Ek"])]


def test_markdown_with_html_between_attributes_and_definition_lists() -> None:
    text = """\
# Ideas {#top}

## Lamp {: .idea }

<b>Mentor:</b> Ada Marsh<br/>

See <a href="https://example.org/lamp">more</a> <span title="x">and</span> ~~less~~.

Size
: 90 hours

***

## Horn

Mentor
: Bo Ek

Size
: 175 hours

```
Mentor: Nobody Else
```
"""
    assert titles(import_page(text, "ideas.md")) == [("Lamp", 3, ["Ada Marsh"]), ("Horn", 14, ["Bo Ek"])]


def test_rst_tables_and_lists_know_their_lines() -> None:
    text = """\
Ideas
=====

+--------+-----------+----------+
| Title  | Mentor    | Size     |
+========+===========+==========+
| Lamp   | Ada Marsh | 90 hours |
+--------+-----------+----------+
| Horn   | Bo Ek     | 175 h    |
+--------+-----------+----------+
"""
    assert titles(import_page(text, "ideas.rst")) == [("Lamp", 7, ["Ada Marsh"]), ("Horn", 9, ["Bo Ek"])]


def test_plain_text_with_rules_underlines_and_letters_as_bullets() -> None:
    text = """\
Ideas of the harbour
====================

Lamp
----
a) Mentor: Ada Marsh
b) Size: 90 hours
The lamp blinks.

Horn
----
1. Mentor: Bo Ek
2. Size: 175 hours
     goes on here
"""
    assert [title for title, _, _ in titles(import_page(text, "ideas.txt"))] == ["Lamp", "Horn"]


def test_front_matter_in_toml_and_data_with_people() -> None:
    text = '+++\ntitle = "Lamp"\nmentors = ["Ada Marsh"]\nsize = "90 hours"\n+++\n\nThe lamp blinks at night.\n'
    assert titles(import_page(text, "lamp.md")) == [("Lamp", 1, ["Ada Marsh"])]
    listed = """\
ideas:
  - title: Lamp
    mentors: [{name: Ada Marsh, email: ada@example.org, role: lead}, {github: moth}]
    size: 90 hours
    tags: [a, b]
  - title: Horn
    mentors: Bo Ek
    size: 175 hours
    nested: {x: 1}
"""
    page = import_page(listed, "ideas.yaml")
    assert [idea.title for idea in page.ideas] == ["Lamp", "Horn"]
    assert page.ideas[0].mentors[0].email == "ada@example.org"


def test_a_plus_within_brackets_leaves_what_stands_before_them_required() -> None:
    assert only_a_plus("Solid C++ (some acquaintance with the old Perl scripts is a plus)") == ("Perl",)
    assert only_a_plus("C++, Perl (optional)") == ("Perl",)
    assert only_a_plus("C (bonus: Rust), Python") == ("Rust",)


@pytest.mark.parametrize(
    ("skills", "asked", "plus"),
    [
        ("Rust; bonus: Go", ("Rust",), ("Go",)),
        ("Rust; bonus points for: Go, Perl; C", ("Rust", "C"), ("Go", "Perl")),
        ("C (required), Bash (bonus)", ("C",), ("Shell",)),
        ("Python, nice to have: Rust", ("Python",), ("Rust",)),
        ("Python, nice to have: Rust (some), Go", ("Python",), ("Rust", "Go")),
        ("Python, Go is a plus", ("Python",), ("Go",)),
        ("Python, Go", ("Python", "Go"), ()),
    ],
)
def test_a_mark_of_a_plus_leaves_what_stands_before_it_required(
    skills: str, asked: tuple[str, ...], plus: tuple[str, ...]
) -> None:
    line = import_page(f"# Ideas\n\n## Lamp\n\n- Size: 90 hours\n- Skills: {skills}\n", "ideas.md").ideas[0]
    row = import_page(f"| Project | Mentor | Skills |\n|-|-|-|\n| Lamp | Ada Marsh | {skills} |\n", "ideas.md").ideas[
        0
    ]
    assert [(idea.languages, idea.languages_optional) for idea in (line, row)] == [(asked, plus)] * 2
