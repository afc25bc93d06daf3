"""What reaches the log: neither secrets nor what people said."""

import io
from collections.abc import Callable

import pytest
import structlog

from bot import logs


@pytest.fixture(params=[True, False], ids=["JSON", "console"])
def logged(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Callable[[], str]:
    """Logging as the bot sets it up, and what it wrote."""
    written = io.StringIO()
    monkeypatch.setattr("sys.stderr", written)
    logs.configure(json=request.param)
    return written.getvalue


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
