"""The floor: a bare echo client with aiohttp alone. Nothing that answers over Matrix can be quicker.

`python -m bench.echo_floor URL USER_ID TOKEN`
"""

import asyncio
import json
import sys
from typing import Any
from urllib.parse import quote

import aiohttp


async def main(url: str, me: str, token: str) -> None:
    """Answer every message that starts with `!`, each in a task of its own."""
    api = f"{url}/_matrix/client/v3"
    sync_filter = json.dumps(
        {
            "presence": {"types": []},
            "room": {"timeline": {"limit": 1000, "types": ["m.room.message"], "not_senders": [me]}},
        }
    )
    tasks: set[asyncio.Task[None]] = set()
    async with aiohttp.ClientSession(headers={"Authorization": f"Bearer {token}"}) as http:

        async def answer(room: str, event_id: str, body: str) -> None:
            content = {
                "msgtype": "m.notice",
                "body": body,
                "m.relates_to": {"m.in_reply_to": {"event_id": event_id}},
            }
            path = f"{api}/rooms/{quote(room)}/send/m.room.message/{quote(event_id)}"
            async with http.put(path, json=content) as response:
                await response.read()

        since = None
        while True:
            query = {"timeout": "30000", "filter": sync_filter} | ({"since": since} if since else {"timeout": "0"})
            async with http.get(f"{api}/sync", params=query) as response:
                batch = await response.json()
            joined: dict[str, Any] = batch.get("rooms", {}).get("join", {}) if since else {}
            for room, part in joined.items():
                for event in part["timeline"]["events"]:
                    body = event["content"].get("body", "")
                    if body.startswith("!"):
                        task = asyncio.create_task(answer(room, event["event_id"], body))
                        tasks.add(task)
                        task.add_done_callback(tasks.discard)
            since = batch["next_batch"]


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
