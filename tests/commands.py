"""`mentorix` with arguments, as an operator types it: a process of its own, but without the second it takes to load.

One process loads the command line and whatever its commands load on their way; each command is a fork of it.
"""

import io
import multiprocessing
import os
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from multiprocessing.context import ForkServerContext
from pathlib import Path

LOADED = ["commands", "bot.cli.commands", "bot.cli.login", "bot.app"]


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


def run(arguments: tuple[str, ...], folder: Path, environment: Mapping[str, str], stdin: str = "") -> Ran:
    """Run a command in a folder, with nothing of our own environment but what is given."""
    with tempfile.TemporaryDirectory() as place:
        files = [Path(place, name) for name in ("in", "out", "err")]
        files[0].write_text(stdin, "utf-8")
        command = _ready().Process(target=_run, args=(arguments, folder, dict(environment), files))
        command.start()
        try:
            command.join(120)
            if command.exitcode is None:
                raise TimeoutError(arguments)
            return Ran(command.exitcode, *(file.read_text("utf-8") for file in files[1:]))
        finally:
            command.kill()
            command.join()
            command.close()


@cache
def _ready() -> ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(LOADED)
    return context


def _run(arguments: tuple[str, ...], folder: Path, environment: Mapping[str, str], files: list[Path]) -> None:
    """Be the process: its folder, its environment, its three streams, and its `main`."""
    from bot.cli import main  # noqa: PLC0415 - loaded before

    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    for number, file in enumerate(files):
        taken = os.open(file, os.O_RDONLY if number == 0 else os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.dup2(taken, number)
        os.close(taken)
    sys.stdin = io.TextIOWrapper(open(0, "rb", closefd=False), "utf-8")  # noqa: SIM115 - our own streams
    sys.stdout = io.TextIOWrapper(open(1, "wb", closefd=False), "utf-8")  # noqa: SIM115
    sys.stderr = io.TextIOWrapper(open(2, "wb", closefd=False), "utf-8", line_buffering=True)  # noqa: SIM115
    sys.argv = ["mentorix", *arguments]
    main()
