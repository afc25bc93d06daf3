"""What is known of people's devices outlives the process, as it was, whoever else has devices in the same file."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from nio.crypto import DeviceStore, OlmDevice

from bot.account import Session
from bot.matrix.crypto_store import made
from bot.matrix.machine import Store

BOT = Session("", "@bot:example.org", "DEVICE", "token")
ANNA = "@anna:example.org"


def device(name: str, *, deleted: bool = False, key: str = "key") -> OlmDevice:
    return OlmDevice(ANNA, name, {"ed25519": f"{key} {name}", "curve25519": f"curve {key} {name}"}, deleted=deleted)


@contextmanager
def stored(path: Path, session: Session = BOT) -> Iterator[Store]:
    """The store of one device."""
    with closing(made(path / "crypto.db", session, "secret")) as store:
        yield store.olm.store


def known(store: Store) -> dict[str, OlmDevice]:
    return dict(store.load_device_keys()[ANNA])


def test_devices_are_read_as_they_were_written_last(tmp_path: Path) -> None:
    with stored(tmp_path) as store:
        store.save_device_keys({ANNA: {"A": device("A"), "B": device("B")}})
        store.save_device_keys({ANNA: {"A": device("A", deleted=True), "C": device("C", key="ü 'quoted' \x00")}})
        store.save_device_keys({})
    with stored(tmp_path) as store:
        expected = {"A": device("A", deleted=True), "B": device("B"), "C": device("C", key="ü 'quoted' \x00")}
        assert known(store) == expected
        assert store.load_device_keys()["@nobody:example.org"] == {}


def test_a_key_that_is_another_now_replaces_the_old_one(tmp_path: Path) -> None:
    with stored(tmp_path) as store:
        store.save_device_keys({ANNA: {"A": device("A")}})
        store.save_device_keys({ANNA: {"A": device("A", key="new")}})
        assert known(store) == {"A": device("A", key="new")}


def test_what_another_device_of_ours_knew_is_not_mixed_in(tmp_path: Path) -> None:
    with stored(tmp_path) as store:
        store.save_device_keys({ANNA: {"A": device("A")}})
    with stored(tmp_path, Session("", BOT.user_id, "OTHER", "token")) as other:
        assert known(other) == {}
        other.save_device_keys({ANNA: {"A": device("A", key="other"), "B": device("B")}})
    with stored(tmp_path) as store:
        assert known(store) == {"A": device("A")}


def test_a_file_that_nio_has_written_is_read_as_nio_reads_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = {ANNA: {"A": device("A"), "B": device("B", deleted=True)}}
    with monkeypatch.context() as patch:
        patch.delattr(Store, "save_device_keys")
        with stored(tmp_path) as store:
            store.save_device_keys(whole)
    with stored(tmp_path) as store:
        assert known(store) == whole[ANNA]
        store.save_device_keys({ANNA: {"B": device("B")}})
    with monkeypatch.context() as patch:
        patch.delattr(Store, "load_device_keys")
        with stored(tmp_path) as store:
            assert known(store) == {"A": device("A"), "B": device("B")}


def test_a_device_is_added_once(tmp_path: Path) -> None:
    with stored(tmp_path) as store:
        fresh: DeviceStore = store.load_device_keys()
    assert [fresh.add(device("A")), fresh.add(device("A")), fresh.add(device("B"))] == [True, False, True]
    assert device("A", key="other") not in fresh
