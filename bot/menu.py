"""Finding a word on the menu: by its very name, by any of its names, or by nearly one."""

from rapidfuzz.distance import OSA

from bot.commands.command import Command

Menu = tuple[Command, ...]


def named(menu: Menu, verb: str) -> Command | None:
    """The command of that very name; aliases such as "project" begin too many sentences."""
    return next((command for command in menu if verb.casefold() == command.name), None)


def exact(menu: Menu, verb: str) -> Command | None:
    """The command of that name or alias."""
    return next((command for command in menu if verb.casefold() in command.verbs), None)


def near(menu: Menu, verb: str) -> Command | None:
    """The command whose name or alias is a slip of the finger away: one in four letters, two in seven."""
    wanted = verb.casefold()
    slips = 2 if len(wanted) >= 7 else 1 if len(wanted) >= 4 else 0
    known = [(verb, command) for command in menu for verb in command.verbs]
    distances = [OSA.distance(wanted, verb) for verb, _ in known]
    least = min(distances, default=slips + 1)
    return known[distances.index(least)][1] if least <= slips else None
