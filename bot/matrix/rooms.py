"""Which rooms the bot is in and why: configured, invited, followed after an upgrade, or left by everybody else."""

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import structlog

from bot.config import Config, RoomSettings
from bot.errors import MatrixError, Refused, StorageError
from bot.matrix.inbox import Event
from bot.matrix.patience import Patience
from bot.matrix.sync import events, mapping
from bot.matrix.wire import Wire, path_of
from bot.whereabouts import LONG_AGO, KnownRoom, RoomMemory

CLOCKS_DIFFER = timedelta(seconds=5)
"""How far our clock may be before the homeserver's for a room that we have just joined to count as new."""

log = structlog.get_logger()


class Rooms:
    """The rooms we are in.

    Args:
        wire: requests as the bot.
        config: names the rooms to join and who may invite.
        memory: where rooms are written down.
        report: tells the operators something once, by a key.
    """

    def __init__(self, wire: Wire, config: Config, memory: RoomMemory, report: Callable[[str, str], None]) -> None:
        self._wire = wire
        self._config = config
        self._memory = memory
        self._report = report
        self._known: dict[str, KnownRoom] = {}
        self._settings = {settings.room: settings for settings in config.rooms}
        self._members: dict[str, int] = {}
        self._encrypted: dict[str, bool] = {}
        self._began = datetime.now(UTC) - CLOCKS_DIFFER
        # Names of rooms about to be joined: `/sync` may list a room before the answer to our joining comes.
        self._expected: dict[str, str | None] = {}

    async def load(self) -> None:
        """Recall the rooms written down; a name that is no longer configured is only a room we are in."""
        for room in await self._memory.known_rooms():
            self._known[room.room_id] = room if room.name in self._names() else replace(room, name=None)

    def _names(self) -> list[str]:
        names = list(self._settings)
        return [*names, self._config.operators_room] if self._config.operators_room else names

    def missing(self) -> list[str]:
        """Configured names for which no room is known yet."""
        found = {room.name for room in self._known.values()}
        return [name for name in dict.fromkeys(self._names()) if name not in found]

    def settings_of(self, room_id: str) -> RoomSettings | None:
        """The configured settings of a room."""
        known = self._known.get(room_id)
        return self._settings.get(known.name) if known and known.name else None

    def id_of(self, name: str) -> str | None:
        """The room that a configured name stands for now."""
        return next((room.room_id for room in self._known.values() if room.name == name), None)

    def is_new(self, room_id: str) -> bool:
        """Whether we joined after we were started, so that even the first batch holds something new of it."""
        joined = self.joined(room_id)
        return joined is not None and joined > self._began

    def joined(self, room_id: str) -> datetime | None:
        """When we joined, by the server's clock; None for a room we do not know."""
        known = self._known.get(room_id)
        return known.joined if known else None

    async def join_configured(self, name: str) -> bool:
        """Join a configured room.

        Returns:
            Whether we are in it; a refusal is reported to the operators once.
        """
        try:
            room_id = await self._resolved(name)
            self._expected[room_id] = name
            room_id = await self._join(name, insist=False)
        except Refused as error:
            self._report(
                f"join {name}", f"I cannot join {name}: {error}. Invite me there, or mend the configuration."
            )
            return False
        await self._settle(room_id, name)
        return True

    async def accept(self, room_id: str, part: Event, me: str) -> None:
        """Answer an invitation: join if the inviter or the room is in the configuration, else leave it alone."""
        inviters = [
            str(event.get("sender"))
            for event in events(part, "invite_state")
            if event.get("type") == "m.room.member" and event.get("state_key") == me
        ]
        name = room_id if room_id in self.missing() else await self._named(room_id)
        if not name and not any(map(self._may_invite, inviters)):
            log.info("an invitation from somebody who may not invite is left alone", room=room_id)
        elif not name and any(event.get("type") == "m.room.encryption" for event in events(part, "invite_state")):
            await self._leave(room_id, "I cannot read encrypted rooms. Invite me to one without encryption, please.")
        else:
            self._expected.setdefault(room_id, name)
            try:
                await self._settle(await self._join(room_id), name)
            except Refused as error:
                log.warning("an invitation could not be accepted", room=room_id, why=str(error))

    def _may_invite(self, inviter: str) -> bool:
        return inviter in self._config.operators or self._config.invites.accepts(inviter)

    async def _resolved(self, name: str) -> str:
        """The id of a room that the configuration names by alias or id."""
        if name.startswith("!"):
            return name
        found = await self._wire.get(path_of("directory", "room", name))
        return str(found.get("room_id"))

    async def _named(self, room_id: str) -> str | None:
        """The configured alias that leads to a room, if one does."""
        for alias in (name for name in self.missing() if name.startswith("#")):
            try:
                found = await self._wire.get(path_of("directory", "room", alias))
            except MatrixError:
                continue
            if found.get("room_id") == room_id:
                return alias
        return None

    async def arrived(self, room_id: str, *, first: bool) -> None:
        """Note a room that `/sync` lists and we did not know."""
        joined = LONG_AGO if first and room_id not in self._expected else await self._join_time(room_id)
        if room_id not in self._known:  # else it was settled while we asked
            await self._remember(KnownRoom(room_id, self._expected.get(room_id), joined))

    async def gone(self, room_id: str) -> None:
        """We were removed, or have left."""
        if self._known.pop(room_id, None):
            self._members.pop(room_id, None)
            self._encrypted.pop(room_id, None)
            self._expected.pop(room_id, None)
            await self._memory.forget_room(room_id)

    async def only(self, joined: Collection[str]) -> None:
        """We are in these rooms and no others, as a first batch tells."""
        for room_id in self._known.keys() - set(joined):
            if not self.is_new(room_id):  # else it was joined after the batch was made
                await self.gone(room_id)

    async def upgraded(self, event: Event, old: str) -> None:
        """Follow a tombstone to the new room with the old one's settings (Client-Server API, 13.17).

        A replacement that does not name the old room as its predecessor is not one.
        """
        new = mapping(event.get("content")).get("replacement_room")
        before = self._known.get(old)
        name = before.name if before else None
        if not isinstance(new, str) or not new or (new in self._known and not name):
            return
        via = str(event.get("sender", "")).partition(":")[2]
        self._expected[new] = name
        try:
            await self._join(new, via=via)
            create = await self._wire.get(path_of("rooms", new, "state", "m.room.create"))
        except Refused as error:
            self._report(f"upgrade {old}", f"A room was upgraded and I cannot follow to {new}: {error}")
            return
        if mapping(create.get("predecessor")).get("room_id") != old:
            log.warning("a replacement room does not name its predecessor", room=old, replacement=new)
            await self._leave(new, "This room does not name the one it claims to replace.")
            return
        if before:
            await self._remember(replace(before, name=None))
        await self._settle(new, name)

    async def is_encrypted(self, room_id: str) -> bool:
        """Whether messages in the room are encrypted; asked of the homeserver, never assumed off.

        Where the homeserver refuses to tell, it counts as encrypted, and is asked again the next time.
        """
        if room_id not in self._encrypted:
            path = path_of("rooms", room_id, "state", "m.room.encryption")
            try:
                await Patience("state").insist(lambda: self._wire.get(path))
            except Refused as error:
                if error.code != "M_NOT_FOUND":
                    log.info(
                        "the homeserver does not tell whether the room is encrypted", room=room_id, why=str(error)
                    )
                    return True
                self._encrypted.setdefault(room_id, False)
            else:
                self.was_encrypted(room_id)
        return self._encrypted[room_id]

    def was_encrypted(self, room_id: str) -> None:
        """Encryption is on in the room, and never goes off again (Client-Server API, 11.12 `m.room.encryption`)."""
        self._encrypted[room_id] = True
        known = self._known.get(room_id)
        name = known.name if known and known.name else room_id
        self._report(f"encrypted {room_id}", f"{name} is encrypted. I cannot read it, and I say nothing there.")

    def counted(self, room_id: str, part: Event) -> None:
        """Take the member count where `/sync` gives one, else forget it when members changed."""
        summary = mapping(part.get("summary"))
        joined, invited = summary.get("m.joined_member_count"), summary.get("m.invited_member_count")
        if type(joined) is int:
            self._members[room_id] = joined + (invited if type(invited) is int else 0)
        elif mapping(part.get("timeline")).get("limited") or any(
            event.get("type") == "m.room.member" for event in events(part, "timeline")
        ):
            self._members.pop(room_id, None)

    async def members(self, room_id: str) -> int:
        """How many are in the room or invited to it."""
        if room_id not in self._members:
            path = path_of("rooms", room_id, "joined_members")
            answer = await Patience("members").insist(lambda: self._wire.get(path))
            self._members[room_id] = len(mapping(answer.get("joined")))
        return self._members[room_id]

    async def is_direct(self, room_id: str) -> bool:
        """Whether this is a conversation of two; a configured room never is."""
        known = self._known.get(room_id)
        if known and known.name:
            return False
        try:
            return await self.members(room_id) <= 2
        except MatrixError as error:
            log.info("members unknown", room=room_id, why=str(error))
            return False

    async def leave_if_deserted(self, room_id: str) -> None:
        """Leave a room from which all others have gone, unless the configuration wants us there."""
        known = self._known.get(room_id)
        if known and not known.name and await self.members(room_id) <= 1:
            log.info("everybody else has gone; leaving", room=room_id)
            await self._leave(room_id, "Everybody else has gone.")

    async def _leave(self, room_id: str, reason: str) -> None:
        try:
            await Patience("leave").insist(
                lambda: self._wire.post(path_of("rooms", room_id, "leave"), {"reason": reason})
            )
        except Refused as error:
            log.info("could not leave", room=room_id, why=str(error))
        await self.gone(room_id)

    async def _join(self, room: str, *, via: str = "", insist: bool = True) -> str:
        path = path_of("join", room, server_name=via or None, via=via or None)
        answer = await (
            Patience("join").insist(lambda: self._wire.post(path, {})) if insist else self._wire.post(path, {})
        )
        if not isinstance(room_id := answer.get("room_id"), str):
            raise MatrixError("the answer to joining names no room")
        return room_id

    async def _settle(self, room_id: str, name: str | None) -> None:
        """Write a joined room down under its configured name."""
        known = self._known.get(room_id)
        joined = known.joined if known and known.joined > LONG_AGO else await self._join_time(room_id)
        known = self._known.get(room_id)  # another may have settled it meanwhile
        name = name or (known.name if known else None)
        await self._remember(KnownRoom(room_id, name, joined))
        log.info("in room", room=room_id, name=name)

    async def _remember(self, room: KnownRoom) -> None:
        self._known[room.room_id] = room
        try:
            await self._memory.remember_room(room)
        except StorageError as error:
            log.error("a room could not be written down; it is known until the next start", why=str(error))

    async def _join_time(self, room_id: str) -> datetime:
        """When our membership began by the server's clock; now, where the server does not tell."""
        me = str(self._wire.client.user_id)
        path = path_of("rooms", room_id, "state", "m.room.member", me, format="event")
        try:
            sent = (await Patience("state").insist(lambda: self._wire.get(path))).get("origin_server_ts")
        except MatrixError:
            sent = None
        return datetime.fromtimestamp(sent / 1000, UTC) if type(sent) is int else datetime.now(UTC)
