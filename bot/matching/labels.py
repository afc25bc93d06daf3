"""What was read from a question, in words for people; pure."""

from bot.matching.query import groups
from bot.matching.reading import Query

SUPERLATIVES = {
    ("level", 1): "easiest",
    ("level", -1): "hardest",
    ("hours", 1): "shortest",
    ("hours", -1): "longest",
    ("year", 1): "oldest",
    ("year", -1): "newest",
}


def labels(query: Query) -> tuple[str, ...]:
    """The filters in the order they were said, such as ("Rust or Go", "175 hours", "easiest")."""
    either = sorted(groups(query.conditions), key=lambda group: min(min(condition.places) for condition in group))
    said = [" or ".join(dict.fromkeys(condition.label for condition in group)) for group in either]
    wanted = [SUPERLATIVES[query.superlative]] if query.superlative else []
    return tuple(dict.fromkeys((*said, *wanted)))
