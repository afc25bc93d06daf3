"""A programme's season as frozen values: its milestones, and where they were read."""

from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Literal

from pydantic import ConfigDict, Field

from bot.catalogue.shapes import Line, Prose, Shape, Slug, WebAddress


class Kind(StrEnum):
    """What kind of date a milestone is; it decides how it is announced."""

    OPENS = "opens"
    DEADLINE = "deadline"
    ANNOUNCED = "announced"
    BEGINS = "begins"
    ENDS = "ends"
    PERIOD = "period"


class Audience(StrEnum):
    """Whom a date concerns."""

    APPLICANTS = "applicants"
    CONTRIBUTORS = "contributors"
    MENTORS = "mentors"
    ADMINS = "admins"


class Source(Shape):
    """Where dates were found."""

    address: WebAddress
    what: Line


class Milestone(Shape):
    """One date of a programme: an instant (`at`), a day without an hour (`day`), or a period (`from`, `to`).

    Instants are aware; days are meant in the programme's zone. Each end of a period is an instant or a day.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    key: Slug = Field(description="Stable: reminders are remembered by it.")
    name: Line = Field(description="As a person would say it, such as 'Contributor applications close'.")
    kind: Kind
    audience: tuple[Audience, ...] = Field(min_length=1, description="Whom it concerns.")
    at: datetime | None = Field(None, description="The instant with its zone, such as '2026-03-31T18:00:00Z'.")
    day: date | None = Field(None, description="The day, where no hour is known.")
    start: datetime | date | None = Field(None, alias="from", description="When a period begins.")
    end: datetime | date | None = Field(None, alias="to", description="When a period ends; a day is meant whole.")
    source: Source | None = Field(None, description="Where this very date was found; left out, the programme's.")
    zone: Line | None = Field(None, description="The zone the source states it in; left out, the programme's.")
    verified: date | None = Field(None, description="The day it was last checked; left out, the programme's.")
    note: Line | None = None

    @property
    def when(self) -> datetime | date:
        """The instant (UTC) or day it is known by; of a period, its beginning."""
        moment = self.at or self.day or self.start
        return moment.astimezone(UTC) if isinstance(moment, datetime) else moment  # type: ignore[return-value]


class Programme(Shape):
    """A mentoring programme's season, such as GSoC 2026."""

    id: Slug = Field(description="The file's own name without '.yaml', such as 'gsoc-2026'.")
    name: Line = Field(description="Such as 'Google Summer of Code'.")
    short: Line = Field(description="Such as 'GSoC'.")
    year: int = Field(ge=2005, le=2100)
    url: WebAddress = Field(description="The programme's own page of dates.")
    zone: Line = Field(description="IANA zone in which days without an hour are meant.")
    verified: date = Field(description="The day the dates were last checked against the sources.")
    trust: Literal["official", "second-hand"] = Field(
        description="How near to the programme's own word the source is."
    )
    sources: tuple[Source, ...] = Field(min_length=1)
    sizes: tuple[int, ...] = Field((), description="Project sizes in hours; left out where none are set.")
    note: Prose | None = None
    milestones: tuple[Milestone, ...]
