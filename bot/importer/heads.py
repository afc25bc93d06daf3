"""The title that a list item or a paragraph begins with: what is set off, or what stands before a label, a dash or a bracket."""

import re

from bot.importer import labels
from bot.importer.blocks import Block, Item, Paragraph, Text
from bot.importer.labels import Kind

LONGEST = 160
_WINDED = 120
_TOLD = re.compile(r": | - (?=[a-z]+ [a-z])")  # between a name and the words that tell of it
_SENTENCES = re.compile(r"[a-z]\. [A-Z]")
_NUMBERED = re.compile(r"^\(?\d{1,3}(?:\.\d{1,3})*[.):]?\s+(?=\S)")


def head_title(block: Item) -> Text | None:
    """The title that an item begins with: what is set off, or what stands before the first label or dash."""
    line = block.text.opening()
    first = labels.split(line, item=True)[0]
    if (first.kinds or labels.kinds_of(line.plain)) and Kind.TITLE not in first.kinds:
        return None
    if Kind.TITLE in first.kinds:
        return first.value
    return _before(line, first)


def _before(line: Text, first: labels.Labelled) -> Text | None:
    mark = next((m for m in line.marks if m.start == 0 and m.kind in {"bold", "link", "italic"} and m.end > 2), None)
    if first.label:
        return line.part(0, len(first.label)) if not mark else line.part(0, mark.end)
    if mark and mark.end - mark.start < len(first.value.plain) + 1:
        return _until_dash(line.part(0, mark.end))
    if mark and mark.kind == "link":
        return _until_dash(first.value)
    title = _until_dash(first.value)
    return title if 0 < len(title.plain) <= LONGEST else None


def _until_dash(text: Text) -> Text:
    places = [at for sign in (" \u2013 ", " — ", " | ", " · ") if (at := text.plain.find(sign)) > 0]
    bracket = text.plain.rfind(" (")
    if not places and bracket > 0 and labels.split(text.part(bracket + 2))[0].kinds:
        places = [bracket]
    if not places and _is_prose(text.plain) and (told := _TOLD.search(text.plain, 1, _WINDED // 2)):
        places = [told.start()]
    cut = text.part(0, min(places)) if places else text
    return cut.part(0, len(cut.plain.rstrip(" ([-\u2013—|;,:")))


def _is_prose(words: str) -> bool:
    """Whether an item goes on to describe what it began with."""
    return len(words) > _WINDED or bool(_SENTENCES.search(words)) or words.rstrip().endswith(".")


def set_off(block: Block) -> Text | None:
    """A paragraph that begins with a bold title."""
    if not isinstance(block, Paragraph) or not block.text.plain:
        return None
    line = block.text.opening()
    mark = next((m for m in line.marks if m.start == 0 and m.kind == "bold"), None)
    if mark is None or labels.split(line)[0].kinds or mark.end - mark.start < 4:
        return None
    return line.part(0, mark.end)


def short(block: Block) -> Text | None:
    """A paragraph whose first line reads like a title and is no field."""
    if not isinstance(block, Paragraph) or block.depth or not block.text.plain:
        return None
    line = block.text.lines()[0]
    if len(line.plain) > LONGEST * 2 // 3 or line.plain[-1] in ".:,;?!" or labels.split(line)[0].label:
        return None
    words = _NUMBERED.sub("", line.plain)
    return line if not labels.kinds_of(words) and words[:1].isupper() else None
