"""One hello in a room, once for ever, and none where none is wanted."""

import asyncio

from surroundings import Bots, People, Unique
from test_in_the_room import joined

from demo.applicant import Applicant
from demo.calls import Event
from demo.running import RunningBot


async def hellos(person: Applicant, room: str, bot: RunningBot) -> list[Event]:
    said = [event for event in await person.messages(room) if event["sender"] == bot.user_id]
    return [event for event in said if event.get("content", {}).get("body", "").startswith("Hello!")]


async def test_a_room_is_greeted_once_through_restarts_removals_and_upgrades(
    people: People, mentorix: Bots, unique: Unique
) -> None:
    ada, alias, office = await people("ada"), unique("room"), unique("office")
    room, operators = await ada.create_room(alias=alias), await ada.create_room(alias=office)
    rooms = [{"room": f"#{alias}:localhost", "prefix": "?"}]
    bot = await mentorix(rooms=rooms, greet=True, operators_room=f"#{office}:localhost", operators=[ada.user_id])
    bot.start()
    await joined(ada, room, bot)
    (said,) = await ada.wait_for(lambda e: e["room_id"] == room and "Hello!" in e["content"].get("body", ""))
    assert "?help" in said["content"]["body"]
    assert said["content"]["m.mentions"] == {}

    direct = await ada.create_room(direct=True, invite=[bot.user_id])
    (alone,) = await ada.wait_for(lambda e: e["room_id"] == direct and "Hello!" in e["content"].get("body", ""))
    assert "plain words" in alone["content"]["body"]

    await ada.put_out(room, bot.user_id)
    await ada.invite(room, bot.user_id)
    await ada.wait_for(
        lambda e: (
            e["room_id"] == room
            and e["type"] == "m.room.member"
            and e.get("state_key") == bot.user_id
            and e["content"]["membership"] == "join"
        ),
        count=2,
    )
    await bot.stop()
    bot.start()
    await ada.answers_to(await ada.say(room, "?help"))
    heir = await ada.upgrade(room)
    await joined(ada, heir, bot)
    await ada.answers_to(await ada.say(heir, "?help"))
    await asyncio.sleep(3)  # a second hello would have come by now
    assert len(await hellos(ada, room, bot)) == 1
    assert len(await hellos(ada, direct, bot)) == 1
    assert await hellos(ada, heir, bot) == []
    assert await hellos(ada, operators, bot) == []
