"""A small catalogue, rendered in each layout and read back, is the same."""

import csv
import io
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import UserError
from bot.importer.findings import ImportedIdea
from bot.importer.importing import import_page

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Sample:
    """An idea to be written and read back; fields in the order in which they are written."""

    title: str
    fields: tuple[tuple[str, str], ...]


TITLES = (
    "Moss map",
    "A faster fern index",
    "Port the lichen viewer",
    "Bark scanner for trees",
    "Root tracing (stage two)",
    "The forester\u2019s \u201cquiet\u201d log",
    "The forester's other log",
)
NAMES = ("Ida Moe", "Jo Ek", "Åse Lund", "Per van Dahl", "Marie-Ève Roy", "Bríd O\u2019Shea", "Tim O'Neill")
LABELS = {
    "mentors": ("Mentor", "Mentors", "Mentor(s)", "Possible mentors", "Potential Mentors"),
    "level": ("Difficulty", "Difficulty level", "Skill level", "Expected difficulty"),
    "size": ("Size", "Project size", "Expected size", "Project length", "Duration"),
    "skills": ("Skills", "Required skills", "Languages", "Technologies"),
}
VALUES = {
    "level": ("easy", "Medium", "hard", "Intermediate"),
    "size": ("90 hours", "175 hours", "350 hours"),
    "skills": ("Python", "C, Rust", "Go, SQL", "Haskell"),
}


@st.composite
def catalogues(draw: st.DrawFn) -> tuple[Sample, ...]:
    kinds = draw(st.permutations(list(LABELS)))
    labels = {kind: draw(st.sampled_from(LABELS[kind])) for kind in kinds}
    samples = []
    for title in draw(st.lists(st.sampled_from(TITLES), min_size=2, max_size=5, unique=True)):
        people = ", ".join(draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=3, unique=True)))
        values = {kind: draw(st.sampled_from(choice)) for kind, choice in VALUES.items()} | {"mentors": people}
        samples.append(Sample(title, tuple((labels[kind], values[kind]) for kind in kinds)))
    return tuple(samples)


def _each(one: Callable[[Sample], str], before: str = "", after: str = "") -> Callable[[Sequence[Sample]], str]:
    return lambda samples: before + "\n\n".join(one(sample) for sample in samples) + after


def _lines(sample: Sample, line: str) -> str:
    return "\n".join(line.format(label, value) for label, value in sample.fields)


def _rows(samples: Sequence[Sample], row: str, between: str) -> str:
    return "\n".join(row.format(between.join([s.title, *(v for _, v in s.fields)])) for s in samples)


def _header(samples: Sequence[Sample], between: str) -> str:
    return between.join(["Project", *(label for label, _ in samples[0].fields)])


def _csv(samples: Sequence[Sample]) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["Project", *(label for label, _ in samples[0].fields)])
    writer.writerows([s.title, *(value for _, value in s.fields)] for s in samples)
    return text.getvalue()


def _json(samples: Sequence[Sample]) -> str:
    return json.dumps({"ideas": [{"title": s.title, **dict(s.fields)} for s in samples]}, indent=1)


LAYOUTS: dict[str, tuple[str, Callable[[Sequence[Sample]], str]]] = {
    "heading and bullets": ("x.md", _each(lambda s: f"## {s.title}\n\nSome words.\n\n" + _lines(s, "- {}: {}"), "# Ideas\n\n")),
    "heading and bold bullets": ("x.md", _each(lambda s: f"### {s.title}\n\n" + _lines(s, "* **{}:** {}"))),
    "heading and bold lines": ("x.md", _each(lambda s: f"### {s.title}\n\n" + _lines(s, "**{}**: {}\n"))),
    "heading and italic lines": ("x.md", _each(lambda s: f"### {s.title}\n\n" + _lines(s, "*{}:* {}\n"))),
    "heading and plain lines": ("x.md", _each(lambda s: f"### {s.title}\n\n" + _lines(s, "{}: {}\n"))),
    "bold label of its own": ("x.md", _each(lambda s: f"## {s.title}\n\n" + _lines(s, "**{}**\n\n{}\n"))),
    "field sub-headings": ("x.md", _each(lambda s: f"## {s.title}\n\n" + _lines(s, "### {}\n\n{}\n"))),
    "label and value in a line break": ("x.md", _each(lambda s: f"## {s.title}\n\n" + _lines(s, "**{}:**<br>{}<br>"))),
    "one line of labels": ("x.md", _each(lambda s: f"## {s.title}\n\n" + " - ".join(f"{k}: {v}" for k, v in s.fields))),
    "vertical table": ("x.md", _each(lambda s: f"## {s.title}\n\n| | |\n|-|-|\n" + _lines(s, "| **{}** | {} |"))),
    "table row": ("x.md", lambda s: f"| {_header(s, ' | ')} |\n|{'-|' * 5}\n" + _rows(s, "| {} |", " | ")),
    "list items": ("x.md", _each(lambda s: f"- **{s.title}**\n" + _lines(s, "  - {}: {}"))),
    "bold titles": ("x.md", _each(lambda s: f"**{s.title}**\n\n" + _lines(s, "{}: {}\n"))),
    "rst sections": ("x.rst", _each(lambda s: f"{s.title}\n{'-' * 30}\n\n" + _lines(s, "- **{}**: {}"), "Ideas\n=====\n\n")),
    "rst field list": ("x.rst", _each(lambda s: f"{s.title}\n{'-' * 30}\n\n" + _lines(s, ":{}: {}"), "Ideas\n=====\n\n")),
    "html list": ("x.html", _each(lambda s: f"<h3>{s.title}</h3><p>Words.</p><ul>" + _lines(s, "<li>{}: {}</li>") + "</ul>")),
    "html lines": ("x.html", _each(lambda s: f"<h3>{s.title}</h3><p>" + _lines(s, "<b>{}:</b> {}<br>") + "</p>")),
    "html definitions": ("x.html", _each(lambda s: f"<h3>{s.title}</h3><dl>" + _lines(s, "<dt>{}</dt><dd>{}</dd>") + "</dl>")),
    "html rows": (
        "x.html",
        lambda s: f"<table><tr><th>{_header(s, '</th><th>')}</th></tr>" + _rows(s, "<tr><td>{}</td></tr>", "</td><td>"),
    ),
    "mediawiki": ("x.mediawiki", _each(lambda s: f"=== {s.title} ===\n" + _lines(s, "* '''{}''': {}"), "== Ideas ==\n\n")),
    "moinmoin": ("x.moin", _each(lambda s: f"=== {s.title} ===\n" + _lines(s, " * '''{}:''' {}"), "= Ideas =\n\n")),
    "moinmoin table": ("x.moin", _each(lambda s: f"=== {s.title} ===\n" + _lines(s, "||{}||{}||"), "= Ideas =\n\n")),
    "asciidoc": ("x.adoc", _each(lambda s: f"== {s.title}\n\n" + _lines(s, "* *{}:* {}"), "= Ideas\n\n")),
    "asciidoc definitions": ("x.adoc", _each(lambda s: f"== {s.title}\n\n" + _lines(s, "{}:: {}"), "= Ideas\n\n")),
    "plain": ("x.txt", _each(lambda s: f"{s.title}\n\nSome words about it.\n\n" + _lines(s, "  • {}: {}"))),
    "plain lines": ("x.txt", _each(lambda s: f"{s.title}\n\nSome words about it.\n\n" + _lines(s, "{}: {}"))),
    "asciidoc table": ("x.adoc", lambda s: f"= Ideas\n\n|===\n|{_header(s, ' |')}\n\n" + _rows(s, "|{}", "\n|") + "\n|===\n"),
    "mediawiki table": (
        "x.mediawiki",
        lambda s: f"== Ideas ==\n{{| class=wikitable\n! {_header(s, ' !! ')}\n" + _rows(s, "|-\n| {}", " || ") + "\n|}",
    ),
    "org": ("x.org", _each(lambda s: f"** {s.title}\n" + _lines(s, "- {} :: {}"), "#+TITLE: Ideas\n\n* Ideas\n")),
    "textile": ("x.textile", _each(lambda s: f"h3. {s.title}\n\n" + _lines(s, "* *{}:* {}"), "h2. Ideas\n\n")),
    "csv": ("x.csv", _csv),
    "json": ("x.json", _json),
    "toml": ("x.toml", _each(lambda s: f'[[ideas]]\ntitle = "{s.title}"\n' + _lines(s, '"{}" = "{}"'))),
    "hocon": (
        "x.conf",
        _each(lambda s: f'{{\n  title = "{s.title}"\n' + _lines(s, '  "{}" = "{}"') + "\n}", "ideas = [\n", "\n]\n"),
    ),
    "yaml": ("x.yaml", lambda s: "ideas:\n" + "\n".join(f"- title: {x.title}\n" + _lines(x, '  {}: "{}"') for x in s)),
}  # fmt: skip


def _same(ideas: Sequence[ImportedIdea], samples: Sequence[Sample]) -> None:
    assert [idea.title for idea in ideas] == [sample.title for sample in samples]
    for idea, sample in zip(ideas, samples, strict=True):
        values = [value for _, value in sample.fields]
        assert idea.level in values
        assert f"{idea.hours[0]} hours" in values
        assert ", ".join(str(mentor.name) for mentor in idea.mentors) in values
        assert ", ".join(idea.languages) in values


@pytest.mark.parametrize("layout", LAYOUTS)
@settings(max_examples=25, deadline=None)
@given(catalogue=catalogues())
def test_what_was_written_is_read_back(layout: str, catalogue: tuple[Sample, ...]) -> None:
    name, render = LAYOUTS[layout]
    _same(import_page(render(catalogue), name).ideas, catalogue)


FILES: dict[str, tuple[str, Callable[[Sample], str]]] = {
    "front matter": ("x.md", lambda s: f"---\ntitle: {s.title}\n" + _lines(s, '{}: "{}"') + "\n---\n\nSome words.\n"),
    "toml front matter": ("x.md", lambda s: f'+++\ntitle = "{s.title}"\n' + _lines(s, '"{}" = "{}"') + "\n+++\n\nWords.\n"),
    "one title": ("x.md", lambda s: f"# {s.title}\n\nSome words.\n\n" + _lines(s, "- **{}**: {}")),
    "parts with headings": ("x.md", lambda s: f"# {s.title}\n\nSome words.\n\n" + _lines(s, "## {}\n\n{}\n")),
    "one title in AsciiDoc": ("x.adoc", lambda s: f"= {s.title}\n\nSome words.\n\n" + _lines(s, "* *{}:* {}")),
    "one title in reStructuredText": (
        "x.rst",
        lambda s: f"{s.title}\n{'=' * 30}\n\nSome words.\n\n" + _lines(s, "- **{}**: {}"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("layout", FILES)
@settings(max_examples=25, deadline=None)
@given(catalogue=catalogues())
def test_a_file_of_one_idea_is_that_idea(layout: str, catalogue: tuple[Sample, ...]) -> None:
    name, render = FILES[layout]
    _same(import_page(render(catalogue[0]), name).ideas, catalogue[:1])


@settings(max_examples=25, deadline=None)
@given(
    text=st.text(st.sampled_from("aA :*#=-_|[](){}<>!@\n\t\"'`.,;&+/1"), max_size=400),
    name=st.sampled_from(
        ["x.md", "x.rst", "x.html", "x.mediawiki", "x.moin", "x.adoc", "x.txt", "x.yaml", "x.toml", "x.json", "x"]
    ),
)
def test_any_text_is_read_or_refused(text: str, name: str) -> None:
    try:
        found = len(import_page(text, name).ideas)
    except UserError:
        found = -1
    assert found
