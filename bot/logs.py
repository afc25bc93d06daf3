"""Logging: structlog to standard error, for people or as JSON; no message texts, no tokens."""

import logging
import sys
import traceback

import structlog

SECRET_KEYS = frozenset({"access_token", "password", "token", "body", "text"})
"""Keys whose values never reach a log, whoever passes them."""


def configure(*, json: bool) -> None:
    """Set up logging for the process.

    Args:
        json: one JSON object per line instead of coloured text.
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
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(level=logging.ERROR, stream=sys.stderr)


def where(error: BaseException) -> list[str]:
    """The places an error came through, without its message and the values there, which may quote what was said."""
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)]


def _where_only(_logger: object, _method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """In place of a traceback, which would show values: the kind of error and the places it came through."""
    given = event.pop("exc_info", None)
    error = given if isinstance(given, BaseException) else sys.exc_info()[1] if given else None
    if error is not None:
        event.update(error=type(error).__name__, frames=where(error))
    return event


def _without_secrets(_logger: object, _method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    for key in SECRET_KEYS & event.keys():
        event[key] = "(hidden)"
    return event
