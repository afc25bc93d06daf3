"""A small catalogue of invented pages, for tests of what is said about it."""

from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from bot.catalogue.model import Catalogue, Organisation, Programme
from bot.dispatch import Desk
from bot.matching.matcher import Matcher
from bot.messages import Message, Reply

NOW = datetime(2031, 3, 1, 12, 0, tzinfo=UTC)


def organisation(**more: Any) -> Organisation:
    """A page that states all there can be, unless told otherwise."""
    fields: dict[str, Any] = {
        "id": "harbour-2031",
        "organisation": "Harbour",
        "programme": "gsoc-2031",
        "year": 2031,
        "about": "Harbour steers ships.",
        "page": {"title": "Ideas", "url": "https://harbour.example.org/ideas"},
        "contact": {
            "how": "Write to the list first.",
            "places": [{"label": "harbour list", "url": "mailto:list@harbour.example.org"}],
        },
        "apply": ["Build it.", "Write to the list."],
        "propose": ["Mail your sketch to the list."],
        "questions": [{"topic": "interview", "keywords": ["interview"], "answer": "There is a short talk"}],
        "dates": [
            {"key": "contributor-applications-close", "name": "Applications close", "at": "2031-03-31T18:00:00Z"},
            {"key": "coding-ends", "name": "Coding ends", "day": date(2031, 8, 28)},
        ],
        "people": {
            "ada": {"name": "Ada Lovelace", "email": "ada@harbour.example.org", "nicks": [{"name": "adal"}]},
            "brook": {"name": "Brook Field", "nicks": [{"name": "brook", "network": "IRC"}]},
            "cleo": {"name": "Cleo Marsh"},
        },
        "ideas": [
            {
                "id": "lighthouse",
                "title": "Rewrite the lighthouse controller",
                "level": "intermediate",
                "size": "175 hours",
                "languages": ["Rust"],
                "languages_optional": ["C"],
                "mentors": ["ada", "brook"],
                "summary": "Move the lighthouse controller to Rust. It blinks.",
                "aliases": ["lighthouse"],
            },
            {
                "id": "foghorn",
                "title": "Tune the foghorn scheduler",
                "status": "suspended",
                "note": "Nobody can mentor it now.",
                "suggested_by": ["cleo"],
                "summary": "Let foghorns take turns.",
                "aliases": ["foghorn"],
            },
            {
                "id": "buoy",
                "title": "Simulate drifting buoys",
                "level": "4/5",
                "size": "350 hours",
                "languages": ["Python"],
                "mentors": ["brook"],
                "summary": "Predict where buoys drift to.",
            },
        ],
    }
    return Organisation.model_validate(fields | more)


def silent_organisation() -> Organisation:
    """A page that states next to nothing, but names mentors for itself as a whole."""
    return organisation(
        id="quay-2030",
        organisation="Quay",
        year=2030,
        programme=None,
        page={"title": "Ideas", "url": "https://quay.example.org/ideas"},
        contact={"how": "Ask in the chat."},
        apply=[],
        propose=[],
        questions=[],
        dates=[],
        people={"dana": {"name": "Dana Reed"}, "eli": {"name": "Eli Stone"}},
        mentors=["dana", "eli"],
        mentors_note="Who takes which idea is settled later.",
        ideas=[{"id": "crane", "title": "Teach the crane to wait", "summary": "Cranes should wait for lorries."}],
    )


def programme() -> Programme:
    """A season of which NOW is in the first third."""
    return Programme.model_validate(
        {
            "id": "gsoc-2031",
            "name": "Google Summer of Code",
            "short": "GSoC",
            "year": 2031,
            "url": "https://summer.example.org/timeline",
            "zone": "UTC",
            "verified": date(2031, 1, 2),
            "trust": "official",
            "sources": [{"address": "https://summer.example.org/timeline", "what": "all dates"}],
            "milestones": [
                _milestone(
                    "organisation-applications-close", "deadline", "2031-02-01T18:00:00Z", audience=["admins"]
                ),
                _milestone("contributor-applications-open", "opens", "2031-03-03T18:00:00Z"),
                _milestone("contributor-applications-close", "deadline", "2031-03-31T18:00:00Z"),
                {
                    "key": "discussion-period",
                    "name": "Discussion period",
                    "kind": "period",
                    "audience": ["applicants"],
                    "from": date(2031, 2, 20),
                    "to": date(2031, 3, 2),
                },
                _milestone("slots-due", "deadline", "2031-03-02T18:00:00Z", audience=["mentors"]),
            ],
        }
    )


def _milestone(key: str, kind: str, at: str, *, audience: list[str] | None = None) -> dict[str, Any]:
    name = key.replace("-", " ").capitalize()
    return {"key": key, "name": name, "kind": kind, "audience": audience or ["applicants"], "at": at}


@cache
def catalogue() -> Catalogue:
    """Both pages and the programme."""
    return Catalogue(organisations=(organisation(), silent_organisation()), programmes=(programme(),))


@cache
def _matcher() -> Matcher:
    return Matcher(catalogue())


class Talk:
    """A conversation with a desk, each message a second after the one before."""

    def __init__(self, known: Catalogue | None = None, prefix: str = "!", matcher: Matcher | None = None) -> None:
        self.desk = Desk(known or catalogue(), prefix, matcher=matcher if known else _matcher())
        self.seconds = 0

    def reply(self, words: str, now: datetime | None = None, **message: Any) -> Reply | None:
        """The whole reply, or None for silence; in a room of several unless told otherwise."""
        self.seconds += 1
        at = now or NOW
        fields: dict[str, Any] = {
            "key": f"${self.seconds}",
            "room": "!quay",
            "sender": "@asker:example.org",
            "at": at,
        }
        settings, kept = message.pop("settings", None), message.pop("kept", None)
        return self.desk.answer(Message(**(fields | {"text": words} | message)), settings, at, kept)

    def say(self, words: str, now: datetime | None = None, **message: Any) -> str:
        """The plain answer; empty for silence."""
        reply = self.reply(words, now, **message)
        return reply.body.plain if reply else ""
