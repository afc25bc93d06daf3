"""Adding another name to an idea in the text of its file, so that comments and layout stay as they are."""

import re
from typing import Any

import yaml

from bot.catalogue.marks import Marked, read_marked

_IN_BRACKETS = re.compile(r"^(\s*(?:- )?aliases:\s*\[)(.*)(\]\s*(?:#.*)?)$")


def with_alias(text: str, idea: str, alias: str) -> str | None:
    """The text with one more name, which changes nothing else; None where only a person can do that.

    Args:
        text: of an organisation's file.
        idea: the idea's id.
        alias: the name; one that the idea has already changes nothing.
    """
    marked = read_marked(text.encode())
    ideas = marked.value.get("ideas") if isinstance(marked.value, dict) else None
    found = [at for at, each in enumerate(ideas or []) if isinstance(each, dict) and each.get("id") == idea]
    if marked.problems or len(found) != 1 or not isinstance(ideas, list):
        return None
    known = ideas[found[0]].get("aliases") or []
    if alias in known:
        return text
    edited = _edited(text.splitlines(keepends=True), marked, found[0], alias, known)
    ideas[found[0]]["aliases"] = [*known, alias]
    return edited if read_marked(edited.encode()).value == marked.value else None


def _edited(lines: list[str], marked: Marked, place: int, alias: str, known: list[Any]) -> str:
    """The text with a line changed, or one more of them."""
    at = ("ideas", place)
    written = yaml.safe_dump(alias, allow_unicode=True, width=10_000, default_flow_style=True).splitlines()[0]
    quoted = written if not set(written) & set(",[]{}") else f'"{alias}"'
    if (*at, "aliases") not in marked.marks:
        first = marked.marks[(*at, "id")].line - 1
        indent = " " * (len(lines[first]) - len(lines[first].lstrip(" -")))
        lines.insert(first + 1, f"{indent}aliases: [{quoted}]\n")
        return "".join(lines)
    here = marked.marks[(*at, "aliases")].line - 1
    if match := _IN_BRACKETS.match(lines[here].rstrip("\n")):
        lines[here] = f"{match[1]}{match[2]}{', ' if match[2].strip() else ''}{quoted}{match[3]}\n"
    elif known:
        last = marked.marks[(*at, "aliases", len(known) - 1)].line - 1
        indent = " " * (len(lines[last]) - len(lines[last].lstrip(" ")))
        lines.insert(last + 1, f"{indent}- {written}\n")
    return "".join(lines)
