"""Which command answers a plain sentence, and which field of an idea it asks for; pure.

Only the wording is looked at here; whether an idea or a person is really meant is for the matcher to say.
"""

import re

from bot.matching.dates import ASKS_FOR_DATE
from bot.matching.normalise import fold
from bot.matching.verdict import Aspect, Wish

_ASPECTS: tuple[tuple[Aspect, str], ...] = (
    (Aspect.MENTORS, r"\bwho('s| is| are| will| would| can| could)? (the )?(mentor|supervis|guid|responsible|in charge|behind|lead)\w*|\bmentor(s|ed)? (of|for|by|is|are|name)|\b(any|has|have) (a )?mentors?\b|\bwhose project|quien (es|mentor|dirige|guia)|qui (encadre|est le mentor|supervise)|wer (betreut|ist|leitet)|quem (e|orienta|mentora)|кто (ментор|руководит|ведет|курирует)|mentor kaun|kaun mentor|ka mentor"),
    (Aspect.CONTACT, r"\bwhere (do|can|should|could|to|would) ?(i|we|one)? ?(ask|write|talk|reach|discuss|go with|send)|\bwho(m)? (do|can|should|to|could|would) ?(i|we)? ?(ask|contact|talk|write|email|e-mail|reach|ping|approach|message)|how (do|can|should|to) ?(i|we)? ?(contact|reach)|mailing list|contact (person|for|details)"),
    (Aspect.SIZE, r"\bhow (many|much) (hours|time|weeks)|\bhow (long|big|large) (is|does|will|would|of)|\b(size|length|duration|hours) (of|for)\b|\bwhat size\b|cuantas horas|combien d.?heures|wie viele stunden|wie lange|quantas horas|сколько часов|kitne (ghante|hours)"),
    (Aspect.LEVEL, r"\bhow (hard|difficult|easy|tough|complex|advanced)|\b(difficulty|skill level|level) (of|for|is|level)|\bwhat (level|difficulty)|\b(too|very) (hard|difficult)\b|que tan dificil|wie schwer|quelle difficulte|насколько сложн|kitna (mushkil|hard)"),
    (Aspect.LANGUAGES, r"\b(which|what) (programming )?languages?|\bprogramming language|\blanguages? (of|for|is|are|used|needed|required)|\bwritten in\b|do i need (to know )?\w+ for|que lenguaje|quel langage|welche (programmier)?sprache|qual linguagem|на каком языке|kaunsi language"),
    (Aspect.STATUS, r"\b(is|are|was) .*\b(still )?(open|available|taken|free|active|up for grabs|suspended|possible|alive)\b|\bstill (open|available|free|active|possible)|\balready (taken|done|assigned)|\bstatus\b|noch (offen|frei)|sigue (abierto|disponible)|encore (ouvert|disponible|libre)|ainda (aberto|disponivel)|еще (открыт|доступ)"),
)  # fmt: skip
_ASPECT_PATTERNS = tuple((aspect, re.compile(text)) for aspect, text in _ASPECTS)

_PROPOSE = re.compile(
    r"\b(my|our|your|an?|his|her) ?own (project |gsoc )?(ideas?|projects?|proposals?|topics?)\b|\bown ideas?\b"
    r"|\b(propose|suggest|submit|pitch|bring|come up with) (my|our|a|an|some|new|something|other|another|different)\b[^?]*(idea|project|topic|own|new|else|list)"
    r"|\bcustom (idea|project|topic)|\b(not|isnt|isn.t) (on|in) (the|your) list|\bidea of (my|our) own|\bnew idea\b"
    r"|propia idea|idea propia|propre idee|eigene[ns]? (idee|vorschlag|projekt)|propria ideia|ideia propria|свою идею|apna idea"
)
_APPLY = re.compile(
    r"\bhow (do|can|to|should|does|would|could) ?(i|we|one|you|someone|students?)? ?(best )?(apply|get (in|started|involved|accepted|selected)|join|participate|start|sign up|register|take part|begin|enrol\w*|become|submit)\b"
    r"|\bapplication (process|procedure|form|steps?|template|guidelines?|requirements?)|\bsteps? (to|for|of) (apply|application|appl\w+)|\bapply(ing)? (to|for|at|with|process)\b"
    r"|\bwant to apply\b|\bwhere (do|can|should) (i|we) (apply|submit|sign up|register)|\bprocess (of|for) (applying|application)|\bsubmit (a|my|the) proposal|\brequirements? (to|for) (apply|application)"
    r"|como (puedo )?(aplicar|postular|me inscribo|participar|candidatar)|comment (postuler|candidater|participer)|wie (bewerbe|kann ich mich bewerben)|как (подать|участвовать)|kaise apply|apply kaise"
)
_IDEAS = re.compile(
    r"\b(which|what|any|list|show|all|some|other|are there|suggest|recommend|find|give)\b[^?.]*\b(projects|ideas|ones|topics|tasks)\b"
    r"|\b(projects|ideas|topics) (in|for|with|that|about|using|which|on|from|of|by|without|under)\b|^(projects|ideas)\b|\banything (in|for|with|easy|small|about)\b"
    r"|\bsomething (easy|small|short|for beginners?|in)\b|\b(a|an|the|one|any) (easy|easiest|beginner|simple|simplest|small|smallest|short|hard|hardest)[^?.]*(project|idea|one|task)\b"
    r"|que (proyectos|ideas)|quels? (projets?|idees)|welche (projekte|ideen)|quais (projetos|ideias)|какие (проекты|идеи)|kaun se project|kaunse project|i only know"
)
_HELP = re.compile(
    r"^(help|commands?|what can you do|what do you (do|know)|how do(es)? (you|this|the bot) work|who are you|usage|menu|ayuda|aide|hilfe|ajuda|помощь|madad)\b"
)
_MENTORS_OF = re.compile(
    r"\b(does|do|is|are|what|which|whats)\b[^?.]*\b(mentor(ing|s)?|supervis(e|es|ing))\b\s*[?.!]*$|\b(projects?|ideas?)\b.{0,20}\b(of|by|from|mentored by|with)\b"
)

_LOG_LINE = re.compile(
    r"^\s*(\[?\s*\d+[.:]\d+|\d{4}-\d\d-\d\d[t ]\d\d:|\w{3} +\d+ \d\d:\d\d:\d\d|at [\w.$]+\(|file \".*\", line \d+|traceback \(|#\d+ +0x|0x[0-9a-f]{6,}|\$ |> |>>> |error(\[\w+\])?:|warning:|warn\b|info\b|debug\b|fatal\b|fatal:|e: |make(\[\d+\])?: |diff --git|@@ |[+-]{3} )",
    re.MULTILINE,
)
_LOG_SIGN = re.compile(
    r"traceback \(most recent|segmentation fault|core dumped|stack trace|undefined reference to|no such file or directory"
    r"|permission denied|exit (code|status) \d|command not found|\b\w+(error|exception): |kernel panic|call trace:|panic:"
    r"|\b0x[0-9a-f]{6,}\b|\b\d\d:\d\d:\d\d[.,]?\d*\b|\bpid[ =:]\d+|errno|^\+{3} |\bfailed with\b|\[\s*\d+\.\d{4,}\]|line \d+, in |:\d+:\d+: (error|warning)"
)


def is_log(text: str) -> bool:
    """Whether the text is pasted output rather than something a person says."""
    plain = fold(text[:4_000])
    lines = plain.count("\n") + 1
    signs = len(_LOG_SIGN.findall(plain))
    return (
        signs >= 2
        or (signs >= 1 and lines >= 2)
        or (signs >= 1 and len(_LOG_LINE.findall(plain)) >= 1)
        or len(_LOG_LINE.findall(plain)) >= 3
    )


def aspect_of(text: str) -> Aspect | None:
    """The field of an idea that is asked for."""
    plain = fold(text[:1_000])
    return next((aspect for aspect, pattern in _ASPECT_PATTERNS if pattern.search(plain)), None)


def asks(text: str) -> set[Wish]:
    """Every command whose wording the sentence has."""
    plain = " ".join(fold(text[:1_000]).replace("'", "").split())
    found = {
        Wish.PROPOSE: _PROPOSE, Wish.APPLY: _APPLY, Wish.DEADLINE: ASKS_FOR_DATE, Wish.IDEAS: _IDEAS, Wish.HELP: _HELP,
    }  # fmt: skip
    return {wish for wish, pattern in found.items() if pattern.search(plain)}
