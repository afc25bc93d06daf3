"""Notebooks: the cells with text, one below the other, as Markdown."""

from collections.abc import Mapping

from bot.importer.blocks import Block
from bot.importer.readers import markdown


def is_notebook(value: object) -> bool:
    """Whether data that was read as JSON is a notebook."""
    return isinstance(value, Mapping) and "nbformat" in value and isinstance(value.get("cells"), list)


def read(value: object) -> tuple[Block, ...]:
    """Blocks of the text cells; lines are counted in the text, not in the file."""
    cells = value.get("cells") if isinstance(value, Mapping) else None
    texts = [_text(cell) for cell in cells or () if isinstance(cell, Mapping) and cell.get("cell_type") == "markdown"]
    return markdown.read("\n\n".join(texts))


def _text(cell: Mapping[object, object]) -> str:
    source = cell.get("source")
    return "".join(map(str, source)) if isinstance(source, list) else str(source or "")
