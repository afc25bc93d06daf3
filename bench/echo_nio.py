"""What most bots are: nio's minimal echo, `sync_forever` and `room_send` in a callback.

`python -m bench.echo_nio URL USER_ID TOKEN`
"""

import asyncio
import sys

import nio


async def main(url: str, me: str, token: str) -> None:
    """Answer every message that starts with `!`."""
    client = nio.AsyncClient(url, me)
    client.access_token, client.user_id, client.device_id = token, me, "BENCH"
    await client.sync(timeout=0, full_state=True)

    async def echo(room: nio.MatrixRoom, event: nio.RoomMessageText) -> None:
        if event.sender != me and event.body.startswith("!"):
            content = {
                "msgtype": "m.notice",
                "body": event.body,
                "m.relates_to": {"m.in_reply_to": {"event_id": event.event_id}},
            }
            await client.room_send(room.room_id, "m.room.message", content)

    client.add_event_callback(echo, nio.RoomMessageText)
    await client.sync_forever(timeout=30000)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
