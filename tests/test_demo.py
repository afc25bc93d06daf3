"""The demonstration as somebody runs it who pipes questions into it."""

import subprocess
import sys

import pytest

from demo.child import ROOT


def demonstrated(questions: str) -> subprocess.CompletedProcess[str]:
    """What the demonstration says to these lines."""
    command = [sys.executable, "-m", "demo"]
    return subprocess.run(command, input=questions, capture_output=True, text=True, cwd=ROOT, check=False)


@pytest.mark.homeserver
def test_piped_questions_are_answered_and_a_reminder_comes() -> None:
    run = demonstrated("!idea fanotify\n\nwho mentors virtiofsd?\n")
    assert run.returncode == 0, run.stderr
    said = run.stdout.strip().split("\n\n")
    reminders = [words for words in said if words.startswith("[reminder] ")]
    idea, mentors = (words for words in said if words not in reminders)
    assert "Implement fanotify" in idea
    assert "German Maglione" in mentors
    assert "Stefano Garzarella" in mentors
    assert any("Demo" in words for words in reminders)
