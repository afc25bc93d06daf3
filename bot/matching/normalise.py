"""Words as they are compared: one case, no accents, one spelling, one stem; pure.

`IO_uring`, `io-uring` and `io uring` all become the tokens `io` and `uring`; the first two also say that their parts
stood together, so that the index can know `iouring` as well.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import snowballstemmer

LONGEST = 4_000
"""Characters of a question that are read; nobody types more on purpose."""

_ELISION = re.compile(r"\b(l|d|j|m|t|s|n|c|qu|all|dell|un)'(?=\w)")
_POSSESSIVE = re.compile(r"'s\b|(?<=s)'(?!\w)")
_TOKEN = re.compile(r"[^\W_]+(?:\+\+|#)?")
_SPELLINGS = (
    (re.compile(r"(?<=\w{4})is(e|es|ed|er|ers|ing|ation|ations)$"), r"iz\1"),
    (re.compile(r"(?<=\w{3})our(s|al|ed|ing)?$"), r"or\1"),
    (re.compile(r"(?<=\w{3})ll(ing|ed|er)$"), r"l\1"),
    (re.compile(r"^programme(s?)$"), r"program\1"),
)
_BRITISH = (
    *"ise ises ised iser isers ising isation isations our ours oural oured ouring".split(),
    *"lling lled ller programme programmes".split(),
)
"""Every ending that the spellings change, by which most words are passed over."""

_STOP = re.compile(r"[.,;:!?](?=\s)|[\n()\u2013\u2014]|\s-\s")
_STROKES = str.maketrans("łŁøØđĐı", "lLoOdDi")
_GLUE = frozenset("_-/.:")
_STEMMER = snowballstemmer.stemmer("english")
_ENDINGS = (*"syei", "ed", "ing", "al", "ll", "er", "or", "our", "ion", "ism", "ist", "ful", "ic", "ant", "ent")
"""Every ending that the stemmer or the spellings take off or change: a word with none of them is its own stem."""


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a text.

    Attributes:
        text: the word, folded.
        stem: what it is compared by.
        glued: it stood against the token before it, as `uring` does in `io_uring`.
        capital: it was written with a capital letter.
        clause: number of the part of the text, divided by stops and commas, that it stands in.
    """

    text: str
    stem: str
    glued: bool = False
    capital: bool = False
    clause: int = 0

    def __hash__(self) -> int:
        """By the word alone, which is quick and tells nearly all of them apart."""
        return hash(self.text)


def fold(text: str) -> str:
    """The text in one case (NFKC, casefold), without accents and typographic apostrophes."""
    if text.isascii():
        return text.lower().replace("`", " ")
    plain = _without_accents(unicodedata.normalize("NFKC", text)).casefold()
    return plain.replace("\u2019", "'").replace("\u02bc", "'").replace("`", " ")


def _without_accents(text: str) -> str:
    if text.isascii():
        return text
    parts = unicodedata.normalize("NFKD", text.translate(_STROKES))
    return "".join(c for c in parts if unicodedata.category(c) not in {"Mn", "Cf"})


@lru_cache(maxsize=32_768)  # holds all ordinary words, which are read first
def stem_of(word: str) -> str:
    """The stem of a folded word: British and American spellings, plurals and simple inflections meet in it."""
    if len(word) < 4 or not word.isascii() or not word.endswith(_ENDINGS):
        return word
    for pattern, better in _SPELLINGS if word.endswith(_BRITISH) else ():
        word = pattern.sub(better, word)
    return str(_STEMMER.stemWord(word))


def tokens(text: str, longest: int = LONGEST) -> tuple[Token, ...]:
    """The words of a text in order; characters beyond `longest` are not read."""
    # Capitals and signs are read off the composed text, which keeps its length when only the case changes.
    composed = _without_accents(unicodedata.normalize("NFKC", text[:longest]))
    composed = composed.replace("\u2019", "'").replace("\u02bc", "'").replace("`", " ")
    spaced = _without_apostrophes(composed) if "'" in composed else composed
    found: list[Token] = []
    end, clause = 0, 0
    for match in _TOKEN.finditer(spaced):
        between = spaced[end : match.start()]
        glued = between in _GLUE and bool(found)
        clause += between != " " and bool(found) and bool(_STOP.search(spaced, end, match.start()))
        found.append(_token(match[0], glued, clause))
        end = match.end()
    return tuple(found)


@lru_cache(maxsize=20_000)
def _token(written: str, glued: bool, clause: int) -> Token:  # noqa: FBT001 (as positions they make a small key)
    word = written.casefold()
    return Token(word, stem_of(word), glued, written[0].isupper(), clause)


def _without_apostrophes(text: str) -> str:
    spaced = _POSSESSIVE.sub(" ", _ELISION.sub(r"\1 ", text.replace("n't", "nt").replace("N'T", "NT")))
    return re.sub(r"(?<=\w)'(?=\w)", "", spaced)


def stems(text: str) -> tuple[str, ...]:
    """The stems of a text's words, in order."""
    return tuple(token.stem for token in tokens(text, len(text)))


def joins(words: tuple[Token, ...]) -> list[str]:
    """What compounds read as one word: `vhost-user-vsock` gives vhostuser, uservsock and vhostuservsock."""
    found = [a.text + b.text for a, b in pairwise(words) if b.glued]
    return found + [
        a.text + b.text + c.text for a, b, c in zip(words, words[1:], words[2:], strict=False) if b.glued and c.glued
    ]
