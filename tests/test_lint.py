"""What a good admin would notice: each rule finds what it is for, in its line, and leaves alone what is well."""

import json
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import yaml
from local_pages import Pages, local_pages
from sample_files import SEASON, SHIPPED
from test_command_line import failed, mentorix

from bot.catalogue.anchors import anchors_of, leads_nowhere
from bot.catalogue.lint import RULES, Remark, remarks
from bot.catalogue.twins import alike
from bot.cli.lint import lint, written
from bot.cli.options import Format
from bot.errors import UserError
from bot.files import read_marked_catalogue
from bot.web import Fetched, fetch

ROOT = Path(__file__).parent.parent

WELL: dict[str, Any] = {
    "id": "acme-2026",
    "organisation": "Acme",
    "programme": "gsoc-2026",
    "year": 2026,
    "about": "Acme makes everything.",
    "page": {"title": "Ideas 2026", "url": "https://acme.example/ideas"},
    "contact": {"how": "Ask on the list.", "places": [{"label": "list", "url": "mailto:list@acme.example"}]},
    "people": {"ada": {"name": "Ada Lovelace"}},
    "ideas": [
        {
            "id": "first",
            "title": "Teach the anvil to fall",
            "level": "medium",
            "size": "175 or 350 hours",
            "summary": "The anvil hangs in the air. Make it notice gravity, and test it.",
            "mentors": ["ada"],
            "url": "https://acme.example/ideas#anvil",
            "keywords": ["gravity"],
        }
    ],
}


def catalogue(folder: Path, page: dict[str, Any], season: str = SEASON) -> Path:
    """A catalogue of one page and one season."""
    for name, text in (
        ("organisations/acme-2026", yaml.safe_dump(page, sort_keys=False)),
        ("programmes/gsoc-2026", season),
    ):
        file = folder / f"{name}.yaml"
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, "utf-8")
    return folder


def found(folder: Path, page: dict[str, Any], **more: Any) -> tuple[Remark, ...]:
    """The remarks about one page in a season with the sizes 90, 175 and 350."""
    season = SEASON.replace("milestones:", "sizes: [90, 175, 350]\nmilestones:")
    parsed, pages, seasons = read_marked_catalogue(catalogue(folder, page, season))
    assert parsed.catalogue, parsed.faults
    return remarks(parsed.catalogue, pages, seasons, **more)


def idea(**more: Any) -> dict[str, Any]:
    """The page with its idea changed; None takes a key away."""
    row = {key: value for key, value in (WELL["ideas"][0] | more).items() if value is not None}
    return WELL | {"ideas": [row]}


def ideas(*changes: dict[str, Any]) -> dict[str, Any]:
    """The page with several ideas, each different from the first in something."""
    rows = [
        WELL["ideas"][0] | {"id": f"idea-{number}", "url": f"https://acme.example/ideas#{number}"} | change
        for number, change in enumerate(changes)
    ]
    return WELL | {"ideas": rows}


def test_a_page_that_is_well_has_no_remark(tmp_path: Path) -> None:
    assert found(tmp_path, WELL) == ()


TITLES = ("Fold the rocket skates", "Paint a tunnel on rock", "Grow giant magnets", "Pack bird seed in tins")

MAIL = {"label": "list", "url": "mailto:list@acme"}

CASES = [
    ("template-text", "ideas[0].summary", idea(summary="TODO: write what this idea is about and why it matters")),
    ("template-text", "ideas[0].summary", idea(summary="Short description of the project, in a sentence or two please.")),
    ("template-text", "ideas[0].summary", idea(summary="A good idea by <your name here>, who likes it very much indeed.")),
    ("template-text", "ideas[0].level", idea(level="beginner or intermediate or advanced")),
    ("template-text", "ideas[0].level", idea(level="Easy/Medium/Hard")),
    ("template-text", "ideas[0].title", idea(title="TBD")),
    ("template-text", "ideas[0].title", idea(title="Project Title")),
    ("template-text", "ideas[0].title", idea(title="Your project name")),
    ("template-text", "ideas[0].level", idea(level="TBD")),
    ("template-text", "ideas[0].size", idea(size="?")),
    ("template-text", "ideas[0].summary", idea(summary="Lorem ipsum dolor sit amet, and so on for as long as it takes.")),
    ("template-text", "ideas[0].summary", idea(summary="Describe your project idea here, in detail, for all who read.")),
    ("template-text", "ideas[0].summary", idea(summary="TODO say what this idea is about and why it matters to us")),
    ("template-text", "ideas[0].summary", idea(summary="The anvil hangs in the air, and what is to be done is TODO.")),
    ("template-text", "ideas[0].summary", idea(summary="The anvil hangs in the air. TODO describe the rest of the task")),
    ("template-text", "ideas[0].summary", idea(summary="The anvil hangs in the air and should not (TODO explain).")),
    ("relative-link", "ideas[0].summary", idea(summary="Read [the guide](../docs/guide.md) before you begin with this idea.")),
    ("relative-link", "contact.how", WELL | {"contact": {"how": "See [below](#contact)."}}),
    ("malformed-address", "ideas[0].url", idea(url="https://wiki/Ideas")),
    ("malformed-address", "ideas[0].url", idea(url="https://acme.example/ideas).")),
    ("malformed-address", "ideas[0].url", idea(url="https://acme.example/a#b#c")),
    ("malformed-address", "ideas[0].url", idea(url="https://acme.example/ideas#")),
    ("malformed-address", "ideas[0].url", idea(url="https://[acme.example/")),
    ("malformed-address", "contact.places[0].url", WELL | {"contact": {"how": "Ask.", "places": [MAIL]}}),
    ("no-mentor", "ideas[0]", idea(mentors=None) | {"people": {}}),
    ("busy-mentor", "people.ada", ideas(*({"title": title} for title in TITLES))),
    ("twin-titles", "ideas[1].title", ideas({}, {"title": "Teach the anvils to fall"})),
    ("shared-name", "ideas[1].aliases[0]", ideas({"aliases": ["Skates"]}, {"title": TITLES[0], "aliases": ["skates"]})),
    ("odd-size", "ideas[0].size", idea(size="200 hours")),
    ("odd-size", "ideas[0].size", idea(size="a summer")),
    ("odd-level", "ideas[0].level", idea(level="fun")),
    ("other-year", "page.title", WELL | {"page": {"title": "Ideas 2025", "url": "https://acme.example/ideas"}}),
    ("other-year", "dates[0]", WELL | {"dates": [{"key": "x", "name": "Talks", "day": "2025-03-01"}]}),
    ("other-date", "dates[0]", WELL | {"dates": [{"key": "close", "name": "Close", "day": "2026-04-02"}]}),
    ("shared-address", "ideas[1].url", ideas({}, {"title": TITLES[0], "url": "https://acme.example/ideas#0"})),
    ("unused-person", "people.bo", WELL | {"people": WELL["people"] | {"bo": {"name": "Bo Peep"}}}),
    ("no-keywords", "ideas[0]", idea(keywords=None)),
    ("short-summary", "ideas[0].summary", idea(summary="It falls.")),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "field", "page"), CASES, ids=lambda value: value if isinstance(value, str) else "")
def test_each_rule_finds_what_it_is_for(tmp_path: Path, rule: str, field: str, page: dict[str, Any]) -> None:
    page = json.loads(json.dumps(page))
    assert [(remark.rule, remark.field) for remark in found(tmp_path, page)] == [(rule, field)]
    assert found(tmp_path, page, ignored=[rule]) == ()


def test_every_rule_has_a_case() -> None:
    assert {rule for rule, _, _ in CASES} | {"dead-anchor", "dead-link"} == set(RULES)


@pytest.mark.parametrize(
    "page",
    [
        idea(summary="TODO comments are kept in the code. TODO-lists of people are to show them as well."),
        idea(summary="Let the editor find every TODO. Describe your change here and there, where it is due."),
        idea(title="Project titles and names of ideas, made of anvils"),
        idea(summary="Keep a TODO list in the editor, and let people tick what they have done today."),
        idea(summary="See https://acme.example/a_(b) and [the guide](https://acme.example/guide), then ask here."),
        idea(url="https://en.wikipedia.org/wiki/Anvil_(tool)"),
        idea(level="3/5", size="large"),
        idea(status="suspended", mentors=None, keywords=None, summary="It falls.", size="a summer") | {"people": {}},
        idea(mentors=None) | {"mentors": ["ada"]},
        WELL | {"dates": [{"key": "close", "name": "Close", "day": "2026-03-31"}]},
        WELL
        | {"people": WELL["people"] | {"bo": {"name": "Bo Peep"}}, "contact": {"how": "Write to Bo Peep first."}},
    ],
)
def test_what_only_looks_like_it_is_left_alone(tmp_path: Path, page: dict[str, Any]) -> None:
    assert found(tmp_path, page) == ()


def test_a_remark_names_the_line(tmp_path: Path) -> None:
    page = idea(size="200 hours")
    (remark,) = found(tmp_path, page)
    file, line = remark.place
    assert Path(file).read_text("utf-8").splitlines()[line - 1].strip() == "size: 200 hours"
    assert str(remark).endswith("its sizes are 90 and 175 and 350 hours [odd-size]")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Tests for the parser, part 1", "Tests for the parser, part 2", True),
        ("Add compression to snapshots", "Add compression for snapshots", True),
        ("Rewrite the Kernel Lock", "rewrite the kernel lock!", True),
        ("Lock rewrite for the kernel", "Kernel: rewrite for the lock", True),
        ("Port the network stack to RISC-V", "Port the network stack to Windows", False),
        ("Support fanotify", "Support io_uring", False),
    ],
)
def test_titles_are_twins_when_a_search_can_hardly_tell_them_apart(one: str, other: str, same: bool) -> None:  # noqa: FBT001
    assert alike(one, other) is same
    assert alike(other, one) is same


def test_anchors_are_found_in_pages() -> None:
    page = '<h2 id=\'a&amp;b\'>x</h2><a name=old></a><p class=id>id="no"</p><H3 ID="user-content-far">y</H3>'
    anchors = {"https://acme.example/ideas": anchors_of(page)}
    home = "https://acme.example/ideas#"
    assert not any(
        leads_nowhere(home + name, anchors) for name in ("a&b", "a%26b", "old", "far", "", "top", ":~:text=x")
    )
    assert leads_nowhere(home + "no", anchors)
    assert not leads_nowhere("https://elsewhere.example/#no", anchors)


def test_a_dead_anchor_is_told(tmp_path: Path) -> None:
    (remark,) = found(tmp_path, WELL, anchors={"https://acme.example/ideas": ["rocket"]})
    assert (remark.rule, remark.field) == ("dead-anchor", "ideas[0].url")


def test_github_shows_remarks_beside_their_lines(tmp_path: Path) -> None:
    (remark,) = found(tmp_path, idea(title="TBD"))
    line = written([remark], Format.GITHUB)
    assert line.startswith("::error file=")
    assert f",line={remark.place[1]},title=template-text::ideas[0].title: 'TBD' is text" in line
    assert written([Remark("a,b.yaml:3", "x", "r", "50%\nmore", remark.severity)], Format.GITHUB) == (
        "::error file=a%2Cb.yaml,line=3,title=r::x: 50%25%0Amore\n"
    )


def test_programs_get_the_same_as_json(tmp_path: Path) -> None:
    (remark,) = found(tmp_path, idea(size="200 hours"))
    (row,) = json.loads(written([remark], Format.JSON))
    assert row["rule"] == "odd-size"
    assert (row["file"], row["line"]) == remark.place
    assert json.loads(written([], Format.JSON)) == []


@pytest.mark.process
def test_the_command_exits_1_for_remarks_0_for_none_and_2_for_faults(tmp_path: Path) -> None:
    catalogue(tmp_path, idea(size="a summer"))
    ran = mentorix("catalogue", "lint", ".", folder=tmp_path)
    assert (ran.returncode, ran.stdout.count("\n")) == (1, 1)
    assert ran.stdout.startswith("organisations/acme-2026.yaml:")
    assert mentorix("catalogue", "lint", ".", "--ignore", "odd-size", folder=tmp_path).returncode == 0
    failed(mentorix("catalogue", "lint", ".", "--ignore", "odd-sise", folder=tmp_path), 2, "did you mean 'odd-size'?")
    failed(mentorix("catalogue", "lint", "none.yaml", folder=tmp_path), 2, "there is no file or folder none.yaml")
    catalogue(tmp_path, WELL | {"year": "soon"})
    ran = mentorix("catalogue", "lint", ".", "--format", "github", folder=tmp_path)
    assert ran.returncode == 2
    assert ran.stdout.startswith("::error file=organisations/acme-2026.yaml,line=4,title=fault::year: ")


def test_single_files_are_looked_at_in_their_catalogue() -> None:
    older = SHIPPED / "organisations" / "criu-older.yaml"
    alone, _ = lint([older])
    assert {Path(remark.place[0]).name for remark in alone} == {"criu-older.yaml"}
    both, _ = lint([older, SHIPPED])
    assert len(both) > len(alone)
    with pytest.raises(UserError, match="no YAML file in organisations/"):
        lint([ROOT / "README.md"])


def test_the_shipped_catalogue_has_only_what_its_pages_lack() -> None:
    told, unseen = lint([SHIPPED])
    assert unseen == ()
    assert {remark.rule for remark in told} == {"template-text", "no-mentor"}


def test_the_documents_name_every_rule_and_the_hook_runs_the_command() -> None:
    text = (ROOT / "docs" / "linting.md").read_text("utf-8")
    assert [
        f"`{name}` | {severity}" for name, severity in RULES.items() if f"`{name}` | {severity}" not in text
    ] == []
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert hook["entry"] == "mentorix catalogue lint"


def test_links_and_anchors_are_looked_up_online(tmp_path: Path) -> None:
    pages: Pages = {"/ideas": '<h2 id="anvil">Anvil</h2>', "/gone": 404, "/busy": 503, "/paper.pdf": b"%PDF"}
    with local_pages(pages) as home:
        idea = WELL["ideas"][0] | {
            "url": f"{home}/ideas#anvil",
            "links": [
                {"label": "moved", "url": f"{home}/ideas#feather"},
                {"label": "gone", "url": f"{home}/gone"},
                {"label": "busy", "url": f"{home}/busy"},
                {"label": "paper", "url": f"{home}/paper.pdf#page=2"},
            ],
        }
        page = WELL | {"ideas": [idea], "page": WELL["page"] | {"url": f"{home}/ideas"}}
        folder = catalogue(tmp_path, page, SEASON.replace("https://example.org", home))
        told, unseen = lint([folder], online=True, fetching=partial(fetch, loopback_allowed=True))
    assert {(each.rule, each.field) for each in told if each.rule.startswith("dead")} == {
        ("dead-anchor", "ideas[0].links[0].url"),
        ("dead-link", "ideas[0].links[1].url"),
    }
    assert [each.partition(": ")[2] for each in unseen if "/busy" in each] == [
        "the server answers 503 Service Unavailable"
    ]


def test_offline_nothing_is_fetched(tmp_path: Path) -> None:
    async def never(address: str) -> Fetched:
        raise AssertionError(address)

    assert lint([catalogue(tmp_path, WELL)], fetching=never)[1] == ()
