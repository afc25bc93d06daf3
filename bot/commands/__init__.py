"""The menu: one file is one command, in the order in which `!help` shows them. Commands do not know one another."""

from bot.commands import (
    about,
    announce,
    apply,
    calendar,
    deadlines,
    faq,
    help,  # noqa: A004
    idea,
    ideas,
    mentor,
    more,
    organisations,
    pause,
    propose,
    reminders,
    resume,
    skip,
    timeline,
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
    timeline.COMMAND,
    calendar.COMMAND,
    reminders.COMMAND,
    apply.COMMAND,
    propose.COMMAND,
    faq.COMMAND,
    why.COMMAND,
    help.COMMAND,
    about.COMMAND,
    pause.COMMAND,
    resume.COMMAND,
    skip.COMMAND,
    announce.COMMAND,
)
