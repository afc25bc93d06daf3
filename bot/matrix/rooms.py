"""Into which rooms the bot goes, and out of which: configured, invited, put out of, left by everybody else."""

import asyncio
from collections.abc import Callable, Collection

import structlog

from bot.config import Config
from bot.errors import Refused
from bot.matrix.inbox import Event
from bot.matrix.joining import Joining
from bot.matrix.known_rooms import KnownRooms
from bot.matrix.room_state import RoomState
from bot.matrix.sync import events
from bot.whereabouts import KnownRoom

log = structlog.get_logger()


class Rooms:
    """Goes and comes.

    Args:
        config: names who may invite.
        known: the register of rooms.
        joining: acts.
        state: knows how many are in a room, and what replaces what.
        report: tells the operators something once, by a key.
    """

    def __init__(
        self,
        config: Config,
        known: KnownRooms,
        joining: Joining,
        state: RoomState,
        report: Callable[[str, str], None],
    ) -> None:
        self._config = config
        self._known = known
        self._joining = joining
        self._state = state
        self._report = report

    async def go_to(self, name: str) -> None:
        """Be in the room that a configured name leads to, also where an alias has come to lead to another room.

        A refusal is told to the operators once. A room that we were put out of is left alone.

        Raises:
            MatrixError: it did not work now.
        """
        before = self._known.place_of(name)
        try:
            room_id = await self._joining.resolved(name)
            if self._known.out(room_id) or (before and not await self._is_move(name, before, room_id)):
                return
            await self._joining.enter(room_id, name, address=name)
        except Refused as error:
            if not before:
                words = f"I cannot join {name}: {error}. Invite me there, or mend the configuration."
                self._report(f"join {name}", words)
            elif error.code != "M_NOT_FOUND":
                words = f"{name} leads to another room now, and I cannot join that one: {error}. Invite me there."
                self._report(f"move {name}", words)
            return
        if before:
            words = f"{name} leads to another room now. I speak there as configured, and no longer in {before}."
            self._report(f"moved {name} {room_id}", words)

    async def _is_move(self, name: str, before: str, room_id: str) -> bool:
        """Whether a name leads to another room than before, and that is not one that we followed it from.

        Not every alias is moved along when its room is upgraded, and an id never is.
        """
        if room_id == before or name.startswith("!"):
            return False
        if self._known.get(room_id) and await self._state.tombstone(room_id):
            return False
        return not self._known.get(before) or await self._state.predecessor(before) != room_id

    async def accept(self, room_id: str, part: Event, me: str) -> None:
        """Answer an invitation: join if the inviter or the room is in the configuration, else leave it alone."""
        stripped = events(part, "invite_state")
        inviters = {
            str(event.get("sender"))
            for event in stripped
            if event.get("type") == "m.room.member" and event.get("state_key") == me
        }
        name = self._known.name_of(room_id) or await self._named(room_id)
        if not self._is_welcome(inviters, name, self._known.out(room_id)):
            log.info("an invitation from somebody who may not invite is left alone", room=room_id)
        else:
            try:
                await self._joining.enter(room_id, name, insist=True)
            except Refused as error:
                log.warning("an invitation could not be accepted", room=room_id, why=str(error))

    def _is_welcome(self, inviters: Collection[str], name: str | None, out: KnownRoom | None) -> bool:
        """Whether to follow an invitation; back to where we were put out, not that of just anybody there."""
        if any(inviter in self._config.operators or self._config.invites.accepts(inviter) for inviter in inviters):
            return True
        return out.put_out_by in inviters if out else name is not None

    async def _named(self, room_id: str) -> str | None:
        """The configured name that leads to a room and has none yet, if there is one."""
        names = self._known.missing()
        found = await asyncio.gather(*map(self._joining.resolved, names), return_exceptions=True)
        return next((name for name, leads_to in zip(names, found, strict=True) if leads_to == room_id), None)

    async def gone(self, room_id: str) -> None:
        """We were removed, or have left. Out of a configured room that others put us out of, we stay."""
        before = self._known.get(room_id)
        if not before:
            return
        self._state.forget(room_id)
        removal = await self._joining.removal(room_id) if before.name else None
        if self._known.get(room_id) is not before:
            return  # we are back already
        if not removal:
            await self._joining.gone(room_id)
            return
        await self._known.put_out(room_id, str(removal.get("sender")))
        self._report(
            f"put out {removal.get('event_id')}",
            f"I was put out of {before.name}, and stay out until whoever did it, or somebody from whom I accept"
            " invitations, invites me again.",
        )

    async def only(self, joined: Collection[str]) -> None:
        """We are in these rooms and no others, as a first batch tells."""
        for room_id in self._known.ids() - set(joined):
            if not self._known.is_new(room_id):  # else it was joined after the batch was made
                await self.gone(room_id)

    async def leave_if_deserted(self, room_id: str) -> None:
        """Leave a room from which all others have gone, unless the configuration wants us there.

        Raises:
            MatrixError: the homeserver does not tell who is there.
        """
        if self._known.get(room_id) and not self._known.name_of(room_id) and await self._state.members(room_id) <= 1:
            log.info("everybody else has gone; leaving", room=room_id)
            await self._joining.leave(room_id, "Everybody else has gone.")
            self._state.forget(room_id)
