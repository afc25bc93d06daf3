"""Which of a season's dates is meant: words to milestone keys; pure."""

from bot.catalogue.model import Organisation, PageDate
from bot.matching.normalise import fold
from bot.matching.wording import wordings

LONGEST = 500
"""Characters of a question about dates that are read."""

Keys = tuple[str, ...]


def keys_of(text: str) -> Keys:
    """Milestone keys that the words ask for, the one asked for first; empty for no particular one."""
    plain = " ".join(fold(text[:LONGEST]).split())
    found = (heading for heading, pattern in wordings("occasions.txt") if pattern.search(plain))
    return tuple(next(found, "").split())


def dates_of(keys: Keys, home: Organisation) -> tuple[PageDate, ...]:
    """The page's own dates under the keys, in the keys' order."""
    by_key = {date.key: date for date in home.dates}
    return tuple(by_key[key] for key in keys if key in by_key)
