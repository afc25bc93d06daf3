"""What operators are told in their room, through a real homeserver."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from surroundings import People
from wires import as_it_is

from bot.account import Session
from bot.matrix.outbox import Outbox
from bot.matrix.reports import Reports
from bot.matrix.session import client_of
from bot.matrix.wire import Wire
from demo.applicant import Applicant
from demo.proxy import FaultyProxy, status

NOON = datetime(2026, 3, 31, 12, tzinfo=UTC)
GIVEN_UP_AFTER = 0.1
"""Seconds after which the outbox gives a message up."""


@dataclass
class Office:
    """A room with an operator, and what tells it."""

    operator: Applicant
    room: str
    outbox: Outbox
    reports: Reports

    async def heard(self, count: int) -> list[str]:
        """So many reports, in the order of their arrival."""
        found = await self.operator.wait_for(lambda event: event["type"] == "m.room.message", count=count)
        return [event["content"]["body"] for event in found]


@pytest.fixture
async def office(people: People, proxy: FaultyProxy) -> AsyncIterator[Office]:
    operator, account = await people("operator"), await people("bot")
    room = await operator.create_room(preset="public_chat")
    await account.join(room)
    client = client_of(proxy.url, Session(proxy.url, account.user_id, account.device_id, account.token))
    outbox = Outbox(Wire(client), as_it_is, GIVEN_UP_AFTER)
    yield Office(operator, room, outbox, Reports(lambda: NOON))
    await outbox.close()
    await client.close()


async def test_what_is_told_before_the_room_is_known_waits_for_it(office: Office) -> None:
    office.reports.tell("one", "the first")
    office.reports.speak_through(office.outbox)
    office.reports.tell("two", "the second")
    office.reports.open(office.room)
    office.reports.tell("three", "the third")
    assert await office.heard(3) == ["the first", "the second", "the third"]


async def test_the_same_is_told_once(office: Office) -> None:
    office.reports.speak_through(office.outbox)
    office.reports.open(office.room)
    for words in ("the first", "the first again"):
        office.reports.tell("one", words)
    office.reports.tell("two", "the second")
    assert await office.heard(2) == ["the first", "the second"]


async def test_what_is_told_while_there_is_no_room_is_told_when_there_is_one_again(office: Office) -> None:
    office.reports.speak_through(office.outbox)
    office.reports.open(office.room)
    office.reports.open(None)
    office.reports.tell("one", "the first")
    await office.outbox.drained()
    office.reports.open(office.room)
    assert await office.heard(1) == ["the first"]


async def test_what_could_not_be_said_in_an_outage_is_said_after_it(office: Office, proxy: FaultyProxy) -> None:
    office.reports.speak_through(office.outbox)
    office.reports.open(office.room)
    proxy.behave(status(500), only="/send/")
    office.reports.tell("one", "the first")
    async with asyncio.timeout(30):
        while len(proxy.requests("/send/")) < 3:  # noqa: ASYNC110 - the proxy tells nobody
            await asyncio.sleep(0.05)
    proxy.heal()
    assert await office.heard(1) == ["the first"]
