"""Laws of the menu."""

from pathlib import Path

import matching_setup
import pytest
from matching_setup import shipped_matcher
from small_catalogue import NOW, Talk, catalogue

import bot.commands
from bot.cli.ask import ask_once
from bot.commands import MENU
from bot.commands.command import Command
from bot.config import Style
from bot.matching.verdict import Wish
from bot.transcript import SILENCE, Transcript

ROOT = Path(__file__).parent.parent
EXCHANGES = [
    exchange
    for path in sorted((ROOT / "tests" / "conversations").glob("*.txt"))
    for exchange in Transcript(path.name, path.read_text("utf-8")).exchanges
]
EACH = pytest.mark.parametrize("command", MENU, ids=lambda command: command.name)


@pytest.fixture(scope="module")
def small() -> Talk:
    return Talk()


@pytest.fixture(scope="module")
def shipped() -> Talk:
    return Talk(matching_setup.shipped(), matcher=shipped_matcher())


@EACH
def test_a_command_has_all_that_help_needs(command: Command) -> None:
    assert command.summary
    assert not command.summary.endswith(".")
    assert command.usage.split()[0] == command.name
    assert command.examples
    assert all(example.split()[0] in command.verbs for example in command.examples)


@EACH
def test_help_tells_of_it_with_usage_and_examples(command: Command, small: Talk) -> None:
    row = f"!{command.usage}: {command.summary}"
    menu = small.say("!help", direct=True).splitlines()
    assert f"!{command.name}" in menu[-2].split(": ")[1].split(", ") if command.moderators else row in menu
    assert small.say(f"!help {command.name}", direct=True).splitlines()[0] == row
    told = small.say(f"!help {command.name}", direct=True)
    assert all(f"!{example}" in told for example in command.examples)
    assert all(f"!{alias}" in told for alias in command.aliases)


@EACH
def test_its_file_bears_its_name(command: Command) -> None:
    assert command.answer.__module__ == f"bot.commands.{command.name}"


@EACH
def test_its_examples_are_answered_from_the_shipped_catalogue(command: Command, shipped: Talk) -> None:
    talk = shipped
    talk.say("!ideas", direct=True)
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


@EACH
def test_a_conversation_shows_what_it_answers(command: Command) -> None:
    said = [each.said[0] for each in EXCHANGES if each.expected and each.expected != (SILENCE,)]
    assert any(words.removeprefix("!").split()[0] in command.verbs for words in said if words.startswith("!"))


@EACH
def test_it_answers_in_a_room_between_two_and_in_the_terminal(command: Command, small: Talk) -> None:
    known = catalogue()
    for words in (command.name, *command.examples):
        answers = [small.say(f"!{words}", room=f"!{words}"), small.say(f"!{words}", room=words, direct=True)]
        answers.append(ask_once(f"!{words}", known, NOW, style=Style.COMPACT))
        assert all(answers)
        assert not any("Something broke" in answer for answer in answers)


def test_our_conversations_are_many_and_show_every_style() -> None:
    assert len(EXCHANGES) >= 120
    shown = {each.scene.settings.style for each in EXCHANGES if each.scene.settings}
    assert shown >= {None, Style.PLAIN, Style.COMPACT}


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


def test_help_for_what_is_no_command_says_so_and_where_they_are_told() -> None:
    assert Talk().say("!help weather") == "There is no command “weather”. What I know: !help."


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
