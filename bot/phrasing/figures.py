"""What was counted, for those in charge: which ideas are asked for, and what is searched for in vain."""

from collections.abc import Sequence
from datetime import date

from bot.catalogue.model import Catalogue, Idea, Organisation
from bot.counts import WEEK, Count, Figures, Unmatched, What, shown
from bot.markup import Markup, joined, lines, numbered, strong, text
from bot.phrasing.names import entitled, listed, quoted, typed

IDEAS, WORDS = 5, 5
"""How many ideas, and how many searches, are told one by one."""

CANNOT = "I count nothing here: 'count: false' in the configuration turns it off, and in a terminal there is nothing to count."
"""Said where counting is switched off."""


def stats(figures: Figures, catalogue: Catalogue, prefix: str) -> Markup:
    """The present week, the one before, and what is searched for in vain."""
    weeks = [_week(figures, figures.week, "This week"), _week(figures, figures.week - WEEK, "Last week")]
    lately = _ideas([each for each in figures.counts if each.week >= figures.week - WEEK], catalogue)
    never = joined([text("Counted are answers, never who asks; see"), typed(prefix, "about") + "."])
    return lines([*weeks, lately, _in_vain(figures.unmatched, catalogue), never])


def weekly(figures: Figures, week: date, catalogue: Catalogue) -> Markup:
    """A week that is over, for the operators' room; empty where nothing was asked in it."""
    of_it = [each for each in figures.counts if each.week == week]
    if not of_it:
        return Markup()
    return lines(
        [_week(figures, week, "Last week"), _ideas(of_it, catalogue), _in_vain(figures.unmatched, catalogue)]
    )


def offer(unmatched: Unmatched, catalogue: Catalogue) -> Markup:
    """One search without an answer, with the idea that it may mean; a reaction accepts that. Empty where none is near."""
    found = _nearest(unmatched, catalogue)
    if found is None:
        return Markup()
    what = (
        quoted(unmatched.words) + f" was searched for {_times(unmatched.number)} and finds nothing. The nearest is "
    )
    how = (
        "A ✅ under this message notes the words as another name of that idea, to be reviewed before they are found."
    )
    return lines([what + entitled(*found) + ".", how])


def noted(unmatched: Unmatched, catalogue: Catalogue, file: str) -> Markup:
    """A suggestion was accepted."""
    found = _nearest(unmatched, catalogue)
    of = " as another name of " + entitled(*found) if found else Markup()
    return joined(
        [text("Noted") + of + f" in {file}:", quoted(unmatched.words) + ".", text("It counts once reviewed.")]
    )


def not_noted(why: str) -> Markup:
    """The file could not be written."""
    return text(f"I could not note that, so nothing has changed: {why}")


def _week(figures: Figures, week: date, name: str) -> Markup:
    counts = [each for each in figures.counts if each.week == week]
    asked = sum(each.number for each in counts if each.what is What.IDEA)
    missed = sum(each.number for each in counts if each.what is What.MISSED)
    vain = f"; {missed} {'search' if missed == 1 else 'searches'} found nothing" if missed else ""
    answers = f"{asked} {'answer' if asked == 1 else 'answers'} about an idea"
    return joined([strong(f"{name} ({shown(week)}):"), text(answers + vain + ".")])


def _ideas(counts: Sequence[Count], catalogue: Catalogue) -> Markup:
    """The ideas that were asked for most."""
    total: dict[tuple[str, str], int] = {}
    for each in counts:
        if each.what is What.IDEA:
            total[each.page, each.idea] = total.get((each.page, each.idea), 0) + each.number
    often = sorted(total.items(), key=lambda item: (-item[1], item[0]))
    found = [(idea, number) for place, number in often if (idea := _idea(*place, catalogue))][:IDEAS]
    rows = [entitled(*idea) + f": {_times(number)}" for idea, number in found]
    return lines([text("Asked for most:"), numbered(rows)]) if rows else Markup()


def _in_vain(unmatched: Sequence[Unmatched], catalogue: Catalogue) -> Markup:
    rows = []
    for each in unmatched[:WORDS]:
        nearest = _nearest(each, catalogue)
        near = ", nearest " + entitled(*nearest) if nearest else Markup()
        rows.append(quoted(each.words) + f" {_times(each.number)}" + near)
    return "Searched for in vain: " + listed(rows) + "." if rows else Markup()


def _nearest(unmatched: Unmatched, catalogue: Catalogue) -> tuple[Idea, Organisation] | None:
    return _idea(unmatched.page, unmatched.idea, catalogue)


def _idea(page: str, key: str, catalogue: Catalogue) -> tuple[Idea, Organisation] | None:
    """The idea of that page and id, while the catalogue has it."""
    home = catalogue.organisation(page)
    idea = next((each for each in home.ideas if each.id == key), None) if home else None
    return (idea, home) if idea and home else None


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number} times"
