"""`make demo`: the real bot in a real room, with a prompt to write in.

A throw-away Synapse, an applicant, a room, and the bot through its own command line. Each line of standard input is
sent as the applicant, plain words with the bot's name before them, as one asks in a room. Answers come back through the
homeserver and go to standard output, the rest to standard error. Without a terminal every line must be answered and a
reminder must come, else the exit code is 1.
"""

import asyncio
import secrets
import signal
import sys
import time
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

import aiohttp
from prompt_toolkit import PromptSession
from prompt_toolkit.patch_stdout import patch_stdout

from demo import DemoError, stage
from demo.applicant import Applicant
from demo.arrivals import answered
from demo.calls import Event
from demo.child import Child
from demo.homeserver import SERVER_NAME, Homeserver

BOT = "bot"
"""The module that is demonstrated."""

_NAME = "mentorix"
_BOT_ID = f"@{_NAME}:{SERVER_NAME}"
_ALIAS = "gsoc"
_JOINS_WITHIN = 90.0
_ANSWERS_WITHIN = 30.0
_REMINDS_WITHIN = 120.0

_began = time.monotonic()


def status(words: str) -> None:
    """Tell on standard error how far we are."""
    print(f"[{time.monotonic() - _began:5.1f} s] {words}", file=sys.stderr, flush=True)


def show(event: Event) -> None:
    """Print what the bot wrote, as it came back."""
    if event["sender"] == _BOT_ID and event["type"] == "m.room.message":
        mark = "[reminder] " if is_reminder(event) else ""
        print(f"{mark}{event['content'].get('body', '')}\n", flush=True)


def is_reminder(event: Event) -> bool:
    """Whether the bot wrote this of its own accord, in the way that lets phones ring."""
    mine = event["sender"] == _BOT_ID and event["type"] == "m.room.message"
    return mine and event["content"].get("msgtype") == "m.text" and answered(event) is None


def addressed(line: str) -> str:
    """The line as it is said in the room: what is no command begins with the bot's name."""
    return line if line.startswith("!") or _NAME in line.casefold() else f"{_NAME}: {line}"


async def demonstrate() -> None:
    """Set everything up, hold the conversation, take everything down.

    Raises:
        DemoError: something failed; says what.
    """
    with TemporaryDirectory(prefix="mentorix-demo-", ignore_cleanup_errors=True) as name:
        async with Homeserver(progress=status) as homeserver:
            password = secrets.token_urlsafe(16)
            status("registering the bot and an applicant, and creating a room")
            async with await Applicant.register(homeserver.url, _NAME, password, reads=False):
                pass
            async with await Applicant.register(homeserver.url, "applicant", seen=show) as person:
                room = await person.create_room(alias=_ALIAS, name="GSoC ideas")
                async with _bot(Path(name), homeserver.url, password) as bot:
                    talk = _talk(person, room, bot)
                    await _while_alive(talk, homeserver.process, bot)
            status("stopping the homeserver")
    status("done; nothing is left running")


@asynccontextmanager
async def _bot(folder: Path, url: str, password: str) -> AsyncIterator[Child]:
    """The bot, logged in and running."""
    now = datetime.now(UTC)
    config = stage.write(folder, homeserver=url, user_id=_BOT_ID, room=f"#{_ALIAS}:{SERVER_NAME}", now=now)
    log, secret = folder / "bot.log", {"MENTORIX_PASSWORD": password}

    def command(verb: str) -> Child:
        arguments = [BOT, verb, "--config", str(config)]
        return Child(f"`python -m bot {verb}`", arguments, log=log, folder=folder, environment=secret)

    login, run = command("login"), command("run")
    try:
        status("logging the bot in")
        login.start()
        if code := await login.finished():
            raise login.failure(f"ended with code {code}")
        status("starting the bot")
        run.start()
        yield run
        status("stopping the bot")
    finally:
        login.kill()
        await run.stop()


async def _while_alive(work: Coroutine[None, None, None], *children: Child) -> None:
    """Do the work; end it with the child's log when one of the children dies before it is done."""
    task = asyncio.create_task(work)
    try:
        while not task.done():
            for child in children:
                if not child.alive:
                    raise child.failure(f"ended with code {child.exit_code}")
            await asyncio.wait([task], timeout=0.2)
        await task
    finally:
        task.cancel()
        await asyncio.wait([task])


async def _talk(person: Applicant, room: str, bot: Child) -> None:
    """Wait for the bot, then pass on what is typed."""
    await _expect(person.wait_for(_bot_joined, within=_JOINS_WITHIN), bot, "did not join the room")
    if sys.stdin.isatty() and sys.stdout.isatty():
        status("the bot is in the room; type `!help` or a question, or Ctrl-D to end. Reminders come by themselves")
        await _prompt(person, room)
        return
    status("the bot is in the room")
    async for line in _lines():
        status(f"asking: {line}")
        event_id = await person.say(room, addressed(line))
        await _expect(
            person.answers_to(event_id, within=_ANSWERS_WITHIN),
            bot,
            f"gave no answer to {line!r}",
        )
    status("waiting for a deadline reminder, which takes some seconds")
    await _expect(person.wait_for(is_reminder, within=_REMINDS_WITHIN), bot, "sent no reminder")


async def _prompt(person: Applicant, room: str) -> None:
    """Send what is typed; answers appear above the prompt whenever they come."""
    session: PromptSession[str] = PromptSession("you> ")
    with patch_stdout():
        while True:
            try:
                line = (await session.prompt_async()).strip()
            except (EOFError, KeyboardInterrupt):
                return
            if line:
                await person.say(room, addressed(line))


async def _lines() -> AsyncIterator[str]:
    """The lines of standard input that say something; read in a thread that nobody has to wait for."""
    loop = asyncio.get_running_loop()
    queue: asyncio.Queue[str | None] = asyncio.Queue()

    def read() -> None:
        for line in sys.stdin:
            loop.call_soon_threadsafe(queue.put_nowait, line.strip())
        loop.call_soon_threadsafe(queue.put_nowait, None)

    Thread(target=read, daemon=True).start()
    while (line := await queue.get()) is not None:
        if line:
            yield line


async def _expect(awaited: Coroutine[None, None, object], bot: Child, otherwise: str) -> None:
    """Wait for it; where it fails, blame the bot with the end of its log."""
    try:
        await awaited
    except DemoError as error:
        raise bot.failure(f"{otherwise} ({error})") from error


def _bot_joined(event: Event) -> bool:
    member = event["type"] == "m.room.member" and event.get("state_key") == _BOT_ID
    return member and event["content"].get("membership") == "join"


async def _until_signalled() -> None:
    """The demonstration; SIGTERM and SIGHUP end it in order, as Ctrl-C does."""
    task = asyncio.current_task()
    if task is None:
        return
    for number in (signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, task.cancel)
    await demonstrate()


def main() -> int:
    """Run it; the exit code."""
    try:
        asyncio.run(_until_signalled())
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    except asyncio.CancelledError:
        return 128 + signal.SIGTERM
    except (DemoError, aiohttp.ClientError, TimeoutError, OSError) as error:
        print(f"The demo failed: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
