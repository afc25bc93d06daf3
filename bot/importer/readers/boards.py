"""Boards of cards as Trello exports them: each card names its list by an id."""

from collections.abc import Mapping
from typing import TypeGuard


def told(value: object) -> object:
    """A board as its lists with their cards, without what was put away; other values as they stand."""
    if not _is_board(value):
        return value
    cards = [card for card in value["cards"] if isinstance(card, Mapping) and not card.get("closed")]
    lists = [column for column in value["lists"] if isinstance(column, Mapping) and not column.get("closed")]
    return {
        "title": value.get("name"),
        "lists": [
            {"title": column.get("name"), "cards": [card for card in cards if card.get("idList") == column.get("id")]}
            for column in lists
        ],
    }


def _is_board(value: object) -> TypeGuard[Mapping[str, list[object]]]:
    return isinstance(value, Mapping) and all(isinstance(value.get(key), list) for key in ("cards", "lists"))
