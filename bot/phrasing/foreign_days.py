"""Days as they are written in other languages than English, by the Unicode locale data. Times are UTC or local: as given."""

from datetime import date

from bot.tongue import spoken


def day(when: date) -> str:
    """'Di., 31. März 2026', 'mar. 31 mars 2026', of a date or of a datetime in its own zone."""
    return _written("yMMMEd", when)


def weekday(when: date) -> str:
    """'Di., 31. März', 'mar. 31 mars'."""
    return _written("MMMEd", when)


def short(when: date) -> str:
    """'31. März', '31 mars'."""
    return _written("MMMd", when)


def between(first: date, last: date) -> str:
    """'1. bis 24. Mai' and the like, with the signs of the language."""
    from babel.dates import format_interval  # noqa: PLC0415 - as below

    return format_interval(first, last, "MMMd", locale=spoken())


def _written(skeleton: str, when: date) -> str:
    """As the language orders the parts that the skeleton names (Unicode Technical Standard 35, part 4)."""
    from babel.dates import format_skeleton  # noqa: PLC0415 - takes a while to import, and English needs none of it

    return format_skeleton(skeleton, when, locale=spoken())
