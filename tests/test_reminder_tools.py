"""What operators see of reminders and seasons in the terminal."""

import asyncio
import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from test_command_line import failed, mentorix

from bot.delivery.ledger import Entry, Standing
from bot.settings.chosen import Setting
from bot.storage import Database
from bot.whereabouts import KnownRoom
from demo.child import ROOT

pytestmark = pytest.mark.process

ROOM = "#gsoc:example.org"
DUE = datetime(2026, 3, 24, 18, tzinfo=UTC)


def settings(folder: Path, **room: object) -> None:
    config = {
        "homeserver": "http://127.0.0.1:1",
        "user_id": "@mentorix:localhost",
        "catalogue": str(ROOT / "catalogue"),
        "rooms": [{"room": ROOM, "programme": "gsoc-2026", "zone": "Europe/Bucharest"} | room],
    }
    (folder / "config.yaml").write_text(json.dumps(config))


def entry(key: str, standing: Standing, **fields: object) -> Entry:
    given = {
        "key": f"gsoc-2026/contributor-applications-close/{key}/{ROOM}",
        "room": ROOM,
        "subject": "gsoc-2026/contributor-applications-close",
        "tells": "2026-03-31T18:00:00+00:00",
        "due": DUE,
        "expires": DUE + timedelta(days=7),
        "wake": DUE,
        "standing": standing,
        "since": DUE,
    }
    return Entry(**(given | fields))  # type: ignore[arg-type]


async def written(file: Path, *entries: Entry) -> None:
    database = await Database.open(file)
    await database.remember_room(KnownRoom("!abc:example.org", ROOM, DUE))
    await database.ledger.save(entries)
    await database.close()


def test_the_plan_tells_when_by_the_rooms_clock_and_in_which_words(tmp_path: Path) -> None:
    settings(tmp_path)
    ran = mentorix("reminders", "plan", "--from", "2026-03-01", "--to", "2026-04-01", folder=tmp_path)
    rows = ran.stdout.splitlines()
    assert rows[0] == "#gsoc:example.org, times in Europe/Bucharest: 5 posts"
    assert rows[2:5] == [
        "Mon 16 March 2026, 20:00",
        "    Now: GSoC 2026 contributor applications open, Mon 16 March 2026, 18:00 UTC (20:00 in Europe/Bucharest)",
        "    All dates: https://developers.google.com/open-source/gsoc/timeline",
    ]
    assert "Mon 30 March 2026, 21:00" in rows


def test_the_plan_follows_what_was_set_in_rooms(tmp_path: Path) -> None:
    async def set_there() -> None:
        file = tmp_path / "data" / "mentorix.db"
        file.parent.mkdir(mode=0o700)
        await written(file)
        database = await Database.open(file)
        await database.remember_room(KnownRoom("!invited", None, DUE))
        for room, name, value in (
            (ROOM, "zone", "UTC"),
            ("!invited", "programme", "gsoc-2026"),
            ("!left", "programme", "gsoc-2026"),
        ):
            await database.personal.save_setting(Setting(room, name, value, "@mod:example.org", DUE))
        await database.close()

    settings(tmp_path)
    asyncio.run(set_there())
    ran = mentorix("reminders", "plan", "--from", "2026-03-01", "--to", "2026-04-01", folder=tmp_path)
    heads = [row for row in ran.stdout.splitlines() if "times in" in row]
    assert heads == ["#gsoc:example.org, times in UTC: 5 posts", "!invited, times in UTC: 5 posts"]


def test_a_plan_without_a_room_says_so(tmp_path: Path) -> None:
    settings(tmp_path)
    config = json.loads((tmp_path / "config.yaml").read_text())
    (tmp_path / "config.yaml").write_text(json.dumps(config | {"rooms": []}))
    failed(mentorix("reminders", "plan", folder=tmp_path), 2, "the configuration has no rooms")


def test_a_plan_between_wrong_days_is_a_plain_sentence(tmp_path: Path) -> None:
    settings(tmp_path)
    failed(mentorix("reminders", "plan", "--from", "tomorrow", folder=tmp_path), 2, "--from: 'tomorrow' is no time")
    ran = mentorix("reminders", "plan", "--to", "2026-13-01", folder=tmp_path)
    failed(ran, 2, "--to: '2026-13-01' is no time; write it as 2026-03-20 or 2026-03-20T12:00:00Z")


def test_the_ledger_tells_what_was_said_how_late_and_where(tmp_path: Path) -> None:
    settings(tmp_path)
    sent = entry(
        "7d", Standing.SENT, since=DUE + timedelta(minutes=5), event_id="$said", said="7 days left: …\nAll dates: …"
    )
    skipped = entry(
        "2d", Standing.SKIPPED, due=DUE + timedelta(days=5), reason="its date was over", name="Applications close"
    )
    asyncio.run(written(tmp_path / "data" / "mentorix.db", skipped, sent))
    rows = mentorix("reminders", "ledger", folder=tmp_path).stdout.splitlines()
    assert rows == [
        "Tue 24 March 2026, 18:00 UTC, #gsoc:example.org: sent",
        "    7 days left: …",
        "    All dates: …",
        "    5 minutes late",
        "    https://matrix.to/#/!abc:example.org/$said",
        "Sun 29 March 2026, 18:00 UTC, #gsoc:example.org: skipped",
        "    gsoc-2026: Applications close, Tue 31 March 2026, 18:00 UTC",
        "    its date was over",
    ]
    later = mentorix("reminders", "ledger", "--from", "2026-03-25", folder=tmp_path).stdout.splitlines()
    assert later == rows[-3:]


def test_the_ledger_calls_the_room_of_a_persons_own_reminder_by_its_name(tmp_path: Path) -> None:
    settings(tmp_path)
    own = replace(
        entry("", Standing.PLANNED), key="personal/$a", subject="personal/1/@ana:example.org", tells=DUE.isoformat()
    )
    known, other = replace(own, room="!abc:example.org"), replace(own, key="personal/$b", room="!else:example.org")
    asyncio.run(written(tmp_path / "data" / "mentorix.db", known, other))
    rows = mentorix("reminders", "ledger", folder=tmp_path).stdout.splitlines()
    asked = "    somebody asked to be reminded; the words are not kept here"
    assert rows == [
        "Tue 24 March 2026, 18:00 UTC, #gsoc:example.org: planned",
        asked,
        "Tue 24 March 2026, 18:00 UTC, !else:example.org: planned",
        asked,
    ]


def test_a_ledger_that_is_not_there_yet_is_not_made(tmp_path: Path) -> None:
    settings(tmp_path)
    failed(mentorix("reminders", "ledger", folder=tmp_path), 2, "there is no ledger yet", "the bot has not run")
    assert not (tmp_path / "data" / "mentorix.db").exists()


def test_a_damaged_ledger_is_for_the_operator_to_mend(tmp_path: Path) -> None:
    settings(tmp_path)
    (tmp_path / "data").mkdir(mode=0o700)
    (tmp_path / "data" / "mentorix.db").write_bytes(b"this is no database at all" * 100)
    failed(
        mentorix("reminders", "ledger", folder=tmp_path), 2, "mentorix.db: it is no database, or damaged", "restore"
    )


def test_a_rehearsal_needs_no_configuration_and_says_how_it_went(tmp_path: Path) -> None:
    ran = mentorix(
        "reminders", "rehearse", "gsoc-2026", "--catalogue", str(ROOT / "catalogue"), "--now", "2026-01-01T00:00:00Z",
        folder=tmp_path,
    )  # fmt: skip
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.splitlines()[0] == "Thu 19 February 2026, 18:00 in UTC, #rehearsal:example.org"
    assert ran.stdout.splitlines()[-1] == "21 reminders planned, each posted once, 0 late."


def test_a_rehearsal_takes_the_rooms_of_the_configuration_and_warns(tmp_path: Path) -> None:
    settings(tmp_path, zone="Asia/Tokyo", lead_times=["1 d"])
    ran = mentorix("reminders", "rehearse", "gsoc-2026", "--now", "2027-01-01T00:00:00Z", folder=tmp_path)
    assert ran.returncode == 0
    assert "Tue 31 March 2026, 03:00 in Asia/Tokyo, #gsoc:example.org" in ran.stdout
    warnings = [row for row in ran.stdout.splitlines() if row.startswith("warning: ")]
    assert warnings[0].startswith("warning: gsoc-2026 has no date after Fri 1 January 2027")
    assert "gets 8 posts in the night, the first on Fri 20 February 2026, 03:00" in warnings[1]


def test_the_rehearsal_in_the_documents_is_what_one_gets(tmp_path: Path) -> None:
    document = (ROOT / "docs" / "reminders.md").read_text("utf-8")
    (config,) = re.findall(r"```yaml\n(.*?)```", document, re.DOTALL)
    (printed,) = re.findall(r"\$ mentorix (reminders rehearse .*?)```", document, re.DOTALL)
    command, *rows = printed.splitlines()
    (tmp_path / "config.yaml").write_text(f"{config}catalogue: {ROOT / 'catalogue'}\n")
    ran = mentorix(*command.split(), folder=tmp_path)
    assert [row for row in ran.stdout.splitlines() if row and not row.startswith("    All dates: ")] == rows


def test_a_programme_that_is_not_there_is_named_with_the_nearest(tmp_path: Path) -> None:
    for words in (["reminders", "rehearse"], ["calendar"], ["timeline", "-o", "x.png"]):
        ran = mentorix(*words, "gsoc-2062", "--catalogue", str(ROOT / "catalogue"), folder=tmp_path)
        failed(ran, 2, "there is no programme 'gsoc-2062'; did you mean 'gsoc-2026'?")


def test_the_calendar_goes_to_standard_output(tmp_path: Path) -> None:
    ran = mentorix(
        "calendar", "gsoc-2026", "--catalogue", str(ROOT / "catalogue"), "--audience", "admins", folder=tmp_path
    )
    assert ran.stdout.startswith("BEGIN:VCALENDAR")
    assert ran.stdout.count("BEGIN:VEVENT") == 6


def test_the_picture_goes_into_a_file_and_its_words_to_standard_output(tmp_path: Path) -> None:
    where = ["--catalogue", str(ROOT / "catalogue"), "--now", "2026-03-20T12:00:00Z"]
    ran = mentorix("timeline", "gsoc-2026", "-o", "season.png", *where, folder=tmp_path)
    assert (tmp_path / "season.png").read_bytes().startswith(b"\x89PNG")
    assert ran.stdout.startswith("GSoC 2026 on Fri 20 March 2026. Next in 11 days 6 hours: Contributor applications")
    failed(
        mentorix("timeline", "gsoc-2026", "-o", "no/x.png", *where, folder=tmp_path), 2, "no/x.png cannot be written"
    )
