"""What `mentorix catalogue accept-aliases` does: names that maintainers accepted go into the catalogue's files."""

from collections.abc import Iterator
from pathlib import Path

from bot.catalogue.aliases import with_alias
from bot.errors import SetupError, UserError
from bot.files.catalogue import ORGANISATIONS
from bot.files.disk import shown, write_text
from bot.files.suggestions import Suggested, Suggestions


def accept(suggestions: Path, catalogue: Path) -> Iterator[str]:
    """Take names over, each told in a line; those that only a person can take over stay where they are.

    Args:
        suggestions: the file of accepted names.
        catalogue: the catalogue's folder, whose files are changed.

    Raises:
        UserError: there is no such file.
        SetupError: a file cannot be read or written.
    """
    if not suggestions.is_file():
        raise UserError(f"there is no file {shown(suggestions)}: no name was accepted yet")
    file = Suggestions(suggestions)
    left: list[Suggested] = []
    for each in file.all():
        path = catalogue / ORGANISATIONS / f"{each.page}.yaml"
        if _taken_over(path, each):
            yield f"{shown(path)}: “{each.alias}” is another name of {each.idea} now"
        else:
            left.append(each)
            yield f"{shown(path)}: add “{each.alias}” to the aliases of {each.idea} by hand"
    file.keep(left)


def _taken_over(path: Path, suggested: Suggested) -> bool:
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeError):
        return False
    if (edited := with_alias(text, suggested.idea, suggested.alias)) is None:
        return False
    try:
        write_text(path, edited)
    except SetupError:
        return False
    return True
