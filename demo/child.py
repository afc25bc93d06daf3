"""One programme beside us: started, watched, stopped; it never outlives us (see `demo.leash`)."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from demo import DemoError

ROOT = Path(__file__).parent.parent


class Child:
    """A Python module which runs as a process of its own, in its own process group.

    Args:
        name: how it is called in messages.
        arguments: module and arguments, as after `python -m`.
        log: where its standard output and error are appended.
        folder: what is removed, should we end without stopping it.
        environment: what is added to our own environment.
    """

    def __init__(
        self,
        name: str,
        arguments: Sequence[str],
        *,
        log: Path,
        folder: Path,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.name = name
        self.log = log
        self._command = [sys.executable, "-m", "demo.leash", str(folder), *arguments]
        self._environment = {**os.environ, **(environment or {})}
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def alive(self) -> bool:
        """Whether it runs."""
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int:
        """The process's number.

        Raises:
            DemoError: it was never started.
        """
        if self._process is None:
            raise DemoError(f"{self.name} was not started")
        return self._process.pid

    @property
    def exit_code(self) -> int | None:
        """What it ended with, negative for a signal; None while it runs or was never started."""
        return None if self._process is None else self._process.poll()

    def start(self) -> None:
        """Start it; again, too, after it ended.

        Raises:
            DemoError: it still runs.
        """
        if self.alive:
            raise DemoError(f"{self.name} runs already")
        self._release()  # of an earlier life that ended by itself
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=self._environment,
                cwd=ROOT,
                start_new_session=True,
            )

    async def stop(self, patience: float = 20) -> None:
        """Ask it to end and wait; SIGKILL after that many seconds. Does nothing where it does not run."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            await asyncio.to_thread(self._process.wait, patience)
        except subprocess.TimeoutExpired:
            pass
        finally:
            self.kill()

    def kill(self) -> None:
        """End it with SIGKILL, as a crash would. Does nothing where it does not run."""
        if self._process is None:
            return
        self._process.kill()
        self._process.wait()
        self._release()

    async def finished(self) -> int:
        """Wait until it ends by itself; its exit code."""
        while self.alive:  # noqa: ASYNC110 - a process has no event to wait for
            await asyncio.sleep(0.05)
        self._release()
        return self.exit_code or 0

    def _release(self) -> None:
        if self._process and self._process.stdin:
            self._process.stdin.close()

    def tail(self, lines: int = 15) -> str:
        """The end of its log, indented, for an error message."""
        written = self.log.read_text(errors="replace").splitlines() if self.log.exists() else []
        return "\n".join(f"    {line}" for line in written[-lines:]) or "    (its log is empty)"

    def failure(self, what: str) -> DemoError:
        """An error which says what happened to it and shows the end of its log."""
        return DemoError(f"{self.name} {what}; the end of its log:\n{self.tail()}")
