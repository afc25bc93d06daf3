"""Broken YAML in plain words: what the parser stumbled over, and what usually mends it."""

import yaml

_WORDS = (
    ("mapping values are not allowed", "a second ': ' in one value, or a wrong indentation; put the text in quotes"),
    ("tab character", "a tab; YAML is indented with spaces"),
    ("undefined tag handle", "YAML tags ('!name') are not read; put text that begins with '!' in quotes"),
    ("alphabetic or numeric character", "a value that begins with '*' or '&'; put it in quotes"),
    ("unknown escape character", "an unknown '\\' escape in double quotes; write '\\\\' or use single quotes"),
    (
        "invalid Unicode character escape",
        "an unknown '\\' escape in double quotes; write '\\\\' or use single quotes",
    ),
    ("end of stream", "a quote that is opened here is never closed"),
    ("document indicator", "a quote that is opened before '---' is never closed"),
    ("document separator", "a quote that is opened before '---' is never closed"),
    ("expected ',' or ']'", "a '[' that is opened here is never closed, or a comma is missing"),
    ("expected ',' or '}'", "a '{' that is opened here is never closed, or a comma is missing"),
    ("'-' indicator", "a key among list items; begin the line with '- ' or mend the indentation"),
    ("expected key", "text that belongs to no key; mend the indentation, or the quotes of this value"),
    ("expected <block end>", "text that belongs to no key or list item; mend the indentation or the quotes"),
    ("could not find expected ':'", "a key without ': ' after it; mend the indentation, or put the text in quotes"),
    ("node content", "a bracket or comma where a value is meant; put the text in quotes"),
    ("indentation indicators", "text behind '|' or '>'; begin it in the next line"),
    ("comment or line break", "text behind '|' or '>'; begin it in the next line"),
    ("not allowed in this context", "a list item or key that cannot stand here; mend the indentation"),
    ("not allowed here", "a list item or key that cannot stand here; mend the indentation"),
)
_OPENED = ("end of stream", "expected ',' or")


def in_plain_words(error: yaml.YAMLError, text: str) -> tuple[str, int | None]:
    """What is wrong with a text that YAML cannot parse, and the line (from 1) to look at."""
    problem = getattr(error, "problem", None) or ""
    mark, opened = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    if opened is not None and any(words in problem for words in _OPENED):
        mark = opened
    line = mark.line + 1 if mark else None
    return f"broken YAML: {_words(problem, text[mark.index : mark.index + 1] if mark else '')}", line


def _words(problem: str, sign: str) -> str:
    if "cannot start any token" in problem:
        if sign == "\t":
            return "a tab; YAML is indented with spaces"
        return f"a value cannot begin with '{sign}'; put it in quotes" if sign.isprintable() else "a stray character"
    found = (words for part, words in _WORDS if part in problem)
    return next(found, problem or "it cannot be read")
