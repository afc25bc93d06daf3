"""The secrets that commands need: from the environment, a file, or the terminal; never an argument, which others see."""

import os
import sys
from getpass import getpass

from bot import files
from bot.config import Config
from bot.data_folder import DataFolder
from bot.errors import UserError


def needed() -> tuple[str, ...]:
    """The places a running bot needs; a password's file is not read where the environment has the password."""
    secrets = {"MENTORIX_PASSWORD": files.PASSWORD, "MENTORIX_DATABASE_PASSWORD": files.DATABASE_PASSWORD}
    return (files.DATA, *(place for name, place in secrets.items() if not os.environ.get(name)))


def password(config: Config) -> str | None:
    """The account's password, from the environment or the configured file, where it is in one of them."""
    if given := os.environ.get("MENTORIX_PASSWORD"):
        return given
    return files.read_secret(config.password_file) if config.password_file else None


def asked_password(config: Config) -> str:
    """The account's password, in the end from the terminal.

    Raises:
        UserError: there is nobody to ask.
    """
    otherwise = "no password: set MENTORIX_PASSWORD, or password_file in the configuration"
    return password(config) or _typed(f"Password of {config.user_id}: ", otherwise)


def recovery_key() -> bytes:
    """The account's recovery key.

    Raises:
        UserError: there is nobody to ask, or what was given is no recovery key.
    """
    from bot.matrix import recovery_key as keys  # noqa: PLC0415  takes as long to load as all that encrypts

    given = os.environ.get("MENTORIX_RECOVERY_KEY")
    return keys.read(given or _typed("Recovery key: ", "no recovery key: set MENTORIX_RECOVERY_KEY"))


def pickle_key(folder: DataFolder) -> str | None:
    """What the device's keys are encrypted with: from the environment, else from the data folder.

    Raises:
        SetupError: its file cannot be read.
    """
    return os.environ.get("MENTORIX_PICKLE_KEY") or folder.pickle_key()


def _typed(prompt: str, otherwise: str) -> str:
    """What somebody types unseen; without a terminal an error that says where else it may come from."""
    if not sys.stdin.isatty():
        raise UserError(otherwise)
    return getpass(prompt)
