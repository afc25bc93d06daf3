"""The words that tell one idea of a page from the others: names and terms, told by how they are written and spread."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from bot.importer.findings import ImportedIdea

MOST = 8
"""Keywords of an idea; more would speak for words that it names in passing."""

_WORD = re.compile(r"[^\W\d_][\w+#./-]{0,60}[\w+#]|\d{1,20}[^\W\d_]\w{0,60}")
_TERM = re.compile(r"\d|_|[a-z][A-Z]|[A-Z]{2}|\w[-/.+#]\w|[+#]$")
_BEGINNING = re.compile(r"(?:^|[.!?:•(\"'\u201c]|[-*])\s*$")
_COMMON = frozenset(
    "the and for with from into onto that this these those there their they them then than are was were been being have"
    " has had does did done will would should could can may might must shall not but nor all any both each every few"
    " more most much many some such other others another same own only also just even still yet very too well how what"
    " when where which while who whom whose why about above after again against along among around because before below"
    " between beyond both during either enough first further however instead last least less like likely next off often"
    " once one two three over rather second since so through thus together toward towards under until upon us use used"
    " user users uses using via want way ways we within without you your able add added adding allow allows already"
    " available based become better case cases change changes come consider contribute contributor contributors current"
    " currently different easily etc example existing expect expected feature features find following general get gets"
    " give given goal goals good great help helpful idea ideas implement implementation implementing implemented improve"
    " improvement include includes including information interest interested interesting issue issues it its kind know"
    " known large later learn lot make makes making mentor mentors need needed needs new now number open out part parts"
    " people possible problem process program project projects provide provided provides require required requires"
    " result results set simple skill skills small start student students support supported supporting supports sure"
    " take task tasks that's there's thing things time try two understand various want what's work working works write"
    " writing written year years".split()
)


def subjects_of(ideas: Sequence[ImportedIdea]) -> list[tuple[str, ...]]:
    """For each idea of a page the words of its subject, the most telling first; at most `MOST`.

    A name or a term counts wherever it stands; an ordinary word where the idea repeats it and few others have it.
    """
    counted = [_Counted(idea) for idea in ideas]
    spread = Counter(key for each in counted for key in each.times)
    return [each.best(spread, max(1, len(ideas) // 4)) for each in counted]


class _Counted:
    """The words of one idea: how often, how they are written, and which are names or terms."""

    def __init__(self, idea: ImportedIdea) -> None:
        self.times: Counter[str] = Counter()
        self._written: dict[str, str] = {}
        self._terms: set[str] = set()
        self._title = {_key(word) for word, _ in _words(idea.title)}
        labels = (link.label for link in idea.links if "://" not in link.label)
        for text in (*idea.prose, *idea.tasks, *idea.outcomes, *idea.skills, *labels):
            for word, begins in _words(text):
                self._count(word, term=bool(_TERM.search(word)) or (word[0].isupper() and not begins))

    def _count(self, word: str, *, term: bool) -> None:
        key = _key(word)
        self.times[key] += 1
        self._written.setdefault(key, word.casefold())
        if term:
            self._terms.add(key)
            self._written[key] = word

    def best(self, spread: Mapping[str, int], few: int) -> tuple[str, ...]:
        """The most telling words, given in how many ideas each stands."""
        told = [key for key, times in self.times.items() if self._tells(key, times, spread[key], few)]
        told.sort(key=lambda key: (-(self.times[key] + 1.5 * (key in self._terms)) / spread[key] ** 0.5, key))
        return tuple(self._written[key] for key in told[:MOST])

    def _tells(self, key: str, times: int, ideas: int, few: int) -> bool:
        if key in self._title or len(key) < 3 or ideas > few or key in _COMMON:
            return False
        return key in self._terms or times > 1


def _words(text: str) -> Iterator[tuple[str, bool]]:
    """`(word, begins)`: whether it begins a sentence, where a capital says nothing."""
    for found in _WORD.finditer(text):
        if "://" not in text[max(0, found.start() - 8) : found.end() + 3]:
            yield found[0], bool(_BEGINNING.search(text[max(0, found.start() - 4) : found.start()]))


def _key(word: str) -> str:
    plain = word.casefold()
    return plain[:-1] if plain.endswith("s") and len(plain) > 4 and not plain.endswith("ss") else plain
