"""What pydantic finds wrong with a file's values, said as what was found and what would be right."""

import json
import types
from collections.abc import Callable, Iterator
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from bot.catalogue.marks import Marked, Problem
from bot.catalogue.model import ADDRESS
from bot.catalogue.wording import SECRET, Loc, is_secret, nearest, put_in_quotes, quoted, suggestion

S = TypeVar("S", bound=BaseModel)

FORMS = {
    r"^[a-z0-9]+(-[a-z0-9]+)*$": "small letters, digits and single hyphens, such as 'qemu-2023'",
    ADDRESS: "an address such as 'https://example.org/page' or 'mailto:list@example.org' (no login, no quotes)",
    r"^@[^:\s]+:\S+$": "a Matrix address such as '@user:example.org'",
    r"^(#[^:\s]+:\S+|![^\s]+)$": "a room such as '#alias:example.org' or '!id'",
    r"^(@[^:\s]+|\*):\S+$": "'@user:example.org' for a person or '*:example.org' for a server",
}
"""What would be right, for each pattern of the shapes."""

_MEANT = {
    "string_type": "text",
    "int_type": "a whole number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "tuple_type": "a list",
    "dict_type": "a mapping",
    "model_type": "a mapping",
    "datetime_type": "an instant such as '2026-03-31T18:00:00Z'",
    "date_type": "a day such as '2026-03-31'",
    "datetime_parsing": "an instant such as '2026-03-31T18:00:00Z'",
    "date_parsing": "a day such as '2026-03-31'",
    "url_type": "a web address such as 'https://example.org/page'",
    "url_parsing": "a web address such as 'https://example.org/page'",
    "url_scheme": "a web address that begins with 'https://' or 'http://'",
    "path_type": "a path",
}


def checked(shape: type[S], marked: Marked) -> tuple[S | None, list[Problem]]:
    """The values as a shape, or what is wrong with them.

    Values are checked as strictly as JSON is: a number is no text, and no date is made out of a number.
    """
    try:
        text = json.dumps(marked.value)
        return shape.model_validate_json(text, strict=True, by_alias=True, by_name=False), []
    except ValidationError as error:
        return None, list(_problems(shape, marked, error))


def keys_of(shape: type[BaseModel]) -> dict[str, FieldInfo]:
    """The fields of a shape by the keys that files use."""
    return {field.alias or name: field for name, field in shape.model_fields.items()}


def shape_at(shape: type[BaseModel], loc: Loc) -> type[BaseModel] | None:
    """The shape that is meant at a place, if a shape is."""
    meant: Any = shape
    for step in loc:
        meant = _inside(_bare(meant), step)
    meant = _bare(meant)
    return meant if isinstance(meant, type) and issubclass(meant, BaseModel) else None


def _inside(meant: Any, step: str | int) -> Any:
    if isinstance(meant, type) and issubclass(meant, BaseModel):
        field = keys_of(meant).get(str(step))
        return field.annotation if field else None
    args = get_args(meant)
    return args[1 if get_origin(meant) is dict else 0] if args else None


def _bare(meant: Any) -> Any:
    """`Annotated[X, …]` and `X | None` → X."""
    while get_origin(meant) in (Annotated, Union, types.UnionType):
        meant = get_args(meant)[0]
    return meant


def _problems(shape: type[BaseModel], marked: Marked, error: ValidationError) -> Iterator[Problem]:
    errors = error.errors(include_url=False)
    meant: set[Loc] = set()
    for found in errors:
        if found["type"] == "extra_forbidden":
            loc = found["loc"]
            near = nearest(str(loc[-1]), _free_keys(shape, marked, loc[:-1]))
            if near and not _is_stray_secret(str(loc[-1]), near):
                meant.add((*loc[:-1], near))
            yield Problem(loc, _unknown_key(shape, loc, near))
    for found in errors:
        if found["type"] == "missing":
            if found["loc"] not in meant:
                yield Problem(found["loc"], _missing(shape, found["loc"]))
        elif found["type"] != "extra_forbidden":
            loc = _place(found, marked)
            yield Problem(loc, _wrong_value(found, marked, loc))


def _free_keys(shape: type[BaseModel], marked: Marked, loc: Loc) -> list[str]:
    """The keys that could still be written at a place."""
    here = shape_at(shape, loc)
    return [key for key in keys_of(here) if (*loc, key) not in marked.marks] if here else []


def _is_stray_secret(key: str, near: str | None) -> bool:
    return bool(SECRET.search(key)) and (near is None or abs(len(near) - len(key)) > 1)


def _unknown_key(shape: type[BaseModel], loc: Loc, near: str | None) -> str:
    key = str(loc[-1])
    if _is_stray_secret(key, near):
        return (
            f"unknown key {quoted(key)}; secrets do not stand in this file: set MENTORIX_PASSWORD or name a file "
            "with 'password_file'"
        )
    here = shape_at(shape, loc[:-1])
    known = [near] if near else keys_of(here) if here else ()
    return f"unknown key {quoted(key)}{suggestion(key, known, 'known here:')}"


def _missing(shape: type[BaseModel], loc: Loc) -> str:
    here = shape_at(shape, loc[:-1])
    told = keys_of(here)[str(loc[-1])].description if here else None
    return f"required, but missing{': ' + told.rstrip('.') if told else ''}"


def _place(found: ErrorDetails, marked: Marked) -> Loc:
    """Where in the file; pydantic appends the names of a union's members and '[key]' to the place."""
    loc = found["loc"]
    while loc and loc not in marked.marks:
        loc = loc[:-1]
    return loc


def _wrong_value(found: ErrorDetails, marked: Marked, loc: Loc) -> str:
    kind, value = found["type"], found["input"]
    if kind in _WORDS:
        return _WORDS[kind](found, loc)
    if kind in _MEANT:
        meant = _MEANT[kind] if loc == _trimmed(found) else "a day or an instant with its zone"
        return f"found {_found(value, marked, loc)}, where {meant} is meant{_remedy(kind, value, marked, loc)}"
    return found["msg"]


def _trimmed(found: ErrorDetails) -> Loc:
    return found["loc"][:-1] if found["loc"][-1:] == ("[key]",) else found["loc"]


def _found(value: object, marked: Marked, loc: Loc) -> str:
    typed = marked.marks[loc].text if loc in marked.marks else None
    match value:
        case None:
            return "nothing"
        case bool():
            return f"{quoted(typed or '', loc)}, which YAML reads as {str(value).lower()}"
        case int() | float():
            return "a number" if is_secret(loc) else f"the number {typed}"
        case str():
            return quoted(value, loc)
        case list():
            return "a list"
    return "a mapping"


def _remedy(kind: str, value: object, marked: Marked, loc: Loc) -> str:
    typed = marked.marks[loc].text if loc in marked.marks else None
    if value is None and loc:
        comment = " (text that begins with '#' needs quotes)" if kind == "string_type" else ""
        return f"; write a value or leave the key out{comment}"
    if kind == "string_type" and typed:
        return f"; {put_in_quotes(typed, loc)}"
    if kind == "tuple_type" and isinstance(value, str):
        mark = "" if value.isalnum() else '"'
        return f"; write {quoted(value, loc, mark='')} as [{quoted(value, loc, mark=mark)}]"
    return ""


def _said(found: ErrorDetails, loc: Loc) -> str:
    """What a validator of ours says of a value, or that it is no e-mail address."""
    told = found.get("ctx", {}).get("error")
    right = str(told) if told else "no e-mail address; write it as 'name@example.org'"
    return f"{quoted(str(found['input']), loc)} is {right}"


def _chosen(found: ErrorDetails, loc: Loc) -> str:
    known = found["ctx"]["expected"].replace(" or ", ", ").replace("'", "").split(", ")
    return f"{quoted(str(found['input']), loc)} is none of {', '.join(known)}{_near(str(found['input']), known)}"


def _near(word: str, known: list[str]) -> str:
    near = nearest(word, known)
    return f"; did you mean '{near}'?" if near else ""


_WORDS: dict[str, Callable[[ErrorDetails, Loc], str]] = {
    "enum": _chosen,
    "literal_error": _chosen,
    "value_error": _said,
    "string_pattern_mismatch": lambda e, loc: f"found {quoted(e['input'], loc)}, where {_form(e)} is meant",
    "string_too_short": lambda _, __: "the text is empty; write something or leave the key out",
    "string_too_long": lambda e, _: (
        f"the text has {len(e['input'])} characters; at most {e['ctx']['max_length']} fit"
    ),
    "too_short": lambda _, __: "the list is empty; it needs at least one item",
    "greater_than_equal": lambda e, loc: f"{quoted(str(e['input']), loc, '')} is too low; at least {e['ctx']['ge']}",
    "less_than_equal": lambda e, loc: f"{quoted(str(e['input']), loc, '')} is too high; at most {e['ctx']['le']}",
}


def _form(found: ErrorDetails) -> str:
    return FORMS.get(found["ctx"]["pattern"], f"text of the form {found['ctx']['pattern']}")
