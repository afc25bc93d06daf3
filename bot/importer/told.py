"""What running text tells of an idea that has no field for it: who mentors, and which languages it takes."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from bot.importer import languages
from bot.importer.blocks import Block, Item, Paragraph, Text
from bot.importer.fields import Entry
from bot.importer.people import Mentor, people_in

_MOST_PEOPLE = 4
_MENTORED = re.compile(
    r"\b(?:(?:mentored|supervised|co-?mentored) by|(?:co-?)?mentor(?:ed|ing)?(?: (?:this|it|that|the))?"
    r"(?: (?:one|project|idea))? (?:together|jointly|along) with)(?= @?[^\W\d_])",
    re.IGNORECASE,
)
_PERSON = (
    r"(?:@[\w.-]{1,40}\w|\b(?!(?:Ask|Contact|Please|Mail|Write|See|Both|The|Our|If|When|With|And|Or)\s)[A-Z][\w'\u2019-]{1,30}\.?"
    r"(?:\s(?:(?:van|von|de|der|den|da|di|bin|al|el)\s)?[A-Z][\w'\u2019.-]{0,30}[\w.]){1,3})(?:\s?\([^()\n]{1,60}\))?"
)
_OFFERED = re.compile(
    rf"(?P<people>{_PERSON}(?:(?:,\s(?:and\s)?|\s(?:and|or|&)\s){_PERSON}){{0,4}}),?\s(?:who\s)?(?:"
    r"(?:have|has)\s(?:kindly\s|already\s)?(?:offered|agreed|volunteered|promised)\sto\s(?:co-?)?mentor"
    r"|(?:is|are)\s(?:happy|willing|glad|ready|available|keen)\sto\s(?:co-?)?mentor"
    r"|(?:will|would|can|could)\s(?:be\s(?:happy|glad|willing)\sto\s)?(?:co-?)?mentor"
    r"|(?:co-?)?mentors?(?=\s(?:this|it|the)\b|\s?[.;,]|$))\b"
)
_SENTENCE = re.compile(r"(?<=[^\W\d_]{2})\.(?=\s)")
_SIGN = re.compile(r";|\s[-\u2013—|·]\s")
_BRACKET = re.compile(r"[(\[]([^()\[\]\n]{1,160})[)\]]\W*$")


@dataclass(frozen=True, slots=True)
class Told:
    """People, and the line and words that name them."""

    people: tuple[Mentor, ...]
    line: int
    words: str


def mentors_in(blocks: Iterable[Block]) -> Told | None:
    """Who mentors: 'mentored by Ada Marsh', 'Ada Marsh and @moth have offered to mentor this'; None if nobody does."""
    for block, text in _whole(blocks):
        for part in _naming(text):
            if people := people_in([Entry(part, block.line)]):
                return Told(people[:_MOST_PEOPLE], block.line, text.plain)
    return None


def languages_in(blocks: Iterable[Block]) -> tuple[str, ...]:
    """Languages that sentences ask for; else those of an item, a sentence or a last bracket which lists them."""
    whole = list(_whole(blocks))
    found = languages.claimed_in("\n".join(text.plain for _, text in whole))
    return found or tuple(dict.fromkeys(name for words in _lists(whole) for name in languages.listed_in(words)))


def _whole(blocks: Iterable[Block]) -> Iterator[tuple[Item | Paragraph, Text]]:
    """Each with its words in one line, so that sentences are whole; marks stay in place."""
    for block in blocks:
        if isinstance(block, Item | Paragraph):
            yield block, replace(block.text, plain=block.text.plain.replace("\n", " "))


def _naming(text: Text) -> Iterator[Text]:
    """The words that name those who mentor."""
    if found := _MENTORED.search(text.plain):
        end = _SENTENCE.search(text.plain, found.end())
        yield text.part(found.end(), end.start() if end else None)
    for offered in _OFFERED.finditer(text.plain):
        yield text.part(*offered.span("people"))


def _lists(whole: Iterable[tuple[Item | Paragraph, Text]]) -> Iterator[str]:
    for block, text in whole:
        bracket = _BRACKET.search(text.plain)
        yield from _SIGN.split(bracket[1]) if bracket else ()
        yield from [text.plain] if isinstance(block, Item) else _SENTENCE.split(text.plain)
