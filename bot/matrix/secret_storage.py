"""The cross-signing keys kept on the homeserver, encrypted with a recovery key that only people have.

See Client-Server API, "Secrets", section "Storage". Everything is account data: the default key's name, the key's
description, and each secret under its own name.
"""

import secrets
from collections.abc import Mapping
from typing import Any

from bot.account import SEED, Seeds
from bot.errors import Refused, UserError
from bot.matrix import recovery_key
from bot.matrix.signatures import decoded, unpadded
from bot.matrix.sync import mapping
from bot.matrix.wire import Wire, path_of

ALGORITHM = "m.secret_storage.v1.aes-hmac-sha2"
DEFAULT = "m.secret_storage.default_key"
NAMES = {
    "master": "m.cross_signing.master",
    "self_signing": "m.cross_signing.self_signing",
    "user_signing": "m.cross_signing.user_signing",
}
"""Each seed's name as a secret."""


async def is_used(wire: Wire, user_id: str) -> bool:
    """Whether the account keeps secrets already, so that ours would take their place.

    Raises:
        MatrixError: it cannot be known now.
    """
    return bool((await _account_data(wire, user_id, DEFAULT)).get("key"))


async def store(wire: Wire, seeds: Seeds) -> str:
    """Keep the seeds on the homeserver under a new recovery key, which becomes the account's default.

    Returns:
        The recovery key as people write it down. It is kept nowhere else.

    Raises:
        MatrixError: they could not be kept.
    """
    key, name = recovery_key.random_key(), secrets.token_hex(16)
    description = {"algorithm": ALGORITHM, "name": "Mentorix"} | recovery_key.check_of(key)
    await _keep(wire, seeds.user_id, f"m.secret_storage.key.{name}", description)
    for part, kind in NAMES.items():
        sealed = recovery_key.encrypted(key, kind, unpadded(getattr(seeds, part)).encode())
        await _keep(wire, seeds.user_id, kind, {"encrypted": {name: sealed}})
    await _keep(wire, seeds.user_id, DEFAULT, {"key": name})
    return recovery_key.written(key)


async def fetch(wire: Wire, user_id: str, key: bytes) -> Seeds:
    """The seeds that are kept under this recovery key, whichever client has put them there.

    Raises:
        UserError: it is not the account's recovery key, or there is nothing that it opens.
        MatrixError: they cannot be read now.
    """
    name = str((await _account_data(wire, user_id, DEFAULT)).get("key") or "")
    description = await _account_data(wire, user_id, f"m.secret_storage.key.{name}") if name else {}
    if description.get("algorithm") != ALGORITHM:
        raise UserError("the account keeps no secrets on the homeserver that a recovery key would open")
    if not recovery_key.fits(key, description):
        raise UserError("this is not the account's recovery key")
    found = {part: await _seed(wire, user_id, kind, name, key) for part, kind in NAMES.items()}
    return Seeds(user_id, **found)


async def _seed(wire: Wire, user_id: str, kind: str, name: str, key: bytes) -> bytes:
    sealed = mapping((await _account_data(wire, user_id, kind)).get("encrypted")).get(name)
    if not isinstance(sealed, Mapping):
        raise UserError(f"the account keeps no {kind} under this recovery key")
    try:
        seed = decoded(recovery_key.decrypted(key, kind, sealed).decode("ascii"))
    except ValueError as error:
        raise UserError(f"the account's {kind} is damaged") from error
    if len(seed) != SEED:
        raise UserError(f"the account's {kind} is damaged")
    return seed


async def _account_data(wire: Wire, user_id: str, kind: str) -> Mapping[str, Any]:
    try:
        return await wire.get(path_of("user", user_id, "account_data", kind))
    except Refused as error:
        if error.code == "M_NOT_FOUND":
            return {}
        raise


async def _keep(wire: Wire, user_id: str, kind: str, content: Mapping[str, Any]) -> None:
    await wire.put(path_of("user", user_id, "account_data", kind), content)
