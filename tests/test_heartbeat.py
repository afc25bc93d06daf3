"""The log shows that the bot is in touch, and no more often than is of use."""

from datetime import UTC, datetime, timedelta

from structlog.testing import capture_logs

from bot.matrix.heartbeat import Heartbeat

NOON = datetime(2026, 3, 31, 12, tzinfo=UTC)


def test_the_first_batch_is_told_and_then_one_line_an_hour() -> None:
    now = NOON
    heartbeat = Heartbeat(lambda: now)
    with capture_logs() as lines:
        for _ in range(7 * 60):
            heartbeat.beat()
            now += timedelta(minutes=1)
    assert [line["batches"] for line in lines] == [1, *[60] * 6]


def test_while_nothing_comes_nothing_is_told() -> None:
    with capture_logs() as lines:
        Heartbeat(lambda: NOON)
    assert lines == []
