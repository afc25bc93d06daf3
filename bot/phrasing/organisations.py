"""Whose pages are known, and what to say of an organisation, programme or season that is not."""

from collections.abc import Sequence
from itertools import groupby

from bot.catalogue.model import Catalogue, Organisation, Programme
from bot.catalogue.wording import nearest
from bot.markup import Markup, joined, lines, strong, text
from bot.phrasing.names import address, listed, quoted, season, typed

ROWS = 20
"""How many pages are told of at most."""


def known(homes: Sequence[Organisation], prefix: str) -> Markup:
    """The pages, an organisation's newest first."""
    if not homes:
        return text("My catalogue holds no organisation for this room.")
    names = called(homes)
    rows = [_row(home) for home in _in_order(homes)]
    more = text(f"and {len(rows) - ROWS} more") if len(rows) > ROWS else Markup()
    example = names[0].lower()
    ask = joined([typed(prefix, f"ideas {example}"), typed(prefix, f"apply {example}")], " or ")
    head = f"{len(names)} organisations" if len(names) > 1 else "One organisation"
    return lines([strong(head) + ":", *rows[:ROWS], more, "Ask for one, such as " + ask + "."])


def unknown(name: str, homes: Sequence[Organisation], prefix: str, verb: str) -> Markup:
    """Somebody asks about an organisation that no page is known of."""
    names = called(homes)
    near = nearest(name, names)
    first = "I know no organisation called " + quoted(name) + "."
    if near:
        return lines([first, "Did you mean " + typed(prefix, f"{verb} {near.lower()}") + "?", _here(names, prefix)])
    return lines([first, _here(names, prefix)])


def dateless(name: str, known: Catalogue, homes: Sequence[Organisation], prefix: str) -> Markup:
    """Somebody asks for the dates of a programme or organisation that is not known."""
    meant = {programme.id: programme.id for programme in known.programmes} | {n: n.lower() for n in called(homes)}
    near = nearest(name.replace(" ", "-"), meant)
    return lines(
        [
            "I know no programme or organisation called " + quoted(name) + ".",
            "Did you mean " + typed(prefix, f"deadlines {meant[near]}") + "?" if near else Markup(),
            _dates(known.programmes, homes, prefix),
        ]
    )


def out_of_season(asked: str, known: Catalogue, homes: Sequence[Organisation], prefix: str) -> Markup:
    """Somebody asks for the dates of a season that is not known, such as 'GSoC 2027'."""
    return lines([text(f"I know no dates of {asked}."), _dates(known.programmes, homes, prefix)])


def general(name: str) -> Markup:
    """Before dates that are not those of the organisation that was asked about."""
    return "I know no organisation called " + quoted(name) + "; these are general dates."


def called(homes: Sequence[Organisation]) -> list[str]:
    """The organisations' names, each once."""
    return list(dict.fromkeys(home.organisation for home in homes))


def _in_order(homes: Sequence[Organisation]) -> list[Organisation]:
    return sorted(homes, key=lambda home: (home.organisation.casefold(), -(home.year or 0), _is_old(home)))


def _is_old(home: Organisation) -> bool:
    return home.page.superseded_by is not None


def _row(home: Organisation) -> Markup:
    count = len(home.ideas)
    ideas = f"{count} idea" if count == 1 else f"{count} ideas"
    return strong(season(home)) + f": {ideas}, " + address(str(home.page.url))


def _here(names: Sequence[str], prefix: str) -> Markup:
    if not names:
        return text("My catalogue holds no organisation for this room.")
    if len(names) > ROWS:
        return f"I know {len(names)}: " + typed(prefix, "organisations")
    return "I know " + listed(names) + "."


def _dates(programmes: Sequence[Programme], homes: Sequence[Organisation], prefix: str) -> Markup:
    """Whose dates there are, and how to ask for the latest of them."""
    latest = max(programmes, key=lambda each: each.year, default=None)
    seasons = sorted(programmes, key=lambda each: (each.short, each.year))
    groups = [
        _years(short, [each.year for each in group]) for short, group in groupby(seasons, lambda each: each.short)
    ]
    pages = [season(home) for home in homes if home.dates]
    have = [*groups, *(pages if len(pages) <= ROWS else [f"{len(pages)} organisations"])]
    if not have:
        return text("I know no dates at all.")
    example = " For example " + typed(prefix, f"deadlines {latest.id}") + "." if latest else Markup()
    return "Dates that I know: " + listed(have) + "." + example


def _years(short: str, years: Sequence[int]) -> str:
    """'GSoC 2026', 'GSoC 2025 and 2026', 'GSoC 2021 to 2026'."""
    if len(years) > 2 and years[-1] - years[0] == len(years) - 1:
        return f"{short} {years[0]} to {years[-1]}"
    return f"{short} {listed(map(str, years)).plain}"
