"""Everything that happens to a message, a person or the bot in a room, with a fresh bot and with one that was restarted."""

from surroundings import Bots, People, Unique
from test_in_the_room import joined

from demo.applicant import Applicant
from demo.arrivals import answered
from demo.calls import Event
from demo.running import RunningBot


def of_bot(event: Event, bot: RunningBot, room: str) -> bool:
    return (event["sender"], event["room_id"]) == (bot.user_id, room)


async def edited_and_deleted(ada: Applicant, bot: RunningBot, room: str) -> None:
    question = await ada.say(room, "!idea fanotify")
    (answer,) = await ada.answers_to(question)
    new = {"msgtype": "m.text", "body": "!idea setns"}
    relation = {"rel_type": "m.replace", "event_id": question}
    await ada.say(room, "* !idea setns", **{"m.new_content": new, "m.relates_to": relation})
    await ada.wait_for(
        lambda e: (
            of_bot(e, bot, room)
            and e["content"].get("m.relates_to", {}).get("event_id") == answer["event_id"]
            and "setns" in e["content"]["m.new_content"]["body"]
        )
    )
    await ada.redact(room, question)
    await ada.wait_for(
        lambda e: (
            e["type"] == "m.room.redaction"
            and of_bot(e, bot, room)
            and answer["event_id"] in {e.get("redacts"), e["content"].get("redacts")}
        )
    )


async def chosen_and_threaded(ada: Applicant, room: str) -> None:
    root = await ada.say(room, "about the ideas")
    thread = {"m.relates_to": {"rel_type": "m.thread", "event_id": root}}
    (listed,) = await ada.answers_to(await ada.say(room, "!ideas rust", **thread))
    assert listed["content"]["m.relates_to"]["event_id"] == root
    pick = {"m.relates_to": {"rel_type": "m.annotation", "event_id": listed["event_id"], "key": "1️⃣"}}
    await ada.send(room, "m.reaction", pick)
    (picked,) = await ada.answers_to(listed["event_id"])
    first = listed["content"]["body"].splitlines()[1].removeprefix("1. ").split(" (")[0]
    assert first in picked["content"]["body"].splitlines()[0]


async def moderated(ada: Applicant, bob: Applicant, room: str) -> None:
    assert "power level" in await ada.answer_to(await bob.say(room, "!set zone Europe/Berlin"))
    await ada.empower(room, {bob.user_id: 50})
    assert "Europe/Berlin" in await ada.answer_to(await bob.say(room, "!set zone Europe/Berlin"))
    assert "Europe/Berlin" in await ada.answer_to(await bob.say(room, "!settings"))
    await ada.empower(room, {bob.user_id: 0})


async def upgraded(ada: Applicant, bob: Applicant, bot: RunningBot, room: str) -> str:
    heir = await ada.upgrade(room)
    await bob.join(heir)
    await joined(ada, heir, bot)
    await ada.answers_to(await ada.say(heir, "!idea virtiofsd"))
    return heir


async def banned(ada: Applicant, bot: RunningBot, room: str) -> None:
    await ada.put_out(room, bot.user_id, ban=True)
    await ada.call("POST", "rooms", room, "unban", body={"user_id": bot.user_id})
    unheard = await ada.say(room, "!idea fanotify")
    await ada.invite(room, bot.user_id)
    await ada.answers_to(await _heard(ada, bot, room))
    assert not [event for event in ada.arrivals.events if answered(event) == unheard]


async def _heard(ada: Applicant, bot: RunningBot, room: str) -> str:
    """A question that is asked once the bot is back."""

    def back(event: Event) -> bool:
        ours = event["type"] == "m.room.member" and event.get("state_key") == bot.user_id
        return ours and event["room_id"] == room and event["content"]["membership"] == "join"

    before = sum(map(back, ada.arrivals.events))
    if bot.user_id not in await ada.members(room):
        await ada.wait_for(back, count=before + 1)
    return await ada.say(room, "!idea msg_ring")


async def test_a_room_lives_with_the_bot_before_and_after_a_restart(
    people: People, mentorix: Bots, unique: Unique
) -> None:
    ada, bob = await people("ada"), await people("bob")
    alias = unique("room")
    room = await ada.create_room(alias=alias, room_version="11")
    await bob.join(room)
    bot = await mentorix(rooms=[{"room": f"#{alias}:localhost"}], operators=[ada.user_id])
    bot.start()
    await joined(ada, room, bot)
    for begun_anew in (False, True):
        if begun_anew:
            await bot.stop()
            bot.start()
        await edited_and_deleted(ada, bot, room)
        await chosen_and_threaded(ada, room)
        await moderated(ada, bob, room)
        await banned(ada, bot, room)
        room = await upgraded(ada, bob, bot, room)
