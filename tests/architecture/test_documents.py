"""The documents lead where they say."""

import re
from pathlib import Path

import pytest

from tests.template_database import ROOT

DOCUMENTS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
EXAMPLE = re.compile(r"^(`{3,}|~{3,}).*?^\1|`[^`\n]+`", re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda file: str(file.relative_to(ROOT)))
def test_links_of_a_document_lead_to_files(document: Path) -> None:
    links = LINK.findall(EXAMPLE.sub("", document.read_text()))
    assert [link for link in links if not (document.parent / link).exists()] == []


def test_readme_names_every_document() -> None:
    text = (ROOT / "README.md").read_text()
    names = [file.name for file in (ROOT / "docs").glob("*.md")]
    assert [name for name in names if f"(docs/{name})" not in text] == []


def test_readme_names_only_targets_that_make_knows() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = set(re.findall(r"`?make ([a-z-]+)", (ROOT / "README.md").read_text()))
    assert named - targets == set()
    assert targets >= {"run", "test", "check", "journeys", "bench", "ci", "install", "help"}
