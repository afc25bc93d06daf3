"""Who asked to be reminded of what, who lives in which zone, which rooms are paused or set: in memory, written through.

Everything that is changed is written down first; where that fails, nothing has changed.
"""

import asyncio
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from bot.personal import Kept, Pause, Person, PersonalRecords, Promise
from bot.settings.chosen import Setting

FORGET_AFTER = timedelta(days=30)
"""How long after its time the words of a promise are kept."""


class Registry:
    """What people and rooms asked for. Methods that write raise `StorageError`.

    Args:
        records: where it is written down.

    Attributes:
        stirred: set when a room of which something is kept was come into, left or replaced.
    """

    def __init__(self, records: PersonalRecords) -> None:
        self._records = records
        self._people: dict[str, Person] = {}
        self._promises: dict[str, dict[str, Promise]] = defaultdict(dict)
        self._pauses: dict[str, Pause] = {}
        self._settings: dict[str, dict[str, Setting]] = defaultdict(dict)
        self.stirred = asyncio.Event()

    async def load(self, now: datetime) -> None:
        """Read what was written down; at start. The words of what was said long ago are forgotten for good."""
        self._people = {person.user_id: person for person in await self._records.people()}
        self._pauses = {pause.room: pause for pause in await self._records.pauses()}
        self._settings.clear()
        for setting in await self._records.settings():
            self._settings[setting.room][setting.name] = setting
        self._promises.clear()
        for promise in await self._records.promises():
            self._promises[promise.owner][promise.key] = promise
        old = [each for each in self.promises(closed=True) if each.text and each.due < now - FORGET_AFTER]
        await self._write([replace(each, text="", closed=each.closed or each.due) for each in old])

    def kept(self, user_id: str, room: str, now: datetime) -> Kept:
        """What is kept of somebody who asks, and of the room they ask in."""
        theirs = self._promises[user_id].values() if user_id in self._promises else ()
        standing = sorted((each for each in theirs if each.stands(now)), key=lambda each: each.number)
        number = max((each.number for each in theirs), default=0) + 1
        settings = self.settings_in(room)
        return Kept(self.person(user_id), tuple(standing), number, self.pause(room, now), settings=settings)

    def person(self, user_id: str) -> Person:
        """A person; one who never asked for anything is nothing but their address."""
        return self._people.get(user_id) or Person(user_id)

    def promises(self, *, closed: bool = False) -> list[Promise]:
        """All that were not dropped; or those as well."""
        return [each for theirs in self._promises.values() for each in theirs.values() if closed or not each.closed]

    def promised(self, owner: str, key: str) -> Promise | None:
        """One promise, if there is such a one."""
        return self._promises[owner].get(key) if owner in self._promises else None

    def asked_in(self, event_id: str) -> list[Promise]:
        """The promises that one message or reaction asked for."""
        everybody = (each for theirs in self._promises.values() for each in theirs.values())
        return [each for each in everybody if each.key.split("/", 1)[0] == event_id]

    def confirmed_by(self, owner: str, event_id: str) -> list[Promise]:
        """The promises of this owner that a message confirmed."""
        theirs = self._promises[owner].values() if owner in self._promises else ()
        return [each for each in theirs if event_id and each.confirmed == event_id]

    def pause(self, room: str, now: datetime) -> Pause | None:
        """The pause of a room, if it is paused now."""
        pause = self._pauses.get(room)
        return pause if pause and (pause.until is None or now < pause.until) else None

    async def keep(self, promises: Iterable[Promise]) -> list[Promise]:
        """Write promises down.

        Returns:
            Those that are new; a request that is read twice makes one promise.
        """
        fresh = [each for each in promises if not self.promised(each.owner, each.key)]
        await self._write(fresh)
        return fresh

    async def confirm(self, promises: Iterable[Promise], event_id: str) -> None:
        """Remember which message confirmed these."""
        kept = [self._promises[each.owner].get(each.key, each) for each in promises]
        await self._write([replace(each, confirmed=event_id) for each in kept])

    async def reschedule(self, promises: Iterable[Promise]) -> None:
        """These are due at another time now."""
        await self._write(list(promises))

    async def drop(self, promises: Iterable[Promise], now: datetime) -> None:
        """Their owner wants these no longer."""
        await self._write([replace(each, closed=now) for each in promises])

    async def set_zone(self, user_id: str, zone: str) -> None:
        """The zone in which somebody reads times."""
        await self.save_person(replace(self.person(user_id), zone=zone))

    async def save_person(self, person: Person) -> None:
        """Remember a person."""
        await self._records.save_person(person)
        self._people[person.user_id] = person

    async def start_pause(self, pause: Pause) -> None:
        """A room wants no reminders for a while."""
        await self._records.save_pause(pause)
        self._pauses[pause.room] = pause

    async def end_pause(self, room: str) -> None:
        """A room wants its reminders again."""
        await self._records.forget_pause(room)
        self._pauses.pop(room, None)

    def settings(self) -> list[Setting]:
        """What was set in any room."""
        return [setting for own in self._settings.values() for setting in own.values()]

    def settings_in(self, room: str) -> tuple[Setting, ...]:
        """What was set in a room, by its configured name or its id."""
        return tuple(self._settings[room].values()) if room in self._settings else ()

    async def set(self, setting: Setting) -> None:
        """Somebody set something in a room."""
        await self._records.save_setting(setting)
        self._settings[setting.room][setting.name] = setting

    async def unset(self, room: str, name: str) -> None:
        """What was set in a room is to hold no longer."""
        await self._records.forget_setting(room, name)
        self._settings[room].pop(name, None)

    def stir(self, room: str) -> None:
        """We came into a room, or left it."""
        if self.settings_in(room):
            self.stirred.set()

    async def move_room(self, old: str, new: str) -> None:
        """A room was replaced: what was kept under its id is kept under the new one."""
        if old not in self._pauses and not self.settings_in(old):
            return
        await self._records.move_room(old, new)
        if own := self._settings.pop(old, None):
            self._settings[new] = {name: replace(setting, room=new) for name, setting in own.items()}
        if pause := self._pauses.pop(old, None):
            self._pauses[new] = replace(pause, room=new)
        self.stir(new)

    async def _write(self, promises: list[Promise]) -> None:
        if promises:
            await self._records.save_promises(promises)
        for promise in promises:
            self._promises[promise.owner][promise.key] = promise
