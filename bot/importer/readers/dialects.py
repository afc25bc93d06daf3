"""Org, Textile (as Redmine, and as Confluence and Jira write it), TWiki, DokuWiki, and POD."""

import re

from bot.importer.readers.lines import Inline
from bot.importer.readers.marked import Dialect

_BOLD, _ITALIC, _CODE = "\ue000", "\ue001", "\ue002"  # for private use: no page has them
_URL = r"(?:https?|ftp|mailto|irc)[:][^\s|\[\]<>]+"


def _edged(sign: str, becomes: str) -> tuple[re.Pattern[str], str]:
    """A mark that counts only where blanks or punctuation stand outside, and none inside."""
    sign = re.escape(sign)
    pattern = rf"(?:^|(?<=[\s(\[|>\"'])){sign}(?=\S)([^\n{sign}]{{1,200}}?)(?<=\S){sign}(?=$|[\s.,;:!?)\]|<\"'-])"
    return re.compile(pattern, re.MULTILINE), rf"{becomes}\1{becomes}"


def _inline(*links: str, breaking: tuple[str, ...] = ()) -> Inline:
    bare = rf"(?P<url>{_URL})"
    return Inline({_BOLD: "bold", _ITALIC: "italic", _CODE: "code", **dict.fromkeys(breaking)}, [*links, bare])


ORG = Dialect(
    inline=_inline(r"\[\[(?P<url>[^\[\]\n]+)\](?:\[(?P<words>[^\[\]\n]*)\])?\]", breaking=("\\\\",)),
    heading=re.compile(r"^(?P<signs>\*+)\s+(?:(?:TODO|IDEA|NEXT|OPEN)\s+)?(?P<words>\S.*)$"),
    item=re.compile(r"^(?P<indent>\s*)(?P<sign>[-+]|\d+[.)])\s+(?:\[[ Xx-]\]\s+)?(?P<words>\S.*)$"),
    tags=re.compile(r"(?<=\s):[\w@:]{1,100}:$"),
    term=re.compile(r"^(?P<words>\S.{0,120}?)\s+::(?:\s+(?P<rest>\S.*))?$"),
    pair=re.compile(r"^\s*:(?!CUSTOM_ID|ID:|END:|PROPERTIES:)(?P<label>[A-Za-z][\w-]*):\s+(?P<words>\S.*)$"),
    title=re.compile(r"^#\+title:\s*(?P<words>\S.*)$", re.IGNORECASE),
    furniture=re.compile(r"^\s*(?:#(?!\+(?:begin|end)_(?:src|example))(?:\+|\s)|:[\w-]+:(?:\s|$)|# )", re.IGNORECASE),
    edged=(_edged("*", _BOLD), _edged("/", _ITALIC), _edged("=", _CODE), _edged("~", _CODE)),
)
TEXTILE = Dialect(
    inline=_inline(
        r"\"(?P<words>[^\"\n]+)\":(?P<url>[^\s\"|]+[\w/])",
        r"\[\[(?P<url>[^\]|\n]+)(?:\|(?P<words>[^\]\n]*))?\]\]",
        r"\[(?P<words>[^\]|\n]+)\|(?P<url>[^\]|\n]+)\]",
        breaking=("<br>", "<br/>", "<br />", "\\\\"),
    ),
    heading=re.compile(r"^\s*h(?P<signs>[1-6])(?:[(\[{][^)\]}\n]*[)\]}]|[<>=])*\.\s+(?P<words>\S.*)$"),
    item=re.compile(r"^(?P<indent>\s*)(?P<sign>[*#]{1,6}|-)\s+(?P<words>\S.*)$"),
    furniture=re.compile(r"^\s*(?:\{\{?(?:>?toc|info|note|tip|warning|panel|anchor|section|column)\b[^}]*\}\}?)\s*$"),
    style=re.compile(r"^\s*(?:_?[\\/]?\d*[<>=^~]?(?:\([^)]*\)|\{[^}]*\})?)\.\s"),
    edged=(
        (re.compile(r"^(?:p|bq)(?:[(\[{][^)\]}\n]*[)\]}]|[<>=])*\.\s+", re.MULTILINE), ""),
        (re.compile(r"\{(?:color|\*)[^}\n]*\}"), ""),
        _edged("*", _BOLD),
        _edged("_", _ITALIC),
        _edged("@", _CODE),
    ),
)
TWIKI = Dialect(
    inline=_inline(
        r"\[\[(?P<url>[^\[\]\n]+)\](?:\[(?P<words>[^\[\]\n]*)\])?\]",
        breaking=("%BR%", "<br>", "<br/>", "<br />"),
    ),
    heading=re.compile(r"^---(?P<signs>[+#]{1,6})(?:!!)?\s*(?P<words>\S.*)$"),
    item=re.compile(r"^(?P<indent>(?: {3})+|\t+)(?P<sign>\*|\d+\.?|[aAiI]\.|\$)\s+(?P<words>\S.*)$"),
    term=re.compile(r"^(?P<words>[^*\s:][^:\n]{0,120}?):\s+(?P<rest>\S.*)$(?<!\*)"),
    furniture=re.compile(r"^\s*%(?:META|TOC|STARTINCLUDE|STOPINCLUDE|INCLUDE|EDITTABLE|TABLE)\b.*$"),
    edged=(
        (re.compile(r"\b(?:Main|TWiki|%MAINWEB%|%USERSWEB%)\.(?=[A-Z][a-z]+[A-Z])"), ""),
        (re.compile(r"(?<=\s)([A-Z][a-z]{1,20})([A-Z][a-z]{1,20})(?=[\s,.;)]|$)"), r"\1 \2"),
        _edged("*", _BOLD),
        _edged("_", _ITALIC),
        _edged("=", _CODE),
    ),
)
DOKUWIKI = Dialect(
    inline=Inline(
        {"**": "bold", "//": "italic", "''": "code", "%%": "code", "\\\\": None},
        [r"\[\[(?P<url>[^\]|\n]+)(?:\|(?P<words>[^\]\n]*))?\]\]", rf"<?(?P<url>{_URL})>?"],
    ),
    heading=re.compile(r"^\s*(?P<signs>={2,6})\s*(?P<words>[^=\s][^=]*)={2,}$"),
    highest=6,
    item=re.compile(r"^(?P<indent>\s{2,})(?P<sign>[*-])\s*(?P<words>\S.*)$"),
    furniture=re.compile(r"^\s*(?:~~[A-Z:]+~~|\{\{[^}]*\}\})\s*$"),
    row=re.compile(r"^\s*[|^].*[|^]\s*$"),
    cells=re.compile(r"[|^](?![^\[\]]*\]\])"),
)
POD = Dialect(
    inline=_inline(
        r"L<(?P<words>[^<>|\n]+)\|(?P<url>[^<>\n]+)>",
        r"L<(?P<url>[^<>\n]+)>",
    ),
    heading=re.compile(r"^=head(?P<signs>[1-6])\s+(?P<words>\S.*)$"),
    item=re.compile(r"^(?P<indent>)=item\s+(?:(?P<sign>[*-]|\d+\.?)(?:\s+|$))?(?P<words>\S.*)$"),
    furniture=re.compile(r"^=(?:pod|cut|over|back|encoding|begin|end|for|item\s*[*]?\s*$)\b.*$|^=item\s*\*?\s*$"),
    edged=(
        (re.compile(r"B<+\s?([^<>\n]{1,200}?)\s?>+"), rf"{_BOLD}\1{_BOLD}"),
        (re.compile(r"[IF]<+\s?([^<>\n]{1,200}?)\s?>+"), rf"{_ITALIC}\1{_ITALIC}"),
        (re.compile(r"C<+\s?([^<>\n]{1,200}?)\s?>+"), rf"{_CODE}\1{_CODE}"),
    ),
)
DIALECTS = {"org": ORG, "textile": TEXTILE, "twiki": TWIKI, "dokuwiki": DOKUWIKI, "pod": POD}
