"""What a failure of the database means, in a sentence for operators; never with values from the tables."""

from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoneFree

FAILURES = (SQLAlchemyError, OSError, UnicodeError)
"""What a database, its driver and its connection raise."""

_PLAIN = {
    "SQLITE_BUSY": "another process has kept it locked for too long",
    "SQLITE_FULL": "its disk is full",
    "SQLITE_IOERR": "its disk is full or damaged",
    "SQLITE_READONLY": "it may not be written to",
    "SQLITE_CORRUPT": "it is damaged; restore it from a backup",
    "SQLITE_NOTADB": "it is no database, or damaged; restore it from a backup",
    "53100": "its disk is full",
    "55P03": "another process has kept a table locked for too long",
}
"""By SQLite's name of the error or PostgreSQL's state; what is not here is said by the database itself."""

_DAMAGED = frozenset({"SQLITE_CORRUPT", "SQLITE_NOTADB"})

_UNFIT = "a value does not fit its column"
_UNFIT_STATES = "22"


def why(error: Exception) -> str:
    """Why the database failed: our words and those of the database, or the latter alone."""
    if isinstance(error, NoneFree):
        return "earlier work has kept its connection busy for too long"
    if isinstance(error, DBAPIError):
        return _by_the_database(error)
    if isinstance(error, OSError):
        return f"it cannot be reached: {error.strerror or str(error) or 'no answer in time'}"
    return _UNFIT if isinstance(error, UnicodeError) else str(error)


def damage(error: BaseException | None) -> str:
    """What is wrong with a file that must be mended by hand, since no new try would help; empty of other failures."""
    if isinstance(error, DBAPIError) and _family(_cause(error)[1]) in _DAMAGED:
        return _by_the_database(error)
    return ""


def _by_the_database(error: DBAPIError) -> str:
    cause, name = _cause(error)
    if name.startswith(_UNFIT_STATES):
        return _UNFIT  # here the database's own words quote the value
    plain = _PLAIN.get(_family(name))
    # The first argument alone: PostgreSQL's details, which follow it, quote whole rows.
    said = str(cause.args[0]) if cause and cause.args else type(cause).__name__
    return f"{plain} ({said})" if plain else said


def _cause(error: DBAPIError) -> tuple[BaseException | None, str]:
    """What the database raised, with SQLite's name of the error or PostgreSQL's state."""
    cause = (error.orig and error.orig.__cause__) or error.orig
    return cause, getattr(cause, "sqlstate", None) or getattr(cause, "sqlite_errorname", None) or ""


def _family(name: str) -> str:
    """'SQLITE_CORRUPT_INDEX' → 'SQLITE_CORRUPT'."""
    return "_".join(name.split("_")[:2])
