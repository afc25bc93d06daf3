"""The types of the fixtures which tests with a real homeserver share."""

from collections.abc import Awaitable, Callable
from typing import Protocol

from demo.applicant import Applicant
from demo.running import PASSWORD, RunningBot

People = Callable[[str], Awaitable[Applicant]]
"""A first name → somebody new of that name, logged in; ends with the test."""


class Bots(Protocol):
    """Makes bots that are logged in; `start` runs one."""

    async def __call__(
        self, url: str | None = None, *, password: str | None = PASSWORD, **settings: object
    ) -> RunningBot:
        """Make one; `url` is the proxy where one stands between."""


Unique = Callable[[str], str]
"""A word → the word with something that makes it one of its kind on the homeserver."""
