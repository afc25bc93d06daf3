"""Bad input at the command line: a sentence about what was recognised, exit code 1, and nothing written."""

from pathlib import Path

import pytest
from test_command_line import failed, mentorix

pytestmark = pytest.mark.process

LOGIN = "<!DOCTYPE html><html><body><form><input name=u><input type='password' name=p></form></body></html>"
NINE = range(1, 10)
ALIASES = "a0: &a0 [lamp, lamp]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in NINE)
MERGED = "a0: &a0 {lamp: 1}\n" + "".join(f"a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 9)}]}}\n" for n in NINE)

BAD: dict[str, tuple[str, bytes, str]] = {
    "empty": ("page.md", b"", "the page is empty"),
    "only blanks": ("page.md", b" \n\t\n", "the page is empty"),
    "a PDF file": ("page.md", b"%PDF-1.7\n\x00\x01\x02" * 100, "this is no text: a PDF file"),
    "a picture": ("page", b"\x89PNG\r\n\x1a\n\x00\x00" * 50, "this is no text: a picture"),
    "bytes": ("page.txt", bytes(range(256)) * 40, "this is no text"),
    "control signs": ("page.txt", b"\x01\x02\xff\x03ab" * 100, "this is no text: it is made of bytes"),
    "too long": ("page.md", b"# Ideas\n" + b"words " * 8_500_000, "longer than 20 MB"),
    "nested lists": ("page.yaml", b"[" * 500_000, "nested too deeply"),
    "nested JSON": ("page.json", b'{"a":' * 200_000, "nested too deeply"),
    "nested tags": ("page.html", b"<html><body>" + b"<div>" * 50_000, "nested too deeply"),
    "a login page": ("page.html", LOGIN.encode(), "this is a login page"),
    "no idea": ("page.md", b"# Recipes\n\nBoil the water.\n", "it was read as markdown with 2 blocks"),
    "only a template": (
        "page.md",
        b"# Ideas\n\n## Template\n\n- Mentor: name\n- Size: hours\n\nWords.\n",
        "left out: 'Template' (a template or a sample)",
    ),
    "aliases": ("page.yaml", ALIASES.encode(), "aliases in this data make far more of it"),
    "aliases in merged keys": ("page.yaml", MERGED.encode(), "aliases in this data make far more of it"),
    "an alias of itself": (
        "page.yaml",
        b"ideas: &a [{title: Lamp}, *a]\n",
        "aliases in this data make far more of it",
    ),
    "aliases before a page": ("page.md", f"---\n{ALIASES}---\n# Ideas\n".encode(), "aliases in this data"),
}


@pytest.mark.parametrize("name", sorted(BAD))
def test_a_bad_page_is_a_sentence_and_nothing_is_written(name: str, tmp_path: Path) -> None:
    file, data, said = BAD[name]
    (tmp_path / file).write_bytes(data)
    (tmp_path / "out").mkdir()
    told = mentorix(
        "catalogue", "import", file, "-o", "out/harbour.yaml", "--organisation", "H", "--page", "https://example.org",
        folder=tmp_path,
    )  # fmt: skip
    assert told.returncode == 1
    assert said in told.stderr
    assert told.stderr.startswith(file)
    assert "Traceback" not in told.stderr
    assert list((tmp_path / "out").iterdir()) == []


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    told = mentorix("catalogue", "import", "gone.md", folder=tmp_path)
    failed(told, 1, "gone.md: it cannot be read: no such file or directory")


def test_western_letters_without_utf_8_are_read(tmp_path: Path) -> None:
    text = "# Ideas\n\n## Lamp\n\n- Mentor: René Müller\n- Size: 90 hours\n\nWords.\n"
    (tmp_path / "page.md").write_bytes(text.encode("cp1252"))
    told = mentorix("catalogue", "import", "page.md", folder=tmp_path)
    assert "René Müller" in told.stdout
    (tmp_path / "page.md").write_bytes(text.encode("utf-16"))
    assert "René Müller" in mentorix("catalogue", "import", "page.md", folder=tmp_path).stdout


def test_a_file_that_is_there_stays_as_it_was_when_the_page_is_bad(tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text("# Ideas\n\n## Lamp\n\n- Mentor: Ada Marsh\n- Size: 90 hours\n\nWords.\n")
    made = ("catalogue", "import", "page.md", "-o", "h.yaml", "--organisation", "H", "--page", "https://example.org")
    assert mentorix(*made, folder=tmp_path).returncode == 0
    before = (tmp_path / "h.yaml").read_bytes()
    (tmp_path / "page.md").write_text("gone for good")
    assert mentorix(*made, folder=tmp_path).returncode == 1
    assert (tmp_path / "h.yaml").read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == [".imported", "h.yaml", "page.md"]
