"""What people asked for themselves, and rooms' pauses and settings, as tables; what they mean stands in `bot.personal`."""

from collections.abc import Sequence

from sqlalchemy import Row, delete, select, update

from bot.personal import Anchor, Pause, Person, Promise
from bot.settings.chosen import Setting
from bot.storage.schema import pauses, people, promises, room_settings
from bot.storage.store import Store
from bot.storage.upsert import rows_of, upsert
from bot.storage.whole import whole


class SqlPersonalRecords(Store):
    """Implements `bot.personal.PersonalRecords`."""

    @whole
    async def people(self) -> Sequence[Person]:
        """Everybody who asked for something."""
        async with self._transaction() as connection:
            rows = await connection.execute(select(people).order_by(people.c.user_id))
        return [Person(row.user_id, row.zone) for row in rows]

    @whole
    async def save_person(self, person: Person) -> None:
        """Write over what stood under this address."""
        async with self._transaction() as connection:
            await upsert(connection, people, rows_of(people, [person]))

    @whole
    async def promises(self) -> Sequence[Promise]:
        """All promises, the earliest made first, with those that were dropped (their numbers are taken)."""
        query = select(promises).order_by(promises.c.made, promises.c.owner, promises.c.number)
        async with self._transaction() as connection:
            rows = await connection.execute(query)
        return [_promise(row) for row in rows]

    @whole
    async def save_promises(self, promises_: Sequence[Promise]) -> None:
        """Write all of them or none, each over what stood under its key.

        Raises:
            StorageError: among other reasons, since an owner has another promise of the same number.
        """
        if not promises_:
            return
        async with self._transaction() as connection:
            await upsert(connection, promises, [_row(promise) for promise in promises_])

    @whole
    async def pauses(self) -> Sequence[Pause]:
        """The rooms that are paused, the longest paused first."""
        async with self._transaction() as connection:
            rows = await connection.execute(select(pauses).order_by(pauses.c.since, pauses.c.room))
        return [Pause(row.room, row.paused_by, row.since, row.until) for row in rows]

    @whole
    async def save_pause(self, pause: Pause) -> None:
        """Write over what stood under this room."""
        row = {"room": pause.room, "paused_by": pause.by, "since": pause.since, "until": pause.until}
        async with self._transaction() as connection:
            await upsert(connection, pauses, [row])

    @whole
    async def forget_pause(self, room: str) -> None:
        """The room is no longer paused."""
        async with self._transaction() as connection:
            await connection.execute(delete(pauses).where(pauses.c.room == room))

    @whole
    async def settings(self) -> Sequence[Setting]:
        """What was set in rooms, the earliest first."""
        query = select(room_settings).order_by(room_settings.c.at, room_settings.c.room, room_settings.c.name)
        async with self._transaction() as connection:
            rows = await connection.execute(query)
        return [Setting(row.room, row.name, row.value, row.set_by, row.at) for row in rows]

    @whole
    async def save_setting(self, setting: Setting) -> None:
        """Write over what stood under this room and name."""
        row = {"room": setting.room, "name": setting.name, "value": setting.value}
        async with self._transaction() as connection:
            await upsert(connection, room_settings, [row | {"set_by": setting.by, "at": setting.at}])

    @whole
    async def forget_setting(self, room: str, name: str) -> None:
        """This is no longer set in the room."""
        ours = (room_settings.c.room == room) & (room_settings.c.name == name)
        async with self._transaction() as connection:
            await connection.execute(delete(room_settings).where(ours))

    @whole
    async def move_room(self, old: str, new: str) -> None:
        """The pause and the settings of a room are those of another one now, in place of any it had."""
        async with self._transaction() as connection:
            for table in (pauses, room_settings):
                if await connection.scalar(select(table.c.room).where(table.c.room == old).limit(1)):
                    await connection.execute(delete(table).where(table.c.room == new))
                    await connection.execute(update(table).where(table.c.room == old).values(room=new))


def _row(promise: Promise) -> dict[str, object]:
    anchor = promise.anchor
    return {
        "key": promise.key,
        "owner": promise.owner,
        "number": promise.number,
        "room": promise.room,
        "direct": promise.direct,
        "text": promise.text,
        "due": promise.due,
        "zone": promise.zone,
        "made": promise.made,
        "programme": anchor and anchor.programme,
        "milestone": anchor and anchor.milestone,
        "lead": anchor and anchor.lead,
        "confirmed": promise.confirmed,
        "closed": promise.closed,
    }


def _promise(row: Row[tuple[object, ...]]) -> Promise:
    return Promise(
        key=row.key,
        owner=row.owner,
        number=row.number,
        room=row.room,
        direct=row.direct,
        text=row.text,
        due=row.due,
        zone=row.zone,
        made=row.made,
        anchor=None if row.programme is None else Anchor(row.programme, row.milestone, row.lead),
        confirmed=row.confirmed,
        closed=row.closed,
    )
