"""The README's table of what people can ask is the menu."""

from pathlib import Path

from bot.commands import MENU
from bot.commands.command import Command

README = Path(__file__).parent.parent / "README.md"
HEAD = "| What one types | What one gets | For example |"


def row(command: Command) -> str:
    """The line that the table needs for a command."""
    typed = ", ".join(f"`!{words}`" for words in (command.usage, *command.aliases))
    examples = ", ".join(f"`!{example}`" for example in command.examples)
    return f"| {typed} | {command.summary} | {examples} |"


def rows() -> list[str]:
    """The lines of the table, without its head."""
    lines = README.read_text("utf-8").splitlines()
    below = lines[lines.index(HEAD) + 2 :]
    return below[: below.index("")]


def test_the_table_has_a_row_for_each_command_in_the_order_of_the_menu() -> None:
    assert rows() == [row(command) for command in MENU]
