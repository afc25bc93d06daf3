"""Which of a season's dates is meant: words to milestone keys; pure."""

import re
from dataclasses import dataclass

from bot.catalogue.model import Organisation, PageDate
from bot.matching.normalise import fold

Keys = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Occasion:
    """A moment of a season, as people ask for it.

    Attributes:
        keys: the milestones that may stand for it, best first.
        wording: what people call it, over folded text.
    """

    keys: Keys
    wording: re.Pattern[str]


def _occasion(keys: str, *wording: str) -> Occasion:
    return Occasion(tuple(keys.split()), re.compile("|".join(wording)))


_APPLY = (
    r"(appl\w*|submi\w*|propos\w*|regist\w*|sign\w* ?up|postul\w*|inscri\w*|candidat\w*|bewerb\w*|заявк\w*|aavedan)"
)
_OPEN = r"(open\w*|begin\w*|start\w*|first day|earliest|from when|abre\w*|ouvr\w*|commenc\w*|comienza\w*|empieza\w*|offn\w*|beginn\w*|начина\w*|открыва\w*|shuru)"
_CLOSE = r"(clos\w*|end\w*|deadline|due|last (day|date|chance)|until|till|cut ?off|latest|final|too late|cierra\w*|ferm\w*|schluss|frist|срок|дедлайн|plazo|prazo|limite|akhri|stop\w*|finish\w*)"
_CODE = r"(coding|code|work|programming|implementation|project) ?(period|phase|time)?"

OCCASIONS: tuple[Occasion, ...] = (
    _occasion("organisation-applications-close", rf"\borg\w* (appl\w*|registr\w*)[^?]*{_CLOSE}", rf"{_CLOSE}[^?]*\bfor (org\w*|mentoring org)"),
    _occasion("organisation-applications-open", rf"\borg\w* (appl\w*|registr\w*)"),
    _occasion("midterm-evaluations-close midterm-evaluations midterm-evaluations-open", r"mid ?-?term\w*[^?]*(clos|due|deadline|end)", rf"{_CLOSE}[^?]*mid ?-?term"),
    _occasion("midterm-evaluations-open midterm-evaluations midterm-evaluations-close", r"mid ?-?term", r"first evaluation", r"phase 1"),
    _occasion("mentor-final-evaluations-due mentor-final-evaluations", r"mentors?[^?]*final eval", r"final eval[^?]*mentor"),
    _occasion("extended-final-submission extended-coding extended-mentor-evaluations", r"extend"),
    _occasion("final-submission final-week coding-ends work-period", r"final (submission|work|week|product|evaluation|eval)", r"submit (the|my|our|your)? ?(final|work|code)", r"final[^?]*submi"),
    _occasion("results-announced", r"(final )?results?\b[^?]*", r"who passed", r"pass(ed)? or fail"),
    _occasion("community-bonding", r"bonding"),
    _occasion("contributors-announced projects-announced interns-announced selections-due", r"(accepted|selected|chosen|successful)[^?]*", r"(announce\w*|know|hear|told|notified|find out)[^?]*(accepted|selected|contributors?|students?|projects?|applicants?|interns?|got in|selection)", r"selection(s)? (result|announce)", r"get(s)? in\b", r"(contributors?|students?|projects?|applicants?|interns?)[^?]*announce", r"acept|ausgewahlt|akzeptiert|принят"),
    _occasion("organisations-announced orgs-announced", r"(org\w*|ideas?)[^?]*(announce\w*|publish\w*|list\w*|out\b|reveal\w*)", r"announce\w*[^?]*(org\w*|ideas?)"),
    _occasion("contributor-applications-open initial-applications-open", rf"{_APPLY}[^?]*{_OPEN}(?![^?]*{_CLOSE})", rf"{_OPEN}[^?]*{_APPLY}(?![^?]*{_CLOSE})", r"when can i (apply|submit)", r"start applying"),
    _occasion("contributor-applications-close final-applications-close initial-applications-close", rf"{_APPLY}[^?]*{_CLOSE}", rf"{_CLOSE}[^?]*{_APPLY}", rf"^{_APPLY}( (deadline|dates?|period|phase|window))?$"),
    _occasion("coding-ends final-submission final-week work-period", rf"{_CODE}[^?]*{_CLOSE}", rf"{_CLOSE}[^?]*{_CODE}", r"(gsoc|summer|program|it|programme) (end|finish|over)\w*", r"end of (the )?(summer|coding|program|gsoc|project)"),
    _occasion("coding-begins work-period internship", rf"{_CODE}[^?]*{_OPEN}", rf"{_OPEN}[^?]*{_CODE}", r"\bcoding\b", r"coding (period|phase)", r"(gsoc|summer|program|programme|internship) (start|begin)\w*"),
    _occasion("discussion-period", r"discussion", r"talk to (the )?(mentors?|org)"),
    _occasion("proposal-rankings-due slot-requests-due", r"rank|slots?\b"),
    _occasion("selections-due", r"selections? due"),
    _occasion("contributor-applications-close final-applications-close initial-applications-close", rf"{_CLOSE}", r"how (long|much time|many days)[^?]*(left|remain|have|until)", _APPLY),
)  # fmt: skip
"""In the order in which they are tried; the first that fits is the one asked for."""

ASKS_FOR_DATE = re.compile(
    r"\b(deadlines?|due dates?|timeline|schedule|key dates|important dates|dates?|when (does|do|is|are|will|can|did|should)"
    r"|how (long|much time|many (days|weeks))[^?]*(left|remain|until|till)|last (day|date)|until when|by when|since when"
    r"|too late to apply|start of coding|closing date|cut ?-?off"
    r"|cuando|quand|wann|quando|когда|kab|fecha limite|date limite|frist|prazo|дедлайн|срок)\b"
)
"""Folded text that asks for a moment in time."""


def keys_of(text: str) -> Keys:
    """Milestone keys that the words ask for, the one asked for first; empty for no particular one."""
    plain = " ".join(fold(text[:1_000]).split())
    return next((o.keys for o in OCCASIONS if o.wording.search(plain)), ())


def dates_of(keys: Keys, home: Organisation) -> tuple[PageDate, ...]:
    """The page's own dates under the keys, in the keys' order."""
    by_key = {date.key: date for date in home.dates}
    return tuple(by_key[key] for key in keys if key in by_key)
