"""Tags and labels of records: `difficulty: hard`, `350h`, `easy`."""

import re
from collections.abc import Iterable, Iterator, Mapping

from bot.importer import sizes
from bot.importer.vocabulary import kinds_of

KEYS = frozenset({"labels", "tags", "label", "tag"})
_OTHERS = "tags"
_SPLIT = re.compile(r"^([A-Za-z][\w -]{2,30}?)\s*(?:::?|/|=)\s*(\S.*)$")


def told(values: object) -> Iterator[tuple[str, list[str]]]:
    """`(label, values)` of each tag that has a label or is a level or a size; the others under the label 'tags'.

    Args:
        values: text, a list of texts, or a list of mappings with a name.
    """
    names, others = list(_names(values)), []
    sized = any(map(sizes.named_hours, names))  # then 'medium' is a level, and no size
    for tag in names:
        found = _SPLIT.match(tag)
        if found and kinds_of(found[1]):
            yield found[1], [found[2]]
        elif sizes.is_measure(tag) and sizes.named_hours(tag):
            yield "size", [tag]
        elif sizes.is_measure(tag) and (sizes.level_of_group(tag) or (sized and sizes.is_level(tag))):
            yield "difficulty", [tag]
        else:
            others.append(tag)
    if others:
        yield _OTHERS, others


def stated(values: object) -> str:
    """Those that are fields, as a line of labelled values; empty where there are none."""
    return "; ".join(f"{label}: {', '.join(said)}" for label, said in told(values) if label != _OTHERS)


def _names(values: object) -> Iterable[str]:
    for value in values if isinstance(values, list | tuple) else [values]:
        named = value.get("name") if isinstance(value, Mapping) else value
        if isinstance(named, str) and named.strip():
            yield named.strip()
