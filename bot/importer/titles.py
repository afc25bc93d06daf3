"""Titles: cleaned of markup's leavings; and those that name no idea, with the reason."""

import re

_TAIL = re.compile(r"(?:\s+#\d+$|\s*(?:¶|🔗|§|\[\s*edit(?: source)?\s*\]|\{#[\w-]+\}|#+)\s*)+$")
_NUMBER = re.compile(r"^\s*(?:#{1,6}\s+|\(?\d{1,3}[.)]\s+|[•▪●■➤▶→*-]\s+|#\d{1,3}[:.)]?\s+|\[\d{1,3}\]\s+)")
_PICTURE = re.compile(r"^(?:\d?[\u2190-\u2bff\u3030\ufe0f\u200d\u20e3\U0001f000-\U0001faff]+\s*)+")
_BEFORE = re.compile(
    r"^\s*(?:project |idea )?(?:title|idea|project name|project title|project idea)(?:\s+#?\d+)?\s*[:\uff1a]\s+"
    r"|^\s*(?:project|idea)\s+#?\d{1,3}\s+[-\u2013—]\s+|^\s*\[[a-z][a-z0-9]{1,9}-\d{1,6}\]\s+",
    re.IGNORECASE,
)
_TAGS = re.compile(r"^\s*\[(?:idea|project|open|new|gsoc[^\]]*|easy|medium|hard|\d+ ?h(?:ours)?)\]\s*", re.IGNORECASE)
_OPEN_TAG = re.compile(r"\s*[(\[]\s*open\s*[)\]]\s*$", re.IGNORECASE)
_END_TAGS = (
    re.compile(r"^\s*[\[(]([^\[\]()]{3,60})[\])]\s*[:\u2013—-]?\s*"),
    re.compile(r"\s*[\[(]([^\[\]()]{3,60})[\])]\s*$"),
)
_SIZE_TAG = re.compile(
    r"\s*[(\[](?=[^()\[\]]*(?:\d\s*h|hours?|easy|medium|hard|small|large|intermediate|beginner|advanced))"
    r"(?:\s*(?:\d{2,3}|hours?|hrs?|h|easy|medium|hard|small|large|intermediate|beginner|advanced|difficulty"
    r"|project|size|level|or|and|to|[/,;:~|&-])\s*)+[)\]]\s*$",
    re.IGNORECASE,
)
_TEMPLATE = re.compile(
    r"^template(?:\s*[:\u2013-].*|\s+(?:for\s+)?(?:an?\s+)?(?:project|idea|proposal)s?.*)?$"
    r"|^(?:(?:project|idea|gsoc|proposal|submission|application|example|sample|new|your|the|a|an"
    r"|for)\W+){0,4}templates?(?: for (?:new )?ideas| names?| titles?)?$|\(sample\)|^samples?:?$|^sample (?:idea|project"
    r"|proposal)s?\b|^(?:sample|example)s?\s*[:\uff1a]\s|^examples?:?$|^(?:example|dummy) (?:idea|project|proposal)s?\b"
    r"|^(?:idea|project) #?[xn]+:?$|^(?:idea|project)(?: idea)? (?:title|name)$"
    r"|^(?:idea|project)(?: #?\w{1,3})?\s*[:\u2013-]\s*(?:(?:idea|project) )?(?:title|name)$"
    r"|^title of (?:the |your )?(?:idea|project)$"
    r"|^title$|^<[^<>/]*(?:title|name|idea|project|insert|your)[^<>]*>$"
    r"|^\[?(?:insert|your) .*(?:title|name|here)\]?$|^\{[^{}]*(?:title|name|idea|project|insert|your)[^{}]*\}$"
    r"|^(?:short |project |idea )*title(?: here)?$|\blorem ipsum\b|^placeholder\b",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"(?:[\w -]{1,30}:\s*)?(?:https?://|www\.)\S+")
_HANDLE = re.compile(r"@[\w.-]+(?:[,;]?\s+@[\w.-]+)*")
_OWN = re.compile(
    r"\b(?:your|my) own\b|\bown (?:idea|project|proposal)s?\b|\b(?:propose|submit|suggest|bring|pitch) "
    r"(?:your|an?|own)\b.*\b(?:ideas?|projects?|proposals?|own)\b|\b(?:design|create) (?:your|a custom) (?:idea|project)"
    r"|\bcustom project\b|^(?:something|anything) else\b|^none of (?:the above|these)\b"
    r"|\bnot (?:on|in) (?:the|this) list\b|^(?:other|more"
    r"|new|additional|further) ideas?\??$|^your (?:idea|project|proposal)s?\b(?! for)|^your [\w-]+ ideas?!?$",
    re.IGNORECASE,
)
_FURNITURE = re.compile(
    r"^(?:(?:table of )?contents?|toc|index|navigation|about(?: us| the project)?|introduction|overview|intro"
    r"|welcome.*|background|faq.*|frequently asked.*|links?|"
    r"timeline|important dates|key dates|schedule|dates|program(?:me)? timeline|license|licence|acknowledg.*"
    r"|footnotes?|references|see also|external links|worth (?:noting|knowing|reading)|please note.*|disclaimers?|"
    r"contacts?|contact us|find us|get in touch.*|mailing lists?|chat|support|community"
    r"|code of conduct|"
    r"mentors?|mentors of.*|our mentors|list of mentors|organi[sz]ation admin.*|org admins?|admins?|administrators?"
    r"|administrative notes|project admin.*|selected .*|accepted .*|"
    r"(?:ideas?|projects?|project ideas?)(?: list| overview| areas?| page| ideas)?|list of (?:ideas|projects).*"
    r"|ideas? list.*|potential projects?|proposed .*ideas|suggested ideas|available projects|"
    r"requirements?|prerequisites?|general requirements|expectations?|rules|guide|"
    r"how (?:to|do|can)\b.*|what (?:is|are|we|do|you)\b.*|why .*|who .*|where .*|when .*|before you .*"
    r"|getting (?:started|involved|help)|get(?:ting)? started.*|"
    r"appl(?:y|ying)(?: (?:to|for|now|here|as|with|via|today|at|through|by|online)\b.*)?|"
    r"(?:(?:students?|contributors?|mentors?|applicants?|participants?|prospective|potential|general|practical|further"
    r"|and|&)\W+){1,6}information|information (?:for|about|on)\b.*|info for.*|tips .*|instructions.*|(?:advice"
    r"|notes?|hints|help|guidance|resources) (?:for|to|on)\b.*|notes?|resources|"
    r"(?:google )?summer of code(?: \(gsoc\))?(?: \d{4})?|gsoc(?: \d{4})?|gsoc .*ideas?.*"
    r"|(?:google )?season of docs(?: \(gsod\))?(?: \d{4})?|(?:gsod|outreachy|lfx mentorship)(?: \d{4})?"
    r"|(?:google )?summer of code\b.* (?:ideas?|projects?)(?: list| page)?|micro-?tasks?\b.*"
    r"|(?:proposal|application)s? (?:evaluation|process|format|review|guidelines?|requirements)"
    r"|programming tests?|coding (?:test"
    r"|challenge|exercise).*|"
    r"(?:past|previous|former|old|archived?) (?:years?|students|contributors|participants|gsoc).*|for (?:students"
    r"|mentors|contributors|applicants)|students|contributors|everyone else|ai (?:usage )?policy.*"
    r")$",
    re.IGNORECASE,
)
# Such words may also begin the title of an idea, which then has fields of its own.
_NOUN_FIRST = re.compile(
    r"^(?:admin(?:s|istrators?|istrative)?|communications?|evaluations?|guidelines?|criteria|qualifications?|eligibility"
    r"|applications?|apply(?:ing)?|contributing)\b(?!:\s+\w)",
    re.IGNORECASE,
)
_GONE: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\bsuspended\b|\bon hold\b|\bpostponed\b|\bpaused\b|\bparked\b", re.IGNORECASE), "suspended"),
    (
        re.compile(
            r"\bwithdrawn\b|\bcancel+ed\b|\bdropped\b|\bobsolete\b|\bdeprecated ideas?\b|\binvalid\b|\brejected\b"
            r"|\bretired\b|no longer (?:offered|available)",
            re.IGNORECASE,
        ),
        "withdrawn",
    ),
    (
        re.compile(
            r"\b(?:already )?(?:taken|assigned|claimed)\b|(?<!work )\bin progress\b|\bnot available\b|\bunavailable\b"
            r"|\bselected (?:projects|contributors)\b",
            re.IGNORECASE,
        ),
        "taken",
    ),
    (
        re.compile(r"\b(?:completed|finished|implemented|done|merged|already solved)\b|\bclosed\b", re.IGNORECASE),
        "completed",
    ),
)
_GONE_WORDS = "|".join(f"(?:{sign.pattern})" for sign, _ in _GONE)
# Other words in brackets, such as `(merged views)`, belong to the title.
_GONE_TAG = re.compile(
    rf"(?:(?:already|currently|now|mostly|almost|partly|partially|status|this|idea|project|is|was|will be)\W+)*(?:{_GONE_WORDS})"
    rf"(?:$|\W*[,;:.\u2013—-].*|\W+(?:in|by|since|for|on|to|until|as|during|with|at|from|upstream|gsoc|summer|\d).*)"
    rf"|.*(?:{_GONE_WORDS})\W*",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"^(?:past|previous|former|old|older|archived?|earlier|last)\b.*\b(?:ideas?|projects?|years?|editions?|gsocs?"
    r"|seasons?|students)\b|^archived?$|\b(?:ideas|projects) (?:from|of) (?:past|previous|earlier|last)\b",
    re.IGNORECASE,
)


def cleaned(words: str) -> str:
    """The title in one line, without anchors, numbering, status and size tags."""
    plain, _ = _untagged(_bare(words))
    return plain.strip().strip("|").rstrip(":").strip() or " ".join(words.split())


def _bare(words: str) -> str:
    """The title in one line, without anchors and numbering."""
    plain = " ".join(words.replace("`", "").split())
    plain = _TAIL.sub("", plain)
    for sign in ("**", "__", "'''", "''", "~~"):
        if plain.startswith(sign) or plain.endswith(sign):
            plain = plain.replace(sign, "")
    plain = _BEFORE.sub("", _TAGS.sub("", _NUMBER.sub("", _PICTURE.sub("", plain))))
    return _PICTURE.sub("", plain)


def _untagged(title: str) -> tuple[str, str | None]:
    """The title without tags at its ends, and the first status that they give."""
    status, before = None, ""
    plain = title
    while plain != before:
        before = plain
        plain = _SIZE_TAG.sub("", _OPEN_TAG.sub("", plain))
        for sign in _END_TAGS:
            tag = sign.search(plain)
            if tag and _GONE_TAG.fullmatch(tag[1].strip()):
                status = status or status_in(tag[1])
                plain = plain[: tag.start()] + plain[tag.end() :]
    return plain, status


def reason_against(title: str, *, evident: bool = False) -> str | None:
    """Why this title is no idea's: a template, a call for own ideas, page furniture; None where it may be one.

    Args:
        title: cleaned or as it stands.
        evident: fields of its own speak for an idea; then only unmistakable titles count as page furniture.
    """
    plain = " ".join(title.split())
    if plain and not any(sign.isalpha() for sign in plain):
        return "a title still to be written"
    if _TEMPLATE.search(plain):
        return "a template or a sample"
    if _ADDRESS.fullmatch(plain):
        return "an address, not an idea"
    if _HANDLE.fullmatch(plain):
        return "a person, not an idea"
    if _OWN.search(plain):
        return "a call for ideas of one's own"
    if _FURNITURE.match(plain.rstrip(":?!. ")) or (not evident and _NOUN_FIRST.match(plain)):
        return "a part of the page, not an idea"
    return None


def is_template(title: str) -> bool:
    """Whether a section of this name holds templates or samples."""
    return bool(_TEMPLATE.search(" ".join(title.split())))


def status_in(words: str, *, heading: bool = False) -> str | None:
    """`suspended`, `withdrawn`, `taken` or `completed` where words say so; a heading may also name the past."""
    if heading and _PAST.search(words):
        return "completed"
    return next((status for sign, status in _GONE if sign.search(words)), None)


def tag_status(title: str) -> str | None:
    """The status in brackets at either end of a title: `(taken)`, `[Completed] …`."""
    return _untagged(_bare(title))[1]
