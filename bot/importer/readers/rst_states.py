"""docutils without what it does in vain: it makes every state that a page can be in for every list item."""

import re
from types import SimpleNamespace
from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from docutils.core import publish_doctree
from docutils.parsers.rst import Parser, states
from docutils.readers import standalone
from docutils.transforms import Transform, references

if TYPE_CHECKING:  # docutils' classes take no arguments when they run
    from collections.abc import Iterable, Mapping

    from docutils.statemachine import State

_SETTINGS: dict[str, object] = {
    "report_level": 5, "halt_level": 5, "file_insertion_enabled": False, "raw_enabled": False,
    "_disable_config": True, "input_encoding": "unicode", "warning_stream": False, "smart_quotes": False,
}  # fmt: skip
_TRANSFORMS = (
    references.Substitutions,
    references.PropagateTargets,
    references.AnonymousHyperlinks,
    references.IndirectHyperlinks,
    references.Footnotes,
    references.ExternalTargets,
    references.InternalTargets,
    references.DanglingReferences,
)
_REFERS = re.compile(r"_(?!\w)|\|")
"""Without one of these, nothing in a text refers to something else in it."""


def document(text: str) -> nodes.document:
    """The tree that docutils makes of a text, its references resolved; messages about bad markup are kept quiet."""
    reader = _Reader(_Parser(inliner=_Inliner()), refers=bool(_REFERS.search(text)))
    return publish_doctree(text, reader=reader, settings_overrides=_SETTINGS)


class _States(dict[str, "State[list[str]]"]):
    """The states of a machine by their names, each made when it is first needed."""

    def __init__(self, machine: "_Machine", kinds: "Mapping[str, type[State[list[str]]]]") -> None:
        super().__init__()
        self._machine = machine
        self._kinds = kinds

    def __missing__(self, name: str) -> "State[list[str]]":
        state = self[name] = self._kinds[name](self._machine, self._machine.debug)
        if self._machine.running:
            state.runtime_init()
        return state


class _Machine(states.NestedStateMachine):
    running = False

    def add_states(self, state_classes: "Iterable[type[State[list[str]]]]") -> None:
        self.states = _States(self, {kind.__name__: _KINDS.get(kind.__name__, kind) for kind in state_classes})

    def runtime_init(self) -> None:
        self.running = True
        super().runtime_init()


class _State(states.RSTState):
    """What the states below have in common: their transitions are put together once for each kind."""

    nested_sm = _Machine
    _known: ClassVar[dict[type, list[tuple[str, re.Pattern[str], str]]]] = {}

    def add_initial_transitions(self) -> None:
        known = self._known.get(type(self))
        if known is None:
            super().add_initial_transitions()
            made = ((name, *self.transitions[name]) for name in self.transition_order)
            self._known[type(self)] = [(name, pattern, then) for name, pattern, _, then in made]
            return
        self.transition_order = [name for name, _, _ in known]
        self.transitions = {name: (pattern, getattr(self, name), then) for name, pattern, then in known}


_KINDS = {kind.__name__: type(kind.__name__, (_State, kind), {}) for kind in states.state_classes}
_SIGNS = re.compile(r"[*`_|\\\x00]")
"""Without one of these, running text holds no markup but addresses."""


class _Inliner(states.Inliner):
    def init_customizations(self, settings: object) -> None:
        """Patterns as docutils makes them: it looks their parts up in the class itself, and finds none in ours."""
        made = states.Inliner()
        made.init_customizations(settings)
        vars(self).update(vars(made))

    def parse(
        self, text: str, lineno: int, memo: SimpleNamespace, parent: nodes.Element
    ) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Nodes of running text; what holds no sign of markup is not searched for it."""
        if _SIGNS.search(text):
            return super().parse(text, lineno, memo, parent)
        self.document, self.language, self.parent = memo.document, memo.language, parent
        self.reporter = memo.document.reporter
        return [*self.implicit_inline(text, lineno)], []

    def implicit_inline(self, text: str, lineno: int) -> list[nodes.Text]:
        """Addresses in running text, where there can be any."""
        if ":" in text or "@" in text:
            return super().implicit_inline(text, lineno)
        return [nodes.Text(text)] if text else []


class _Parser(Parser):
    def __init__(self, inliner: states.Inliner) -> None:
        super().__init__(inliner=inliner)
        self.state_classes = tuple(_KINDS.values())

    def get_transforms(self) -> list[type[Transform]]:
        return []


class _Reader(standalone.Reader):  # type: ignore[type-arg]
    def __init__(self, parser: Parser, *, refers: bool) -> None:
        super().__init__(parser)
        self._refers = refers

    def get_transforms(self) -> list[type[Transform]]:
        return list(_TRANSFORMS) if self._refers else []
