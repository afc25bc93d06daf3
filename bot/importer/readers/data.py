"""Lists of ideas kept as data: YAML, TOML, JSON, HOCON or XML, or as a value in a script."""

import json
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import TypeGuard

from pyhocon import ConfigFactory  # type: ignore[import-untyped]

from bot.errors import UserError
from bot.importer.blocks import Block, Heading, Pair, Text
from bot.importer.fields import scan, strong_in
from bot.importer.readers import boards, html, markdown, scripts, tags, xml_values, yaml_values
from bot.importer.vocabulary import STRONG, kinds_of

TITLE_KEYS = ("title", "name", "project_title", "project_name", "project", "idea", "topic", "heading", "summary")
_BODIES = frozenset("body content text markdown html desc encoded content_html content_text body_html".split())
_TAGGED = re.compile(r"</?(?:p|ul|ol|li|div|br|h[1-6]|strong|b|table|dl)\b[^<>]{0,300}>", re.IGNORECASE)
_PARTS = frozenset({"meta", "metadata", "data", "fields", "attributes", "properties", "gsoc", "params"})
_MOST_VALUES = 200_000
_PERSON_KEYS = frozenset(
    {"name", "email", "mail", "e-mail", "github", "nick", "irc", "matrix", "gitter", "handle", "username"}
)
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_LONGEST_HOCON = 100_000
_MARKUP = re.compile(r"[*_`{\[\]<>\\\n&~#|\u00a0\u00ad\u200b-\u200f\u2060\ufeff]|^\s*(?:[-+=:]|\d+[.)])|\s$|^\s")

PARSERS: dict[str, Callable[[str], object]] = {
    "json": json.loads,
    "toml": tomllib.loads,
    "yaml": yaml_values.value_of,
    "xml": xml_values.value_of,
    "script": scripts.value_of,
    "hocon": lambda text: ConfigFactory.parse_string(text, resolve=False).as_plain_ordered_dict(),
}


@lru_cache(maxsize=1)
def parse(text: str, notation: str) -> object | None:
    """The value, or None where the text is not of that notation.

    Raises:
        UserError: it is nested too deeply, too long for its notation, or multiplied by aliases.
    """
    if notation == "hocon" and len(text) > _LONGEST_HOCON:
        raise UserError(f"HOCON is read up to {_LONGEST_HOCON // 1000} thousand characters; import its parts")
    try:
        return PARSERS[notation](text)
    except UserError:
        raise
    except RecursionError as error:
        raise UserError("this data is nested too deeply to be a list of ideas") from error
    except Exception:  # noqa: BLE001 (each library raises its own; all of them mean: not this notation)
        return None


def read(text: str, notation: str) -> tuple[Block, ...]:
    """Blocks of a data file: a heading for each mapping that is titled, a pair for each of its keys."""
    return blocks_of(parse(text, notation), text)


def blocks_of(value: object, text: str) -> tuple[Block, ...]:
    """The same for a value that was read already; `text` is where its words stand."""
    return tuple(_Walk(text).blocks(boards.told(value)))


def pairs_of(value: Mapping[object, object], line: int, *, front: bool = False) -> Iterator[Pair]:
    """A pair for each key; nested values as words."""
    for key, inner in value.items():
        if str(key).casefold() in tags.KEYS:
            yield from (Pair(label, tuple(map(Text, said)), line, front) for label, said in tags.told(inner))
        elif inner is not None:
            yield Pair(str(key).replace("_", " ").replace("-", " "), tuple(texts_of(inner)), line, front)


def texts_of(value: object) -> Iterator[Text]:
    """The words of a value: an entry each for a list, `name (network: nick)` for a person."""
    if isinstance(value, Mapping):
        people = _addressed(value)
        yield from people or [_mapping(value)]
    elif isinstance(value, list | tuple):
        for inner in value:
            if inner is not None:
                yield from texts_of(inner) if isinstance(inner, Mapping) else [_words(inner)]
    elif value is not None:
        yield from (line for line in _words(value).lines() if line.plain)


def _addressed(value: Mapping[object, object]) -> list[Text]:
    """People whose names are keys and whose e-mails are values: `Ada Marsh: ada@example.org`."""
    mails = [(str(name), said) for name, said in value.items() if isinstance(said, str) and _MAIL.fullmatch(said)]
    named = len(mails) == len(value) and not any(name.casefold() in _PERSON_KEYS for name, _ in mails)
    return [Text(f"{name} <{mail}>") for name, mail in mails] if named else []


def _words(value: object) -> Text:
    if isinstance(value, list | tuple):
        return Text(", ".join(str(part) for part in value))
    if isinstance(value, str) and not _MARKUP.search(value):
        return Text(" ".join(value.split()))
    blocks = markdown.read(str(value)) if isinstance(value, str) else ()
    texts = [b.text for b in blocks if hasattr(b, "text") and isinstance(b.text, Text)]
    return texts[0] if len(texts) == 1 else Text(str(value))


def _mapping(value: Mapping[object, object]) -> Text:
    """A person's entry as a page would write it; other mappings as `key: value` pairs."""
    known = {str(k).lower(): str(v) for k, v in value.items() if v not in (None, "", [], {})}
    if "name" in known or known.keys() & _PERSON_KEYS:
        name = known.pop("name", "")
        rest = ", ".join(v if "@" in v and "." in v else f"{k}: {v}" for k, v in known.items() if k in _PERSON_KEYS)
        return Text(f"{name} ({rest})".strip() if rest and name else name or rest)
    return Text(", ".join(f"{k}: {v}" for k, v in known.items()))


class _Walk:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at, self._line = 0, 1
        self._left = _MOST_VALUES

    def blocks(self, value: object, key: str = "", level: int = 1) -> Iterator[Block]:
        self._left -= 1
        if self._left < 0 or level > 30:
            raise UserError("this data is too large or nested too deeply to be a list of ideas")
        if isinstance(value, Mapping):
            yield from self._mapping(value, key, level)
        elif isinstance(value, list):
            for inner in value:
                if isinstance(inner, Mapping | list):
                    yield from self.blocks(inner, "", level)

    def _mapping(self, value: Mapping[object, object], key: str, level: int) -> Iterator[Block]:
        names = {str(k).lower().replace("-", "_"): k for k in value}
        titled = next((names[t] for t in TITLE_KEYS if t in names and isinstance(value[names[t]], str)), None)
        title = str(value[titled]) if titled is not None else key.replace("_", " ")
        if title:
            yield Heading(_words(title), self._line_of(title), level)
        line = self._line
        for inner_key, inner in value.items():
            if inner_key == titled or inner is None:
                continue
            if isinstance(inner, str) and (body := _body(inner, str(inner_key))):
                yield from self._below(body, level)
            elif str(inner_key).casefold() in tags.KEYS:
                yield from pairs_of({inner_key: inner}, line)
            elif _is_record(inner) and _is_part(str(inner_key)):
                yield from pairs_of(inner, line)
            elif _is_record(inner):
                yield from self._mapping(inner, str(inner_key), level + 1)
            elif _holds_records(inner):
                yield from self.blocks(inner, str(inner_key), level + 1)
            else:
                yield from pairs_of({inner_key: inner}, line)

    def _below(self, blocks: Iterable[Block], level: int) -> Iterator[Block]:
        """The blocks of a text within the idea, headings beneath the idea's."""
        for block in blocks:
            at = replace(block, line=self._line)
            yield replace(at, level=level + at.level) if isinstance(at, Heading) else at

    def _line_of(self, words: str) -> int:
        found = self._text.find(words.split("\n", 1)[0][:40], self._at, self._at + 400_000)
        if found >= 0:
            self._line += self._text.count("\n", self._at, found)
            self._at = found
        return self._line


def _body(words: str, key: str) -> tuple[Block, ...]:
    """The blocks of a text in Markdown or HTML which is the page of an idea, or has fields in it; else none."""
    tagged = bool(_TAGGED.search(words))
    if not tagged and "\n" not in words:
        return ()
    named = key.casefold() in _BODIES
    if not named and (":" not in words or STRONG & set(kinds_of(key))):
        return ()
    blocks = html.read_fragment(words, 1) if tagged else markdown.read(words)
    return blocks if named or strong_in(scan(blocks)) else ()


def _holds_records(value: object) -> bool:
    """Whether ideas may lie inside: mappings that are not people."""
    if isinstance(value, list):
        return any(isinstance(v, Mapping) and not _is_person(v) for v in value)
    if isinstance(value, Mapping):
        return any(isinstance(v, Mapping) or _holds_records(v) for v in value.values())
    return False


def _is_record(value: object) -> TypeGuard[Mapping[object, object]]:
    """Whether a mapping has an idea's fields as keys."""
    if not isinstance(value, Mapping) or _is_person(value):
        return False
    kinds = {kind for key in value for kind in kinds_of(str(key).replace("_", " "))}
    return len(STRONG & kinds) >= 2


def _is_part(key: str) -> bool:
    """Whether a key names a part of an idea rather than the idea."""
    words = key.casefold().replace("_", " ")
    return words in _PARTS or bool(kinds_of(words))


def _is_person(value: Mapping[object, object]) -> bool:
    keys = {str(k).lower() for k in value}
    return bool(_addressed(value)) or keys <= _PERSON_KEYS | {
        "role",
        "url",
        "link",
        "organisation",
        "organization",
        "affiliation",
        "id",
        "website",
        "profile",
    }
