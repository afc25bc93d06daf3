"""The real bot as a process of its own: configured, logged in, started, killed, started again."""

import json
from pathlib import Path

import aiohttp

from bot.cli.login import Login, Wishes
from bot.data_folder import DataFolder
from bot.files import DATA, read_config
from demo.applicant import Applicant
from demo.child import ROOT, Child

PASSWORD = "a throw-away password"  # noqa: S105


class RunningBot:
    """The bot through its own command line; `make` registers its account and logs it in.

    Attributes:
        user_id: its Matrix address.
        folder: its configuration, data and log.
        process: `mentorix run`.
    """

    def __init__(self, user_id: str, folder: Path, *, password: str | None) -> None:
        self.user_id = user_id
        self.folder = folder
        self.config = folder / "config.yaml"
        self.log = folder / "bot.log"
        self.process = self.command("run", password=password)

    @classmethod
    async def make(
        cls, url: str, name: str, folder: Path, *, password: str | None = PASSWORD, **settings: object
    ) -> "RunningBot":
        """Register an account, write the configuration and log in.

        Args:
            url: the homeserver, or a proxy in front of it.
            name: localpart of the account.
            folder: an empty folder.
            password: what `run` may log in again with; None leaves it without one.
            **settings: keys of the configuration.

        Raises:
            BotError: logging in failed.
        """
        async with await Applicant.register(url, name, PASSWORD, reads=False) as account:
            user_id = account.user_id
        bot = cls(user_id, folder, password=password)
        bot.configure(homeserver=url, **settings)
        await bot._logged_in()
        return bot

    def configure(self, *, homeserver: str, **settings: object) -> None:
        """Write the configuration: without a hello and without limits, unless told otherwise."""
        chosen: dict[str, object] = {"catalogue": str(ROOT / "catalogue"), "data_dir": "data", "greet": False}
        chosen |= {"limits": {"person": None, "room": None}}
        chosen |= {"homeserver": homeserver, "user_id": self.user_id} | settings
        self.config.write_text(json.dumps(chosen, indent=1))

    def command(self, *arguments: str, password: str | None = PASSWORD) -> Child:
        """One of the bot's commands as a process, with the password in its environment."""
        secret = {"MENTORIX_PASSWORD": password} if password else {}
        whole = ["bot", *arguments, "--config", str(self.config)]
        gone = self.folder / "leash"
        return Child(f"`mentorix {arguments[0]}`", whole, log=self.log, folder=gone, environment=secret)

    async def _logged_in(self) -> None:
        """Do what `mentorix login` does, without the seconds that a process of its own takes to load."""
        config = read_config(self.config, [DATA])
        folder = DataFolder(config.data_dir)
        folder.hold()
        try:
            await Login(config, folder, folder.make_pickle_key(), lambda: PASSWORD, Wishes()).run()
        finally:
            folder.release()

    async def login(self) -> None:
        """Run `mentorix login`."""
        login = self.command("login")
        login.start()
        code = await login.finished()
        login.kill()
        if code:
            raise login.failure(f"ended with code {code}")

    def start(self) -> None:
        """Run it; again, too, after it ended."""
        self.process.start()

    def kill(self) -> None:
        """SIGKILL."""
        self.process.kill()

    async def stop(self) -> None:
        """SIGTERM, and wait."""
        await self.process.stop()

    def token(self) -> str:
        """The access token of its session."""
        return str(json.loads((self.folder / "data" / "session.json").read_text())["access_token"])

    async def log_out(self, url: str) -> None:
        """End its session on the homeserver, as an operator or another client may."""
        headers = {"Authorization": f"Bearer {self.token()}"}
        async with aiohttp.ClientSession(headers=headers) as http:
            await http.post(f"{url}/_matrix/client/v3/logout")
