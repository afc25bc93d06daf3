"""An organisation's page as YAML that people like to review: the schema's line on top, one idea below the other.

A file that is there already keeps its comments and its formatting wherever its values stay.
"""

import difflib
import io
import re
from collections.abc import Iterable, Mapping
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, FoldedScalarString, LiteralScalarString

from bot.catalogue.marks import read_marked
from bot.catalogue.model import Organisation
from bot.catalogue.moments import moment_of
from bot.catalogue.parse import parse
from bot.catalogue.rules import organisation_rules
from bot.catalogue.scalars import plain_value
from bot.errors import SetupError

SCHEMA = "# yaml-language-server: $schema=../organisation.schema.json\n"

WIDTH = 118
"""Signs of a line, its indentation included."""

_SECTIONS = ("contact", "apply", "propose", "questions", "dates", "people", "ideas")
_MOMENTS = {"at", "day"}
_SPECIAL = re.compile(r"^[@`!&*%#|>'\"\[\]{},?:~=<-]|: | #|:$")
_FLUSH = re.compile(r"^ideas:[^\n]*\n(?:\s*(?:#[^\n]*)?\n)*- ", re.MULTILINE)
_UNFOLDABLE = re.compile(r"[\t\x85\u2028\u2029\ufeff]|^ | $|\n | \n")


def draft(page: Organisation, before: str | None = None) -> str:
    """The text of a file that holds a page.

    Args:
        page: what the file is to hold.
        before: the file's text as it is now, where there is one.

    Raises:
        SetupError: the file that is there has faults.
    """
    if before is None:
        return _fresh(page)
    old = _read(before)
    if old == page:
        return before
    edited = _edited(before, _plain(old), _plain(page))
    return next((text for text in edited if _holds(text, page)), None) or _fresh(page)


def _fresh(page: Organisation) -> str:
    out, in_ideas, first = [SCHEMA], False, True
    for line in _dumped(_value(_plain(page), ()), _yaml()).splitlines(keepends=True):
        if line.partition(":")[0] in _SECTIONS:
            in_ideas = line.startswith("ideas:")
            out.append("\n")
        elif in_ideas and line.startswith("  - "):
            out += [] if first else ["\n"]
            first = False
        out.append(line)
    return "".join(out)


def _edited(before: str, old: Any, new: Any) -> Iterable[str]:
    """The text with what changed: first with every other line as it was, then as the writer formats it."""
    yaml = _yaml(flush=bool(_FLUSH.search(before)))
    root = yaml.load(before)
    untouched = _dumped(root, yaml)
    _change(root, old, new, ())
    changed = _dumped(root, yaml)
    yield _carried_over(before, untouched, changed)
    yield changed


def _change(node: CommentedMap, old: Mapping[str, Any], new: Mapping[str, Any], loc: tuple[Any, ...]) -> None:
    """Makes a mapping say what is new and leaves alone what stays."""
    for key in [key for key in old if key not in new]:
        del node[key]
    for number, (key, value) in enumerate(new.items()):
        here = (*loc, key)
        if key not in old:
            node.insert(_position(node, list(new), number), key, _value(value, here))
        elif value == old[key]:
            continue
        elif isinstance(value, dict):
            _change(node[key], old[key], value, here)
        elif key == "ideas":
            _change_rows(node[key], old[key], value, here)
        elif isinstance(value, list):
            _change_items(node[key], old[key], value, here)
        else:
            node[key] = _value(value, here)


def _position(node: CommentedMap, keys: list[str], number: int) -> int:
    """Behind the nearest earlier key that is there, as in a file that is written anew."""
    there = list(node)
    return next((there.index(key) + 1 for key in reversed(keys[:number]) if key in there), 0)


def _change_rows(node: CommentedSeq, old: list[Any], new: list[Any], loc: tuple[Any, ...]) -> None:
    """Ideas keep their text and comments as long as they keep their ids."""
    kept = {row["id"] for row in new}
    for at in reversed(range(len(old))):
        if old[at]["id"] not in kept:
            del node[at]
    by_id = {row["id"]: row for row in old}
    for at, row in enumerate(new):
        if row["id"] not in by_id:
            node.insert(at, _value(row, (*loc, at)))
            node.yaml_set_comment_before_after_key(at, before="\n")
        elif row != by_id[row["id"]]:
            _change(node[at], by_id[row["id"]], row, (*loc, at))


def _change_items(node: CommentedSeq, old: list[Any], new: list[Any], loc: tuple[Any, ...]) -> None:
    steps = difflib.SequenceMatcher(None, list(map(repr, old)), list(map(repr, new)), autojunk=False).get_opcodes()
    for tag, first, last, start, end in reversed(steps):
        if tag == "equal":
            continue
        for at in reversed(range(first, last)):
            del node[at]
        for at in range(end - 1, start - 1, -1):
            node.insert(first, _value(new[at], (*loc, at)))


def _carried_over(before: str, untouched: str, changed: str) -> str:
    """The text as it was, with only those lines replaced in which the two written texts differ."""
    mine, base, theirs = (text.splitlines(keepends=True) for text in (before, untouched, changed))
    place = {0: 0, len(base): len(mine)}
    for own, at, size in difflib.SequenceMatcher(None, mine, base, autojunk=False).get_matching_blocks():
        place |= {at + step: own + step for step in range(size)}
        if size:
            place.setdefault(at + size, own + size)
    out, done = [], 0
    for tag, first, last, start, end in difflib.SequenceMatcher(None, base, theirs, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        if first not in place or last not in place:
            return changed
        out += mine[done : place[first]] + theirs[start:end]
        done = place[last]
    return "".join(out + mine[done:])


def _holds(text: str, page: Organisation) -> bool:
    try:
        return _read(text) == page
    except SetupError:
        return False


def _read(text: str) -> Organisation:
    found = parse(Organisation, "the file", read_marked(text.encode()), organisation_rules)
    if found.shape is None:
        raise SetupError(found.faults)
    return found.shape


def _plain(page: Organisation) -> dict[str, Any]:
    return page.model_dump(mode="json", exclude_defaults=True, by_alias=True)


def _value(value: Any, loc: tuple[Any, ...]) -> Any:
    """A plain value as the writer's own kinds of values, in the house's style."""
    match value:
        case dict():
            return CommentedMap({key: _value(each, (*loc, key)) for key, each in value.items()})
        case list():
            return CommentedSeq([_value(each, (*loc, at)) for at, each in enumerate(value)])
        case str():
            return _text(value, loc)
    return value


def _text(text: str, loc: tuple[Any, ...]) -> Any:
    indent = 2 * len(loc)
    if loc[-1] in _MOMENTS and moment_of(text) is not None:
        return _Moment(text)
    if _UNFOLDABLE.search(text):
        return DoubleQuotedScalarString(text)
    if "\n" in text:
        return LiteralScalarString(text)
    quotes = bool(_SPECIAL.search(text)) or plain_value(text, ()) != (text, None)
    if indent + len(f"{loc[-1]}{text}") + 2 * quotes > WIDTH and " " in text:
        return _folded(text, WIDTH - indent)
    return DoubleQuotedScalarString(text) if quotes else text


def _folded(text: str, width: int) -> Any:
    """A long text with the places where its lines end."""
    folded = FoldedScalarString(text)
    places: list[int] = []
    begin, last = 0, -1
    for at, sign in enumerate(text):
        if at - begin > width and last > begin:
            places.append(last)
            begin, last = last + 1, -1
        if sign == " " and 0 < at < len(text) - 1 and " " not in (text[at - 1], text[at + 1]):
            last = at
    if len(text) - begin > width and last > begin:
        places.append(last)
    folded.fold_pos = places
    return folded


class _Moment(str):
    """A day or an instant, which stands in a file without quotes."""

    __slots__ = ()


def _yaml(*, flush: bool = False) -> YAML:
    """The reader and writer; `flush` writes the items of a list right below its key."""
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.allow_unicode = True
    yaml.width = 100_000
    yaml.indent(mapping=2, sequence=2 if flush else 4, offset=0 if flush else 2)
    yaml.representer.add_representer(_Moment, _represented)
    return yaml


def _represented(representer: Any, moment: _Moment) -> Any:
    return representer.represent_scalar("tag:yaml.org,2002:timestamp", str(moment))


def _dumped(root: Any, yaml: YAML) -> str:
    out = io.StringIO()
    yaml.dump(root, out)
    return out.getvalue()
