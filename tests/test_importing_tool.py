"""`mentorix catalogue import` and `drift` as tools: many sources, folders, addresses, evidence, what changed since."""

import json
from functools import partial
from pathlib import Path

import pytest
from local_pages import Pages, local_pages
from test_command_line import failed, mentorix

from bot.cli import drift, importing
from bot.cli.drafting import Told, outputs, whose, write
from bot.cli.pages import print_all
from bot.errors import SetupError, UserError
from bot.files import read_draft
from bot.importer.explaining import explained
from bot.importer.findings import Imported
from bot.importer.importing import import_page
from bot.importer.together import together
from bot.web import fetch

LAMP = "## Rewrite the lamp\n\n- Mentor: Ada Marsh <ada@harbour.example.org>\n- Size: 175 hours\n\nIt blinks.\n\n"
HORN = "## Tune the horn\n\n- Mentor: Brook Field\n- Difficulty: hard\n\nIt is loud.\n\n"
PAGE = f"# Harbour ideas 2031\n\n{LAMP}{HORN}"

local = partial(fetch, loopback_allowed=True)


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """A folder with an idea in each file, a file that is hidden, and one without an idea."""
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "lamp.md").write_text(f"# Lamps\n\n{LAMP}")
    (folder / "horn.md").write_text(f"# Horns\n\n{HORN}")
    (folder / "notes.md").write_text("Remember the soup.\n")
    (folder / "_template.md").write_text(LAMP)
    return folder


def test_the_files_of_a_folder_are_one_page(pages: Path) -> None:
    ((_, found),) = importing.as_wholes([str(pages)])
    assert isinstance(found, Imported)
    assert [idea.title for idea in found.ideas] == ["Tune the horn", "Rewrite the lamp"]
    (left,) = found.left_out
    assert (left.title, left.reason) == (str(pages / "notes.md"), "no idea was found in this file")


def test_a_folder_without_any_idea_says_why(tmp_path: Path) -> None:
    ((_, empty),) = importing.as_wholes([str(tmp_path)])
    assert str(empty) == f"{tmp_path}: no idea was found in it: the folder holds no files to read"
    (tmp_path / "soup.md").write_text("Soup.")
    ((_, none),) = importing.as_wholes([str(tmp_path)])
    assert "no idea was found on this page" in str(none)


def test_the_folders_in_a_folder_are_read_too(tmp_path: Path) -> None:
    for name in ("lamp/index.md", "horn/en/index.md", "_drafts/soup.md", ".git/horn.md"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text(f"# Ideas\n\n{HORN if 'horn' in name else LAMP}")
    ((_, found),) = importing.as_wholes([str(tmp_path)])
    assert isinstance(found, Imported)
    assert [idea.title for idea in found.ideas] == ["Tune the horn", "Rewrite the lamp"]


def test_one_page_that_breaks_a_reader_does_not_stop_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def reader(text: str, name: str) -> Imported:
        if "horn" in name:
            raise KeyError(text)
        return import_page(text, name)

    monkeypatch.setattr(importing, "import_page", reader)
    (tmp_path / "horn.md").write_text(PAGE)
    (tmp_path / "lamp.md").write_text(PAGE)
    assert print_all([str(tmp_path / "horn.md"), str(tmp_path / "lamp.md")], explain=False) == 1
    out, err = capsys.readouterr()
    assert json.loads(out)["page"] == "lamp"
    assert "horn.md: it broke the reader (KeyError, importing.py:" in err
    assert "Ada" not in err


@pytest.mark.process
def test_what_is_no_page_among_a_folders_files_is_told_and_is_no_failure(tmp_path: Path, pages: Path) -> None:
    (pages / "lamp.png").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00" * 50)
    printed = mentorix("catalogue", "import", "pages", folder=tmp_path)
    failed(printed, 0, "pages/lamp.png: this is no text: a picture", "pages/notes.md: no idea was found")
    assert len(printed.stdout.splitlines()) == 2
    file = ("-o", "h.yaml", "--organisation", "H", "--page", "https://example.org")
    failed(mentorix("catalogue", "import", "pages", *file, folder=tmp_path), 0, "pages/lamp.png")
    (tmp_path / "empty").mkdir()
    for more in ((), file):
        told = mentorix("catalogue", "import", "empty", *more, folder=tmp_path)
        failed(told, 1, "empty: no idea was found in it: the folder holds no files to read")


@pytest.mark.process
def test_wishes_that_do_not_go_together_are_refused(tmp_path: Path) -> None:
    (tmp_path / "ideas.md").write_text(PAGE)
    ask = ("catalogue", "import", "ideas.md")
    failed(mentorix(*ask, "--check", folder=tmp_path), 2, "name the file with --output")
    failed(mentorix(*ask, "--explain", "--format", "json", folder=tmp_path), 2, "choose --explain or --format json")
    failed(mentorix(*ask, "--format", "xml", folder=tmp_path), 2, "no format 'xml'; choose text or json")
    as_text = mentorix(*ask, "--format", "text", folder=tmp_path)
    assert as_text.stdout == mentorix(*ask, "--explain", folder=tmp_path).stdout
    assert json.loads(mentorix(*ask, "--format", "json", folder=tmp_path).stdout)["page"] == "ideas"


@pytest.mark.parametrize(
    ("address", "said"),
    [
        (
            "http://2130706433/a/ideas.md",
            "http://2130706433/a/ideas.md: '2130706433' is in a local or private network",
        ),
        ("ftp://harbour.example.org/ideas.md", "ftp://harbour.example.org/ideas.md: only http and https are fetched"),
        ("https://ada:lamp@harbour.example.org/", "https://…@harbour.example.org/: addresses with a name"),
    ],
)
def test_an_address_that_is_refused_is_named_whole_and_without_its_password(address: str, said: str) -> None:
    ((_, found),) = importing.as_wholes([address])
    assert str(found).startswith(said)


@pytest.mark.process
def test_a_guess_of_the_encoding_is_told_and_one_in_vain_is_refused(tmp_path: Path) -> None:
    (tmp_path / "ideas.md").write_bytes(PAGE.replace("Marsh", "Müller").encode("cp1252"))
    told = mentorix("catalogue", "import", "ideas.md", folder=tmp_path)
    failed(told, 0, "ideas.md: it is not UTF-8; it was read as Windows-1252")
    assert "Ada Müller" in told.stdout
    (tmp_path / "ideas.md").write_bytes("# Ideas\n\n## Маяк и гавань\n\n- Size: 175 hours\n".encode("cp1251"))
    failed(mentorix("catalogue", "import", "ideas.md", folder=tmp_path), 1, "ideas.md: its encoding is not UTF-8")


@pytest.mark.process
def test_a_title_of_which_nothing_can_stand_in_a_file_is_left_out(tmp_path: Path) -> None:
    row = "<tr><td>{}</td><td>Ada Marsh</td><td>175 hours</td></tr>"
    head = "<tr><th>Project</th><th>Mentor</th><th>Size</th></tr>"
    rows = "".join(row.format(title) for title in ("Rewrite the lamp", "&#1;", "Tune the horn"))
    (tmp_path / "ideas.html").write_text(f"<html><body><table>{head}{rows}</table></body></html>")
    told = mentorix(
        "catalogue", "import", "ideas.html", "-o", "h.yaml", "--organisation", "H", "--page", "https://example.org",
        folder=tmp_path,
    )  # fmt: skip
    failed(told, 0)
    assert "2 ideas to review" in told.stdout


def test_what_several_files_say_of_the_page_is_put_together() -> None:
    one = import_page(f"# Ideas\n\nAsk in the [chat](https://chat.example.org).\n\n{LAMP}{HORN}", "a.md")
    other = import_page(
        f"# More 2032\n\n## Dates\n\n- April 4, 2032: party\n\n{LAMP}{HORN}## Left template\n", "b.md"
    )
    both = together("ideas", [("a.md", one), ("b.md", other), ("c.md", UserError("empty"))])
    assert len(both.ideas) == 4
    assert both.page.year == 2032
    assert [place.url for place in both.page.contacts] == ["https://chat.example.org"]
    assert [date.name for date in both.page.dates] == ["party"]


def test_several_sources_need_a_folder_or_a_pattern(tmp_path: Path) -> None:
    sources = ["one/ideas-2031.md", "https://harbour.example.org/lamps.html", "-"]
    with pytest.raises(UserError, match="3 sources make 3 files"):
        list(outputs(sources, tmp_path / "all.yaml"))
    folder = [path.name for _, path in outputs(sources, tmp_path)]
    assert folder == ["ideas-2031.yaml", "lamps.yaml", "page.yaml"]
    pattern = [path.name for _, path in outputs(sources, tmp_path / "{name}-new.yaml")]
    assert pattern == ["ideas-2031-new.yaml", "lamps-new.yaml", "page-new.yaml"]


def test_two_sources_of_one_name_are_not_written_over_one_another(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"one/ideas.md and two/ideas.md would both become"):
        list(outputs(["one/ideas.md", "two/ideas.md"], tmp_path))


def test_a_page_read_from_an_address_remembers_it(tmp_path: Path) -> None:
    file = tmp_path / "harbour-2031.yaml"
    address = "https://harbour.example.org/ideas.md"
    of = whose(file, Told("Harbour"), address)
    write(import_page(PAGE, "ideas.md"), of, file)
    draft = read_draft(file)
    assert draft is not None
    assert (str(draft[1].source), str(draft[1].page.url)) == (address, address)
    assert whose(file, Told()).source == address
    assert whose(file, Told(url="https://harbour.example.org/{name}"), "copy.md").url.endswith("/copy")


def harbour(folder: Path, home: str) -> Path:
    """A catalogue with one file that comes from an address, and one that comes from nowhere."""
    organisations = folder / "organisations"
    organisations.mkdir()
    file = organisations / "harbour-2031.yaml"
    write(import_page(PAGE, "ideas.md"), whose(file, Told("Harbour"), f"{home}/ideas.md"), file)
    alone = organisations / "alone-2031.yaml"
    write(import_page(PAGE, "ideas.md"), whose(alone, Told("Alone", "https://alone.example.org")), alone)
    return file


def test_drift_is_told_for_every_file_with_a_source(tmp_path: Path) -> None:
    served: dict[str, str | bytes | int] = {"/ideas.md": PAGE}
    with local_pages(served) as home:
        file = harbour(tmp_path, home)
        before = file.read_bytes()
        same = drift.drifts([tmp_path], local)
        assert (drift.exit_code(same), drift.in_words(same)) == (
            0,
            "harbour-2031: the page says what it said before\n",
        )
        served["/ideas.md"] = PAGE.replace("175 hours", "90 hours")
        changed = drift.drifts([tmp_path, file], local)
        assert drift.exit_code(changed) == 1
        assert drift.in_words(changed).count("size changed from 175 hours to 90 hours") == 2
        served["/ideas.md"] = 503
        broken = drift.drifts([file], local)
        assert (drift.exit_code(broken), drift.in_words(broken)) == (3, "")
        assert "the server answers 503" in str(broken[0].fault)
        assert file.read_bytes() == before


def test_drift_as_json_names_file_changes_and_faults(tmp_path: Path) -> None:
    served: Pages = {"/ideas.md": PAGE.replace(HORN, "")}
    with local_pages(served) as home:
        file = harbour(tmp_path, home)
        (row,) = json.loads(drift.in_words(drift.drifts([file], local), as_json=True))
    assert row["fault"] is None
    assert [change["words"] for change in row["drift"]["changes"]] == ["no longer listed: Tune the horn"]


def test_drift_of_what_has_no_source_or_is_not_there_is_refused(tmp_path: Path) -> None:
    harbour(tmp_path, "https://harbour.example.org")
    with pytest.raises(UserError, match="names no `source`"):
        drift.drifts([tmp_path / "organisations" / "alone-2031.yaml"], local)
    with pytest.raises(UserError, match="there is no file or folder"):
        drift.drifts([tmp_path / "organisations" / "gone.yaml"], local)
    (tmp_path / "organisations" / "broken.yaml").write_text("id: [")
    with pytest.raises(SetupError):
        drift.drifts([tmp_path], local)


@pytest.mark.process
def test_explain_tells_the_lines_that_everything_was_read_from(tmp_path: Path) -> None:
    (tmp_path / "ideas.md").write_text(f"{PAGE}## Your own idea\n\nTell us.\n\n<!--\n{LAMP}-->\n")
    told = mentorix("catalogue", "import", "ideas.md", "--explain", folder=tmp_path)
    assert told.returncode == 0
    lines = [" ".join(line.split()) for line in told.stdout.splitlines()]
    assert lines[0] == "ideas: read as markdown, 2 ideas"
    assert "title line 3: Rewrite the lamp" in lines
    assert "mentors line 5: Mentor: Ada Marsh ada@harbour.example.org" in lines
    assert "size line 6: Size: 175 hours" in lines
    assert "line 17: Your own idea: a call for ideas of one's own" in lines
    assert "line 22: Rewrite the lamp: inside a comment of the page" in lines


@pytest.mark.process
def test_many_sources_are_written_in_one_call_and_failures_do_not_stop_the_others(
    tmp_path: Path, pages: Path
) -> None:
    (tmp_path / "out").mkdir()
    files = sorted(str(path) for path in pages.glob("[a-z]*.md"))
    told = mentorix(
        "catalogue", "import", *files, "-o", "out", "--organisation", "Harbour",
        "--page", "https://harbour.example.org/{name}", folder=tmp_path,
    )  # fmt: skip
    failed(told, 1, "notes.md: no idea was found")
    assert sorted(path.name for path in (tmp_path / "out").glob("*.yaml")) == ["horn.yaml", "lamp.yaml"]
    assert (
        "page:\n  title: Lamps\n  url: https://harbour.example.org/lamp\n"
        in (tmp_path / "out" / "lamp.yaml").read_text()
    )
    assert "\x1b" not in told.stderr


@pytest.mark.process
def test_drift_at_the_command_line_refuses_local_addresses_without_a_traceback(tmp_path: Path) -> None:
    harbour(tmp_path, "http://127.0.0.1:9")
    told = mentorix("catalogue", "drift", ".", "--format", "json", folder=tmp_path)
    failed(told, 3, "is in a local or private network")
    assert json.loads(told.stdout)[0]["drift"] is None
    failed(mentorix("catalogue", "drift", ".", "--format", "xml", folder=tmp_path), 2, "no format 'xml'")


def test_evidence_is_told_for_ideas_the_page_and_what_was_left_out() -> None:
    page = import_page(
        "# Harbour ideas 2031\n\nAsk in the [chat](https://chat.example.org).\n\n## Dates\n\n- April 4, 2031: party\n\n"
        f"## Projects\n\n{LAMP.replace('##', '###')}{HORN.replace('##', '###')}\n<!--\n{LAMP}-->\n<!-- a\nb -->\n<!-- open",
        "ideas.md",
    )
    lines = [" ".join(line.split()) for line in explained(page).splitlines()]
    assert "Rewrite the lamp (line 11, open)" in lines
    assert "stands below Projects < Harbour ideas 2031" in lines
    assert "not found level, languages" in lines
    assert "date line 7: party: April 4, 2031" in lines
    assert "place to ask line 3: chat <https://chat.example.org>" in lines
    assert lines[-1].endswith("Rewrite the lamp: inside a comment of the page")


def test_evidence_is_told_for_status_and_lists_too() -> None:
    fields = "- Status: taken\n- Skills: Go, C\n- Outcomes: a quiet horn\n- Tasks:\n  - measure\n  - mend\n"
    page = import_page(
        f"# Ideas\n\n## Lamp\n\n- Mentor: Ada Marsh\n{fields}\nSee [the plan](https://plan.example.org).\n\n"
        "## Withdrawn ideas\n\n### Horn\n\n- Mentor: Brook Field\n- Size: 90 hours\n\nIt is loud.\n",
        "ideas.md",
    )
    lamp, horn = page.ideas
    at = {name: each.line for name, each in lamp.evidence.items()}
    assert at == {
        "title": 3, "mentors": 5, "status": 6, "skills": 7, "languages": 7, "outcomes": 8, "tasks": 10, "links": 13,
    }  # fmt: skip
    assert (horn.status, horn.evidence["status"].words) == ("withdrawn", "stands below Withdrawn ideas")
    lines = [" ".join(line.split()) for line in explained(page).splitlines()]
    assert "status line 6: Status: taken" in lines
    assert "links line 13: https://plan.example.org" in lines


def test_comments_of_a_wiki_page_are_left_out_and_told() -> None:
    idea = "== {} ==\n\n* '''Mentor:''' Ada Marsh\n* '''Size:''' 90 hours\n\nWords.\n\n"
    page = import_page(f"{idea.format('Lamp')}<!--\n{idea.format('Old')}-->{idea.format('Horn')}", "ideas.mediawiki")
    assert [(each.title, each.line) for each in page.ideas] == [("Lamp", 1), ("Horn", 16)]
    assert [(each.title, each.line) for each in page.left_out] == [("Old", 9)]


def test_ideas_in_a_very_long_comment_are_not_looked_for() -> None:
    page = import_page(f"{PAGE}<!--\n{LAMP}{'soup ' * 50_000}-->\n", "ideas.md")
    assert page.left_out == ()


def test_an_empty_or_broken_comment_is_nothing() -> None:
    page = import_page(f"{PAGE}<!--\n \n\n--><!--\n<input type=password>\n<p>\n-->\n", "ideas.html.md")
    assert [idea.title for idea in page.ideas] == ["Rewrite the lamp", "Tune the horn"]
