"""What site generators add to Markdown: admonitions, tabs, drop-downs, shortcodes and components, written plainly."""

import html
import re
from collections.abc import Iterator, Mapping, Set

from bot.importer.readers import tags
from bot.importer.vocabulary import STRONG, Kind, kinds_of

_INDENTED = re.compile(
    r"^(\s*)(?:!!!|\?\?\?\+?|===[+!]?)\s+(?:[\w -]+?\s+)?[\"\u201c\u201d\u201e]([^\"\u201c\u201d\n]+)[\"\u201c\u201d]\s*$"
)
_FENCED = re.compile(r"^\s*(?::{3,}|`{3,}(?=\{))\s*\{?([\w-]+)\}?\s*(\[?)(\S.*?)?\]?\s*$")
_CALLOUT = re.compile(r"^(\s*>\s*)\[!\w+\][+-]?\s+(\S.*)$")
_BRACKETED = re.compile(r"^\s*\[details=\"?([^\"\]\n]+)\"?\]\s*$")
_BRACKETED_END = re.compile(r"^\s*\[/details\]\s*$")
_SCOPED = re.compile(r"^\s*(?:~(?:\"[^\"\n]{1,80}\"|[\w:.-]{1,80})\s*)+$")
_SCOPED_TAG = re.compile(r"~(?:\"([^\"]+)\"|([\w:.-]+))")
_FENCE_END = re.compile(r"^\s*:{3,}\s*$")
_OPTION = re.compile(r"^\s*:[\w-]+:(?:\s|$)")
_OPENING = frozenset(
    "dropdown details admonition card tab tabs tab-item tabitem collapse collapsible collapse-item accordion "
    "note info tip expand panel toggle callout".split()
)
_SHORTCODE = re.compile(
    r"(?:\{\{[<%]|\{%|<(?=[A-Z][a-z]))\s*(/?)([\w./-]+)\b"
    r"((?:[^<>{}\"'%]|\"[^\"]*\"|'[^'\n]*'|\{[^{}]*\}){0,2000})(?:[>%]\}\}|%\}|>)"
)
_ATTRIBUTE = re.compile(r"([A-Za-z][\w-]*)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|\{([^{}]*)\})")
_NAMES = ("title", "name", "summary", "label", "heading", "header")
_LOOKS = frozenset("class classname style id href src icon open type value color width height alt".split())
_QUOTED = re.compile(r"^\s*\"([^\"]+)\"")
_LIST = re.compile(r"^\s*\[|\]\s*$|[\"'`]")


def plain(text: str) -> str:
    """The text with a heading for each titled container, on the same lines as before."""
    return "\n".join(_lines(_SHORTCODE.sub(_component, text).split("\n")))


def _lines(lines: list[str]) -> Iterator[str]:
    """Containers of lines: what is indented beneath one comes back to its level."""
    within: list[int] = []
    options = False
    for line in lines:
        indent = len(line) - len(line.lstrip())
        while within and line.strip() and indent < within[-1]:
            within.pop()
        opened, fenced, scoped = _INDENTED.match(line), _FENCED.match(line), _SCOPED.match(line)
        options = options and bool(_OPTION.match(line))
        if opened:
            within.append(indent + 4)
            yield f"###### {opened[2]}"
        elif fenced and fenced[1].casefold() in _OPENING:
            options = True
            yield f"###### {fenced[3]}" if fenced[3] else ""
        elif scoped:
            yield tags.stated([one or other for one, other in _SCOPED_TAG.findall(line)])
        elif callout := _CALLOUT.match(line):
            yield f"{callout[1]}###### {callout[2]}"
        elif bracketed := _BRACKETED.match(line):
            yield f"###### {bracketed[1]}"
        elif options or _FENCE_END.match(line) or _BRACKETED_END.match(line):
            yield ""
        else:
            yield line[min(within[-1], indent) :] if within else line


def _field(kinds: Set[Kind], label: str, value: str, attributes: Mapping[str, str]) -> str:
    """A component that is a field by its name: `<Mentor name="Ada Marsh" github="moth" />`."""
    more = [said if "@" in said else f"{name}: {said}" for name, said in attributes.items() if name not in _LOOKS]
    beside = f" ({', '.join(more)})" if more and Kind.MENTOR in kinds else ""
    return f"{label}: {value}{beside}"


def _component(found: re.Match[str]) -> str:
    """A heading and a line for each attribute, as many lines as before; what closes one, or has no title, stays."""
    attributes = {
        name.casefold(): html.escape(_LIST.sub("", one or two or three))
        for name, one, two, three in _ATTRIBUTE.findall(found[3])
    }
    quoted = _QUOTED.match(found[3])
    title = next((attributes.pop(name) for name in _NAMES if name in attributes), quoted[1] if quoted else "")
    if found[1] or not title:
        return found[0]
    kinds = STRONG & set(kinds_of(found[2]))
    if kinds and found[2].casefold() not in _OPENING:
        return _field(kinds, found[2], title, attributes) + "\n" * found[0].count("\n")
    told = "".join(f"<p>{label}: {value}</p>" for label, value in attributes.items() if label not in _LOOKS)
    if found[2].casefold() not in _OPENING and not any(STRONG & set(kinds_of(label)) for label in attributes):
        return found[0]
    return (f"<h6>{title}</h6>{told}" if told else f"###### {title}") + "\n" * found[0].count("\n")
