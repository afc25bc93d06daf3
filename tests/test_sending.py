"""Sending while a room is ill: the others are answered, order is kept, and what is too late is given up."""

from surroundings import Bots, People, Unique
from test_in_the_room import joined
from test_outages import through

from demo.arrivals import answered
from demo.calls import Event
from demo.proxy import FaultyProxy, status


async def test_a_room_that_cannot_be_sent_to_holds_up_no_other(
    people: People, mentorix: Bots, unique: Unique, proxy: FaultyProxy
) -> None:
    ada = await people("ada")
    well, ill = unique("well"), unique("ill")
    rooms = await ada.create_room(alias=well), await ada.create_room(alias=ill)
    bot = await mentorix(proxy.url, rooms=[{"room": f"#{well}:localhost"}, {"room": f"#{ill}:localhost"}])
    bot.start()
    for room in rooms:
        await joined(ada, room, bot)
        await ada.answers_to(await ada.say(room, "!help"))
    proxy.behave(status(500), only=f"{rooms[1]}/send")
    waiting = [await ada.say(rooms[1], f"!idea {words}") for words in ("fanotify", "setns", "virtiofsd")]
    for words in ("!idea fanotify", "!idea setns", "!mentor virtiofsd", "!deadlines"):
        await ada.answers_to(await ada.say(rooms[0], words), within=10)
    proxy.heal()
    for asked in waiting:
        await ada.answers_to(asked)


async def test_answers_to_one_person_keep_their_order_though_the_first_did_not_get_through(
    people: People, mentorix: Bots, unique: Unique, proxy: FaultyProxy
) -> None:
    ada = await people("ada")
    room, _ = await through(proxy, ada, mentorix, unique)
    proxy.behave(status(503), only=f"{room}/send", times=2)
    asked = [await ada.say(room, f"!idea {words}") for words in ("fanotify", "setns", "virtiofsd", "gvisor on arm")]
    for question in asked:
        await ada.answers_to(question)
    answers = [event for event in ada.arrivals.events if answered(event) in asked]
    assert [answered(event) for event in answers] == asked


async def test_an_answer_that_cannot_be_sent_in_time_is_given_up_and_told(
    people: People, mentorix: Bots, unique: Unique, proxy: FaultyProxy
) -> None:
    ada = await people("ada")
    alias, office = unique("room"), unique("office")
    room, operators = await ada.create_room(alias=alias), await ada.create_room(alias=office)
    rooms = [{"room": f"#{alias}:localhost"}]
    bot = await mentorix(proxy.url, rooms=rooms, operators_room=f"#{office}:localhost", answer_within="5 s")
    bot.start()
    await joined(ada, room, bot)
    await joined(ada, operators, bot)
    await ada.answers_to(await ada.say(room, "!help"))
    proxy.behave(status(500), only=f"{room}/send")
    late = await ada.say(room, "!idea fanotify")

    def told(event: Event) -> bool:
        return (event["room_id"], event["sender"], event["type"]) == (operators, bot.user_id, "m.room.message")

    (report,) = await ada.wait_for(told)
    assert "could not answer" in report["content"]["body"]
    proxy.heal()
    await ada.answers_to(await ada.say(room, "!idea setns"))
    assert late not in map(answered, ada.arrivals.events)
