"""Names of people and teams, told from placeholders, phrases and sentences."""

import re

_NOBODY = re.compile(
    r"^(?:t\.?b\.?[adcn]\.?|\?+|[-_]+|\u2013|—|n/?a|none|no one|nobody|to be .*|not (?:yet|assigned).*|unassigned"
    r"|open|vacant|needed|wanted|looking for.*|"
    r"(?:mentor|volunteer)s? (?:needed|wanted|required|sought).*|needs?.*|seeking.*|you\??|your (?:name|e?-?mail"
    r"|nick).*|names?|first ?name.*|mentors?|(?:co|backup)-?mentors?|"
    r"e-?mail(?: address)?|email address and .*|github(?: (?:id|handle|username))?|irc(?: nick)?|handle|nick"
    r"|username|gsoc|gsoc mentors?|admins?|org(?:anization)? admins?.*|"
    r"maintainers?|(?:the )?(?:core )?(?:developers?|devs?|designers?|team|community|maintainers|mentors|contributors|staff"
    r"|group)|.*\b(?:any|all|some|other|various|many|several|more|additional) .*|"
    r"anyone.*|anybody.*|someone.*|somebody.*|everyone.*|others?|et al\.?|etc\.?|and others|tbd .*|see .*"
    r"|contact.*|ask .*|please .*|if .*|same .*|as above|above|various|several|multiple|"
    r"person(?:s)? .*|possible.*|potential.*|potentially|possibly|maybe|perhaps|probably|link|profile|website|irc"
    r"|github|gitlab|matrix|slack|discord|telegram|zulip|gitter|home ?page|web|twitter|linkedin|mail|mailto|blog"
    r"|#[a-z][\w.-]*|(?:[\w-]+\.)+(?:com|org|net|io|dev|chat)(?:/\S*)?"  # a channel, a site
    r"|here|todo|unknown|pending|xxx+|foo|bar|and|or|with|by)$",
    re.IGNORECASE,
)
_TEAM = re.compile(
    r"\b(?:team|group|working group|wg|sig|community|maintainers|developers|committee|devs|crew|lab)\b", re.IGNORECASE
)
_TEAM_OPENERS = re.compile(
    r"^(?:the|our|a|any|some|someone|somebody|core|whole|entire|rest|other|most|all)\b", re.IGNORECASE
)
_PARTICLES = frozenset(
    "van von der den de da di del della dos la le el al bin ibn ben zu af av st ter ten of the and y team".split()
)
_EVERYDAY = frozenset(
    "to be is are the for you need needs help with on in at this project mentor contact if not yet has have will "
    "can from here more by via ask about list mailing our we please send open source team any".split()
)


def name_in(words: str) -> str | None:
    """A person's or team's name, or None for placeholders, phrases and sentences."""
    words = re.sub(r"\s+", " ", words).strip(" .,:;-\u2013—*_/|'\"“”!").strip()
    words = re.sub(r"\s+(?:from|of|at)\s+.*$", "", words) if not _TEAM.search(words) else words
    words = re.sub(
        r"\s+(?:on|via|in)\s*$|^(?:and|or|by|with|maybe|possibly|potentially|perhaps|probably|ideally"
        r"|(?:most )?likely|either|also)\s+",
        "",
        words,
        flags=re.IGNORECASE,
    )
    if not words or _NOBODY.match(words) or not any(c.isalpha() for c in words) or "?" in words or "!" in words:
        return None
    parts = words.split()
    if len(parts) > 6 or len(words) > 70:
        return None
    if _TEAM.search(words) and (_TEAM_OPENERS.match(words) or not words[0].isupper() or len(parts) < 2):
        return None
    if len(parts) > 1 and not looks_named(words) and not _TEAM.search(parts[-1]):
        return None
    return words


def looks_named(words: str) -> bool:
    """Whether all words but particles begin with a capital, or it is a single word."""
    parts = words.split()
    capital = [p for p in parts if p[0].isupper() or not p[0].isascii() or not p[0].isalpha()]
    lower = [p for p in parts if p not in capital and p not in _PARTICLES]
    return (
        len(parts) == 1
        or (bool(capital) and not lower)
        or (len(parts) == 2 and len(capital) == 1 and len(lower) == 1 and parts[0] in lower)
        or (len(parts) <= 3 and not capital and _all_names(parts))
    )


def _all_names(parts: list[str]) -> bool:
    return not _EVERYDAY & set(parts)


def is_nobody(words: str) -> bool:
    """Whether the words stand where a name should, and name nobody."""
    return bool(_NOBODY.match(words))


def is_team(words: str) -> bool:
    """Whether the words name a group."""
    return bool(_TEAM.search(words))
