"""Logging: structlog to standard error, for people or as JSON; no message texts, no tokens."""

import asyncio
import logging
import sys
from types import TracebackType
from typing import Any

import structlog

from bot.errors import places

SECRET_KEYS = frozenset({"access_token", "password", "token", "body", "text"})
"""Keys whose values never reach a log, whoever passes them."""


def configure(*, json: bool, only_errors: bool = False) -> None:
    """Set up logging for the process.

    Args:
        json: one JSON object per line instead of coloured text.
        only_errors: leave out what merely happened.
    """
    renderer = (
        structlog.processors.JSONRenderer() if json else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _without_secrets,
            _where_only,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR if only_errors else logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_PlacesOnly("%(levelname)s:%(name)s:%(message)s"))
    logging.basicConfig(level=logging.ERROR, handlers=[handler], force=True)


def stray(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Log an error that nobody waited for; an event loop's exception handler.

    asyncio's own words are left out where there is an error: they may hold the arguments of the call that failed.
    """
    error = context.get("exception")
    log = structlog.get_logger()
    if isinstance(error, BaseException):
        log.error("an error that nobody waited for", exc_info=error)
    else:
        log.error("the event loop complains", what=context.get("message"))


class _PlacesOnly(logging.Formatter):
    """What libraries log, without the values in tracebacks."""

    def formatException(  # noqa: N802 - logging's name
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> str:
        return "; ".join([type(ei[1]).__name__, *places(ei[1])]) if ei[1] else ""


def _where_only(_logger: object, _method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """In place of a traceback, which would show values: the kind of error and the places it came through."""
    given = event.pop("exc_info", None)
    error = given if isinstance(given, BaseException) else sys.exc_info()[1] if given else None
    if error is not None:
        event.update(error=type(error).__name__, frames=places(error))
    return event


def _without_secrets(_logger: object, _method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    for key in SECRET_KEYS & event.keys():
        event[key] = "(hidden)"
    return event
