"""What a rule of lint is: how much it matters, and what it looks at."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from bot.catalogue.anchors import Anchors
from bot.catalogue.model import Organisation, Programme
from bot.catalogue.wording import Loc

Notice = tuple[Loc, str]
"""A place and a sentence about it."""


class Severity(StrEnum):
    """How much a remark matters: it is wrong, it may be wrong, it could be better."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class TextRule:
    """A rule about one text at its place."""

    name: str
    severity: Severity
    look: Callable[[Loc, str], str | None]


@dataclass(frozen=True, slots=True)
class PageRule:
    """A rule about an organisation's page, in its season where the page names one."""

    name: str
    severity: Severity
    look: Callable[[Organisation, Programme | None], Iterator[Notice]]


@dataclass(frozen=True, slots=True)
class OnlineRule:
    """The rule about addresses that needs to know the pages they lead to."""

    name: str
    severity: Severity
    look: Callable[[str, Anchors], str | None]
