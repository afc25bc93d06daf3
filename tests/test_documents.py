"""The documents stay true where a machine can tell: links lead somewhere, and the authors' examples have no fault."""

import re
from pathlib import Path

import pytest

from bot.files import read_catalogue

ROOT = Path(__file__).parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])
LINK = re.compile(r"\]\((?!https?:|mailto:)([^)#\s]+)")
EXAMPLE = re.compile(r"```yaml\n(.*?)```", re.DOTALL)
ID = re.compile(r"^id: (.+)$", re.MULTILINE)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_inside_the_project_lead_to_a_file(document: Path) -> None:
    named = LINK.findall(document.read_text("utf-8"))
    assert [name for name in named if not (document.parent / name).exists()] == []


def test_the_examples_for_authors_make_a_catalogue_without_a_fault(tmp_path: Path) -> None:
    examples = EXAMPLE.findall((ROOT / "docs" / "catalogue.md").read_text("utf-8"))
    whole = [(name[1], example) for example in examples if (name := ID.search(example))]
    for folder, (stem, example) in zip(("organisations", "programmes"), whole, strict=True):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / f"{stem}.yaml").write_text(example, "utf-8")
    found = read_catalogue(tmp_path)
    assert len(found.organisations[0].ideas) > 1
    assert found.organisations[0].programme == found.programmes[0].id
