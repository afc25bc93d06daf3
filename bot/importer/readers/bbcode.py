"""BBCode, as forums keep their posts: written as HTML, line for line."""

import re
from html import escape

from bot.importer.blocks import Block
from bot.importer.readers import html

_TAGS = {"b": "b", "i": "i", "u": "u", "s": "s", "code": "pre", "quote": "blockquote", "list": "ul", "table": "table",
         "tr": "tr", "td": "td", "th": "th", "h1": "h1", "h2": "h2", "h3": "h3", "h4": "h4"}  # fmt: skip
_TAG = re.compile(r"\[(?P<sign>\*|/?[a-z]\w{0,9})(?:=(?P<value>[^\[\]\n]{0,500}))?\]", re.IGNORECASE)
_BARE_URL = re.compile(r"\[url\](?P<url>[^\[\]\s]{1,500})\[/url\]", re.IGNORECASE)
_BREAKS = re.compile(r"(</?(?:pre|blockquote|ul|li|table|tr|t[dh]|h[1-4])>[ \t]*)<br>\n")


def read(text: str) -> tuple[Block, ...]:
    """Blocks of a post."""
    named = _BARE_URL.sub(lambda found: f"[url={found['url']}]{found['url']}[/url]", text)
    written = _TAG.sub(_as_html, escape(named, quote=False)).replace("\n", "<br>\n")
    return html.read(_BREAKS.sub(r"\1\n", written))


def _as_html(found: re.Match[str]) -> str:
    """The tag, or nothing for those that only say how something looks."""
    sign = found["sign"].casefold()
    if sign == "*":
        return "<li>"
    if sign in {"url", "email"} and found["value"]:
        address = f"mailto:{found['value']}" if sign == "email" else found["value"]
        return f'<a href="{escape(address)}">'
    if sign in {"/url", "/email"}:
        return "</a>"
    tag = _TAGS.get(sign.removeprefix("/"), "")
    return f"<{'/' if sign[0] == '/' else ''}{tag}>" if tag else ""
