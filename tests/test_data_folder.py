"""The data folder: its files are the owner's alone, and one process holds it."""

import errno
import fcntl
from pathlib import Path

import pytest

from bot.account import Session
from bot.data_folder import DataFolder
from bot.errors import SetupError, StorageError

SESSION = Session("https://matrix.example.org", "@bot:example.org", "DEVICE", "secret")


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_a_folder_that_it_makes_is_its_owners_alone(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "new" / "data")
    folder.keep(SESSION)
    folder.hold()
    folder.release()
    assert mode(folder.path) == 0o700
    assert {path.name: mode(path) for path in folder.path.iterdir()} == {"session.json": 0o600, "lock": 0o600}


@pytest.mark.parametrize("given", [0o755, 0o750, 0o775])
def test_a_folder_that_exists_keeps_its_mode_and_the_session_is_private_all_the_same(
    tmp_path: Path, given: int
) -> None:
    tmp_path.chmod(given)
    folder = DataFolder(tmp_path)
    folder.keep(SESSION)
    assert mode(tmp_path) == given
    assert mode(tmp_path / "session.json") == 0o600


def test_a_folder_into_which_everybody_could_put_files_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o777)
    with pytest.raises(SetupError, match=r"every user.*chmod o-w"):
        DataFolder(tmp_path)
    assert mode(tmp_path) == 0o777


def test_a_session_that_others_could_read_is_closed_to_them(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    folder.keep(SESSION)
    (tmp_path / "session.json").chmod(0o644)
    assert folder.session() == SESSION
    assert mode(tmp_path / "session.json") == 0o600


def test_a_second_holder_is_refused_and_told_who_holds_it(tmp_path: Path) -> None:
    first, second = DataFolder(tmp_path), DataFolder(tmp_path)
    first.hold()
    with pytest.raises(SetupError, match=r"held by another mentorix \(process \d+\)"):
        second.hold()
    first.release()
    second.hold()
    second.release()


@pytest.mark.parametrize("number", [errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS])
def test_a_file_system_without_locks_is_called_that(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def no_locks(*_: object) -> None:
        raise OSError(number, "No locks available")

    monkeypatch.setattr(fcntl, "flock", no_locks)
    with pytest.raises(SetupError, match=r"cannot be locked: No locks available.*local disk") as refused:
        DataFolder(tmp_path).hold()
    assert "another" not in str(refused.value)


def test_a_session_that_cannot_be_written_leaves_the_old_one(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    folder.keep(SESSION)
    (tmp_path / "session.json.new").mkdir()  # opening it for writing fails, and so does removing it
    with pytest.raises(StorageError, match="cannot be written"):
        folder.keep(Session("https://other.example.org", "@bot:example.org", "OTHER", "new"))
    assert folder.session() == SESSION
