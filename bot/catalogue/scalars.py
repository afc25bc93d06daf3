"""Single values as YAML 1.1 reads them, and where that reading cannot be what somebody meant."""

import re

import yaml

from bot.catalogue.wording import Loc, is_secret, put_in_quotes, quoted

_RESOLVERS = yaml.SafeLoader.yaml_implicit_resolvers
_WHOLE = re.compile(r"[-+]?(0|[1-9]\d{0,999})")
_DECIMAL = re.compile(r"[-+]?(0|[1-9]\d{0,17})\.\d{1,17}")
_HOURS = re.compile(r"\d+(:\d+)+")
_HOURS_LONGEST = 20
_STRAY = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


def stray_sign(text: str) -> str | None:
    """What is wrong with a text that holds a control character or half of one."""
    found = _STRAY.search(text)
    return f"control character U+{ord(found[0]):04X} found; delete it" if found else None


def plain_value(text: str, loc: Loc) -> tuple[object, str | None]:
    """What YAML 1.1 makes of a value without quotes, and why that cannot be meant."""
    tags = (tag for tag, form in _RESOLVERS.get(text[:1], ()) if form.match(text))
    match next(tags, "").rpartition(":")[2]:
        case "null":
            return None, None
        case "bool":
            return text.lower() in {"yes", "true", "on"}, None
        case "int" | "float":
            return _number(text, loc)
    return text, None


def _number(text: str, loc: Loc) -> tuple[object, str | None]:
    if _WHOLE.fullmatch(text):
        return int(text), None
    if _DECIMAL.fullmatch(text):
        return float(text), None
    read = "a number"
    if _HOURS.fullmatch(text) and len(text) < _HOURS_LONGEST and not is_secret(loc):
        read = f"the number {_sexagesimal(text)}"
    else_digits = "" if ":" in text else " (if a number is meant, write it in plain digits)"
    return text, f"YAML reads {quoted(text, loc)} as {read}; {put_in_quotes(text, loc)}{else_digits}"


def _sexagesimal(text: str) -> int:
    """'18:00' → 1080, as YAML 1.1 counts in sixties."""
    total = 0
    for part in text.split(":"):
        total = total * 60 + int(part)
    return total
