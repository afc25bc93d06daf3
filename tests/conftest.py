"""One real Synapse for the whole run, and people to write through it."""

import asyncio
import gc
import secrets
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from commands import ReadyBot
from hypothesis import HealthCheck, settings
from surroundings import Bots, People, Unique

from demo.applicant import Applicant
from demo.homeserver import Homeserver
from demo.proxy import FaultyProxy
from demo.running import PASSWORD, RunningBot

pytest_plugins = ["databases"]

settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")  # how long something takes is measured in bench/, never in a test


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs a server, so that the fast suite can leave it out."""
    for item in items:
        if isinstance(item, pytest.Function):
            needed = [*item.fixturenames, *(item.callspec.params.values() if hasattr(item, "callspec") else ())]
            for server in ("homeserver", "postgresql"):
                if server in needed:
                    item.add_marker(server)


def pytest_collection_finish() -> None:
    """What stands until the end, thousands of tests among it, is never garbage: do not look through it again."""
    gc.freeze()


@pytest.fixture(scope="session")
def homeserver() -> Iterator[Homeserver]:
    """The Synapse of all tests; a test that stops it starts it again. Started by the first test that asks."""
    synapse = Homeserver()
    try:
        asyncio.run(synapse.start())
        yield synapse
    finally:
        asyncio.run(synapse.close())


@pytest.fixture
def unique() -> Unique:
    """Names that no other test has used."""
    return lambda word: f"{word}-{secrets.token_hex(4)}"


@pytest.fixture
async def people(homeserver: Homeserver, unique: Unique) -> AsyncIterator[People]:
    """As many people as the test wants; no two tests share one."""
    made: list[Applicant] = []

    async def somebody(name: str) -> Applicant:
        made.append(await Applicant.register(homeserver.url, unique(name)))
        return made[-1]

    yield somebody
    for person in made:
        await person.close()


@pytest.fixture
async def mentorix(homeserver: Homeserver, unique: Unique, tmp_path: Path) -> AsyncIterator[Bots]:
    """The real bot as a process; as many as the test wants. They end with the test."""
    made: list[RunningBot] = []

    async def bot(url: str | None = None, *, password: str | None = PASSWORD, **settings: object) -> RunningBot:
        folder = tmp_path / f"bot{len(made)}"
        folder.mkdir()
        made.append(
            await ReadyBot.make(url or homeserver.url, unique("mentorix"), folder, password=password, **settings)
        )
        return made[-1]

    yield bot
    for running in made:
        await running.stop()


@pytest.fixture
async def proxy(homeserver: Homeserver) -> AsyncIterator[FaultyProxy]:
    """A way to the homeserver that can be made to fail."""
    async with FaultyProxy(homeserver.url) as between:
        yield between
