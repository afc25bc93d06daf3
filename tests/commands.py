"""`mentorix` with arguments, as an operator types it: a process of its own, but without the second it takes to load.

One process loads the command line and whatever its commands load on their way; each command is a fork of it.
"""

import io
import multiprocessing
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from multiprocessing import connection
from multiprocessing.context import ForkServerContext
from pathlib import Path
from threading import Lock, Thread
from typing import Any

from demo.child import ROOT, Child
from demo.running import PASSWORD, RunningBot

LOADED = ["commands", "bot.cli.commands", "bot.cli.login", "bot.app"]

_ONE_AT_A_TIME = Lock()
"""Two threads that ask how a process ended must not both read the one answer."""


@dataclass(frozen=True, slots=True)
class Ran:
    """How a command ended: its exit code, negative for a signal, and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def recovery_key(self) -> str:
        """The recovery key that was shown."""
        (line,) = [line for line in self.out.splitlines() if line.startswith("Recovery key, shown only now: ")]
        return line.partition(": ")[2]


@dataclass(frozen=True, slots=True)
class Start:
    """What a process begins with: arguments, folder, environment, and the files that are its three streams."""

    arguments: tuple[str, ...]
    folder: Path
    environment: Mapping[str, str]
    streams: tuple[Path, Path, Path]


def run(arguments: tuple[str, ...], folder: Path, environment: Mapping[str, str], stdin: str = "") -> Ran:
    """Run a command in a folder, with nothing of our own environment but what is given."""
    with tempfile.TemporaryDirectory() as place:
        given, out, err = (Path(place, name) for name in ("in", "out", "err"))
        given.write_text(stdin, "utf-8")
        forked = Forked(Start(arguments, folder, dict(environment), (given, out, err)))
        try:
            return Ran(forked.wait(120), out.read_text("utf-8"), err.read_text("utf-8"))
        finally:
            forked.kill()
            forked.wait()


class Forked:
    """A command that runs, with what `subprocess.Popen` has of it."""

    stdin = None

    def __init__(self, start: Start) -> None:
        self._process = _ready().Process(target=_run, args=(start,), daemon=True)
        with _ONE_AT_A_TIME:
            self._process.start()
        self.pid = self._process.pid

    def poll(self) -> int | None:
        """What it ended with, negative for a signal; None while it runs."""
        with _ONE_AT_A_TIME:
            return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end.

        Raises:
            subprocess.TimeoutExpired: it still runs after so many seconds.
        """
        connection.wait([self._process.sentinel], timeout)
        code = self.poll()
        if code is None:
            raise subprocess.TimeoutExpired("mentorix", timeout or 0)
        return code

    def terminate(self) -> None:
        """SIGTERM."""
        self._process.terminate()

    def kill(self) -> None:
        """SIGKILL, where it still runs."""
        if self.poll() is None:
            self._process.kill()


class ReadyBot(RunningBot):
    """The real bot, started without the time it takes to load."""

    def command(self, *arguments: str, password: str | None = PASSWORD) -> Child:
        """One of its commands as a process, with the password in its environment."""
        secret = {"MENTORIX_PASSWORD": password} if password else {}
        whole = (*arguments, "--config", str(self.config))
        return _ReadyChild(whole, self.log, self.folder / "leash", secret)


class _ReadyChild(Child):
    def __init__(self, arguments: tuple[str, ...], log: Path, folder: Path, secret: Mapping[str, str]) -> None:
        super().__init__(f"`mentorix {arguments[0]}`", arguments, log=log, folder=folder, environment=secret)
        self._begin = Start(arguments, ROOT, self._environment, (Path(os.devnull), log, log))

    def start(self) -> None:
        """Start it; again, too, after it ended."""
        assert not self.alive
        self.log.touch()
        forked: Any = Forked(self._begin)
        self._process = forked


@cache
def _ready() -> ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(LOADED)
    return context


def _run(start: Start) -> None:
    """Be the process: its folder, its environment, its three streams, and its `main`."""
    from bot.cli import main  # noqa: PLC0415 - loaded before

    os.setsid()
    Thread(target=_outlive_nobody, daemon=True).start()
    os.chdir(start.folder)
    os.environ.clear()
    os.environ.update(start.environment)
    for number, file in enumerate(start.streams):
        taken = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND if number else os.O_RDONLY)
        os.dup2(taken, number)
        os.close(taken)
    sys.stdin = io.TextIOWrapper(open(0, "rb", closefd=False), "utf-8")  # noqa: SIM115 - our own streams
    sys.stdout = io.TextIOWrapper(open(1, "wb", closefd=False), "utf-8")  # noqa: SIM115
    sys.stderr = io.TextIOWrapper(open(2, "wb", closefd=False), "utf-8", line_buffering=True)  # noqa: SIM115
    sys.argv = ["mentorix", *start.arguments]
    main()


def _outlive_nobody() -> None:
    """End with the tests, however they end."""
    parent = multiprocessing.parent_process()
    assert parent
    parent.join()
    os.kill(os.getpid(), signal.SIGKILL)
