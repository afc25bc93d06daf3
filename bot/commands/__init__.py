"""The menu: one file is one command, in the order in which `!help` shows them. Commands do not know one another."""

from bot.commands import (
    about,
    apply,
    deadlines,
    faq,
    help,  # noqa: A004
    idea,
    ideas,
    mentor,
    more,
    organisations,
    propose,
    reminders,
    why,
)
from bot.commands.command import Command

MENU: tuple[Command, ...] = (
    idea.COMMAND,
    ideas.COMMAND,
    more.COMMAND,
    mentor.COMMAND,
    organisations.COMMAND,
    deadlines.COMMAND,
    reminders.COMMAND,
    apply.COMMAND,
    propose.COMMAND,
    faq.COMMAND,
    why.COMMAND,
    help.COMMAND,
    about.COMMAND,
)
