"""Other names of ideas that a maintainer accepted from searches: a YAML file for review, one entry after another."""

from datetime import date
from pathlib import Path

import yaml

from bot.counts import Unmatched
from bot.errors import Fault, SetupError
from bot.files.disk import reason, shown, write_text

HEAD = """\
# Names under which people searched in vain for an idea, accepted by those who run the bot. Nothing is found by them yet:
# review them, add those that are right to the idea's `aliases` in organisations/, and remove them here.
"""


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

    def add(self, unmatched: Unmatched, day: date) -> None:
        """Write one behind the others, unless it stands there.

        Raises:
            SetupError: the file cannot be read or written.
        """
        before = self._read()
        entry = {"page": unmatched.page, "idea": unmatched.idea, "alias": unmatched.words}
        if any(entry.items() <= each.items() for each in _entries(before, self.name)):
            return
        told = entry | {"searched": unmatched.number, "accepted": day}
        write_text(self._path, before + yaml.safe_dump([told], allow_unicode=True, sort_keys=False))

    def _read(self) -> str:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            return self._path.read_text("utf-8") if self._path.exists() else HEAD
        except OSError as error:
            raise SetupError([Fault(self.name, "", f"cannot be read: {reason(error)}")]) from error
        except UnicodeError as error:
            raise SetupError([Fault(self.name, "", "is no text in UTF-8")]) from error


def _entries(text: str, name: str) -> list[dict[str, object]]:
    """What stands in the file.

    Raises:
        SetupError: it is no list of entries, so nothing can be written behind them.
    """
    try:
        found = yaml.safe_load(text) or []
    except yaml.YAMLError as error:
        raise SetupError([Fault(name, "", "is no YAML; mend it, or move it away")]) from error
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise SetupError([Fault(name, "", "holds no list of entries; mend it, or move it away")])
    return found
