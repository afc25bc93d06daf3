"""Somebody who runs the bot's commands on an account of their own, and a look at what everybody else is told of it."""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
from commands import Ran, run
from nacl.exceptions import BadSignatureError
from nacl.signing import VerifyKey
from unpaddedbase64 import decode_base64

from bot.account import Session
from demo.applicant import Applicant
from demo.child import ROOT
from demo.running import PASSWORD


@dataclass(frozen=True, slots=True)
class Operator:
    """An account with a data folder for it.

    Attributes:
        url: the homeserver's address.
        user_id: the account.
        folder: configuration and data.
    """

    url: str
    user_id: str
    folder: Path

    @classmethod
    async def new(cls, url: str, name: str, folder: Path) -> "Operator":
        """Register an account that no client has used, and configure the bot for it."""
        async with await Applicant.register(url, name, PASSWORD, reads=False) as account:
            return cls.of(url, account.user_id, folder)

    @classmethod
    def of(cls, url: str, user_id: str, folder: Path) -> "Operator":
        """Configure the bot for an account that exists, as on a new machine."""
        folder.mkdir(exist_ok=True)
        chosen = {"catalogue": str(ROOT / "catalogue"), "data_dir": "data", "homeserver": url, "user_id": user_id}
        (folder / "config.yaml").write_text(json.dumps(chosen))
        return cls(url, user_id, folder)

    def mentorix(self, *arguments: str, password: str | None = PASSWORD, **secret: str) -> Ran:
        """Run a command; secrets go by the environment."""
        given = {"MENTORIX_PASSWORD": password} if password else {}
        environment = {"PATH": os.environ["PATH"], "HOME": str(self.folder), **given, **secret}
        ran = run(arguments, self.folder, environment)
        assert "Traceback" not in ran.err, ran.err
        return ran

    def login(self, *options: str, **secret: str) -> Ran:
        """Log in, and see that nothing was wrong."""
        ran = self.mentorix("login", *options, **secret)
        assert ran.code == 0, ran.err
        return ran

    @property
    def data(self) -> Path:
        """The data folder."""
        return self.folder / "data"

    @property
    def session(self) -> Session:
        """The session that is kept there."""
        return Session(**json.loads((self.data / "session.json").read_text()))

    @property
    def secret(self) -> str:
        """What the device's keys are encrypted with."""
        return (self.data / "pickle-key").read_text()

    def device(self) -> Applicant:
        """The bot's own device, to be used by hand."""
        session = self.session
        given = {"user_id": session.user_id, "device_id": session.device_id, "access_token": session.access_token}
        return Applicant(self.url, given, seen=None, reads=False)

    async def call(self, method: str, path: str, body: object = None) -> Any:
        """Ask the homeserver as the bot's device, whatever it answers."""
        headers = {"Authorization": f"Bearer {self.session.access_token}"}
        address = f"{self.url}/_matrix/client/v3/{path}"
        async with aiohttp.ClientSession(headers=headers) as http, http.request(method, address, json=body) as answer:
            return await answer.json()


async def told(somebody: Applicant, user_id: str) -> dict[str, Any]:
    """What somebody else is told about an account's keys."""
    return await somebody.call("POST", "keys", "query", body={"device_keys": {user_id: []}})


def trusted_devices(answer: dict[str, Any], user_id: str) -> set[str]:
    """The account's devices that its cross-signing keys vouch for, by another Ed25519 library than the bot's."""
    master = answer["master_keys"][user_id]
    self_signing = answer["self_signing_keys"][user_id]
    (master_key,), (self_signing_key,) = master["keys"].values(), self_signing["keys"].values()
    if not _signed_by(self_signing, user_id, master_key, master_key):
        return set()
    return {
        device_id
        for device_id, device in answer["device_keys"][user_id].items()
        if _signed_by(device, user_id, self_signing_key, self_signing_key)
        and _signed_by(device, user_id, device_id, device["keys"][f"ed25519:{device_id}"])
    }


def _signed_by(signed: dict[str, Any], user_id: str, name: str, public: str) -> bool:
    signature = signed.get("signatures", {}).get(user_id, {}).get(f"ed25519:{name}")
    if not signature:
        return False
    covered = {key: value for key, value in signed.items() if key not in ("signatures", "unsigned")}
    message = json.dumps(covered, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
    try:
        VerifyKey(decode_base64(public)).verify(message, decode_base64(signature))
    except (BadSignatureError, ValueError):
        return False
    return True
