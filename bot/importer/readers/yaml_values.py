"""YAML → plain values, unless it would exhaust stack or memory: nested too deeply, or multiplied by its own aliases."""

import re

import yaml

from bot.errors import UserError

_DEEPEST = 100
_BRACKETS = re.compile(r"[\[\]{}]")
_DEEP_LINE = re.compile(r"^(?: {400}|(?:[ \t]*[-?:][ \t]+){50})", re.MULTILINE)
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_ALWAYS_FITS = 1_000_000
"""Signs that aliases may make of any page."""


def value_of(text: str) -> object | None:
    """What the text says; None where its nesting could exhaust the stack of the C library, which cannot be caught.

    Raises:
        UserError: aliases make a multiple of the page of it; or an alias stands within what it names.
        yaml.YAMLError: it is no YAML.
    """
    if _too_deep(text):
        return None
    loader = _LOADER(text)
    try:
        root = loader.get_single_node()
        if root is None:
            return None
        _refuse_multiplied(root, max(_ALWAYS_FITS, 4 * len(text)))
        value: object = loader.construct_document(root)
        return value
    finally:
        loader.dispose()


def _too_deep(text: str) -> bool:
    depth = 0
    for sign in _BRACKETS.finditer(text):
        depth += 1 if sign[0] in "[{" else -1
        if depth > _DEEPEST:
            return True
    return bool(_DEEP_LINE.search(text))


def _refuse_multiplied(root: yaml.Node, most: int) -> None:
    """Counts all signs and values as if aliases were written out, before anything is made of them."""
    left, waiting = most, [root]
    while waiting:
        node = waiting.pop()
        left -= 1
        if isinstance(node, yaml.ScalarNode):
            left -= len(node.value)
        elif isinstance(node, yaml.MappingNode):
            waiting += (part for pair in node.value for part in pair)
        elif isinstance(node, yaml.SequenceNode):
            waiting += node.value
        if left < 0:
            raise UserError("the aliases in this data make far more of it than it says; write it out")
