"""Work beside the stream ends with the bot, whether or not it had begun."""

import asyncio
from inspect import CORO_CLOSED, getcoroutinestate

import pytest

from bot.matrix.chores import Chores


@pytest.mark.parametrize("begun", [True, False])
async def test_what_is_under_way_is_stopped_and_put_away(begun: bool) -> None:  # noqa: FBT001
    chores, work = Chores(), asyncio.sleep(60)
    task = chores.do(work)
    if begun:
        await asyncio.sleep(0)
    await chores.close()
    assert task.cancelled()
    assert getcoroutinestate(work) == CORO_CLOSED


async def test_what_goes_wrong_does_not_end_the_rest() -> None:
    chores, done = Chores(), asyncio.Event()

    async def broken() -> None:
        raise ValueError

    async def whole() -> None:
        done.set()

    await asyncio.gather(chores.do(broken()), chores.do(whole()))
    assert done.is_set()
