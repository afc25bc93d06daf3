"""A person's client, which shares no code, and so no mistakes, with the bot.

`Applicant` holds an account and a sync loop. Its methods are the Client-Server API's own calls under plain names;
each raises `Refused` when the homeserver says no and `aiohttp.ClientError` when it is away.
"""

import asyncio
import secrets
import time
from collections.abc import Callable, Iterable, Mapping
from types import TracebackType
from typing import Self

import aiohttp

from demo.arrivals import Arrivals, answered
from demo.calls import Event, Refused, call, path_of

_PATIENCE = 30.0
"""Seconds that waiting for somebody else takes at most, unless told otherwise."""
_FILTER = '{"presence":{"types":[]},"room":{"timeline":{"limit":100},"ephemeral":{"types":[]}}}'


class Applicant:
    """Somebody who writes in rooms and reads what comes back.

    `register` or `log_in` make one; use it as an async context manager, or `close` it.

    Attributes:
        user_id: the person's Matrix address.
        device_id: the device of this login.
        token: the access token.
        arrivals: everything that came through sync so far.
        invitations: rooms that the person was invited to, with the inviter.
    """

    def __init__(self, url: str, session: Event, *, seen: Callable[[Event], None] | None, reads: bool) -> None:
        self.url = url
        self.user_id: str = session["user_id"]
        self.device_id: str = session["device_id"]
        self.token: str = session["access_token"]
        self.arrivals = Arrivals(seen)
        self.invitations: dict[str, str] = {}
        self._http = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=90))
        self._reading = asyncio.create_task(self._read()) if reads else None

    @classmethod
    async def register(
        cls,
        url: str,
        name: str,
        password: str = "",
        *,
        seen: Callable[[Event], None] | None = None,
        reads: bool = True,
    ) -> Self:
        """Make an account and log in.

        Args:
            url: the homeserver's base address.
            name: the local part of the Matrix address.
            password: left out, a random one.
            seen: is called with every event that comes through sync.
            reads: whether to run a sync loop; a crowd of mere members needs none.
        """
        account = {"username": name, "password": password or secrets.token_urlsafe(16)}
        return await cls._entered(url, "register", {**account, "auth": {"type": "m.login.dummy"}}, seen, reads=reads)

    @classmethod
    async def log_in(
        cls,
        url: str,
        name: str,
        password: str,
        *,
        seen: Callable[[Event], None] | None = None,
        reads: bool = True,
    ) -> Self:
        """Log in to an account that exists, as a new device; arguments as for `register`."""
        body = {"type": "m.login.password", "identifier": {"type": "m.id.user", "user": name}, "password": password}
        return await cls._entered(url, "login", body, seen, reads=reads)

    @classmethod
    async def _entered(
        cls, url: str, path: str, body: object, seen: Callable[[Event], None] | None, *, reads: bool
    ) -> Self:
        async with aiohttp.ClientSession() as http:
            session = await call(http, "POST", url, path, body)
        return cls(url, session, seen=seen, reads=reads)

    async def close(self) -> None:
        """End the sync loop and the connections; account and device stay."""
        if self._reading:
            self._reading.cancel()
            await asyncio.wait([self._reading])
        await self._http.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def call(self, method: str, *segments: str, body: object = None, **query: str) -> Event:
        """Any call below `/_matrix/client/v3/`, with the path's segments as they are meant; see `demo.calls`."""
        return await call(self._http, method, self.url, path_of(*segments), body, query=query, token=self.token)

    # Rooms

    async def create_room(
        self,
        *,
        alias: str = "",
        version: str = "",
        invite: Iterable[str] = (),
        direct: bool = False,
        **options: object,
    ) -> str:
        """Make a room, public where it has an alias, else by invitation; its id.

        Args:
            alias: local part of an alias, such as 'gsoc'.
            version: the room version; left out, the homeserver's default.
            invite: Matrix addresses.
            direct: whether it is a direct message.
            **options: anything else that `/createRoom` takes.
        """
        preset = "public_chat" if alias else "trusted_private_chat" if direct else "private_chat"
        body: dict[str, object] = {"preset": preset, "is_direct": direct, "invite": list(invite)}
        body |= {"room_alias_name": alias} if alias else {}
        body |= {"room_version": version} if version else {}
        return str((await self.call("POST", "createRoom", body=body | options))["room_id"])

    async def join(self, room: str) -> str:
        """Join by id or alias; the room's id."""
        return str((await self.call("POST", "join", room, body={}))["room_id"])

    async def leave(self, room: str) -> None:
        """Leave a room."""
        await self.call("POST", "rooms", room, "leave", body={})

    async def invite(self, room: str, user_id: str) -> None:
        """Ask somebody in."""
        await self.call("POST", "rooms", room, "invite", body={"user_id": user_id})

    async def put_out(self, room: str, user_id: str, *, ban: bool = False) -> None:
        """Kick somebody out of the room, or ban."""
        await self.call("POST", "rooms", room, "ban" if ban else "kick", body={"user_id": user_id})

    async def members(self, room: str) -> set[str]:
        """The Matrix addresses of those who are in the room."""
        return set((await self.call("GET", "rooms", room, "joined_members"))["joined"])

    async def state(self, room: str, kind: str, key: str = "") -> Event:
        """The content of a piece of the room's state."""
        return await self.call("GET", "rooms", room, "state", kind, key)

    async def send_state(self, room: str, kind: str, content: Mapping[str, object], key: str = "") -> str:
        """Set a piece of the room's state; the event's id."""
        return str((await self.call("PUT", "rooms", room, "state", kind, key, body=content))["event_id"])

    async def empower(self, room: str, levels: Mapping[str, int]) -> None:
        """Give people power levels; the others keep theirs."""
        now = await self.state(room, "m.room.power_levels")
        await self.send_state(room, "m.room.power_levels", {**now, "users": {**now.get("users", {}), **levels}})

    async def upgrade(self, room: str, version: str = "12") -> str:
        """Replace the room by a new one of that version; the new one's id."""
        answer = await self.call("POST", "rooms", room, "upgrade", body={"new_version": version})
        return str(answer["replacement_room"])

    # Messages

    async def say(self, room: str, text: str, **content: object) -> str:
        """Write a message; the event's id. More `content` goes before what `text` makes."""
        return await self.send(room, "m.room.message", {"msgtype": "m.text", "body": text, **content})

    async def send(self, room: str, kind: str, content: Mapping[str, object], transaction: str = "") -> str:
        """Send an event of any type and content, however malformed; its id.

        A homeserver that is away for less than half a minute is asked again, with the same transaction id.
        """
        transaction = transaction or secrets.token_hex(8)
        until = time.monotonic() + _PATIENCE
        while True:
            try:
                answer = await self.call("PUT", "rooms", room, "send", kind, transaction, body=content)
                return str(answer["event_id"])
            except aiohttp.ClientError:
                if time.monotonic() > until:
                    raise
                await asyncio.sleep(0.2)

    async def redact(self, room: str, event_id: str) -> str:
        """Take a message back; the redaction's id."""
        answer = await self.call("PUT", "rooms", room, "redact", event_id, secrets.token_hex(8), body={})
        return str(answer["event_id"])

    async def messages(self, room: str) -> list[Event]:
        """The room's whole history that this person may see, oldest first."""
        return await self._history(room, "", lambda _: False)

    # What came back

    async def wait_for(
        self, wanted: Callable[[Event], bool], *, count: int = 1, within: float = _PATIENCE
    ) -> list[Event]:
        """Wait until so many events of that sort have come, now or before; see `demo.arrivals`."""
        return await self.arrivals.wait_for(wanted, count=count, within=within)

    async def invited(self, room: str, *, within: float = _PATIENCE) -> str:
        """Wait for an invitation to that room; who invites.

        Raises:
            TimeoutError: none came within that many seconds.
        """
        await self.arrivals.until(lambda: room in self.invitations, within=within)
        return self.invitations[room]

    async def answers_to(self, event_id: str, *, count: int = 1, within: float = _PATIENCE) -> list[Event]:
        """Wait for the answers of others to a message, known by their relation to it."""
        return await self.wait_for(
            lambda e: answered(e) == event_id and e["sender"] != self.user_id, count=count, within=within
        )

    async def answer_to(self, event_id: str, *, within: float = _PATIENCE) -> str:
        """Wait for the first answer of others to a message; its plain body."""
        (first, *_) = await self.answers_to(event_id, within=within)
        return str(first["content"].get("body", ""))

    async def _read(self) -> None:
        """Sync until cancelled; a homeserver that is away is asked again."""
        since: dict[str, str] = {}
        while True:
            try:
                batch = await self.call("GET", "sync", timeout="30000", filter=_FILTER, **since)
                await self._take(batch.get("rooms", {}), fill=bool(since))
                since = {"since": batch["next_batch"]}
            except (aiohttp.ClientError, TimeoutError, Refused):
                await asyncio.sleep(0.2)

    async def _take(self, rooms: Event, *, fill: bool) -> None:
        """Keep what a batch brought; where the homeserver cut a timeline short, with what is missing."""
        for room, news in rooms.get("invite", {}).items():
            self.invitations[room] = _inviter(news["invite_state"]["events"], self.user_id)
        for room, news in [*rooms.get("join", {}).items(), *rooms.get("leave", {}).items()]:
            timeline = news.get("timeline", {})
            if fill and timeline.get("limited"):
                missing = await self._history(room, timeline["prev_batch"], self.arrivals.__contains__)
                self.arrivals.take(room, missing)
            self.arrivals.take(room, timeline.get("events", ()))
        self.arrivals.announce()

    async def _history(self, room: str, before: str, known: Callable[[Event], bool]) -> list[Event]:
        """A room's events before a position (the present, where empty) back to the first known one, oldest first."""
        backwards: list[Event] = []
        position = {"from": before} if before else {}
        while True:
            page = await self.call("GET", "rooms", room, "messages", dir="b", limit="100", **position)
            for event in page["chunk"]:
                if known(event):
                    return backwards[::-1]
                backwards.append(event)
            if "end" not in page:
                return backwards[::-1]
            position = {"from": page["end"]}


def _inviter(events: Iterable[Event], user_id: str) -> str:
    """Who sent the invitation, out of its stripped state."""
    return next((e["sender"] for e in events if e["type"] == "m.room.member" and e["state_key"] == user_id), "")
