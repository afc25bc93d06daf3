"""Made-up ideas pages in every format that the importer reads, as long as is asked for."""

from collections.abc import Callable, Iterator
from itertools import count

_WORDS = (
    "The harbour keeps its **lamps** in a [register](https://harbour.example.org/lamps) that nobody can search. Write a"
    " small service in `Rust` that reads it, and let the keepers ask it from the quay. Somebody who knows the tides"
    " has an advantage. The first step is a parser for the old cards; the second one finds lamps that are due."
)
_PLAIN = (
    _WORDS.replace("**", "").replace("`", "").replace("[", "").replace("](https://harbour.example.org/lamps)", "")
)


def _idea(number: int) -> dict[str, str]:
    return {
        "title": f"Lamp service number {number}",
        "mentor": f"Ada Marsh <ada.{number}@harbour.example.org>",
        "size": f"{(90, 175, 350)[number % 3]} hours",
        "level": ("easy", "medium", "hard")[number % 3],
        "skills": "Rust, SQL; Python is a plus",
        "words": _WORDS,
        "plain": _PLAIN,
    }


_MARKDOWN = """\
## {title}

{words}

- **Mentor:** {mentor}
- **Size:** {size}
- **Difficulty:** {level}
- **Skills:** {skills}

"""
_RST = """\
{title}
-------------------------------

{plain}

- **Mentor:** {mentor}
- **Size:** {size}
- **Difficulty:** {level}
- **Skills:** {skills}

"""
_MEDIAWIKI = """\
== {title} ==

{plain} See [https://harbour.example.org/lamps the register] and '''ask'''.

* '''Mentor:''' {mentor}
* '''Size:''' {size}
* '''Difficulty:''' {level}
* '''Skills:''' {skills}

"""
_MOINMOIN = """\
== {title} ==

{plain} See [[https://harbour.example.org/lamps|the register]] and '''ask'''.

 * '''Mentor:''' {mentor}
 * '''Size:''' {size}
 * '''Difficulty:''' {level}
 * '''Skills:''' {skills}

"""
_ASCIIDOC = """\
== {title}

{plain} See https://harbour.example.org/lamps[the register] and *ask*.

* *Mentor:* {mentor}
* *Size:* {size}
* *Difficulty:* {level}
* *Skills:* {skills}

"""
_TEXT = """\
{title}

Summary: {plain}

  • Mentor: {mentor}
  • Size: {size}
  • Difficulty: {level}
  • Skills: {skills}

"""
_HTML = """\
<h2>{title}</h2>
<p>{plain} See <a href="https://harbour.example.org/lamps">the register</a> and <b>ask</b>.</p>
<ul>
<li><b>Mentor:</b> {mail}</li>
<li><b>Size:</b> {size}</li>
<li><b>Difficulty:</b> {level}</li>
<li><b>Skills:</b> {skills}</li>
</ul>
"""
_YAML = """\
- title: {title}
  mentor: {mentor}
  size: {size}
  difficulty: {level}
  skills: "{skills}"
  description: "{plain}"
"""
_TOML = """\
[[ideas]]
title = "{title}"
mentor = "{mentor}"
size = "{size}"
difficulty = "{level}"
skills = "{skills}"
description = "{plain}"

"""
_JSON = """\
{{"title": "{title}", "mentor": "{mentor}", "size": "{size}", "difficulty": "{level}", "skills": "{skills}",
 "description": "{plain}"}}"""
_HOCON = """\
  {{
    title = "{title}"
    mentor = "{mentor}"
    size = "{size}"
    difficulty = "{level}"
    skills = "{skills}"
    description = "{plain}"
  }}
"""
_FEED = """\
<item>
<title>{title}</title>
<description><![CDATA[<p>{plain}</p><ul><li>Mentor: {mail}</li><li>Size: {size}</li><li>Difficulty: {level}</li>
<li>Skills: {skills}</li></ul>]]></description>
</item>
"""
_FEED_HEAD = '<?xml version="1.0"?>\n<rss version="2.0"><channel><title>Ideas</title>\n'
_SCRIPT = """\
  {{
    title: '{title}',
    mentors: ["{mentor}"],
    size: "{size}",
    difficulty: "{level}",
    skills: "{skills}",
    description: "{plain}",
  }},
"""
_ORG = """\
* {title} :{level}:
  {plain} See [[https://harbour.example.org/lamps][the register]] and *ask*.

  - Mentor :: {mentor}
  - Size :: {size}
  - Skills :: {skills}

"""
_POD = """\
=head2 {title}

{plain} See L<the register|https://harbour.example.org/lamps>.

=over

=item B<Mentor:> {mentor}

=item B<Size:> {size}

=item B<Difficulty:> {level}

=item B<Skills:> {skills}

=back

"""
_SHEET = '{title};"{mentor}";{size};{level};"{plain}"\n'
_TABLE = "| {title} | {mentor} | {size} | {level} | {plain} |\n"
_TABLE_HEAD = "# Ideas\n\n| Title | Mentor | Size | Difficulty | Description |\n|---|---|---|---|---|\n"

SUFFIXES = {
    "markdown": "md", "markdown table": "md", "rst": "rst", "mediawiki": "mediawiki", "moinmoin": "moin",
    "asciidoc": "adoc", "html": "html", "plain": "txt", "yaml": "yaml", "toml": "toml", "json": "json",
    "hocon": "conf", "feed": "xml", "script": "js", "org": "org", "pod": "pod", "sheet": "csv",
    "latex": "tex",
}  # fmt: skip
"""Each layout with the ending that its files have."""

_LATEX = """\\subsection{{{title}}}
{plain} See \\href{{https://harbour.example.org/lamps}}{{the register}} and \\textbf{{ask}}.
\\begin{{description}}
\\item[Mentor] {mentor}
\\item[Size] {size}
\\item[Difficulty] {level}
\\item[Skills] {skills}
\\end{{description}}

"""
_LAYOUTS: dict[str, tuple[str, str, str, str]] = {
    "markdown": ("# Ideas\n\n", _MARKDOWN, "", ""),
    "markdown table": (_TABLE_HEAD, _TABLE, "", ""),
    "rst": ("Ideas\n=====\n\n", _RST, "", ""),
    "mediawiki": ("= Ideas =\n\n", _MEDIAWIKI, "", ""),
    "moinmoin": ("= Ideas =\n\n", _MOINMOIN, "", ""),
    "asciidoc": ("= Ideas\n\n", _ASCIIDOC, "", ""),
    "html": ("<!DOCTYPE html><html><body><h1>Ideas</h1>\n", _HTML, "", "</body></html>\n"),
    "plain": ("Ideas of the harbour\n\n", _TEXT, "", ""),
    "yaml": ("", _YAML, "", ""),
    "toml": ("", _TOML, "", ""),
    "json": ("[", _JSON, ",\n", "]\n"),
    "hocon": ("ideas = [\n", _HOCON, "", "]\n"),
    "feed": (_FEED_HEAD, _FEED, "", "</channel></rss>\n"),
    "script": ("export const ideas = [\n", _SCRIPT, "", "];\n"),
    "org": ("#+TITLE: Ideas\n\n", _ORG, "", ""),
    "pod": ("=head1 Ideas\n\n", _POD, "", "=cut\n"),
    "latex": ("\\begin{document}\n\\section{Ideas}\n\n", _LATEX, "", "\\end{document}\n"),
    "sheet": ("Title;Mentor;Size;Difficulty;Description\n", _SHEET, "", ""),
}


def page(layout: str, size: int) -> str:
    """A page of a layout, at least so many characters long, with as many ideas as fit."""
    before, one, between, after = _LAYOUTS[layout]
    return before + between.join(_until(size - len(before), lambda n: _filled(one, n))) + after


def _filled(one: str, number: int) -> str:
    idea = _idea(number)
    return one.format(**idea, mail=idea["mentor"].replace("<", "&lt;").replace(">", "&gt;"))


def _until(size: int, made: Callable[[int], str]) -> Iterator[str]:
    for number in count(1):
        text = made(number)
        yield text
        size -= len(text)
        if size <= 0:
            return
