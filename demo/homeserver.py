"""A throw-away Synapse on loopback: SQLite in a temporary folder, its own free port, nobody outside.

It is configured for tests: cheap passwords, no presence, no limits unless asked for. Federation has no listener and
an empty list of permitted servers, so no request leaves the machine.
"""

import asyncio
import base64
import json
import secrets
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import aiohttp

from demo.child import Child
from demo.server import Server, silent

SERVER_NAME = "localhost"
START_WITHIN = 120.0
"""Seconds; a first start creates the whole schema, which takes a slow machine its time."""

_BOUNDLESS = {"per_second": 100_000, "burst_count": 100_000}
UNLIMITED: dict[str, object] = {
    "rc_message": _BOUNDLESS,
    "rc_login": {"address": _BOUNDLESS, "account": _BOUNDLESS, "failed_attempts": _BOUNDLESS},
    "rc_admin_redaction": _BOUNDLESS,
    "rc_joins": {"local": _BOUNDLESS, "remote": _BOUNDLESS},
    "rc_joins_per_room": _BOUNDLESS,
    "rc_invites": {"per_room": _BOUNDLESS, "per_user": _BOUNDLESS, "per_issuer": _BOUNDLESS},
    "rc_key_requests": _BOUNDLESS,
    "rc_presence": {"per_user": _BOUNDLESS},
    "rc_profile": _BOUNDLESS,
    "rc_room_creation": _BOUNDLESS,
}
"""Settings that lift all of Synapse's rate limits."""


class Homeserver(Server):
    """One Synapse; port and data stay the same over stops, kills and starts.

    Args:
        limits: keep Synapse's own rate limits (registration stays free), instead of none.
        settings: keys of homeserver.yaml that go before ours.
        progress: is told in a few words what happens.
    """

    def __init__(
        self,
        *,
        limits: bool = False,
        settings: Mapping[str, object] | None = None,
        progress: Callable[[str], None] = silent,
    ) -> None:
        super().__init__("synapse", progress)
        self.url = f"http://127.0.0.1:{self.port}"
        config = _written(self.folder, self.port, {**({} if limits else UNLIMITED), **(settings or {})})
        self.process = Child(
            "Synapse",
            ["synapse.app.homeserver", "--config-path", str(config)],
            log=self.folder / "synapse.log",
            folder=self.folder,
        )

    @property
    def alive(self) -> bool:
        """Whether its process runs."""
        return self.process.alive

    async def start(self) -> None:
        """Start it and wait until it answers.

        Raises:
            DemoError: it runs already, ended at once, or does not answer; with the end of its log.
        """
        since = time.monotonic()
        self._progress("starting a throw-away Synapse on loopback")
        self.process.start()
        try:
            await self._ready(since + START_WITHIN)
        except BaseException:
            self.process.kill()
            raise
        self._progress(f"Synapse answers at {self.url} after {time.monotonic() - since:.1f} s")

    async def _ready(self, until: float) -> None:
        """Wait for the first answer."""
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=5)) as http:
            while self.alive:
                if time.monotonic() > until:
                    raise self.process.failure(f"does not answer after {START_WITHIN:.0f} s")
                try:
                    async with http.get(f"{self.url}/_matrix/client/versions") as answer:
                        if answer.status == 200:
                            return
                except (aiohttp.ClientError, TimeoutError):
                    pass
                await asyncio.sleep(0.1)
        raise self.process.failure(f"ended with code {self.process.exit_code} instead of answering")


def _written(folder: Path, port: int, settings: Mapping[str, object]) -> Path:
    """Write signing key, logging and configuration; JSON is YAML too."""
    seed = base64.b64encode(secrets.token_bytes(32)).decode().rstrip("=")
    (folder / "signing.key").write_text(f"ed25519 a_demo {seed}\n")
    (folder / "log.yaml").write_text(json.dumps(_LOGGING))
    path = folder / "homeserver.yaml"
    path.write_text(json.dumps({**_configuration(folder, port), **settings}, indent=1))
    return path


_LOGGING = {
    "version": 1,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "line", "stream": "ext://sys.stdout"}},
    "root": {"level": "WARNING", "handlers": ["out"]},
    "disable_existing_loggers": False,
}


def _configuration(folder: Path, port: int) -> dict[str, object]:
    """homeserver.yaml, as small as Synapse allows."""
    return {
        "server_name": SERVER_NAME,
        "public_baseurl": f"http://127.0.0.1:{port}/",
        "listeners": [
            {
                "port": port,
                "type": "http",
                "bind_addresses": ["127.0.0.1"],
                "resources": [{"names": ["client"]}],
            }
        ],
        "database": {"name": "sqlite3", "args": {"database": str(folder / "homeserver.db")}},
        "log_config": str(folder / "log.yaml"),
        "media_store_path": str(folder / "media"),
        "signing_key_path": str(folder / "signing.key"),
        "pid_file": str(folder / "homeserver.pid"),
        "macaroon_secret_key": secrets.token_hex(16),
        "registration_shared_secret": secrets.token_hex(16),
        "form_secret": secrets.token_hex(16),
        "enable_registration": True,
        "enable_registration_without_verification": True,
        "rc_registration": _BOUNDLESS,
        "bcrypt_rounds": 4,
        "trusted_key_servers": [],
        "federation_domain_whitelist": [],
        "report_stats": False,
        "stats": {"enabled": False},
        "presence": {"enabled": False},
        "user_directory": {"enabled": False},
        "url_preview_enabled": False,
    }
