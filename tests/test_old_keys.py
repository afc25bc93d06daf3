"""Keys of long ago do not pile up: the latest are kept."""

import sqlite3
from contextlib import closing
from pathlib import Path

from bot.account import Session
from bot.matrix.crypto_store import made, opened
from bot.matrix.machine import MOST_KEYS, MOST_REQUESTS

SESSION = Session("", "@bot:localhost", "DEVICE", "")


def test_of_many_keys_and_requests_the_latest_are_there_after_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "crypto.db"
    store = made(path, SESSION, "secret")
    store.olm.create_outbound_group_session("!room:localhost")
    store.close()
    with closing(sqlite3.connect(path)) as database, database:
        old = "with recursive n(i) as (select 1 union all select i + 1 from n where i < ?)"
        database.execute(
            f"{old} insert into megolminboundsessions"  # noqa: S608
            " select printf('key %05d', i), sender_key, account_id, fp_key, room_id, session"
            " from n, megolminboundsessions order by i",
            (MOST_KEYS + 10,),
        )
        database.execute(
            f"{old} insert into outgoingkeyrequests (request_id, session_id, room_id, algorithm, account_id)"  # noqa: S608
            " select printf('key %05d', i), printf('key %05d', i), '!room:localhost', 'megolm', id from n, accounts",
            (MOST_REQUESTS + 10,),
        )
    again = opened(path, SESSION, "secret")
    again.close()
    with closing(sqlite3.connect(path)) as database:
        query = "select count(*), min(session_id), max(session_id) from "
        keys = database.execute(f"{query} megolminboundsessions").fetchone()
        requests = database.execute(f"{query} outgoingkeyrequests").fetchone()
    assert keys == (MOST_KEYS, "key 00011", f"key {MOST_KEYS + 10:05}")
    assert requests == (MOST_REQUESTS, "key 00011", f"key {MOST_REQUESTS + 10:05}")
    assert len(again.olm.outgoing_key_requests) == MOST_REQUESTS
