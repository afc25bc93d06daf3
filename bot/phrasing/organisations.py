"""Whose pages are known, and what to say of an organisation, programme or season that is not."""

from collections.abc import Sequence
from itertools import groupby

from bot.catalogue.model import Catalogue, Organisation, Programme
from bot.catalogue.wording import nearest
from bot.markup import Markup, aside, entries, filled, instead, joined, lines, strong, text
from bot.phrasing.names import address, listed, quoted, season, typed
from bot.tongue import _, ngettext

ROWS = 20
"""How many pages are told of at most."""


def known(homes: Sequence[Organisation], prefix: str) -> Markup:
    """The pages, an organisation's newest first."""
    if not homes:
        return none_here()
    names = called(homes)
    rows = [_row(home) for home in _in_order(homes)]
    more = _("and {count} more").format(count=len(rows) - ROWS) if len(rows) > ROWS else ""
    example = names[0].lower()
    commands = listed([typed(prefix, f"ideas {example}"), typed(prefix, f"apply {example}")], "or")
    ask = filled(_("Ask for one, such as {command}."), command=commands)
    return lines([strong(_counted(len(names), len(rows))) + ":", entries(rows[:ROWS]), aside(more), ask])


def none_here() -> Markup:
    """Nothing in the catalogue is for this room."""
    return text(_("My catalogue holds no organisation for this room."))


def unknown(name: str, homes: Sequence[Organisation], prefix: str, verb: str) -> Markup:
    """Somebody asks about an organisation that no page is known of."""
    names = called(homes)
    near = nearest(name, names)
    first = filled(_("I know no organisation called {name}."), name=quoted(name))
    meant = _meant(typed(prefix, f"{verb} {near.lower()}")) if near else Markup()
    return lines([first, meant, _here(names, prefix)])


def dateless(name: str, known: Catalogue, homes: Sequence[Organisation], prefix: str) -> Markup:
    """Somebody asks for the dates of a programme or organisation that is not known."""
    meant = {programme.id: programme.id for programme in known.programmes} | {n: n.lower() for n in called(homes)}
    near = nearest(name.replace(" ", "-"), meant)
    return lines(
        [
            filled(_("I know no programme or organisation called {name}."), name=quoted(name)),
            _meant(typed(prefix, f"deadlines {meant[near]}")) if near else Markup(),
            _dates(known.programmes, homes, prefix),
        ]
    )


def out_of_season(asked: str, known: Catalogue, homes: Sequence[Organisation], prefix: str) -> Markup:
    """Somebody asks for the dates of a season that is not known, such as 'GSoC 2027'."""
    return lines([filled(_("I know no dates of {season}."), season=asked), _dates(known.programmes, homes, prefix)])


def general(name: str) -> Markup:
    """Before dates that are not those of the organisation that was asked about."""
    return filled(_("I know no organisation called {name}; these are general dates."), name=quoted(name))


def called(homes: Sequence[Organisation]) -> list[str]:
    """The organisations' names, each once."""
    return list(dict.fromkeys(home.organisation for home in homes))


def _in_order(homes: Sequence[Organisation]) -> list[Organisation]:
    return sorted(homes, key=lambda home: (home.organisation.casefold(), -(home.year or 0), _is_old(home)))


def _is_old(home: Organisation) -> bool:
    return home.page.superseded_by is not None


def _row(home: Organisation) -> Markup:
    count = len(home.ideas)
    ideas = ngettext("{count} idea", "{count} ideas", count).format(count=count)
    return strong(season(home)) + ": " + instead(f"{ideas}, " + address(str(home.page.url)), ideas)


def _meant(command: Markup) -> Markup:
    return filled(_("Did you mean {command}?"), command=command)


def _here(names: Sequence[str], prefix: str) -> Markup:
    if not names:
        return none_here()
    if len(names) > ROWS:
        return filled(_("I know {count}: {command}"), count=str(len(names)), command=typed(prefix, "organisations"))
    return filled(_("I know {names}."), names=listed(names))


def _dates(programmes: Sequence[Programme], homes: Sequence[Organisation], prefix: str) -> Markup:
    """Whose dates there are, and how to ask for the latest of them."""
    latest = max(programmes, key=lambda each: each.year, default=None)
    seasons = sorted(programmes, key=lambda each: (each.short, each.year))
    groups = [
        _years(short, [each.year for each in group]) for short, group in groupby(seasons, lambda each: each.short)
    ]
    pages = [season(home) for home in homes if home.dates]
    have = [*groups, *(pages if len(pages) <= ROWS else [_many(len(pages))])]
    if not have:
        return text(_("I know no dates at all."))
    told = filled(_("Dates that I know: {names}."), names=listed(have))
    return joined([told, for_example(typed(prefix, f"deadlines {latest.id}")) if latest else Markup()])


def for_example(command: Markup) -> Markup:
    """How one asks."""
    return filled(_("For example {command}."), command=command)


def _counted(organisations: int, pages: int) -> str:
    """How many there are; also of their pages, where an organisation has several."""
    if pages == organisations:
        return _many(organisations)
    return _("{organisations}, {count} pages").format(organisations=_many(organisations), count=pages)


def _many(count: int) -> str:
    return ngettext("One organisation", "{count} organisations", count).format(count=count)


def _years(short: str, years: Sequence[int]) -> str:
    """'GSoC 2026', 'GSoC 2025 and 2026', 'GSoC 2021 to 2026'."""
    if len(years) > 2 and years[-1] - years[0] == len(years) - 1:
        return _("{start} to {end}").format(start=f"{short} {years[0]}", end=years[-1])
    return f"{short} {listed(map(str, years)).plain}"
