"""LaTeX, articles and slides: written as HTML, line for line."""

import re
from html import escape

from bot.importer.blocks import Block
from bot.importer.readers import html

_HEADINGS = {"part": 1, "chapter": 1, "section": 2, "subsection": 3, "subsubsection": 4, "paragraph": 5,
             "frametitle": 4, "title": 1}  # fmt: skip
_MARKS = {"textbf": "b", "textit": "i", "emph": "i", "texttt": "code", "underline": "u"}
_LISTS = {"itemize": "ul", "enumerate": "ol", "description": "ul"}
_VERBATIM = frozenset({"verbatim", "lstlisting", "minted"})
_COMMENT = re.compile(r"(?<!\\)%.*$", re.MULTILINE)
_BODY = re.compile(r"\A.*?\\begin\{document\}", re.DOTALL)
_TITLE = re.compile(r"\\title(?:\[[^\[\]\n]*\])?\{([^{}\n]{1,200})\}")
_ARGUMENT = r"\{((?:[^{}]|\{[^{}]{0,300}\}){0,600})\}"
_ITEM = re.compile(r"\\item\b[ \t]*(?:\[([^\[\]\n]{0,200})\])?[ \t]*")
_SPACE = re.compile(r"\\(?:begin|end)\{(\w+)\*?\}(?:\[[^\[\]\n]{0,100}\])?(?:\{([^{}\n]{1,200})\})?")
_LINK = re.compile(rf"\\href\{{([^{{}}\s]{{1,500}})\}}{_ARGUMENT}")
_URL = re.compile(r"\\url\{([^{}\s]{1,500})\}")
_COMMAND = re.compile(rf"\\([A-Za-z]+)\*?(?:\[[^\[\]\n]{{0,200}}\])?{_ARGUMENT}")
_WORDLESS = re.compile(r"\\(?:[A-Za-z]+\*?[ \t]?|(?=[&%$#_{}]))")
_BREAK = re.compile(r"\\\\(?:\[[^\[\]\n]{0,20}\])?")
_HIDDEN = frozenset({"label", "cite", "ref", "vspace", "hspace", "includegraphics", "usepackage", "setcounter",
                     "pagestyle", "bibliography", "input", "include"})  # fmt: skip
_GAP = re.compile(r"\n[ \t]*(?=\n)")
_DEEPEST = 4  # marks within marks


def read(text: str) -> tuple[Block, ...]:
    """Blocks of a LaTeX source; what stands before the document begins is left out, but for the title."""
    plain = _COMMENT.sub("", text)
    title = _TITLE.search(plain)
    body = _BODY.sub(lambda found: "\n" * found[0].count("\n"), plain, count=1)
    if title and title.end() <= len(plain) - len(body.lstrip("\n")):
        body = f"\\section{{{title[1]}}}{body}"
    written = escape(body, quote=False).replace("~", " ")
    written = _URL.sub(r'<a href="\1">\1</a>', _LINK.sub(r'<a href="\1">\2</a>', written))
    written = _SPACE.sub(_list_of, _ITEM.sub(_item, written))
    for _ in range(_DEEPEST):
        written = _COMMAND.sub(_command, written)
    written = _WORDLESS.sub("", _BREAK.sub("<br>", written)).replace("{", "").replace("}", "")
    return html.read(_GAP.sub("\n<p>", written))


def _item(found: re.Match[str]) -> str:
    label = (found[1] or "").rstrip(": ")
    return f"<li><b>{label}:</b> " if label else "<li>"


def _list_of(found: re.Match[str]) -> str:
    """Lists begin and end, frames begin with their title, code stays as it is; other surroundings are left out."""
    name, opening = found[1], found[0].startswith("\\begin")
    if name in _LISTS:
        return f"<{'' if opening else '/'}{_LISTS[name]}>"
    if name in _VERBATIM:
        return "<pre>" if opening else "</pre>"
    return f"<h4>{found[2]}</h4>" if name == "frame" and opening and found[2] else "<p>"


def _command(found: re.Match[str]) -> str:
    name, words = found[1], found[2]
    if name in _HIDDEN:
        return ""
    if name in _HEADINGS:
        return f"<h{_HEADINGS[name]}>{words}</h{_HEADINGS[name]}>"
    return f"<{_MARKS[name]}>{words}</{_MARKS[name]}>" if name in _MARKS else words
