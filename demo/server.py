"""What every throw-away server has: a folder of its own, a port of loopback, a process, and a life."""

import socket
from abc import ABC, abstractmethod
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Self

from demo.child import Child


def free_port() -> int:
    """A port of loopback that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def silent(_: str) -> None:
    """Take a line of progress and show it nobody."""


class Server(ABC):
    """Port and data stay the same over stops, kills and starts.

    Args:
        name: how it is called in the name of its folder.
        progress: is told in a few words what happens.

    Attributes:
        process: what runs; made by who derives from this.
    """

    process: Child

    def __init__(self, name: str, progress: Callable[[str], None]) -> None:
        self._folder = TemporaryDirectory(prefix=f"mentorix-{name}-", ignore_cleanup_errors=True)
        self.folder = Path(self._folder.name)
        self.port = free_port()
        self._progress = progress

    @abstractmethod
    async def start(self) -> None:
        """Start it and wait until it answers.

        Raises:
            DemoError: it runs already, or does not answer; with the end of its log.
        """

    async def stop(self) -> None:
        """End it in order, without waiting for clients; its data stays."""
        await self.process.stop()

    def kill(self) -> None:
        """End it with SIGKILL, as a crash would; its data stays."""
        self.process.kill()

    async def restart(self) -> None:
        """Stop and start on the same port and data.

        Raises:
            DemoError: as `start`.
        """
        await self.stop()
        await self.start()

    async def close(self) -> None:
        """Stop it for good and remove its folder."""
        try:
            await self.stop()
        finally:
            self._folder.cleanup()

    async def __aenter__(self) -> Self:
        try:
            await self.start()
        except BaseException:
            await self.close()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()
