"""The real lesson “The Unix Shell”, read whole."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from interchange.document import (
    CalloutPart,
    CodePart,
    CourseDocument,
    DetailsPart,
    ImagePart,
    Part,
    TextPart,
)
from interchange.enums import Outcome
from interchange.report import Report
from tests.interchange.carpentries import entries_of, read_balanced
from tests.interchange.real import real_folder

FENCE = re.compile(r"^([ \t]*)(```+)([^\n`]*)\n(.*?)^[ \t]*\2[ \t]*$", re.DOTALL | re.MULTILINE)
FIGURE = re.compile(r"!\[\]\((fig/[^)]+)\)\{alt=(['\"])(.*?)\2\}")


@pytest.fixture(scope="module")
def root() -> Path:
    return real_folder("carpentries-shell-novice")


@pytest.fixture(scope="module")
def lesson(root: Path) -> tuple[CourseDocument, Report]:
    return read_balanced(root)


@pytest.fixture(scope="module")
def document(lesson: tuple[CourseDocument, Report]) -> CourseDocument:
    return lesson[0]


def parts_of(document: CourseDocument) -> Iterator[Part]:
    for one in document.lessons:
        yield from all_parts(one.body)


def all_parts(parts: tuple[Part, ...]) -> Iterator[Part]:
    for part in parts:
        yield part
        if isinstance(part, CalloutPart | DetailsPart):
            yield from all_parts(part.body)


def test_the_course_is_known_by_its_repository_and_its_settings(document: CourseDocument) -> None:
    assert (document.id, document.title) == ("shell-novice", "The Unix Shell")
    assert (document.language, document.licence) == ("en", "CC-BY-4.0")
    assert document.authors[0] == "Inigo Aldazabal Mensa"
    assert document.authors[-1] == "Will Furnass"
    assert document.kept.settings["carpentry"] == "swc"


def test_seven_episodes_come_in_order_with_their_minutes(document: CourseDocument) -> None:
    episodes = document.modules[0]
    assert episodes.title == "Episodes"
    assert [(one.title, one.minutes) for one in episodes.lessons] == [
        ("Introducing the Shell", 5),
        ("Navigating Files and Directories", 40),
        ("Working With Files and Directories", 50),
        ("Pipes and Filters", 35),
        ("Loops", 50),
        ("Shell Scripts", 45),
        ("Finding Things", 45),
    ]
    assert episodes.lessons[3].id == "episode-04-pipefilter"


def test_setup_comes_first_among_the_pages_for_learners(document: CourseDocument) -> None:
    learners = document.modules[1]
    assert [one.title for one in learners.lessons] == [
        "Setup",
        "Discussion",
        "Summary of Basic Commands",
        "Additional Resources",
    ]


def test_every_box_of_the_source_is_there(document: CourseDocument) -> None:
    boxes = [part for part in parts_of(document) if isinstance(part, CalloutPart)]
    opened = [part for part in parts_of(document) if isinstance(part, DetailsPart)]
    assert Counter(box.kind for box in boxes) == {
        "exercise": 41,
        "note": 33,
        "objectives": 14,
        "key_points": 7,
    }
    assert sum(box.title == "Questions" for box in boxes) == 7
    assert Counter(part.kind for part in opened) == {"solution": 45, "more": 1}


def test_solutions_stand_in_their_exercises(document: CourseDocument) -> None:
    exercises = [
        part
        for part in parts_of(document)
        if isinstance(part, CalloutPart) and part.kind == "exercise"
    ]
    inside = [sum(isinstance(part, DetailsPart) for part in box.body) for box in exercises]
    assert sum(inside) == 42
    assert exercises[0].title == "Exploring More ls Options"


def test_every_block_of_code_is_there(root: Path, document: CourseDocument) -> None:
    pages = [*(root / "episodes").glob("*.md"), *(root / "learners").glob("*.md")]
    # Notes for instructors are kept apart; no code stands in those within the episodes.
    written = Counter(
        tidy(code, indent)
        for page in pages
        for indent, _, _, code in FENCE.findall(page.read_text())
    )
    read = Counter(tidy(part.code) for part in parts_of(document) if isinstance(part, CodePart))
    assert sum(written.values()) > 300
    assert (read - written, written - read) == (Counter(), Counter())


def tidy(code: str, indent: str = "") -> str:
    # Trees of files are drawn with spaces that do not break.
    lines = code.replace("\xa0", " ").strip("\n").split("\n")
    return "\n".join(line.removeprefix(indent).rstrip() for line in lines).strip()


def test_every_figure_is_there_with_its_words(root: Path, document: CourseDocument) -> None:
    pages = [*(root / "episodes").glob("*.md"), *(root / "learners").glob("*.md")]
    written = [
        (f"episodes/{source}", " ".join(alt.replace("\\", "").split()))
        for page in pages
        for source, _, alt in FIGURE.findall(page.read_text())
    ]
    read = [
        (part.file.name, part.alt.replace("\\", ""))
        for part in parts_of(document)
        if isinstance(part, ImagePart)
    ]
    assert len(written) == 9
    assert sorted(read) == sorted(written)


def test_the_glossary_has_its_terms(document: CourseDocument) -> None:
    (reference,) = [one for one in document.lessons if one.id == "learners-reference"]
    html = "".join(part.html for part in reference.body if isinstance(part, TextPart))
    assert html.count("<p><b>") == 40
    assert "<p><b>argument</b></p><p>A value given to a function or program" in html


def test_links_between_pages_lead_to_lessons(document: CourseDocument) -> None:
    texts = [part.html for part in parts_of(document) if isinstance(part, TextPart)]
    links = Counter(link for html in texts for link in re.findall(r'href="course-([^"]+)"', html))
    assert links["lesson:learners-setup"] >= 1
    assert links["lesson:learners-reference"] >= 1
    assert {link.partition(":")[2] for link in links} <= {one.id for one in document.lessons}


def test_what_a_learner_needs_stands_in_short_lines(document: CourseDocument) -> None:
    assert document.requirements[0] == (
        "This lesson guides you through the basics of file systems and the shell."
    )
    assert len(document.requirements) == 2
    assert document.description.startswith("<p>The Unix shell has been around longer than")


def test_notes_for_instructors_are_kept(document: CourseDocument) -> None:
    notes = {note["id"]: note for note in document.kept.notes}
    assert "can be confusing" in notes["episode-02-filedir-instructor-1"]["html"]
    assert notes["instructors/instructor-notes.md"]["title"] == "Instructor Notes"
    assert "profiles/learner-profiles.md" in notes


def test_only_a_figure_that_nobody_shows_is_left_out(
    lesson: tuple[CourseDocument, Report],
) -> None:
    dropped = [
        entry.element.path
        for entry in lesson[1].entries.values()
        if entry.outcome == Outcome.DROPPED
    ]
    assert dropped == ["episodes/fig/find-file-tree.svg"]


def test_every_box_is_mapped_but_those_for_instructors(
    lesson: tuple[CourseDocument, Report],
) -> None:
    for kind, count in (("challenge", 41), ("solution", 45), ("callout", 33), ("spoiler", 1)):
        found = entries_of(lesson[1], kind)
        assert [outcome for _, outcome, _ in found] == [Outcome.MAPPED] * count
    assert {outcome for _, outcome, _ in entries_of(lesson[1], "instructor")} == {Outcome.DEGRADED}
