"""The catalogue that ships and its matcher, built once for a whole run since nothing changes them; names for ideas."""

from functools import cache
from pathlib import Path

from bot.catalogue.model import Catalogue, Idea
from bot.files import read_catalogue
from bot.matching.matcher import Matcher

FILES = Path(__file__).parent.parent / "catalogue"


@cache
def shipped() -> Catalogue:
    """The catalogue in this repository."""
    return read_catalogue(FILES)


@cache
def shipped_matcher() -> Matcher:
    """What finds things in it."""
    return Matcher(shipped())


def key_of(idea: Idea) -> str:
    """`file/idea`, as the labelled questions write it."""
    return f"{shipped().home_of(idea).id}/{idea.id}"
