"""What reaches the log: neither secrets nor what people said."""

import asyncio
import gc
import io
import logging
from collections.abc import Callable, Iterator

import pytest
import structlog

from bot import logs


@pytest.fixture(params=[True, False], ids=["JSON", "console"])
def logged(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], str]]:
    """Logging as the bot sets it up, and what it wrote."""
    written = io.StringIO()
    before = logging.root.handlers[:], logging.root.level
    monkeypatch.setattr("sys.stderr", written)
    logs.configure(json=request.param)
    yield written.getvalue
    logging.root.handlers[:], logging.root.level = before
    structlog.reset_defaults()


def test_an_error_is_logged_with_its_places_but_without_its_words_and_values(logged: Callable[[], str]) -> None:
    said = "my private question"
    try:
        raise ValueError(said)
    except ValueError:
        structlog.get_logger().exception("something failed", room="!room")
    assert "something failed" in logged()
    assert "ValueError" in logged()
    assert "test_logs.py" in logged()
    assert said not in logged()


def test_values_under_the_names_of_secrets_are_hidden(logged: Callable[[], str]) -> None:
    structlog.get_logger().info("logged in", access_token="syt_secret", password="pass-phrase", body="words")
    for secret in ("syt_secret", "pass-phrase", "words"):
        assert secret not in logged()


async def test_an_error_that_nobody_waited_for_is_logged_like_any_other(logged: Callable[[], str]) -> None:
    said = "my private question"

    async def fails() -> None:
        raise ValueError(said)

    asyncio.get_running_loop().set_exception_handler(logs.stray)
    task = asyncio.create_task(fails())
    await asyncio.wait([task])
    del task
    gc.collect()
    assert "an error that nobody waited for" in logged()
    assert "test_logs.py" in logged()
    assert said not in logged()
    assert "Traceback" not in logged()


async def test_an_error_in_a_callback_is_logged_without_what_the_callback_was_given(
    logged: Callable[[], str],
) -> None:
    said = "my private question"

    def fails(words: str) -> None:
        raise ValueError(words)

    asyncio.get_running_loop().set_exception_handler(logs.stray)
    asyncio.get_running_loop().call_soon(fails, said)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert "ValueError" in logged()
    assert said not in logged()


async def test_what_the_event_loop_complains_of_without_an_error_is_logged(logged: Callable[[], str]) -> None:
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(logs.stray)
    loop.call_exception_handler({"message": "Unclosed client session"})
    assert "Unclosed client session" in logged()


def test_what_libraries_log_of_an_error_has_its_places_but_not_its_words(logged: Callable[[], str]) -> None:
    said = "my private question"
    try:
        raise ValueError(said)
    except ValueError:
        logging.getLogger("library").exception("it failed")
    assert "library:it failed" in logged()
    assert "ValueError; " in logged()
    assert said not in logged()
