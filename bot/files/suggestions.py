"""Other names of ideas that a maintainer accepted from searches: a YAML file for review, one entry after another."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from bot.counts import Unmatched
from bot.errors import Fault, SetupError
from bot.files.disk import reason, shown, write_text

HEAD = """\
# Names under which people searched in vain for an idea, accepted by those who run the bot. Nothing is found by them yet:
# look them through and delete what is wrong; `mentorix catalogue accept-aliases` then takes the others into the catalogue.
"""


class Suggested(BaseModel):
    """One name.

    Attributes:
        page: the id of the page with the idea.
        idea: the idea's id.
        alias: the name.
        searched: how often it was searched for until then.
        accepted: when it was accepted.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    page: str
    idea: str
    alias: str
    searched: int
    accepted: date


class Suggestions:
    """The file.

    Args:
        path: made when it is needed.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    @property
    def name(self) -> str:
        """How people find it."""
        return shown(self._path)

    def all(self) -> list[Suggested]:
        """What stands in it; nothing where it does not exist.

        Raises:
            SetupError: it cannot be read, or holds something else.
        """
        try:
            found = yaml.safe_load(self._read()) or []
            return [Suggested.model_validate(each) for each in found]
        except (yaml.YAMLError, ValidationError, TypeError) as error:
            raise SetupError([Fault(self.name, "", "holds no list of names; mend it, or move it away")]) from error

    def add(self, unmatched: Unmatched, day: date) -> None:
        """Write one behind the others, unless it stands there.

        Raises:
            SetupError: the file cannot be read or written.
        """
        page, idea, words = unmatched.page, unmatched.idea, unmatched.words
        if not any((each.page, each.idea, each.alias) == (page, idea, words) for each in self.all()):
            one = Suggested(page=page, idea=idea, alias=words, searched=unmatched.number, accepted=day)
            write_text(self._path, self._read() + _written([one]))

    def keep(self, left: Iterable[Suggested]) -> None:
        """Leave only these.

        Raises:
            SetupError: it cannot be written.
        """
        write_text(self._path, HEAD + _written(left))

    def _read(self) -> str:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            return self._path.read_text("utf-8") if self._path.exists() else HEAD
        except OSError as error:
            raise SetupError([Fault(self.name, "", f"cannot be read: {reason(error)}")]) from error
        except UnicodeError as error:
            raise SetupError([Fault(self.name, "", "is no text in UTF-8")]) from error


def _written(entries: Iterable[Suggested]) -> str:
    listed = [each.model_dump() for each in entries]
    return yaml.safe_dump(listed, allow_unicode=True, sort_keys=False) if listed else ""
