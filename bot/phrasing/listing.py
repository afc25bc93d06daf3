"""Lists of ideas, a page at a time."""

from collections.abc import Sequence

from bot.catalogue.model import Idea
from bot.markup import Markup, aside, blocks, clean, filled, instead, joined, strong, text
from bot.phrasing.choice import Homed, everything, listing
from bot.phrasing.names import listed, quoted, typed
from bot.tongue import _, ngettext

MENTIONED = 5
"""How many of the asker's words an answer repeats."""


def heading(count: int, understood: Sequence[str]) -> str:
    """'5 ideas: Rust, 175 hours'."""
    what = ngettext("{count} idea", "{count} ideas", count).format(count=count)
    return f"{what}: {', '.join(_few(understood))}" if understood else what


def _few(words: Sequence[str]) -> list[str]:
    """Each once and only the first of many, so that an answer is not longer than it is useful."""
    return list(dict.fromkeys(words))[:MENTIONED]


def page(title: str, rows: Sequence[Homed], start: int, total: int, prefix: str) -> Markup:
    """One page of a list.

    Args:
        title: the words above the list.
        rows: the ideas of this page.
        start: the number of the first of them, from 1.
        total: how many there are in all.
        prefix: what commands begin with here.
    """
    end = start + len(rows) - 1
    place = "" if len(rows) == total else _("({start} to {end} of {total})").format(start=start, end=end, total=total)
    ways = one = filled(_("{idea} tells of one."), idea=typed(prefix, f"idea {start}"))
    if end < total:
        both = _("{more} goes on; {idea} tells of one.")
        ways = instead(filled(both, more=typed(prefix, "more"), idea=typed(prefix, f"idea {start}")), one)
    return blocks([joined([strong(title), aside(place)]), listing(rows, start), ways])


def left_out(unknown: Sequence[str]) -> Markup:
    """Words that selected nothing."""
    if not unknown:
        return Markup()
    words = _("Left out, since I know no filter and no idea with it: {words}.")
    return filled(words, words=listed(map(quoted, _few(unknown))))


def empty(understood: Sequence[str], unknown: Sequence[str], prefix: str, near: Sequence[Homed] = ()) -> Markup:
    """No idea fits.

    Args:
        understood: the filters.
        unknown: words that selected nothing.
        prefix: what commands begin with here.
        near: ideas that fit all filters but one.
    """
    none = filled(_("No idea fits: {filters}."), filters=", ".join(_few(understood))) if understood else None
    strange = Markup()
    if unknown:
        words = _("I know no idea, organisation or person with {words}.")
        strange = filled(words, words=listed(map(quoted, _few(unknown)), "or"))
    nothing = joined([none or _("No idea fits."), strange])
    if not near:
        return joined([nothing, everything(prefix)])
    return blocks([nothing, text(_("The nearest, which may be something else:")), listing(near), everything(prefix)])


def alike(idea: Idea) -> str:
    """The words above ideas that are like one."""
    return clean(_("Like {idea}").format(idea=f"“{idea.title}”"))


def unlike(idea: Idea) -> Markup:
    """No idea is like that one."""
    return filled(_("I know no idea like {idea}."), idea=strong(idea.title))
