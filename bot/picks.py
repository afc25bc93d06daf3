"""Reactions that choose from a list: a keycap digit is its number, an arrow its next page."""

_KEYCAP = "\u20e3"
"""Combining enclosing keycap, behind a digit (Unicode, Combining Diacritical Marks for Symbols)."""

PICKS = {f"{digit}{_KEYCAP}": str(digit) for digit in range(1, 10)} | {"🔟": "10"} | dict.fromkeys("➡⏩▶", "more")
"""What each sign says in words; without variation selectors."""
