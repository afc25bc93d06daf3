"""The catalogue that ships, loaded once, and names for its ideas."""

from functools import cache
from pathlib import Path

import yaml

from bot.catalogue.model import Catalogue, Idea, Organisation, Programme

FILES = Path(__file__).parent.parent / "catalogue"


@cache
def shipped() -> Catalogue:
    """The catalogue in this repository."""
    organisations = sorted((FILES / "organisations").glob("*.yaml"))
    programmes = sorted((FILES / "programmes").glob("*.yaml"))
    return Catalogue(
        organisations=tuple(Organisation.model_validate(yaml.safe_load(f.read_text("utf-8"))) for f in organisations),
        programmes=tuple(Programme.model_validate(yaml.safe_load(f.read_text("utf-8"))) for f in programmes),
    )


def key_of(idea: Idea) -> str:
    """`file/idea`, as the labelled questions write it."""
    return f"{shipped().home_of(idea).id}/{idea.id}"
