"""Several files as one page: a folder in which every idea has a file of its own; pure."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

from bot.errors import UserError
from bot.importer.findings import Imported, LeftOut, PageFacts

_NO_IDEA = "no idea was found in this file"


def together(name: str, pages: Sequence[tuple[str, Imported | UserError]]) -> Imported:
    """All ideas of several files, and what any of the files says beyond ideas.

    Args:
        name: what they are called together.
        pages: each file's name with what was understood of it, or why nothing was.

    Raises:
        UserError: no file has an idea; the sentence names what was wrong with the first ones.
    """
    read = [(file, page) for file, page in pages if isinstance(page, Imported)]
    if not read:
        whys = "; ".join(str(page) for _, page in pages[:3]) or "the folder holds no files to read"
        raise UserError(f"{name}: no idea was found in it: {whys}")
    left_out = [
        replace(each, reason=f"{each.reason} (in {file})") for file, page in read for each in page.left_out
    ] + [LeftOut(file, 1, _NO_IDEA) for file, page in pages if isinstance(page, UserError)]
    forms = dict.fromkeys(page.form for _, page in read)
    ideas = tuple(chain.from_iterable(page.ideas for _, page in read))
    return Imported(name, " and ".join(forms), ideas, tuple(left_out), _facts([page.page for _, page in read]))


def _facts(pages: Sequence[PageFacts]) -> PageFacts:
    """What the files say beyond ideas; what only one can say is the first one's."""
    return PageFacts(
        year=next((page.year for page in pages if page.year), None),
        intro=" ".join(page.intro for page in pages if page.intro),
        languages=tuple(dict.fromkeys(chain.from_iterable(page.languages for page in pages))),
        contacts=tuple({link.url: link for page in reversed(pages) for link in reversed(page.contacts)}.values())[
            ::-1
        ],
        how_to_ask=next((page.how_to_ask for page in pages if page.how_to_ask), None),
        apply=next((page.apply for page in pages if page.apply), ()),
        propose=next((page.propose for page in pages if page.propose), ()),
        answers=tuple({each.topic: each for page in reversed(pages) for each in page.answers}.values())[::-1],
        dates=tuple(chain.from_iterable(page.dates for page in pages)),
    )
