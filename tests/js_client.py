"""A person whose client has the encryption of Element Web: matrix-js-sdk with its Rust crypto, in a process of its own."""

import asyncio
import hashlib
import json
import os
import shutil
import subprocess
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from itertools import count
from pathlib import Path
from typing import Any, Self

import pytest

SOURCE = Path(__file__).parent / "interop"
PATIENCE = 60.0
"""Seconds that anything may take; only a failure takes them."""

_OUT_OF_REACH = ("ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "EHOSTUNREACH", "ENETUNREACH")

Message = dict[str, Any]
"""A message as the client shows it: id, room, sender, type, content, encrypted, failure, colour and reason."""


def installed() -> Path:
    """The folder with the client and its packages; the test is skipped, with the reason, where it cannot be had."""
    lock = (SOURCE / "package-lock.json").read_bytes()
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = cache / "mentorix-interop" / hashlib.sha256(lock).hexdigest()[:16]
    if not (folder / "installed").exists():
        _install(folder)
    shutil.copy(SOURCE / "client.mjs", folder)
    return folder


def _install(folder: Path) -> None:
    npm = shutil.which("npm")
    if not npm:
        pytest.skip("npm is not installed, so there is no client of Element's kind to talk to")
    fresh = folder.with_name(f"{folder.name}.{os.getpid()}")
    fresh.mkdir(parents=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(SOURCE / name, fresh)
    command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    ran = subprocess.run(command, cwd=fresh, capture_output=True, text=True, check=False)
    if ran.returncode:
        shutil.rmtree(fresh)
        if any(sign in ran.stderr for sign in _OUT_OF_REACH):
            pytest.skip("npm cannot reach its registry, so there is no client of Element's kind to talk to")
        pytest.fail(f"npm ci failed: {ran.stderr}")
    (fresh / "installed").touch()
    try:
        fresh.rename(folder)
    except OSError:  # another test process was quicker
        shutil.rmtree(fresh)


def _node(folder: Path) -> str:
    """The Node that the packages brought, else the system's, which must be new enough."""
    for brought in sorted(folder.glob("node_modules/node-*/bin/node")):
        return str(brought)
    found = shutil.which("node")
    if not found or int(subprocess.check_output([found, "--version"], text=True)[1:].split(".")[0]) < 22:
        pytest.skip("there is no Node 22 or newer for this kind of machine")
    return found


class JsClient:
    """One client; `started` makes it.

    Attributes:
        user_id: whose client.
        device_id: its device.
        messages: everything that it showed so far, the latest state of each last.
    """

    def __init__(self, process: Process, user_id: str) -> None:
        self.user_id = user_id
        self.device_id = ""
        self.messages: list[Message] = []
        self._process = process
        self._numbers = count(1)
        self._answers: dict[int, asyncio.Future[Any]] = {0: asyncio.get_running_loop().create_future()}
        self._news = asyncio.Event()
        self._reading = asyncio.create_task(self._read())

    @classmethod
    @asynccontextmanager
    async def started(
        cls, url: str, user_id: str, password: str, *, every_device: bool = False
    ) -> AsyncIterator[Self]:
        """Log in on a new device and read along; ends with the block.

        Args:
            url: the homeserver.
            user_id: whose client.
            password: of the account.
            every_device: talk to unsigned devices as well, which Element no longer does.
        """
        folder = installed()
        given = {"url": url, "userId": user_id, "password": password, "everyDevice": every_device}
        command = [_node(folder), "client.mjs", json.dumps(given)]
        with (folder / f"client-{os.getpid()}.log").open("wb") as log:
            process = await asyncio.create_subprocess_exec(
                *command, cwd=folder, stdin=PIPE, stdout=PIPE, stderr=log, limit=2**22
            )
        client = cls(process, user_id)
        try:
            async with asyncio.timeout(PATIENCE):
                client.device_id = await client._answers[0]
            yield client
        finally:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
            await client._reading

    async def ask(self, work: str, **given: object) -> Any:
        """Have the client do one of its works; see `interop/client.mjs`.

        Raises:
            JsError: it could not, and why.
        """
        number = next(self._numbers)
        answer = self._answers[number] = asyncio.get_running_loop().create_future()
        assert self._process.stdin
        self._process.stdin.write(json.dumps({"id": number, "do": work, **given}).encode() + b"\n")
        async with asyncio.timeout(PATIENCE):
            return await answer

    async def until(self, wanted: Callable[[Any], object], work: str, **given: object) -> Any:
        """Have the client do one of its works until its answer is as wanted; that answer."""
        async with asyncio.timeout(PATIENCE):
            while True:
                if wanted(answer := await self.ask(work, **given)):
                    return answer
                await asyncio.sleep(0.1)

    async def shown(self, wanted: Callable[[Message], bool]) -> Message:
        """Wait for a message of that sort."""
        async with asyncio.timeout(PATIENCE):
            while True:
                for message in reversed(self.messages):
                    if wanted(message):
                        return message
                self._news.clear()
                await self._news.wait()

    async def _read(self) -> None:
        assert self._process.stdout
        async for line in self._process.stdout:
            said = json.loads(line)
            if "message" in said:
                self.messages.append(said["message"])
                self._news.set()
            elif "error" in said:
                self._answers[said["id"]].set_exception(JsError(said["error"]))
            else:
                self._answers[said["id"]].set_result(said["result"])
        for answer in self._answers.values():
            if not answer.done():
                answer.cancel()


class JsError(Exception):
    """What the client could not do."""
