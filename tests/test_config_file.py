"""The configuration file: what it says when it is right, and what its author is told when it is not."""

# ruff: noqa: E501 — a row of a table is one line, however long the sentence that it expects

import re
from pathlib import Path

import pytest
from sample_files import PAGE, SEASON

from bot.catalogue.wording import quoted
from bot.config import Config, RoomSettings
from bot.errors import SetupError
from bot.files import DATA, PASSWORD, read_config, read_secret, read_setup

EXAMPLE = Path(__file__).parent.parent / "config.example.yaml"

CONFIG = """\
homeserver: https://matrix.example.org
user_id: "@mentorix:example.org"
rooms:
  - room: "#gsoc:example.org"
    programme: gsoc-2026
    organisations: [acme-2026]
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder with a catalogue of one organisation and one programme, and no configuration yet."""
    for name, text in (("organisations/acme-2026.yaml", PAGE), ("programmes/gsoc-2026.yaml", SEASON)):
        file = tmp_path / "catalogue" / name
        file.parent.mkdir(parents=True)
        file.write_text(text)
    return tmp_path


def config_faults(home: Path, text: str) -> list[str]:
    """The faults of a configuration beside that catalogue, without the file's name."""
    (home / "config.yaml").write_text(text)
    try:
        read_setup(home / "config.yaml", [DATA, PASSWORD])
    except SetupError as error:
        return [line.removeprefix(f"{home}/config.yaml:") for line in str(error).splitlines()]
    return []


def test_a_configuration_and_its_catalogue_are_read_together(home: Path) -> None:
    (home / "config.yaml").write_text(CONFIG)
    config, catalogue = read_setup(home / "config.yaml")
    assert [room.programme for room in config.rooms] == ["gsoc-2026"]
    assert [page.id for page in catalogue.organisations] == ["acme-2026"]


def test_relative_paths_are_relative_to_the_file(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "config.yaml").write_text(f"{CONFIG}password_file: secret/word\ndata_dir: /var/lib/mentorix\n")
    monkeypatch.chdir(home.parent)
    config = read_config(Path(home.name) / "config.yaml")
    assert config.password_file == home / "secret" / "word"
    assert config.catalogue == home / "catalogue"
    assert config.data_dir == Path("/var/lib/mentorix")


def test_no_password_file_stays_none(home: Path) -> None:
    (home / "config.yaml").write_text(CONFIG)
    assert read_config(home / "config.yaml").password_file is None


SECRETS_ELSEWHERE = "secrets do not stand in this file: set MENTORIX_PASSWORD or name a file with 'password_file'"
NO_PREFIX = "no prefix; write one to three of the signs ! ? . , ; : $ % + = ~ ^ | -, or a word of up to ten letters"
NO_BASE = "no base address; write it without '/_matrix', '?' and '#', as 'https://matrix.example.org'"
QUOTES = "'@user:example.org' for a person or '*:example.org' for a server"

BROKEN_CONFIGS: list[tuple[str, str, list[str]]] = [
    ("rooms:", "room:", ["3: room: unknown key 'room'; did you mean 'rooms'?"]),
    ("homeserver: https://matrix.example.org\n", "", ["1: homeserver: required, but missing: Base address of the homeserver's Client-Server API"]),
    ("https://matrix.example.org", "matrix.example.org", ["1: homeserver: found 'matrix.example.org', where a web address such as 'https://example.org/page' is meant"]),
    ("@mentorix:example.org", "mentorix", ["2: user_id: found 'mentorix', where a Matrix address such as '@user:example.org' is meant"]),
    ('"@mentorix:example.org"', "@mentorix:example.org", ["2: broken YAML: a value cannot begin with '@'; put it in quotes"]),
    ('"#gsoc:example.org"', "#gsoc:example.org", ["4: rooms[0].room: found nothing, where text is meant; write a value or leave the key out (text that begins with '#' needs quotes)"]),
    ('"#gsoc:example.org"', "!gsoc:example.org", ["4: rooms[0].room: YAML tags ('!name') are not read; put text that begins with '!' in quotes"]),
    ("#gsoc:example.org", "gsoc", ["4: rooms[0].room: found 'gsoc', where a room such as '#alias:example.org' or '!id' is meant"]),
    ("rooms:", "invites: {allow: [admin]}\nrooms:", [f"3: invites.allow[0]: found 'admin', where {QUOTES} is meant"]),
    ("rooms:", "invites: {allow: [*admin]}\nrooms:", ["3: invites.allow[0]: YAML aliases ('*name') are not read; write the value itself, or '*' in quotes"]),
    ("rooms:", 'prefix: "a b"\nrooms:', [f"3: prefix: 'a b' is {NO_PREFIX}"]),
    ("rooms:", "answer_within: 15\nrooms:", ["3: answer_within: '15' is not a duration; write it with its unit, such as '7 d', '3 h', '15 min' or '30 s'"]),
    *(("rooms:", f'prefix: "{prefix}"\nrooms:', [f"3: prefix: '{prefix}' is {NO_PREFIX}"]) for prefix in ("", " ", "/", "@", "#", ">", "*", "!!!!", "abcdefghijk", "1", "<b>")),
    ("rooms:", 'prefix: "\u2063"\nrooms:', [f"3: prefix: '\ufffd' is {NO_PREFIX}"]),
    ("[acme-2026]", "[acme-2026]\n    prefix: /", [f"7: rooms[0].prefix: '/' is {NO_PREFIX}"]),
    ("rooms:", "answer_within: 0 s\nrooms:", ["3: answer_within: '0 s' is no length of time; at least '1 s'"]),
    ("rooms:", "answer_within: 4 s\nrooms:", ["3: answer_within: '4 s' is too short to answer anybody; at least '5 s'"]),
    ("https://matrix.example.org", "https://bot:hunter2@matrix.example.org", ["1: homeserver: 'https://…@matrix.example.org' is an address with a login; leave out what stands before the '@'"]),
    ("https://matrix.example.org", "https://matrix.example.org/_matrix/client", [f"1: homeserver: 'https://matrix.example.org/_matrix/client' is {NO_BASE}"]),
    ("https://matrix.example.org", "https://matrix.example.org/?a=b", [f"1: homeserver: 'https://matrix.example.org/?a=b' is {NO_BASE}"]),
    ("https://matrix.example.org", "https://app.example.org/#/room", [f"1: homeserver: 'https://app.example.org/#/room' is {NO_BASE}"]),
    ("rooms:", "data_dir: config.yaml\nrooms:", ["3: data_dir: 'config.yaml': not a folder; choose another place"]),
    ("rooms:", "data_dir: config.yaml/data\nrooms:", ["3: data_dir: 'config.yaml/data': {home}/config.yaml is not a folder; choose another place"]),
    ("rooms:", "password_file: word\nrooms:", ["3: password_file: the file cannot be read: no such file or directory"]),
    ("rooms:", "password_file: catalogue\nrooms:", ["3: password_file: the file cannot be read: is a directory"]),
    ("rooms:", "data_dir: 3\nrooms:", ["3: data_dir: found the number 3, where text is meant; put it in quotes: \"3\""]),
    ("rooms:", "catalogue:\nrooms:", ["3: catalogue: found nothing, where text is meant; write a value or leave the key out (text that begins with '#' needs quotes)"]),
    ("rooms:", "catalogue: other\nrooms:", ["3: catalogue: 'other': the folder cannot be read: no such file or directory"]),
    ("[acme-2026]", "[acme-2026]\n    lead_times: [3 h, 18:00]", ["7: rooms[0].lead_times[1]: YAML reads '18:00' as the number 1080; put it in quotes: \"18:00\""]),
    ("[acme-2026]", "[acme-2026]\n    zone: Berlin", ["7: rooms[0].zone: 'Berlin' is not an IANA time zone; write it as 'Europe/Berlin' or 'UTC'"]),
    ("[acme-2026]", "[acme-2026]\n    audience: [applicant]", ["7: rooms[0].audience[0]: 'applicant' is none of applicants, contributors, mentors, admins; did you mean 'applicants'?"]),
    ("[acme-2026]", "[acme-2026]\n    moderators_only: [calendar, remnd]", ["7: rooms[0].moderators_only[1]: there is no command 'remnd'; did you mean 'remind'?"]),
    ("gsoc-2026", "gsoc-2062", ["5: rooms[0].programme: there is no programme 'gsoc-2062'; did you mean 'gsoc-2026'?"]),
    ("[acme-2026]", "[acme-2026, qemu]", ["6: rooms[0].organisations[1]: there is no organisation file 'qemu'; there is acme-2026"]),
    ("rooms:", "password: hunter2\nrooms:", [f"3: password: unknown key 'password'; {SECRETS_ELSEWHERE}"]),
    ("rooms:", "access_token: hunter2\nrooms:", [f"3: access_token: unknown key 'access_token'; {SECRETS_ELSEWHERE}"]),
    ("rooms:", "password_fil: word\nrooms:", ["3: password_fil: unknown key 'password_fil'; did you mean 'password_file'?"]),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "faults"), BROKEN_CONFIGS)
def test_a_fault_of_the_configuration_is_told_with_its_line_and_what_would_be_right(
    home: Path, old: str, new: str, faults: list[str]
) -> None:
    assert old in CONFIG
    assert config_faults(home, CONFIG.replace(old, new, 1)) == [fault.format(home=home) for fault in faults]


@pytest.mark.parametrize(
    "line",
    [
        "password: hunter2",
        "password: [hunter2]",
        "password: *hunter2",
        "password: !hunter2 hunter2",
        "password: !hunter2!x y",
        "password: 'hunter2",
        'password: "\\hunter2"',
        "password: @hunter2",
        "password_file: {hunter2: hunter2}",
        "password_file: 'hunter2\\n\n\n  hunter2\\0'",
        "homeserver: htp://bot:hunter2@example.org",
        "homeserver: htp://bot:a/hunter2@example.org",
    ],
)
def test_no_fault_repeats_a_secret(home: Path, line: str) -> None:
    rest = CONFIG if not line.startswith("homeserver") else CONFIG.partition("\n")[2]
    found = config_faults(home, f"{rest}{line}\n")
    assert found
    assert not [fault for fault in found if "hunter2" in fault]


def test_a_number_in_the_place_of_a_secret_is_not_repeated(home: Path) -> None:
    assert config_faults(home, f"{CONFIG}password_file: 47:11\n") == [
        "7: password_file: YAML reads a value that is not shown here as a number; put it in quotes"
    ]
    assert config_faults(home, f"{CONFIG}password_file: 4711\n") == [
        "7: password_file: found a number, where text is meant; put it in quotes"
    ]


@pytest.mark.parametrize(
    ("content", "wrong"),
    [(b"", "the file is empty; write the password into it"), (b"\n", "the file is empty; write the password into it"),
     (b"\xff\xfe", "the file is not UTF-8")],
)  # fmt: skip
def test_a_password_file_without_a_password_is_told_where_it_is_named(home: Path, content: bytes, wrong: str) -> None:
    (home / "word").write_bytes(content)
    assert config_faults(home, f"{CONFIG}password_file: word\n") == [f"7: password_file: {wrong}"]
    with pytest.raises(SetupError, match=wrong):
        read_secret(home / "word")


def test_a_password_is_read_without_the_end_of_its_line(home: Path) -> None:
    (home / "word").write_text(" hunter 2 \r\n")
    assert config_faults(home, f"{CONFIG}password_file: word\n") == []
    assert read_secret(home / "word") == " hunter 2 "


def test_places_that_nobody_needs_are_not_looked_at(home: Path) -> None:
    (home / "config.yaml").write_text(f"{CONFIG}password_file: missing\ndata_dir: config.yaml\n")
    assert read_setup(home / "config.yaml")[0].data_dir == home / "config.yaml"
    assert read_config(home / "config.yaml").password_file == home / "missing"
    with pytest.raises(SetupError, match="7: password_file"):
        read_config(home / "config.yaml", [PASSWORD])


def test_a_data_folder_that_is_still_to_be_made_is_no_fault_and_is_not_made(home: Path) -> None:
    assert config_faults(home, f"{CONFIG}data_dir: new/data\n") == []
    assert not (home / "new").exists()


@pytest.mark.parametrize("prefix", ["!", "?!", "mx", "bot:", "ü", "Mentorix", "%"])
def test_signs_and_words_are_prefixes(home: Path, prefix: str) -> None:
    assert config_faults(home, f'{CONFIG}prefix: "{prefix}"\n') == []


def test_a_homeserver_may_have_a_path(home: Path) -> None:
    assert config_faults(home, CONFIG.replace("matrix.example.org", "example.org/matrix/")) == []


def test_faults_of_the_configuration_and_of_the_catalogue_are_told_together(home: Path) -> None:
    (home / "catalogue" / "programmes" / "gsoc-2026.yaml").write_text(SEASON.replace("UTC", "Utopia"))
    found = config_faults(home, CONFIG.replace("acme-2026", "qemu").replace("homeserver", "homesever"))
    assert [line.removeprefix(f"{home}/").split(": ")[:2] for line in found] == [
        ["catalogue/programmes/gsoc-2026.yaml:6", "zone"],
        ["1", "homesever"],
        ["6", "rooms[0].organisations[0]"],
    ]


def test_a_missing_configuration_says_where_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(SetupError) as error:
        read_config(tmp_path / "config.yaml")
    assert str(error.value) == (
        f"{tmp_path}/config.yaml: there is no such file; copy config.example.yaml to it, or name another with --config"
    )


def test_the_example_is_valid_and_shows_the_defaults() -> None:
    example = read_config(EXAMPLE)
    home = EXAMPLE.parent
    plain = Config.model_validate({"homeserver": example.homeserver, "user_id": example.user_id})
    assert example.model_copy(update={"rooms": ()}) == plain.model_copy(
        update={"data_dir": home / plain.data_dir, "catalogue": home / plain.catalogue}
    )
    assert example.rooms == (RoomSettings(room="#gsoc:example.org"),)


def test_the_example_names_every_setting() -> None:
    named = set(re.findall(r"^(?:  (?:  )?)?(?:# )?(?:- )?(\w+):", EXAMPLE.read_text(), flags=re.MULTILINE))
    assert {*Config.model_fields, *RoomSettings.model_fields} <= named


@pytest.mark.parametrize(
    "address", ["postgresql://bot:hunter2/name", "postgresql://bot:hunter2@host/", "mysql://a:hunter2@b/c"]
)
def test_a_password_in_a_mistyped_address_is_never_shown(address: str) -> None:
    shown = quoted(address)
    assert "hunter2" not in shown
    assert quoted("https://example.org:8448/x") == "'https://example.org:8448/x'"
