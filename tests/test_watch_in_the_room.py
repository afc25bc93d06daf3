"""The running bot looks at the pages which its catalogue comes from, and tells the operators' room."""

from pathlib import Path

from sample_files import PAGE, SEASON
from surroundings import Bots, People, Unique
from test_in_the_room import joined

SOURCE = "source: http://127.0.0.1:9/ideas.md\n"


async def test_a_page_that_cannot_be_looked_at_is_told_to_operators_and_remembered(
    people: People, mentorix: Bots, unique: Unique, tmp_path: Path
) -> None:
    for name, text in (("organisations/acme-2026", PAGE + SOURCE), ("programmes/gsoc-2026", SEASON)):
        file = tmp_path / "catalogue" / f"{name}.yaml"
        file.parent.mkdir(parents=True)
        file.write_text(text)
    ada, office = await people("ada"), unique("office")
    operators = await ada.create_room(alias=office)
    bot = await mentorix(operators_room=f"#{office}:localhost", catalogue=str(tmp_path / "catalogue"))
    bot.start()
    await joined(ada, operators, bot)
    (told,) = await ada.wait_for(
        lambda e: (e["room_id"], e["sender"], e["type"]) == (operators, bot.user_id, "m.room.message"), within=30
    )
    assert told["content"]["msgtype"] == "m.notice"
    assert "The ideas page of Acme (acme-2026) could not be looked at" in told["content"]["body"]
    assert "private network" in told["content"]["body"]
    assert '"failed":true' in (bot.folder / "data" / "pages" / "acme-2026.json").read_text()
    assert (tmp_path / "catalogue" / "organisations" / "acme-2026.yaml").read_text() == PAGE + SOURCE
