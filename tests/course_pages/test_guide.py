"""The guide for authors: whole, read by whom it is for, and nothing beside it."""

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from accounts.models import User
from course_pages.selectors import guide
from course_pages.selectors.guide import (
    CHAPTERS,
    FOLDER,
    PICTURES,
    find_picture,
    get_chapter,
    list_chapters,
)
from tests.factories.editor import log_in

pytestmark = [pytest.mark.django_db, pytest.mark.spec("S49")]

MOST = 3_000_000
"""Bytes of all pictures together."""
LANGUAGES = ["en", *sorted(path.parent.name for path in FOLDER.glob("*/first-look.md"))]


def find_pictures() -> set[str]:
    """Return every picture that a chapter in any language shows."""
    texts = (path.read_text(encoding="utf-8") for path in FOLDER.rglob("*.md"))
    return {name for text in texts for name in re.findall(r"pictures/([\w.-]+)", text)}


def test_the_guide_has_the_chapters_it_lists_and_no_others() -> None:
    assert {path.stem for path in FOLDER.glob("*.md")} == set(CHAPTERS)
    titles = [entry.title for entry in list_chapters("en")]
    assert titles[:3] == ["A first look", "Write a course", "Blocks"]
    assert len(set(titles)) == len(CHAPTERS)


def test_every_picture_is_shown_and_light() -> None:
    sizes = {path.name: path.stat().st_size for path in PICTURES.iterdir()}

    assert set(sizes) == find_pictures()
    assert max(sizes.values()) <= 150_000
    assert sum(sizes.values()) <= MOST


@pytest.mark.parametrize("name", CHAPTERS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_link_of_a_chapter_leads_somewhere(
    name: str, language: str, instructor: User
) -> None:
    html = BeautifulSoup(get_chapter(name, language).html, "html.parser")
    browser = log_in(instructor)
    addresses = {link["href"] for link in html.select("a")}
    addresses |= {picture["src"] for picture in html.select("img")}

    assert all(picture["alt"] for picture in html.select("img"))
    for address in addresses:
        assert browser.get(str(address)).status_code == 200, address


def test_a_chapter_has_its_contents_and_its_neighbors(instructor: User) -> None:
    response = log_in(instructor).get(reverse("guide:chapter", args=["write-a-course"]))
    page = BeautifulSoup(response.content, "html.parser")

    here = page.select_one('.guide__contents [aria-current="page"]')
    assert here is not None
    assert here.get_text() == "Write a course"
    anchors = [link["href"] for link in page.select(".guide__contents ul a")]
    assert anchors[:3] == ["#begin", "#modules-and-lessons", "#order"]
    assert {f"#{heading['id']}" for heading in page.select(".guide__chapter h3")} == set(anchors)
    ways = [link.get_text() for link in page.select(".guide__neighbors a")]
    assert ways == ["← A first look", "Blocks →"]


@pytest.mark.parametrize(
    "path",
    [
        "no-such-chapter/",
        "pictures/no-such-picture.webp",
        "pictures/..%2Ffirst-look.md",
        "pictures/%2e%2e%2f%2e%2e%2fpermissions.md",
        "pictures/../first-look.md",
    ],
)
def test_nothing_beside_the_guide_is_served(path: str, instructor: User) -> None:
    # A slash is added to what no address answers, and then nothing does.
    assert log_in(instructor).get(f"/admin/guide/{path}", follow=True).status_code == 404


@pytest.mark.parametrize("name", ["../first-look.md", "/etc/hostname", "", ".", ".."])
def test_a_picture_is_found_by_its_name_alone(name: str) -> None:
    assert find_picture(name) is None


def test_a_chapter_in_the_language_of_the_reader_comes_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "id").mkdir()
    (tmp_path / "blocks.md").write_text("# Blocks\n\nWords.\n")
    (tmp_path / "staff.md").write_text("# Staff\n\nWords.\n")
    (tmp_path / "id" / "blocks.md").write_text("# Blok\n\nKata.\n")
    monkeypatch.setattr(guide, "FOLDER", tmp_path)

    blocks, staff = get_chapter("blocks", "id"), get_chapter("staff", "id")

    assert (blocks.title, blocks.language) == ("Blok", "id")
    assert (staff.title, staff.language) == ("Staff", "en")
    with pytest.raises(KeyError):
        get_chapter("../permissions", "en")
    assert get_chapter("blocks", "../id").language == "en"


def test_markup_in_a_chapter_is_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "blocks.md").write_text("# Blocks\n\n<script>alert(1)</script>\n")
    monkeypatch.setattr(guide, "FOLDER", tmp_path)

    assert "<script" not in get_chapter("blocks", "en").html


def test_visitors_and_learners_do_not_read_it(learner: User, client: Client) -> None:
    for browser, answer in ((client, 302), (log_in(learner), 403)):
        for address in ("/admin/guide/", "/admin/guide/pictures/home.webp"):
            assert browser.get(address).status_code == answer
