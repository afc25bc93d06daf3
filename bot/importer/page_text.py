"""What a page says in running text beyond its ideas: where to ask, how to apply, what else it answers."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from bot.importer import languages, titles
from bot.importer.blocks import Block, Item, Paragraph
from bot.importer.fields import lines_of
from bot.importer.findings import FoundAnswer, FoundLink, FoundWords
from bot.importer.outline import Section
from bot.importer.page_dates import dates_in

LONGEST_ANSWER = 600
"""Signs; as many whole sentences as fit."""

_SHORTEST_ANSWER = 40
_LONGEST_TOPIC = 80
_CONTACT = re.compile(
    r"\b(?:contact(?:s|ing)?|find us|get in touch|communicat\w*|mailing lists?|where to (?:ask|find)|chat|reach us"
    r"|talk to us)\b",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"\b(?:mailing[ -]?lists?|list(?:s|info|serv)?\.|irc|chat|gitter|matrix|slack|discord|zulip|telegram|discourse"
    r"|forums?|google ?groups?|groups\.google|discussions?)\b",
    re.IGNORECASE,
)
_APPLY = re.compile(
    r"\b(?:appl(?:y|ying|ication)|how to (?:participate|take part|join)|submit a proposal|recommended steps)\b",
    re.IGNORECASE,
)
_OWN = re.compile(r"\b(?:own|custom|new)\b.{0,20}\b(?:ideas?|projects?|proposals?)\b|\byour own$", re.IGNORECASE)
_OWN_SAID = re.compile(r"\b(?:propose|suggest|submit|bring)\b.{0,30}\b(?:your|their) own\b", re.IGNORECASE)
_NEEDED = re.compile(
    r"\b(?:familiar(?:ity)?|knowledge|experienced?|proficien\w+|prerequisites?|be comfortable) (?:with|of|in|about)\b",
    re.IGNORECASE,
)
_IDLE = re.compile(
    r"^(?:(?:table of )?contents?|(?:previous|past|former|selected|accepted)\b.*"
    r"|introduction|intro|overview|welcome.*|about.*|links?|references?|see also|footnotes?"
    r"|.*\bideas\b.*|(?:[\w ]+ )?projects?(?: list)?|(?:.* )?summer of code.*|mentors?|licen[cs]e|.*template.*)$",
    re.IGNORECASE,
)
_NEEDS_TOPIC = "what to know beforehand"
_NEEDS_WORDS = ("prerequisites", "required skills", "experience needed", "what should I know")
_MACHINERY = re.compile(r"\{[{%]|\|.*\|.*\||^\s*\[edit\]\s*$")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[^a-z])")
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_PUBLIC = ("http://", "https://", "mailto:")


@dataclass(frozen=True, slots=True)
class Passage:
    """A short head with the text below it; `line` is where it begins."""

    head: str
    body: str
    line: int

    @property
    def words(self) -> str:
        """Both, as sentences."""
        return beginning(f"{self.head.rstrip(' .:')}{': ' if self.body else ''}{self.body}", LONGEST_ANSWER)


def contacts_in(sections: Sequence[Section]) -> Iterator[FoundLink]:
    """Public places to ask in: all that a section about contact names, elsewhere what is a list, chat or forum."""
    seen: set[str] = set()
    for section in sections:
        about = bool(_CONTACT.search(section.title))
        for entry in lines_of(section.blocks):
            written = [(mail, f"mailto:{mail}") for mail in _MAIL.findall(entry.text.plain)] if about else []
            for words, target in (*entry.text.links, *written):
                named = " ".join(words.split()) or target
                meant = named != "edit" and (about or _PLACE.search(f"{named} {target}"))
                if meant and target.startswith(_PUBLIC) and target not in seen:
                    seen.add(target)
                    yield FoundLink(named, target, entry.line)


def how_to_ask(sections: Sequence[Section]) -> FoundWords | None:
    """The first words of the section about contact; None where there is none with words."""
    about = (section for section in sections if _CONTACT.search(section.title))
    found = ((text, section.line) for section in about if (text := _flowing(section)))
    return next((FoundWords(beginning(text, LONGEST_ANSWER), line) for text, line in found), None)


def steps_in(sections: Sequence[Section]) -> Iterator[Passage]:
    """The steps of an application: numbered items, else parts, else items, each with the text below it."""
    for at, section in enumerate(sections):
        if _APPLY.search(section.title) and not _OWN.search(section.title):
            yield from _passages(section) or (() if section.blocks else _on_one_level(sections[at + 1 :]))


def own_ideas(sections: Sequence[Section]) -> tuple[FoundWords, ...]:
    """How to propose an idea of one's own: the steps of such a section, else the sentences that speak of it."""
    for section in sections:
        if _OWN.search(section.title):
            steps = tuple(FoundWords(passage.words, passage.line) for passage in _passages(section))
            if steps or (text := _flowing(section)):
                return steps or (FoundWords(beginning(text, LONGEST_ANSWER), section.line),)
    said = (
        (each, section) for section in sections for each in sentences(_flowing(section)) if _OWN_SAID.search(each)
    )
    return tuple(FoundWords(beginning(each, LONGEST_ANSWER), section.line) for each, section in islice(said, 2))


def answers_in(sections: Sequence[Section]) -> list[FoundAnswer]:
    """What the steps of an application and other sections answer, by their headings, and what one should know."""
    found: dict[str, FoundAnswer] = {}
    for answer in _answers(sections):
        found.setdefault(answer.topic.casefold(), answer)
    return list(found.values())


def _answers(sections: Sequence[Section]) -> Iterator[FoundAnswer]:
    for section in sections:
        text = _flowing(section)
        topic = _topic(section.title)
        spoken_for = any(sign.search(section.title) for sign in (_CONTACT, _APPLY, _OWN)) or _IDLE.match(topic)
        if topic and not spoken_for and len(text) >= _SHORTEST_ANSWER and not any(dates_in("", section.blocks)):
            yield FoundAnswer(topic, (), beginning(text, LONGEST_ANSWER), section.line)
    for step in steps_in(sections):
        if len(step.body) >= _SHORTEST_ANSWER and (topic := _topic(step.head)):
            yield FoundAnswer(topic, (), beginning(step.body, LONGEST_ANSWER), step.line)
    if needs := needed_in(sections):
        words = " ".join(each.words for each in needs)
        yield FoundAnswer(_NEEDS_TOPIC, _NEEDS_WORDS, beginning(words, LONGEST_ANSWER), needs[0].line)


def needed_in(sections: Sequence[Section]) -> list[FoundWords]:
    """Sentences about what contributors should know, each with the line of its section."""
    return [
        FoundWords(each, section.line)
        for section in sections
        for each in sentences(_flowing(section))
        if _NEEDED.search(each)
    ]


def languages_in(sections: Sequence[Section]) -> tuple[str, ...]:
    """Languages which the page asks for in general."""
    return languages.named_in("\n".join(each.words for each in needed_in(sections)))


def sentences(text: str) -> list[str]:
    """The sentences of a text without line breaks."""
    return [each for each in _SENTENCE.split(text) if each]


def beginning(text: str, longest: int) -> str:
    """As many whole sentences from the beginning as fit; at least one, though it be cut."""
    text = " ".join(text.split())
    if len(text) <= longest:
        return text
    cut = max(text.rfind(end, 0, longest) for end in (". ", "! ", "? "))
    return text[: cut + 1] if cut > 0 else text[: longest - 1].rpartition(" ")[0] + "…"


def flowing(sections: Iterable[Section]) -> str:
    """The running text of sections, without headings."""
    return " ".join(filter(None, map(_flowing, sections)))


def closed(lines: Iterable[str]) -> str:
    """Lines as one text, in which each ends as a sentence does."""
    return " ".join(
        each if each[-1] in ".!?:;,…" else f"{each}." for line in lines if (each := " ".join(line.split()))
    )


def _topic(title: str) -> str:
    topic = titles.cleaned(title).strip(" .:#*")
    return topic if len(topic) <= _LONGEST_TOPIC and re.search(r"[^\W\d_]{3}", topic) else ""


def _flowing(section: Section) -> str:
    """A section's running text and lists."""
    return closed(_words_of(section.blocks))


def _words_of(blocks: Iterable[Block]) -> Iterator[str]:
    """What people are to read; rows of signs and what a site's generator was to fill in are left out."""
    texts = (block.text.plain for block in blocks if isinstance(block, Paragraph | Item))
    return (text for text in texts if not _MACHINERY.search(text))


def _on_one_level(following: Sequence[Section]) -> Iterator[Passage]:
    """The parts of a heading where headings have no levels: the bare ones behind it, up to one that is a part of pages."""
    for section in following:
        other = titles.reason_against(section.title) or _CONTACT.search(section.title) or _OWN.search(section.title)
        if other or not section.blocks or not (section.heading and section.heading.bare):
            return
        yield Passage(_topic(section.title) or section.title, _flowing(section), section.line)


def _passages(section: Section) -> list[Passage]:
    parts = [child for child in section.children if child.blocks]
    if parts:
        return [Passage(_topic(part.title) or part.title, _flowing(part), part.line) for part in parts]
    items = [block for block in section.blocks if isinstance(block, Item) and block.depth == 1]
    heads = {id(block) for block in items if block.ordered} or {id(block) for block in items}
    found: list[list[Block]] = []
    for block in section.blocks:
        if id(block) in heads:
            found.append([block])
        elif found:
            found[-1].append(block)
    return [Passage(closed(_words_of(blocks[:1])), closed(_words_of(blocks[1:])), blocks[0].line) for blocks in found]
