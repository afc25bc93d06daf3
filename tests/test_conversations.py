"""Conversations as files: how they are read and compared, and that ours go as they say."""

from pathlib import Path

import pytest
from sample_files import PAGE, SEASON
from typer.testing import CliRunner

from bot.cli.commands import app
from bot.errors import SetupError

HERE = Path(__file__).parent
OURS = sorted((HERE / "conversations").glob("*.txt"))


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    folder = tmp_path / "catalogue"
    for name, text in (
        ("organisations/acme-2026.yaml", PAGE.replace("A first idea", "Juggle red lanterns")),
        ("programmes/gsoc-2026.yaml", SEASON),
    ):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


def played(catalogue: Path, text: str, *options: str) -> tuple[int, str, str]:
    """Exit code, what was told, and the file afterwards."""
    file = catalogue.parent / "talk.txt"
    file.write_text(text)
    result = CliRunner().invoke(app, ["test", str(file), "--catalogue", str(catalogue), *options])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.output, file.read_text()


def test_our_conversations_go_as_they_say() -> None:
    result = CliRunner().invoke(app, ["test", *map(str, OURS), "--catalogue", str(HERE.parent / "catalogue")])
    assert result.exit_code == 0, result.output


@pytest.mark.parametrize(
    "text",
    [
        "= room\n> !idea lanterns\n< Juggle red lanterns (Acme 2026)…\n< …\n",
        "= room\n> !idea lanterns\n< …red lanterns…\n< …\n< https://acme.example/ideas\n",
        "= direct\n> red lanterns\n< Juggle red lanterns…\n< …\n",
        "= room\n> hello everybody\n< (nothing)\n",
        "= room {prefix: '?'}\n> !idea lanterns\n< (nothing)\n> ?idea first\n< …\n",
        "= at 2026-03-30T18:00:00Z\n= room {programme: gsoc-2026}\n> !deadlines\n< …in 1 day.\n< …\n",
        "= direct\n= as ada\n> !ideas\n< …\n= as bob\n> 1\n< I don't know that one…\n< …\n= as ada\n> 1\n< Juggle red…\n< …\n",
        "# a remark\n\n= direct\n> !idea lanterns\n> please\n< …\n",
    ],
)
def test_what_fits_is_right(catalogue: Path, text: str) -> None:
    code, told, _ = played(catalogue, text)
    assert code == 0, told


def test_what_does_not_fit_is_shown_with_its_line(catalogue: Path) -> None:
    code, told, after = played(catalogue, "= room\n> !idea lanterns\n< Another idea\n")
    assert code == 1
    assert "talk.txt:2: > !idea lanterns" in told
    assert "- Another idea" in told
    assert "+ Juggle red lanterns" in told
    assert "1 exchange, 1 not as they should be." in told
    assert after == "= room\n> !idea lanterns\n< Another idea\n"


def test_what_came_can_be_written_for_review_and_then_fits(catalogue: Path) -> None:
    text = "# kept\n= room\n> !idea lanterns\n< Another idea\n\n> !ideas\n\n> nothing for the bot\n< (nothing)\n"
    _, told, written = played(catalogue, text, "--write")
    assert told.endswith("3 exchanges, 1 rewritten, 1 given their answers.\n")
    assert written.startswith("# kept\n= room\n> !idea lanterns\n< Juggle red lanterns")
    assert "\n\n> !ideas\n< 1 idea" in written
    assert written.endswith("\n> nothing for the bot\n< (nothing)\n")
    code, _, again = played(catalogue, written, "--write")
    assert (code, again) == (0, written)


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("< too early\n", 1, "nothing was said before it"),
        ("> hello\n\n< a line away\n", 3, "nothing was said before it"),
        ("hello\n", 1, "begin the line with"),
        ("= at tomorrow\n", 1, "'at tomorrow' sets nothing"),
        ("= at 2026-03-30T18:00:00\n", 1, "sets nothing"),
        ("= room {zone: Nowhere/City}\n", 1, "sets nothing"),
        ("= room [\n", 1, "sets nothing"),
        ("= style loud\n", 1, "sets nothing"),
    ],
)
def test_what_cannot_be_read_is_told_with_file_and_line(catalogue: Path, text: str, line: int, what: str) -> None:
    with pytest.raises(SetupError) as caught:
        played(catalogue, text)
    assert f"talk.txt:{line}: " in str(caught.value)
    assert what in str(caught.value)


def test_a_reply_goes_on_from_the_answer_before(catalogue: Path) -> None:
    text = "= room\n> !idea lanterns\n< …\n>> who mentors it?\n< …Juggle red lanterns…\n< …\n> who mentors it?\n< (nothing)\n"
    code, told, _ = played(catalogue, text)
    assert code == 0, told


@pytest.mark.parametrize("scene", ["= room {style: compact}", "= style compact\n= room", "= style compact"])
def test_a_style_holds_for_a_room_or_from_its_line_on(catalogue: Path, scene: str) -> None:
    compact = "> !ideas\n< 1 idea: 1 Juggle red lanterns\n< !idea 1 tells of one.\n"
    text = f"{scene}\n{compact}= style rich\n= direct\n> !ideas\n< 1 idea\n< …\n"
    code, told, _ = played(catalogue, text)
    assert code == 0, told


def test_a_style_can_be_tried_on_all_that_name_none(catalogue: Path) -> None:
    text = (
        "= direct\n> !ideas\n< 1 idea: 1 Juggle red lanterns\n< …\n= room {style: plain}\n> !ideas\n< 1 idea\n< …\n"
    )
    code, told, _ = played(catalogue, text, "--style", "compact")
    assert code == 0, told
