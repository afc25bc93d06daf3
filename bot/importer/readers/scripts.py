"""Lists of ideas inside a script: `export const ideas = [{title: "…", mentors: ["…"]}, …]`."""

import re

from bot.importer.readers import yaml_values

_START = re.compile(
    r"^(?:export\s+default|module\.exports\s*=|(?:export\s+)?(?:const|let|var)\s+\w+(?:\s*:[^=\n]{1,80})?\s*=)\s*(?=[\[{])",
    re.MULTILINE,
)
_STRING = r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`"
_COMMENT = r"//[^\n]*|/\*.{0,5000}?\*/"
_KEY = r"(?<![\w$])([\w$]{1,80}+)\s*+(?=:)"
_TOKEN = re.compile(rf"({_STRING})|{_COMMENT}|([\[{{(])|([\]}})])|{_KEY}", re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


def value_of(text: str) -> object | None:
    """The first list or mapping that the script gives a name, read as YAML; None where there is none."""
    start = _START.search(text)
    return yaml_values.value_of(_literal(text, start.end())) if start else None


def _literal(text: str, start: int) -> str:
    """The list or mapping that begins there, without comments, its texts in double quotes."""
    kept: list[str] = []
    depth, at = 0, start
    for token in _TOKEN.finditer(text, start):
        kept.append(text[at : token.start()])
        at = token.end()
        string, opening, closing, key = token.groups()
        depth += bool(opening) - bool(closing)
        kept.append(_quoted(string) if string else f"{key} " if key else opening or closing or " ")
        if closing and not depth:
            break
    return "".join(kept).replace("\t", " ")


def _quoted(string: str) -> str:
    words = _ESCAPED.sub(lambda found: "\n" if found[1] == "n" else found[1], string[1:-1])
    plain = words.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", " ")
    return f'"{plain}"'
