"""Being verified by an operator: requests by themselves or in a room are accepted from operators, and from nobody else.

See Client-Server API, "Key verification framework".
"""

import secrets
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

import structlog

from bot.matrix.devices import Devices
from bot.matrix.sas import KIND, METHOD, Broken, Message, Sas, Side
from bot.matrix.sync import mapping
from bot.matrix.wire import Json, Wire, path_of

Say = Callable[[str, str, Json], Awaitable[object]]
"""Says something in a room: room id, type and content; encrypted where the room is."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a verification goes on.

    Attributes:
        user_id: with whom.
        device_id: with which device.
        flow: its transaction id, or the id of the event that asked.
        room_id: None where it goes from device to device.
    """

    user_id: str
    device_id: str
    flow: str
    room_id: str | None


class Verifications:
    """All that are under way; one for each operator.

    Args:
        wire: requests as the bot.
        us: our device, with the keys to prove: the device's and the account's master key.
        operators: who may verify us.
        devices: people's devices.
        say: for those in rooms.
    """

    def __init__(self, wire: Wire, us: Side, operators: Collection[str], devices: Devices, say: Say) -> None:
        self._wire = wire
        self._us = us
        self._operators = frozenset(operators)
        self._devices = devices
        self._say = say
        self._under_way: dict[str, tuple[Place, Sas]] = {}

    async def take(self, event: Mapping[str, Any], room_id: str | None = None) -> bool:
        """Take an event that may belong to a verification.

        Args:
            event: decrypted; of a room's timeline, or one that was sent to our device.
            room_id: the room, where it came from one.

        Returns:
            Whether it belongs to one, and so is nothing for others.

        Raises:
            MatrixError: it could not be answered; the person can ask again.
        """
        content, sender = mapping(event.get("content")), str(event.get("sender") or "")
        step = _step(event, content)
        if step == "request":
            device = str(content.get("from_device") or "")
            flow = str((event.get("event_id") if room_id else content.get("transaction_id")) or "")
            if not room_id or content.get("to") == self._us.user_id:
                await self._asked(Place(sender, device, flow, room_id), content)
        elif step:
            await self._on(sender, step, content)
        return step is not None

    async def _asked(self, place: Place, content: Mapping[str, Any]) -> None:
        methods = content.get("methods")
        if place.user_id not in self._operators:
            log.warning("declined to be verified by somebody who is no operator", user=place.user_id)
            return await self._send(
                place, ("cancel", {"code": "m.user", "reason": "Only my operators can verify me."})
            )
        if not isinstance(methods, list) or METHOD not in methods:
            return await self._send(
                place, ("cancel", {"code": "m.unknown_method", "reason": "Only emoji are known."})
            )
        await self._devices.learn([place.user_id])
        key = self._devices.signing_key(place.user_id, place.device_id)
        keys = {f"ed25519:{place.device_id}": key} if key else {}
        sas = Sas(self._us, Side(place.user_id, place.device_id, keys), place.flow)
        self._under_way[place.user_id] = place, sas
        return await self._send(place, ("ready", {"from_device": self._us.device_id, "methods": [METHOD]}))

    async def _on(self, sender: str, step: str, content: Mapping[str, Any]) -> None:
        place, sas = self._under_way.get(sender, (None, None))
        if not place or not sas or place.flow != _flow(content):
            return
        if step in {"cancel", "done"}:
            del self._under_way[sender]
            log.info("verification ended", user=sender, step=step, code=content.get("code"))
            return
        try:
            answers = sas.received(step, content)
        except Broken as error:
            del self._under_way[sender]
            answers = [("cancel", {"code": error.code, "reason": str(error)})]
            log.warning("verification broken off", user=sender, code=error.code, why=str(error))
        if step == "key" and sas.emoji:
            log.info("compare with what your client shows", user=sender, emoji=", ".join(sas.emoji))
        for answer in answers:
            await self._send(place, answer)

    async def _send(self, place: Place, message: Message) -> None:
        step, content = message
        if place.room_id:
            relation = {"rel_type": "m.reference", "event_id": place.flow}
            await self._say(place.room_id, KIND + step, {**content, "m.relates_to": relation})
            return
        path = path_of("sendToDevice", KIND + step, secrets.token_hex(16))
        whole = {**content, "transaction_id": place.flow}
        await self._wire.put(path, {"messages": {place.user_id: {place.device_id: whole}}})


def _step(event: Mapping[str, Any], content: Mapping[str, Any]) -> str | None:
    """What a verification's event does; None for other events."""
    kind = str(event.get("type") or "")
    if kind == "m.room.message":
        kind = str(content.get("msgtype") or "")
        return "request" if kind == f"{KIND}request" else None
    return kind.removeprefix(KIND) if kind.startswith(KIND) else None


def _flow(content: Mapping[str, Any]) -> str:
    return str(content.get("transaction_id") or mapping(content.get("m.relates_to")).get("event_id") or "")
