"""Logging: structlog to standard error, for people or as JSON; no message texts, no tokens."""

import logging
import sys

import structlog

SECRET_KEYS = frozenset({"access_token", "password", "token", "body", "text"})
"""Keys whose values never reach a log, whoever passes them."""


def configure(*, json: bool, verbose: bool) -> None:
    """Set up logging for the process.

    Args:
        json: one JSON object per line instead of coloured text.
        verbose: also debug messages.
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
            *([structlog.processors.dict_tracebacks] if json else []),
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.DEBUG if verbose else logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(level=logging.ERROR, stream=sys.stderr)


def _without_secrets(_logger: object, _method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    for key in SECRET_KEYS & event.keys():
        event[key] = "(hidden)"
    return event
