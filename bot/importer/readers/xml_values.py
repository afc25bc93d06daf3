"""XML as plain values: feeds, outlines, and lists of ideas that a site generator reads."""

from dataclasses import dataclass, field
from html import escape
from xml.parsers import expat

from bot.errors import UserError

_DEEPEST = 100
_OUTLINES = frozenset({"outline", "node"})
_WORDS = ("text", "title")  # attributes in which outlines keep theirs
_HTML = {
    **{tag: tag for tag in "a b br code dd div dl dt em i li ol p pre span strong table td th tr u ul".split()},
    "para": "p", "simpara": "p", "itemizedlist": "ul", "orderedlist": "ol", "listitem": "li", "emphasis": "b",
    "variablelist": "dl", "term": "dt", "varlistentry": "div", "ulink": "a",
}  # fmt: skip
"""Elements of running text, with what they are in HTML; the later ones are DocBook's."""


@dataclass(slots=True)
class _Element:
    name: str
    attributes: dict[str, str]
    words: list[str] = field(default_factory=list)
    inner: list[tuple[str, object]] = field(default_factory=list)
    raw: int = 0  # how many elements of running text are open


def value_of(text: str) -> object | None:
    """The value: a mapping for each element with others in it, and words for the others; None for pages of HTML.

    Raises:
        UserError: it is nested too deeply.
        ExpatError, ValueError: it is no XML, or declares entities of its own.
    """
    reader = _Reader()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.CharacterDataHandler, parser.EntityDeclHandler = reader.characters, _refused
    parser.Parse(text.encode(), True)  # noqa: FBT003 (expat knows no keywords)
    (name, value), *_ = reader.found.inner
    return None if name == "html" else value


def _refused(*_: object) -> None:
    raise ValueError("entities may grow without bounds")


class _Reader:
    """Puts the elements together as the parser tells them; the outermost one ends up within `found`."""

    def __init__(self) -> None:
        self.found = _Element("", {})
        self._open = [self.found]

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        now, name = self._open[-1], tag.rpartition(":")[2].casefold()
        if now.raw or (name in _HTML and len(self._open) > 1):
            now.raw += 1
            address = attributes.get("href") or attributes.get("url") or ""
            now.words.append(f'<{_HTML.get(name, name)} href="{escape(address)}">' if address else _tag(name))
            return
        if len(self._open) > _DEEPEST:
            raise UserError("this data is nested too deeply to be a list of ideas")
        self._open.append(_Element(name, {key.casefold(): said for key, said in attributes.items()}))

    def end(self, tag: str) -> None:
        now = self._open[-1]
        if now.raw:
            now.raw -= 1
            now.words.append(_tag(f"/{tag.rpartition(':')[2].casefold()}"))
            return
        done = self._open.pop()
        self._open[-1].inner.append((done.name, _value(done)))

    def characters(self, words: str) -> None:
        now = self._open[-1]
        now.words.append(escape(words, quote=False) if now.raw else words)


def _tag(name: str) -> str:
    closing = name.startswith("/")
    return f"<{'/' if closing else ''}{_HTML.get(name.removeprefix('/'), name.removeprefix('/'))}>"


def _value(element: _Element) -> object:
    words = "".join(element.words).strip()
    if element.name in _OUTLINES:
        return _outline(element)
    if not element.inner:
        return words or element.attributes.get("href") or dict(element.attributes)
    named: dict[str, list[object]] = {name: [said] for name, said in element.attributes.items()}
    for name, inner in element.inner:
        named.setdefault(name, []).append(inner)
    value = {name: inner[0] if len(inner) == 1 else inner for name, inner in named.items()}
    return {**value, "text": words} if words else value


def _outline(element: _Element) -> object:
    """A line with what stands beneath: lines without any are its text, the others are outlines of their own."""
    title = next((element.attributes[name] for name in _WORDS if element.attributes.get(name)), "")
    inner = [value for name, value in element.inner if name in _OUTLINES]
    if not inner:
        return title
    lines = "".join(f"<p>{escape(value, quote=False)}</p>\n" for value in inner if isinstance(value, str))
    return {"title": title, "text": lines, "outlines": [value for value in inner if not isinstance(value, str)]}
