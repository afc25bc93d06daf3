"""What moderators hear of their room's settings: how they stand, where each comes from, and what was changed."""

from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from bot.markup import Markup, clean, entries, filled, instead, joined, later, lines, strong, text
from bot.phrasing.names import listed, typed
from bot.phrasing.times import moment
from bot.settings.chosen import Setting
from bot.settings.room import Notice, RoomSettings
from bot.settings.typed import NONE, shown, written
from bot.tongue import _

EXAMPLES = {
    "organisations": "qemu-2023, criu",
    "programme": "gsoc-2026",
    "audience": "applicants, mentors",
    "lead_times": "7 d, 1 d",
    "quiet": "22:00-07:00",
    "zone": "Europe/Berlin",
    "prefix": "?",
    "style": "compact",
    "language": "de",
    "threads": "always",
    "long_lists": "direct",
    "choices": "anybody",
    "moderators_only": "remind, calendar",
}
"""What one may type for each setting."""

_NOTHING = {
    "organisations": "all",
    "style": "by who is in the room",
    "prefix": "as everywhere",
    "moderators_only": "no command",
}
"""What nothing means, where it does not mean nothing."""

BY_DEFAULT = RoomSettings(room="!any")
"""What holds where nobody set anything."""

_UTC = ZoneInfo("UTC")


def overview(
    room: RoomSettings,
    configured: RoomSettings | None,
    chosen: Mapping[str, Setting],
    names: Sequence[str],
    prefix: str,
) -> Markup:
    """How a room is set: what was set here, what comes from elsewhere, and what holds by default.

    Args:
        room: what holds.
        configured: what the configuration says of the room; None where it says nothing.
        chosen: what was set in the room, by name.
        names: the settings to tell, in their order.
        prefix: what commands begin with here.
    """
    here = [name for name in names if name in chosen]
    origins = {name: origin(name, room, configured, chosen) for name in names}
    others = [name for name in names if name not in chosen and origins[name]]
    plain = [name for name in names if name not in chosen and not origins[name]]
    first = _("Set in this room:") if here else _("Nothing is set in this room.")
    ends = filled(_("{change} changes one, {back} takes it back."), **_commands(prefix, (here or names)[0]))
    return lines(
        [
            text(first),
            entries(_row(name, room, origins[name]) for name in here),
            entries(_row(name, room, origins[name]) for name in others),
            later(filled(_("By default: {settings}."), settings=_several(plain, room))) if plain else "",
            ends,
        ]
    )


def origin(name: str, room: RoomSettings, configured: RoomSettings | None, chosen: Mapping[str, Setting]) -> str:
    """Where a setting comes from, in words; empty where nobody set it.

    Args:
        name: of the setting.
        room: what holds.
        configured: what the configuration says of the room; None where it says nothing.
        chosen: what was set in the room, by name.
    """
    if name in chosen:
        return _("set by {who} on {day}").format(who=chosen[name].by, day=moment(chosen[name].at.date(), _UTC))
    if configured and name in configured.model_fields_set:
        return _("from the configuration file")
    if name == "style" and room.style is not None:
        return _("guessed from who is in the room")
    return ""


def one(name: str, room: RoomSettings, told: str, prefix: str) -> Markup:
    """One setting, what it means and what one may type.

    Args:
        name: of the setting.
        room: what holds.
        told: where it comes from; empty for the default.
        prefix: what commands begin with here.
    """
    means = RoomSettings.model_fields[name].description or ""
    example = typed(prefix, f"set {shown(name)} {EXAMPLES[name]}")
    row = _row(name, room, told or _("by default")) + "."
    return lines([row, text(means), filled(_("For example: {command}"), command=example)])


def changed(name: str, before: str, after: str, prefix: str) -> Markup:
    """A setting is another one from now on; `before` and `after` as they are kept, `prefix` as it is then."""
    setting, now, then = strong(shown(name)), strong(meaning(name, after)), meaning(name, before)
    told = _("From now on in this room, {setting}: {after}. It was: {before}.")
    if before == after:
        told = _("In this room it stays, whatever the configuration says, {setting}: {after}.")
    back = filled(_("{command} takes that back."), command=typed(prefix, f"unset {shown(name)}"))
    return joined([filled(told, setting=setting, after=now, before=then), back])


def taken_back(name: str, configured: RoomSettings | None) -> Markup:
    """What was set in the room no longer holds, but what the configuration says of it, if that says anything."""
    after = written(getattr(configured or BY_DEFAULT, name))
    told = _("From now on as by default, {setting}: {after}.")
    if configured and name in configured.model_fields_set:
        told = _("From now on as the configuration says, {setting}: {after}.")
    return filled(told, setting=strong(shown(name)), after=strong(meaning(name, after)))


def not_set(name: str, now: str, told: str) -> str:
    """There is nothing to take back."""
    where = told or _("by default")
    return _("Nobody has set “{setting}” in this room. It is {value}, {origin}.").format(
        setting=shown(name), value=meaning(name, now), origin=where
    )


def set_what(names: Sequence[str], prefix: str) -> str:
    """No setting was named."""
    known = listed(map(shown, names)).plain
    return _("What shall I set? Write {example}. There are {settings}.").format(
        example=f"{prefix}set {shown(names[0])} {EXAMPLES[names[0]]}", settings=known
    )


def unset_what(prefix: str) -> str:
    """No setting was named."""
    return _("What shall be as it was? Write {example}; {list} tells what is set.").format(
        example=f"{prefix}unset style", list=f"{prefix}settings"
    )


def not_in_direct(name: str, names: Sequence[str]) -> str:
    """A setting that only rooms of several have."""
    known = listed(map(shown, names)).plain
    return _("{setting} is about a room: type it there. In a conversation of two there are {settings}.").format(
        setting=shown(name).capitalize(), settings=known
    )


def meaning(name: str, kept: str) -> str:
    """A value as people read it, from how it is kept: 'all' for no organisations in particular."""
    return clean(_NOTHING.get(name, NONE) if kept == NONE else kept)


def _row(name: str, room: RoomSettings, told: str) -> Markup:
    return strong(shown(name)) + f": {_value(name, room)} ({told})"


def _several(names: Sequence[str], room: RoomSettings) -> Markup:
    rows = [f"{shown(name)} {_value(name, room)}" for name in names]
    return instead("; ".join(rows), "; ".join(rows))


def _value(name: str, room: RoomSettings) -> str:
    value = getattr(room, name)
    if isinstance(value, Notice):
        return _notice(value)
    if isinstance(value, bool):
        return "yes" if value else "no"  # as it is typed, in every language
    return meaning(name, written(value))


def _notice(notice: Notice) -> str:
    """'ends 1 d'."""
    return ", ".join(f"{kind} {written(leads)}" for kind, leads in notice if leads) or NONE


def _commands(prefix: str, name: str) -> dict[str, Markup]:
    example = typed(prefix, f"set {shown(name)} {EXAMPLES[name]}")
    return {"change": example, "back": typed(prefix, f"unset {shown(name)}")}
