"""Our own loop around `/sync` (Client-Server API, 6.3), with the gaps of limited timelines filled.

The loop does nothing but read: it never waits for a send.
"""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import structlog

from bot.errors import MatrixError, Refused
from bot.matrix.inbox import Event
from bot.matrix.patience import Patience
from bot.matrix.wire import Json, Wire, path_of

POLL = 10.0
"""Seconds the homeserver may hold an empty answer back; short, so that a stalled connection is noticed soon."""

GRACE = 5.0
"""Seconds beyond that until a request counts as stalled; doubled after each stall, since catching up takes long."""

FIRST = 300.0
"""Seconds for the very first sync, which the homeserver builds from nothing."""

SAID = (
    "m.room.message",
    "m.room.encrypted",
    "m.reaction",
    "m.room.redaction",
    "m.room.tombstone",
    "m.key.verification.*",
)
"""The types of events that people send, or that change where they send them."""

_NO_SUCH_TOKEN = frozenset({"M_UNKNOWN", "M_INVALID_PARAM", "M_UNKNOWN_POS"})
LARGEST_GAP = 5_000
"""Events of one room that are read back at most."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Batch:
    """One answer of `/sync`.

    Attributes:
        token: `next_batch`.
        first: nothing was read before, so its timelines are the past.
        joined: room id → that room's part, timeline gaps not yet filled.
        invited: room id → that room's part.
        left: room ids we are no longer in.
        answer: all of it, with what it says beside the rooms.
    """

    token: str
    first: bool
    joined: Mapping[str, Mapping[str, Any]]
    invited: Mapping[str, Mapping[str, Any]]
    left: tuple[str, ...]
    answer: Mapping[str, Any] = field(default_factory=dict)


def filter_for(me: str) -> Json:
    """The sync filter: only what we use, nothing that we said ourselves."""
    timeline = {
        "types": [*SAID, "m.room.member", "m.room.encryption"],
        "not_senders": [me],
        "limit": 50,
    }
    nothing: dict[str, list[str]] = {"types": []}
    room = {
        "timeline": timeline,
        "state": {"types": ["m.room.tombstone", "m.room.encryption"], "lazy_load_members": True},
        "ephemeral": nothing,
        "account_data": nothing,
    }
    return {"presence": nothing, "account_data": nothing, "room": room}


class Sync:
    """Reads the stream of batches.

    Args:
        wire: requests as the bot.
        me: the bot's Matrix address.
    """

    def __init__(self, wire: Wire, me: str) -> None:
        self._wire = wire
        self._me = me
        self._kept_filter: str | None = None
        self._patience = Patience("sync")
        self._stalls = 0

    async def follow(self, since: str | None, handle: Callable[[Batch], Awaitable[None]]) -> None:
        """Read for ever, from a token on; `handle` returns as soon as the batch's work is queued."""
        refusals = 0
        while True:
            try:
                batch = _batch(await self._ask(since), first=since is None)
            except Refused as error:
                refusals, self._kept_filter = refusals + 1, None
                if since is not None and refusals > 1 and error.code in _NO_SUCH_TOKEN:
                    log.error("the homeserver does not know our sync position; going on from now", why=str(error))
                    since = None
                await self._patience.wait(MatrixError(str(error)))
                continue
            except MatrixError as error:
                await self._patience.wait(error)
                continue
            self._patience.well()
            refusals = 0
            await handle(batch)
            since = batch.token

    async def _ask(self, since: str | None) -> Json:
        hold = 0 if since is None or self._patience.failures else int(POLL * 1000)
        grace = FIRST if since is None else hold / 1000 + GRACE * 2 ** min(self._stalls, 5)
        sieve = self._kept_filter or await self._filter()
        path = path_of("sync", since=since, filter=sieve, timeout=hold, set_presence="offline")
        try:
            answer = await self._wire.get(path, seconds=grace)
        except MatrixError as error:
            self._stalls = self._stalls + 1 if isinstance(error.__cause__, TimeoutError) else 0
            raise
        self._stalls = 0
        return answer

    async def _filter(self) -> str:
        """Leave our filter with the homeserver, which then need not check it with each request; its id.

        See Client-Server API, "Filtering". Where it cannot be left, it is sent along as it is.
        """
        sieve = filter_for(self._me)
        try:
            kept = (await self._wire.post(path_of("user", self._me, "filter"), sieve)).get("filter_id")
        except Refused as error:
            log.info("the homeserver does not keep our filter", why=str(error))
            kept = None
        self._kept_filter = kept if isinstance(kept, str) and kept else json.dumps(sieve, separators=(",", ":"))
        return self._kept_filter

    async def missed(self, room: str, before: str, since: str, oldest: datetime) -> list[Event]:
        """What a limited timeline left out, oldest first (Client-Server API, 6.4 `/messages`).

        Args:
            room: room id.
            before: the timeline's `prev_batch`.
            since: the token of the batch before.
            oldest: by the server's clock; nothing older is wanted.
        """
        found: list[Event] = []
        wanted = json.dumps({"types": SAID, "not_senders": [self._me]})
        position: str | None = before
        patience = Patience("messages")
        while position and len(found) < LARGEST_GAP:
            query: dict[str, str | int] = {"from": position, "to": since, "dir": "b", "limit": 200, "filter": wanted}
            path = path_of("rooms", room, "messages", **query)
            try:
                page = await patience.insist(lambda path=path: self._wire.get(path))  # type: ignore[misc]
            except Refused as error:
                log.info("a gap cannot be read", room=room, why=str(error))
                break
            chunk = page.get("chunk")
            older = [event for event in chunk if isinstance(event, Mapping)] if isinstance(chunk, list) else []
            found += older
            end = page.get("end")
            more = not older or max(map(_sent, older)) > oldest.timestamp() * 1000
            position = end if more and isinstance(end, str) and end != position else None
        return found[::-1]


def _batch(answer: Json, *, first: bool) -> Batch:
    """The parts we use, with anything of a wrong shape left out."""
    token = answer.get("next_batch")
    if not isinstance(token, str) or not token:
        raise MatrixError("the answer to /sync names no next batch")
    rooms = mapping(answer.get("rooms"))
    return Batch(
        token=token,
        first=first,
        joined=_parts(rooms.get("join")),
        invited=_parts(rooms.get("invite")),
        left=tuple(_parts(rooms.get("leave"))),
        answer=answer,
    )


def _parts(value: object) -> dict[str, Mapping[str, Any]]:
    return {room: part for room, part in mapping(value).items() if isinstance(part, Mapping)}


def mapping(value: object) -> Mapping[str, Any]:
    """The value where it is an object, else an empty one."""
    return value if isinstance(value, Mapping) else {}


def events(part: Mapping[str, Any], section: str) -> list[Event]:
    """The events of a section (`timeline`, `state`, `invite_state`) of a room's part."""
    found = mapping(part.get(section)).get("events")
    return [event for event in found if isinstance(event, Mapping)] if isinstance(found, list) else []


def _sent(event: Event) -> int:
    sent = event.get("origin_server_ts")
    return sent if type(sent) is int else 0
