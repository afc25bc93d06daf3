"""Comments in the source of a page, `<!-- … -->`: where they stand, and the ideas that people have put away in them."""

from collections.abc import Iterator

OPENING, CLOSING = "<!--", "-->"


def comments_in(text: str) -> Iterator[tuple[int, int]]:
    """`(start, end)` of every comment, marks and all; one sweep, also where none is ever closed."""
    at = text.find(OPENING)
    while at >= 0:
        end = text.find(CLOSING, at + len(OPENING))
        if end < 0:
            return
        yield at, end + len(CLOSING)
        at = text.find(OPENING, end)


def without_comments(text: str) -> str:
    """The text with only the line ends of its comments."""
    kept, at = [], 0
    for start, end in comments_in(text):
        kept += [text[at:start], "\n" * text.count("\n", start, end)]
        at = end
    return "".join([*kept, text[at:]])


def put_away(text: str, longest: int) -> Iterator[tuple[int, str]]:
    """`(line, inner text)` of the comments that go over several lines, as long as all together are not too long."""
    line, at = 1, 0
    for start, end in comments_in(text):
        line += text.count("\n", at, start)
        at = start
        inner = text[start + len(OPENING) : end - len(CLOSING)]
        longest -= len(inner)
        if longest < 0:
            return
        if inner.strip().count("\n"):
            yield line, inner
