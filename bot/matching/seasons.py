"""Whose page and which season a question is about, and which of their dates; pure."""

from bot.catalogue.model import Catalogue, Organisation, Programme
from bot.matching import dates as occasions
from bot.matching.normalise import Token, fold
from bot.matching.reading import Query
from bot.matching.verdict import DateVerdict


class Seasons:
    """The organisations and programmes of one catalogue, by name and year."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue

    def dates(self, query: Query, scope: frozenset[str]) -> DateVerdict:
        """Which dates are asked for, and whose.

        Args:
            query: the question, read.
            scope: organisation files to look in; empty for all.
        """
        programme = self._programme(query)
        homes = self.houses(query, scope)
        named = bool(query.houses) or programme is not None
        keys = moments_of(query)
        found = tuple(date for home in homes for date in occasions.dates_of(keys, home))
        return DateVerdict(homes, programme, found, keys, named)

    def houses(self, query: Query, scope: frozenset[str]) -> tuple[Organisation, ...]:
        """The organisations that are named, else the only one in scope; current editions first."""
        inside = [o for o in self.catalogue.organisations if not scope or o.id in scope]
        years = {c.label for c in query.conditions if c.facet == "year" and not c.negated}
        named = [
            o for o in (inside if query.houses & scope else self.catalogue.organisations) if o.id in query.houses
        ]
        if named and years:
            named = [o for o in named if o.year is None or str(o.year) in years] or named
        found = named or (inside if scope or len(inside) == 1 else [])
        return tuple(sorted(found, key=lambda o: (o.page.superseded_by is not None, -(o.year or 0))))

    def _programme(self, query: Query) -> Programme | None:
        """The season that is named: a programme's name with a year, or its only or newest season."""
        texts = {t.text for t in query.words}
        joined = " ".join(t.text for t in query.words)
        years = {int(c.label) for c in query.conditions if c.facet == "year" and not c.negated}
        named = [p for p in self.catalogue.programmes if _named(p, texts, joined)]
        if years:
            return next((p for p in (named or self.catalogue.programmes) if p.year in years), None)
        return None


def moments_of(query: Query) -> occasions.Keys:
    """Keys of the milestones that the words ask for."""
    return occasions.keys_of(" ".join(token.text for token in query.words))


def beside_names(query: Query) -> tuple[Token, ...]:
    """The words beside the names of organisations and years, to look for in the answers of pages."""
    named = (condition.places for condition in query.conditions if condition.facet in {"organisation", "year"})
    return query.rest(frozenset().union(*named))


def _named(programme: Programme, texts: set[str], joined: str) -> bool:
    """Whether the words name the programme: `gsoc`, `gsoc26`, `google summer of code`."""
    short = fold(programme.short)
    dated = any(text.startswith(short) and text[len(short) :].isdigit() for text in texts)
    return short in texts or dated or fold(programme.name) in joined
