"""Laws of the menu."""

from pathlib import Path

import pytest
from small_catalogue import NOW, Talk

import bot.commands
from bot.commands import MENU
from bot.commands.command import Command
from bot.files import read_catalogue
from bot.matching.verdict import Wish

ROOT = Path(__file__).parent.parent
EACH = pytest.mark.parametrize("command", MENU, ids=lambda command: command.name)


@EACH
def test_a_command_has_all_that_help_needs(command: Command) -> None:
    assert command.summary
    assert not command.summary.endswith(".")
    assert command.usage.split()[0] == command.name
    assert command.examples
    assert all(example.split()[0] in command.verbs for example in command.examples)


@EACH
def test_help_tells_of_it_with_usage_and_examples(command: Command) -> None:
    assert f"!{command.usage}: {command.summary}" in Talk().say("!help").splitlines()
    told = Talk().say(f"!help {command.name}")
    assert all(f"!{example}" in told for example in command.examples)
    assert all(f"!{alias}" in told for alias in command.aliases)


@EACH
def test_its_file_bears_its_name(command: Command) -> None:
    assert command.answer.__module__ == f"bot.commands.{command.name}"


@EACH
def test_its_examples_are_answered_from_the_shipped_catalogue(command: Command) -> None:
    talk = Talk(read_catalogue(ROOT / "catalogue"))
    talk.say("!ideas")
    for example in command.examples:
        if command.name == "more":
            assert talk.say(f"!{example}").startswith("38 ideas (9 to 16")
            continue
        if command.name == "why":
            talk.say("!idea fanotify")
            assert talk.say(f"!{example}").startswith("You asked “fanotify”")
            continue
        said = talk.say(f"!{example}", NOW, room=example)
        assert said
        assert not any(
            sorry in said for sorry in ("Something broke", "I know no", "No idea fits", "Which", "There is no")
        )


def test_every_file_is_on_the_menu() -> None:
    files = {path.stem for path in Path(bot.commands.__file__).parent.glob("*.py")} - {"__init__", "command"}
    assert files == {command.name for command in MENU}


def test_no_verb_means_two_commands() -> None:
    verbs = [verb for command in MENU for verb in command.verbs]
    assert len(verbs) == len(set(verbs))
    assert all(verb == verb.casefold() for verb in verbs)


def test_every_wish_is_on_the_menu() -> None:
    verbs = {verb for command in MENU for verb in command.verbs}
    assert {wish.value for wish in Wish} - {"nothing"} <= verbs


def test_help_for_what_is_no_command_names_those_there_are() -> None:
    told = Talk().say("!help weather")
    assert all(f"!{command.name}" in told for command in MENU)


@pytest.mark.parametrize("words", ["!help me", "!help please", "!help", "!help  me, please!"])
def test_help_that_names_no_command_is_the_whole_menu(words: str) -> None:
    assert Talk().say(words) == Talk().say("!help")


@pytest.mark.parametrize("words", ["!help iddea", "!help !idae", "!help mentro", "!help deadlins"])
def test_help_for_a_misspelt_command_explains_the_nearest(words: str) -> None:
    rows = Talk().say(words).splitlines()
    assert rows[0].startswith(f"There is no command “{words.split()[1].removeprefix('!')}”.")
    assert "For example: " in rows[-1]


@pytest.mark.parametrize(
    "words", ["!help idea please", "!help !idea fanotify", "!help me with idea", "!help me find a project"]
)
def test_help_picks_the_command_out_of_a_sentence(words: str) -> None:
    assert Talk().say(words) == Talk().say("!help idea")


def test_about_tells_version_source_and_what_is_kept() -> None:
    told = Talk().say("!about")
    assert bot.__version__ in told
    assert "source" in told
    assert "No messages" in told
