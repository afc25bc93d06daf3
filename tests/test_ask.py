"""Questions from a terminal and from scripts: the same answers, and bad lines reported by number."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput
from small_catalogue import NOW, catalogue

from bot.cli import chat as chatting
from bot.cli.ask import ask_lines, ask_once
from bot.cli.chat import Suggestions, talk


def asked(*lines: str) -> tuple[int, list[dict[str, Any]], list[str]]:
    out, errors = io.StringIO(), io.StringIO()
    code = ask_lines(lines, out, catalogue(), NOW, errors)
    return code, [json.loads(line) for line in out.getvalue().splitlines()], errors.getvalue().splitlines()


def line(ask: str, text: str, key: Any = "q") -> str:
    return json.dumps({"id": key, "ask": ask, "text": text})


def test_one_question_is_answered_in_plain_words() -> None:
    assert ask_once("who mentors the lighthouse?", catalogue(), NOW).startswith("Ada Lovelace and Brook Field mentor")
    assert ask_once("!idea lighthouse", catalogue(), NOW).startswith("Rewrite the lighthouse controller")


def test_an_idea_is_answered_with_all_that_it_names() -> None:
    code, (answer,), errors = asked(line("idea", "lighthouse", 7))
    assert (code, errors) == (0, [])
    assert answer["id"] == 7
    assert answer["ideas"] == [{"organisation": "Harbour", "title": "Rewrite the lighthouse controller"}]
    ada = {"name": "Ada Lovelace", "email": "ada@harbour.example.org", "nick": "adal"}
    assert answer["mentors"] == [ada, {"name": "Brook Field", "email": None, "nick": "brook"}]
    assert answer["dates"] == []
    assert answer["text"].startswith("Rewrite the lighthouse controller")
    assert answer["ms"] > 0


def test_dates_are_given_in_iso_form_days_as_days() -> None:
    _, (answer,), _ = asked(line("deadline", "harbour"))
    assert answer["dates"] == ["2031-03-31T18:00:00+00:00", "2031-08-28"]


@pytest.mark.parametrize(
    ("ask", "text", "first"),
    [
        ("mentor", "lighthouse", "Ada Lovelace and Brook Field mentor"),
        ("ideas-filter", "harbour", "3 ideas"),
        ("question", "who mentors the lighthouse?", "Ada Lovelace and Brook Field mentor"),
    ],
)
def test_each_kind_of_question_reaches_its_command(ask: str, text: str, first: str) -> None:
    _, (answer,), _ = asked(line(ask, text))
    assert answer["text"].startswith(first)


def test_each_line_stands_by_itself() -> None:
    _, answers, _ = asked(line("ideas-filter", ""), line("ideas-filter", ""), line("idea", "2"))
    assert answers[0]["text"] == answers[1]["text"]
    assert answers[2]["ideas"] == []


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        ("{", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("[]", "not an object"),
        ('{"id": 1, "ask": "idea"}', "lacks text"),
        ('{"id": 1, "ask": "idea", "text": 3}', "not a string"),
        ('{"id": 1, "ask": "weather", "text": "x"}', "known are idea"),
        ('{"id": 1, "ask": [], "text": "x"}', "known are idea"),
        ("\udcff", "not UTF-8"),
    ],
)
def test_a_bad_line_is_reported_by_number_and_the_rest_is_answered(bad: str, why: str) -> None:
    code, answers, (error,) = asked(line("idea", "lighthouse"), "", bad, line("idea", "buoys"))
    assert code == 1
    assert len(answers) == 2
    assert error.startswith("line 3: ")
    assert why in error


def test_a_file_with_a_bad_byte_loses_one_line_only() -> None:
    source = io.TextIOWrapper(
        io.BytesIO(b'{"id": 1, "ask": "idea", "text": "\xff"}\n' + line("idea", "buoys").encode())
    )
    out, errors = io.StringIO(), io.StringIO()
    assert ask_lines(source, out, catalogue(), NOW, errors) == 1
    assert "buoys" in out.getvalue()
    assert errors.getvalue().startswith("line 1: not UTF-8")


def test_a_talk_in_the_terminal_keeps_its_lists() -> None:
    out = io.StringIO()
    talk(["ideas harbour\n", "\n", "3\n"], out, catalogue(), lambda: NOW)
    assert "\n\nSimulate drifting buoys (Harbour 2031)" in out.getvalue()


def test_without_a_terminal_each_line_of_input_is_answered(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("!mentor buoys\n"))
    chatting.chat(catalogue(), lambda: NOW, tmp_path / "history")
    assert capsys.readouterr().out.startswith("Brook Field mentors Simulate drifting buoys")


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("!men", ["!mentor"]),
        ("!idea light", ["lighthouse"]),
        ("!mentor ADA", ["Ada Lovelace"]),
        ("!ideas har", ["Harbour"]),
        ("!idea ", []),
        ("!idea zzz", []),
    ],
)
def test_the_prompt_completes_commands_and_what_they_can_be_asked(typed: str, offered: list[str]) -> None:
    document = Document(typed, len(typed))
    completions = Suggestions(catalogue()).get_completions(document, CompleteEvent())
    assert [completion.text for completion in completions] == offered


def test_a_completion_replaces_what_was_begun() -> None:
    (completion,) = Suggestions(catalogue()).get_completions(Document("!idea light"), CompleteEvent())
    assert completion.start_position == -len("light")


@pytest.mark.parametrize("end", ["\x04", "quit\r", " Exit \r"])
def test_a_talk_is_typed_at_a_prompt_with_history_until_it_ends(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, end: str
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr("sys.stdin", Terminal())
    with create_pipe_input() as keys, create_app_session(input=keys, output=DummyOutput()):
        keys.send_text(f"!mentor buoys\r{end}")
        chatting.chat(catalogue(), lambda: NOW, tmp_path / "history")
    shown = capsys.readouterr().out
    assert shown.startswith(chatting.GREETING)
    assert "Brook Field mentors Simulate drifting buoys" in shown
    assert "!mentor buoys" in (tmp_path / "history").read_text(encoding="utf-8")
