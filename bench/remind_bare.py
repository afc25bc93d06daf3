"""What most would write: APScheduler with its jobs in SQLite, and nio's `room_send` in the job.

`python -m bench.remind_bare URL USER_ID TOKEN PLAN DATABASE`, where PLAN is a JSON list of [room id, words, instant].
"""

import asyncio
import json
import sys
from datetime import datetime
from pathlib import Path

import nio
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler

clients: list[nio.AsyncClient] = []
"""The one client; a job that is stored can only hold what can be pickled."""


async def remind(room: str, words: str) -> None:
    """The job."""
    await clients[0].room_send(room, "m.room.message", {"msgtype": "m.text", "body": words})


def planned(plan: Path, database: Path) -> AsyncIOScheduler:
    """A scheduler with the store's jobs; with those of the plan where there is no store yet."""
    fresh = not database.exists()
    scheduler = AsyncIOScheduler(jobstores={"default": SQLAlchemyJobStore(f"sqlite:///{database}")}, timezone="UTC")
    for room, words, instant in json.loads(plan.read_text()) if fresh else ():
        scheduler.add_job(remind, "date", run_date=datetime.fromisoformat(instant), args=(room, words))
    return scheduler


async def main(url: str, me: str, token: str, scheduler: AsyncIOScheduler) -> None:
    """Follow the plan."""
    client = nio.AsyncClient(url, me)
    client.access_token, client.user_id, client.device_id = token, me, "BENCH"
    clients.append(client)
    scheduler.start()
    await client.sync_forever(timeout=30000)


if __name__ == "__main__":
    _, its_url, its_id, its_token, its_plan, its_database = sys.argv
    asyncio.run(main(its_url, its_id, its_token, planned(Path(its_plan), Path(its_database))))
