"""Programming and markup languages that words name, under their usual names."""

import re
from collections.abc import Iterator

_NAMES: dict[str, str] = {
    "C": r"C(?:99|11|17|89)?(?![+#\w.'\u2019/&-]|\s*[+#])"
    r"|C(?=/C\+\+|/C#|-(?:programming|language|code|API))|C(?=/(?!C\b)\w)|ANSI C",
    "C++": r"C\+\+(?:\d\d)?|cpp|Cxx",
    "C#": r"C#|C Sharp|csharp",
    "Objective-C": r"Objective[- ]?C",
    "Go": r"Golang|Go(?![- ]to\b|od|[- ]ahead|\s+(?:through|over|for|beyond|further|and see)\b)",
    "Rust": r"Rust",
    "Python": r"Python ?[23]?(?:\.\d+)?|CPython|PyQt\d?",
    "JavaScript": r"Java[ -]?script|JS|ES6|ECMAScript|Node ?js|\w+\.js",
    "TypeScript": r"Type[ -]?[Ss]cript|TS",
    "Java": r"Java(?![- ]?script)(?: ?(?:SE|EE|\d{1,2}))?",
    "Kotlin": r"Kotlin",
    "Swift": r"Swift",
    "Scala": r"Scala",
    "Clojure": r"Clojure(?:script)?",
    "Groovy": r"Groovy",
    "Ruby": r"Ruby",
    "PHP": r"PHP ?\d?",
    "Perl": r"Perl ?[56]?",
    "Raku": r"Raku",
    "R": r"R(?![\w&/'\u2019+.-])(?! ?&)",
    "Julia": r"Julia",
    "MATLAB": r"Matlab",
    "Octave": r"Octave",
    "Fortran": r"Fortran(?: ?\d\d)?",
    "Haskell": r"Haskell",
    "OCaml": r"O'?Caml",
    "Occam": r"Occam",
    "Coq": r"Coq",
    "Lean": r"Lean ?4",
    "Agda": r"Agda",
    "Erlang": r"Erlang",
    "Elixir": r"Elixir",
    "Elm": r"Elm",
    "F#": r"F#",
    "Lua": r"Lua(?:JIT)?",
    "Dart": r"Dart",
    "Zig": r"Zig",
    "Nim": r"Nim",
    "Ada": r"Ada",
    "D": r"D(?= (?:programming|language)|lang\b)",
    "Crystal": r"Crystal",
    "Vala": r"Vala",
    "Prolog": r"Prolog",
    "Scheme": r"Scheme",
    "Racket": r"Racket",
    "Common Lisp": r"Common Lisp",
    "Emacs Lisp": r"Emacs[- ]?Lisp|elisp",
    "Lisp": r"(?<!Emacs )(?<!Emacs-)(?<!Common )Lisp",
    "Smalltalk": r"Smalltalk|Pharo",
    "Tcl": r"Tcl(?:/Tk)?",
    "Verilog": r"(?:System ?)?Verilog",
    "VHDL": r"VHDL",
    "Chisel": r"Chisel",
    "Assembly": r"Assembly|Assembler|asm",
    "Shell": r"(?<![Ee]clipse )Shell(?: scripts?| scripting)?|Bash|sh(?=,| script)",
    "PowerShell": r"PowerShell",
    "Makefile": r"Makefile",
    "SQL": r"SQL|PL/?(?:pg)?SQL",
    "SPARQL": r"SPARQL",
    "HTML": r"X?HTML ?5?|Hmtl",
    "CSS": r"CSS ?3?",
    "XML": r"XML",
    "XSLT": r"XSLT",
    "LaTeX": r"LaTeX",
    "TeX": r"(?<!La)TeX",
    "GLSL": r"GLSL",
    "HLSL": r"HLSL",
    "WGSL": r"WGSL",
    "Solidity": r"Solidity",
    "GDScript": r"GDScript",
    "QML": r"QML",
    "Delphi": r"Delphi",
    "Pascal": r"(?:Object )?Pascal",
    "Visual Basic": r"Visual Basic|VB\.NET",
    "Apex": r"Apex",
    "Idris": r"Idris",
    "PureScript": r"PureScript",
    "ReScript": r"ReScript",
    "Nix": r"Nix",
    "Modelica": r"Modelica",
    "Cython": r"Cython",
    "AppleScript": r"AppleScript",
    "COBOL": r"COBOL",
}
# Names that are also everyday words or letters count only as they are written.
_EXACT = frozenset(
    {
        "C",
        "Go",
        "R",
        "D",
        "Dart",
        "Ada",
        "Elm",
        "Lean",
        "Crystal",
        "Scheme",
        "Racket",
        "Apex",
        "Shell",
        "Nim",
        "Julia",
        "Octave",
        "Chisel",
        "Nix",
        "Assembly",
        "Swift",
        "Ruby",
        "Perl",
        "Scala",
        "Rust",
        "TypeScript",
        "Zig",
        "Vala",
        "Coq",
        "Raku",
    }
)
_RELAXED = {
    "Go": r"golang|(?<!to )go(?=[,;.)]|$)",
    "Swift": r"swift",
    "Rust": r"rust",
    "Ruby": r"ruby(?= |,|$)",
    "Perl": r"perl",
    "Scala": r"scala",
    "TypeScript": r"type[ -]?script",
    "Shell": r"shell(?= scripts?| scripting|,|/| and| or|$)|bash",
    "Assembly": r"assembly|assembler|asm",
    "Coq": r"coq",
    "Nix": r"(?<!\*)nix",
    "C": r"c(?=[,/] ?c\+\+)|c(?= programming| language)",
}
_EDGE_BEFORE, _EDGE_AFTER = r"(?<![\w.#+@-])", r"(?![\w#+])"


def _pattern(name: str, pattern: str) -> str:
    strict = pattern if name in _EXACT else f"(?i:{pattern})"
    return f"{strict}|{_RELAXED[name]}" if name in _RELAXED else strict


# The edge stands once, in front: where no word begins, none of the names is tried.
_ALL = re.compile(
    f"{_EDGE_BEFORE}(?:"
    + "|".join(
        f"(?P<L{n}>(?:{_pattern(name, words)}){_EDGE_AFTER})" for n, (name, words) in enumerate(_NAMES.items())
    )
    + ")"
)
_BY_GROUP = {f"L{n}": name for n, name in enumerate(_NAMES)}
_PLUS = re.compile(
    r"\b(?:a (?:big |huge |great |strong |nice |definite )?(?:plus|bonus|advantage)|nice[ -]to[ -]haves?"
    r"|good to (?:know|have)|(?:is|are) not (?:strictly |really )?(?:required|needed|necessary|mandatory)"
    r"|optional(?:ly)?|bonus(?! (?:task|goal|project|feature|part|item)s?\b)|plus(?=\s*:))\b",
    re.IGNORECASE,
)
_PLUS_BEHIND = re.compile(rf"(?:{_PLUS.pattern})[^:.;,\n]{{0,30}}:", re.IGNORECASE)
_PART = re.compile(r"(?<=[.;\n])\s+|\n|;|\.\s")
_CLAUSE = re.compile(
    r",(?=[^,.;\n()]{0,80}\b(?:is|are|would be)\b)|,(?=[^,;\n()]{0,60}\([^()\n]{0,120}\))"
    r"|(?<=\)),"
)
_ASIDE = re.compile(r"\(([^()\n]{1,300})\)")
_BACK = re.compile(r"\b(?:it|this|that|these|those|them|each|both|all)\b", re.IGNORECASE)
_OF_ITS_OWN = 5  # words
_CLAIMED = re.compile(
    r"\b(?:knowledge (?:of|in|with)|experience (?:in|with|of)|proficien(?:cy|t) (?:in|with)|familiar(?:ity)? with"
    r"|(?:fluen(?:t|cy)|at home|comfortable|confident|versed|skilled|skills?) (?:in|with)"
    r"|(?:requires?|(?<!no )(?<!the )[Nn]eeds?(?! of\b))(?: good| strong| solid| some| basic)?)\s+([^.;\n]{1,100})"
)
_CLAIMED_BEFORE = re.compile(r"\b((?:[\w+#]+\s){0,2}[\w+#]+)\s+(?:skills|knowledge|programming skills|experience)\b")
_CLAIMED_FIRST = re.compile(
    r"(?:^|(?<=[.;]\s)|\n)([^.;\n]{1,60}?)\s(?:(?:is|are|would be|will be) (?:needed|required|necessary|fine|enough)"
    r"|(?:would|will) do)\b"
)  # what a sentence begins with: 'C++ is needed'
_CLAIMS = (_CLAIMED, _CLAIMED_BEFORE, _CLAIMED_FIRST)
_LIST = re.compile(r"\s*[,/&;|]\s*|\s+(?:\+|and|or)\s+")
_SHORT_LIST = 80


def named_in(words: str) -> tuple[str, ...]:
    """Languages in the order in which the words name them."""
    found: dict[str, None] = {}
    for match in _ALL.finditer(words):
        found.setdefault(_BY_GROUP[match.lastgroup or ""], None)
    return tuple(found)


def listed_in(words: str) -> tuple[str, ...]:
    """Languages of a short list that begins with one: 'Rust, MQTT'; none in what only begins with its name."""
    first = _LIST.split(words.strip(), maxsplit=1)[0].rstrip(". ")
    match = _ALL.fullmatch(first) if len(words) <= _SHORT_LIST else None
    return named_in(words) if match else ()


def only_a_plus(words: str) -> tuple[str, ...]:
    """Those which every clause that names them calls a plus; a mark before a colon speaks of what stands behind it."""
    wanted: set[str] = set()
    plus: dict[str, None] = {}
    for clause, only in _clauses(words):
        names = named_in(clause)
        if only or _PLUS.search(clause):
            plus.update(dict.fromkeys(names))
        else:
            wanted.update(names)
    return tuple(name for name in plus if name not in wanted)


def _clauses(words: str) -> Iterator[tuple[str, bool]]:
    """`(clause, only)`: whether a mark outside it calls it a plus; a bracket that calls its own a plus is apart."""
    asides: list[str] = []

    def out(found: re.Match[str]) -> str:
        apart = _PLUS.search(found[1]) and _speaks_of_its_own(found[1])
        asides.extend([found[1]] if apart else [])
        return " " if apart else found[0]

    for part in _PART.split(_ASIDE.sub(out, words)):
        mark = _PLUS_BEHIND.search(part)
        yield from ((clause, False) for clause in _CLAUSE.split(part[: mark.start()] if mark else part))
        yield part[mark.end() :] if mark else "", True
    yield from ((aside, True) for aside in asides)


def _speaks_of_its_own(aside: str) -> bool:
    """Whether a bracket speaks of more than what stands before it."""
    return (len(aside.split()) >= _OF_ITS_OWN or bool(named_in(aside))) and not _BACK.search(aside)


def claimed_in(prose: str) -> tuple[str, ...]:
    """Languages that running text asks for: 'requires strong Haskell skills'."""
    claims = sorted((m.start(1), m[1]) for sign in _CLAIMS for m in sign.finditer(prose))
    return tuple(dict.fromkeys(name for _, words in claims for name in named_in(words)))
