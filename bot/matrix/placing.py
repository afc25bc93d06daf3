"""Where an answer stands, as its room wants it: with its question, in a thread, or with the asker alone; pure."""

from dataclasses import replace

from bot.config import LongLists, RoomSettings, Threads
from bot.messages import Message, Reply

GLANCE = 5
"""Lines that one takes in at a glance."""


def in_place(message: Message, reply: Reply, settings: RoomSettings | None) -> Message:
    """The message that is answered, in a thread of its own where the room wants this answer in one."""
    if message.thread or message.direct or not settings:
        return message
    long = settings.long_lists is LongLists.THREAD and _is_long(reply)
    begins = long or settings.threads is Threads.ALWAYS
    return replace(message, thread=message.edits or message.key) if begins else message


def for_alone(message: Message, reply: Reply, settings: RoomSettings | None) -> bool:
    """Whether the room wants this answer said to its asker alone."""
    return bool(settings and settings.long_lists is LongLists.DIRECT and not message.direct and _is_long(reply))


def _is_long(reply: Reply) -> bool:
    """Whether it is a list that is longer than a glance."""
    return reply.choices is not None and len(reply.body.plain.splitlines()) > GLANCE
