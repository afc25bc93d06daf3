"""How strongly a text bears the signs of each format."""

import re

_BLOCK_TAG = re.compile(r"<(?:h[1-6]|p|li|div|td|table|ul|dl|dt|section|article)\b[^<>]{0,500}>", re.IGNORECASE)
_SIGNS: dict[str, tuple[tuple[re.Pattern[str], int], ...]] = {
    "markdown": (
        (re.compile(r"^ {0,3}(?:#{1,6}[ \t]+\S|#{2,6}[^#\s!\d])", re.MULTILINE), 3),  # and no ticket: #24
        (re.compile(r"\[[^\[\]\n]{1,300}\]\((?:[a-z]{1,20}:|[#/.<]|[^()\s]{0,300}\.)[^()\n]{0,500}\)"), 2),
        (re.compile(r"\*\*[^*\n]{1,300}\*\*"), 1),
        (re.compile(r"^```", re.MULTILINE), 1),
        (re.compile(r"^\|[ :|-]*-{2,}[ :|-]*\|[ \t]*$", re.MULTILINE), 3),
    ),
    "rst": (
        (re.compile(r"^\S.*\n([=~^\"#*+-])\1{3,}[ \t]*$", re.MULTILINE), 3),
        (re.compile(r"^[ \t]{0,40}\.\. [\w:-]{1,80}::|^\.\. _[^:\n]+:", re.MULTILINE), 4),
        (re.compile(r"`[^`<\n]{1,300}<[^`<>\n]{1,500}>`__?"), 4),
        (re.compile(r"^:[A-Z][^:\n]{1,40}:\s", re.MULTILINE), 2),
    ),
    "mediawiki": (
        (re.compile(r"^={2,6}[^=\n].{0,300}?={2,6}[ \t]*$", re.MULTILINE), 3),
        (re.compile(r"'''[^'\n]+'''"), 2),
        (re.compile(r"\[\[[^\[\]\n]{1,300}\]\]|\[https?://[^\s\[\]]{1,500} [^\[\]\n]{1,300}\]"), 2),
        (re.compile(r"^\{\||^\|-|^__[A-Z]+__|^\{\{(?![<%{])", re.MULTILINE), 3),
    ),
    "moinmoin": (
        (re.compile(r"^={1,6} [^=\n].{0,300}? ={1,6}[ \t]*$", re.MULTILINE), 3),
        (re.compile(r"^ +[*] ", re.MULTILINE), 1),
        (re.compile(r"'''[^'\n]+'''"), 2),
        (re.compile(r"^\|\|.*\|\|[ \t]*$", re.MULTILINE), 4),
        (re.compile(r"<<\w+|\[\[https?://[^|\[\]\n]{1,500}\|"), 3),
        (re.compile(r"\A\s{0,9}(?:#[^\n]{0,300}\n){0,9}#(?:acl|pragma|format|language|redirect)\b"), 20),
        (re.compile(r"^\{\{\{|\[\[(?:BR|TOC|PageOutline)\b", re.MULTILINE), 3),
    ),
    "asciidoc": (
        (re.compile(r"^={1,6} [^=\n]+$(?<!=)", re.MULTILINE), 3),
        (re.compile(r"link:[^\s\[]{1,500}\[|https?://[^\s\[\]]{1,500}\[[^\[\]\n]{1,300}\]"), 3),
        (re.compile(r"^:[a-z][\w-]*:(?: |$)", re.MULTILINE), 1),
        (
            re.compile(
                r"^\|===|^\[(?!edit(?: source)?\]$)[a-z%\"#.,=\w ]+\]$|^ifdef::|^include::|^toc::", re.MULTILINE
            ),
            3,
        ),
        (re.compile(r"^\S.{0,80}::(?: |$)", re.MULTILINE), 2),
        (re.compile(r"^\.[^\s.].*\n\[.*\]$", re.MULTILINE), 4),
    ),
    "org": (
        (re.compile(r"^#\+[A-Za-z_]+:", re.MULTILINE), 6),
        (re.compile(r"^[ \t]*:(?:PROPERTIES|END):[ \t]*$", re.MULTILINE), 4),
        (re.compile(r"\[\[[^\[\]\n|]{1,500}\]\[[^\[\]\n]{1,300}\]\]"), 3),
    ),
    "textile": (
        (re.compile(r"^[ \t]*h[1-6](?:[(\[{][^)\]}\n]*[)\]}])?\. +\S", re.MULTILINE), 6),
        (re.compile(r"\"[^\"\n]+\":https?://"), 3),
    ),
    "twiki": (
        (re.compile(r"^---[+#]{1,6}(?:!!)?\s*\S", re.MULTILINE), 6),
        (re.compile(r"^%[A-Z]+(?:\{.*\})?%", re.MULTILINE), 3),
        (re.compile(r"^(?: {3})+\* ", re.MULTILINE), 1),
    ),
    "dokuwiki": (
        (re.compile(r"^={6} [^=\n]+ ={6}[ \t]*$", re.MULTILINE), 8),
        (re.compile(r"^[ \t]*\^.*[|^][ \t]*$", re.MULTILINE), 4),
    ),
    "bbcode": ((re.compile(r"\[/(?:b|i|u|list|url|size|color|quote)\]|^\[\*\]", re.IGNORECASE | re.MULTILINE), 5),),
    "latex": (
        (re.compile(r"^[ \t]*\\(?:documentclass|begin\{(?:document|frame)\})", re.MULTILINE), 20),
        (re.compile(r"^[ \t]*\\(?:(?:sub){0,2}section\*?\{|item\b|(?:begin|end)\{\w)", re.MULTILINE), 5),
    ),
    "pod": ((re.compile(r"^=(?:head[1-6]|over|item|back|pod|cut)\b", re.MULTILINE), 6),),
    "plain": ((re.compile(r"^[ \t]{0,40}[•◦▪●○‣] ", re.MULTILINE), 3),),
}
_RST_MARKS = re.compile(r"^ {0,3}#{1,6} ", re.MULTILINE)
_DASHED = re.compile(r"^- \S", re.MULTILINE)  # is no item where items begin with a blank
_HIGH_FIRST = re.compile(r"(?:(?! *==).*\n){0,40} *={5,6} ?[^=\n]+={5,6} *\n")  # only there are most signs highest
LOOKED_AT = 200_000
"""Characters at the beginning in which signs are counted."""


def scores(body: str) -> dict[str, int]:
    """A number for each format that is told by its signs; 0 where there are none."""
    sample = body[:LOOKED_AT]
    found = {
        form: sum(weight * min(len(sign.findall(sample)), 50) for sign, weight in signs)
        for form, signs in _SIGNS.items()
    }
    tags, words = len(_BLOCK_TAG.findall(sample)), max(sample.count("\n"), 1)
    dashed = 3 * len(_DASHED.findall(sample))
    found |= {form: max(0, found[form] - dashed) for form in ("moinmoin", "twiki")}
    found["html"] = tags * 3 if tags > words / 8 else 0
    if found["rst"] and _RST_MARKS.search(sample) and "::" not in sample:
        found["rst"] //= 2
    if _HIGH_FIRST.match(sample):
        found["dokuwiki"] += found["mediawiki"] + found["moinmoin"]
    return found
