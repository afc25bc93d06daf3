"""What was found on a page → an `Organisation`: ids and keys are given, what does not fit a shape is left out and told."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from bot.catalogue.model import Organisation
from bot.catalogue.scalars import stray_sign
from bot.catalogue.twins import folded
from bot.catalogue.wording import Loc, dotted, quoted
from bot.importer.keys import free, slug

NO_SUMMARY = "The page gives no description."
NO_WAY_TO_ASK = "Read the page; no way to ask was found when it was imported."

_WHOLE_OR_NOT = {"url", "email", "matrix", "id"}
_NEEDED = {"id", "organisation", "page", "ideas", "people", "title", "contact"}


@dataclass(frozen=True, slots=True)
class Settled:
    """What came out.

    Attributes:
        organisation: fits the shapes, every mentor is a key of its people.
        left_out: what was cut or left out because no file can hold it, as sentences.
    """

    organisation: Organisation
    left_out: tuple[str, ...]


def settled(found: Mapping[str, Any]) -> Settled:
    """What was found on a page as the shape that files hold.

    Args:
        found: the fields of `Organisation` as plain values (text, numbers, lists, mappings), except that
            `people` is not given, and `mentors` and `suggested_by`, of the page and of ideas, are lists of people
            as mappings: `{"name", "inferred_name", "email", "nicks": [{"name", "network"}], "matrix"}`, each key
            optional. An idea's `id` may be left out and is then made from its title. `about`, `contact.how` and an
            idea's `summary` are said to be missing on the page where they are not given.

    Raises:
        ValidationError: `found` lacks `id`, `organisation` or `page`; the reading is at fault.
    """
    clean = _cleaned(found)
    left_out = [
        f"ideas[{at}]: left out, because nothing of its title can stand in a file"
        for at, idea in enumerate(clean.get("ideas", ()))
        if not idea.get("title")
    ]
    plain = _whole(clean)
    while True:
        try:
            return Settled(Organisation.model_validate(plain), tuple(left_out))
        except ValidationError as error:
            misfits = {place: each for each in error.errors() if (place := _place(each))}
            if any(_place(each) is None for each in error.errors()):
                raise
            left_out += [_mended(plain, place, misfits[place]) for place in sorted(misfits, reverse=True)]


def _whole(found: Any) -> dict[str, Any]:
    """With ids, keys and the words for what the page does not say."""
    people: dict[str, Any] = {}
    plain = {key: value for key, value in found.items() if _given(value)}
    plain.setdefault("about", f"Project ideas of {plain.get('organisation', 'this organisation')}.")
    plain["contact"] = {"how": NO_WAY_TO_ASK} | plain.get("contact", {})
    taken: set[str] = set()
    ideas = []
    for idea in found.get("ideas", ()):
        if not idea.get("title"):
            continue
        row = {key: value for key, value in idea.items() if _given(value)}
        row["id"] = free(slug(str(row.get("id") or row.get("title", ""))), taken, "idea")
        taken.add(row["id"])
        row.setdefault("summary", NO_SUMMARY)
        ideas.append(_keyed(row, people))
    return _keyed(plain, people) | {"ideas": ideas} | ({"people": people} if people else {})


def _given(value: object) -> bool:
    return value is not None and value not in ("", [], {}, ())


def _keyed(row: dict[str, Any], people: dict[str, Any]) -> dict[str, Any]:
    for field in ("mentors", "suggested_by"):
        if field in row:
            keys = (_key(person, people) for person in row[field])
            row[field] = list(dict.fromkeys(key for key in keys if key))
    return row


def _key(person: Mapping[str, Any], people: dict[str, Any]) -> str | None:
    """The key of a person; what is newly said of somebody known is added to what was."""
    given = {key: value for key, value in person.items() if _given(value)}
    called = next((given[key] for key in ("name", "inferred_name") if key in given), None)
    nick = given["nicks"][0]["name"] if given.get("nicks") else None
    called = called or nick or str(given.get("email", "")).partition("@")[0]
    if not called:
        return None
    for key, known in people.items():
        if _is_same(known, given):
            people[key] = given | known | _all_nicks(known, given)
            return key
    key = free(slug(called), people, "person")
    people[key] = given
    return key


def _all_nicks(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    nicks = {str(nick["name"]).casefold(): nick for each in (other, one) for nick in each.get("nicks", ())}
    return {"nicks": list(nicks.values())} if nicks else {}


def _is_same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two mappings speak of one person: one address, one name, or one nick where a name is missing."""
    names = [folded(str(each.get("name") or each.get("inferred_name") or "")) for each in (one, other)]
    mails = [str(each.get("email", "")).casefold() for each in (one, other)]
    if all(names):
        return names[0] == names[1]
    nicks = [{str(nick["name"]).casefold() for nick in each.get("nicks", ())} for each in (one, other)]
    return bool(mails[0] and mails[0] == mails[1]) or bool(nicks[0] & nicks[1])


def _cleaned(value: Any) -> Any:
    """Without signs that no file may hold."""
    match value:
        case str():
            return (
                "".join(sign for sign in value if not stray_sign(sign)).strip()
                if stray_sign(value)
                else value.strip()
            )
        case Mapping():
            return {key: _cleaned(each) for key, each in value.items()}
        case list() | tuple():
            return [_cleaned(each) for each in value]
    return value


def _place(misfit: ErrorDetails) -> Loc | None:
    """What to cut or leave out so that the rest fits: a text, a list's item, a key; None where nothing can go."""
    loc = misfit["loc"]
    if misfit["type"] == "string_too_long" and loc[-1] not in _WHOLE_OR_NOT:
        return loc
    head = 2 if loc[:1] == ("ideas",) else 0
    positions = [at for at in range(head, len(loc)) if isinstance(loc[at], int)]
    if positions:
        return loc[: positions[-1] + 1]
    if loc[:1] == ("people",) and len(loc) > len(("people", "key")):
        return loc[:3]
    return loc if len(loc) == head + 1 and loc[-1] not in _NEEDED else None


def _mended(plain: dict[str, Any], place: Loc, misfit: ErrorDetails) -> str:
    holder: Any = plain
    for step in place[:-1]:
        holder = holder[step]
    if misfit["type"] == "string_too_long" and place == misfit["loc"]:
        longest = misfit["ctx"]["max_length"]
        holder[place[-1]] = holder[place[-1]][: longest - 1].rpartition(" ")[0] + "…"
        return f"{dotted(place)}: cut, because at most {longest} characters fit"
    del holder[place[-1]]
    return f"{dotted(place)}: left out, because {quoted(str(misfit['input']))} cannot stand there"
