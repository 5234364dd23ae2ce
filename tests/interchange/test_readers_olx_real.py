"""A real course of Open edX, with its translation: all of it has a place, and the right one."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from lxml import etree

from interchange.document import (
    CalloutPart,
    CheckPart,
    CourseDocument,
    CourseTranslation,
    DetailsPart,
    ImagePart,
    LessonDocument,
    LessonTranslation,
    Part,
    TextPart,
    VideoPart,
)
from interchange.enums import Outcome
from interchange.readers.formats import find_format
from interchange.readers.olx.markup import Node
from interchange.report import Report, strike_balance
from tests.interchange.real import real_folder

Kind = TypeVar("Kind", bound=Part)
Lessons = Iterable[LessonDocument] | Iterable[LessonTranslation]


@pytest.fixture(scope="module")
def root() -> Path:
    return real_folder("olx-dhis2-intro")


@pytest.fixture(scope="module")
def imported(root: Path) -> tuple[CourseDocument, Report]:
    report = Report()
    return find_format(root).read(root, report), report


@pytest.fixture(scope="module")
def document(imported: tuple[CourseDocument, Report]) -> CourseDocument:
    return imported[0]


@pytest.fixture(scope="module")
def report(imported: tuple[CourseDocument, Report]) -> Report:
    return imported[1]


def all_parts(lessons: Lessons) -> Iterator[Part]:
    for lesson in lessons:
        yield from lesson.body


def find_parts(lessons: Lessons, kind: type[Kind]) -> list[Kind]:
    return [part for part in all_parts(lessons) if isinstance(part, kind)]


def count_entries(report: Report, kind: str, *outcomes: Outcome) -> int:
    wanted = outcomes or tuple(Outcome)
    return sum(
        entry.element.kind == kind and entry.outcome in wanted for entry in report.entries.values()
    )


def words(node: Node) -> str:
    return " ".join("".join(node.itertext()).split())


def read_key(path: Path) -> list[tuple[str, bool]]:
    """Return the choices of a problem file and which are right, read without the reader."""
    choices = etree.parse(path).getroot().iter("choice")
    return [(words(node), node.get("correct").lower() == "true") for node in choices]


@pytest.mark.parametrize("folder", ["", "course"])
def test_everything_is_accounted_for(root: Path, folder: str) -> None:
    source = root / folder
    report = Report()
    found = find_format(source)
    found.read(source, report)

    balance = strike_balance(report, found.count(source))

    assert found.name == "olx"
    assert balance.holds
    assert (balance.missing, balance.unknown) == ((), ())


def test_every_entry_that_is_no_success_says_why(report: Report) -> None:
    silent = [entry for entry in report.entries.values() if entry.outcome != "mapped"]
    assert silent
    assert [entry for entry in silent if not entry.reason] == []


def test_chapters_subsections_and_units(document: CourseDocument, report: Report) -> None:
    *chapters, about = document.modules

    assert [len(chapter.lessons) for chapter in chapters] == [5, 5, 5, 5, 3]
    assert [chapter.title for chapter in chapters][2] == (
        "Module 2 - Understanding the basics of DHIS2 (45 min)"
    )
    assert [(lesson.title, lesson.minutes) for lesson in chapters[2].lessons] == [
        ("2.0 Overview of the module", 5),
        ("2.1 DHIS2 building blocks", 20),
        ("2.2 What makes DHIS2 an open platform?", 15),
        ("2.3 Quiz", 10),
        ("2.4 Feedback Survey", 2),
    ]
    assert [lesson.title for lesson in about.lessons] == ["FAQs", "Participant's Guide"]
    assert count_entries(report, "sequential") == 23
    assert count_entries(report, "vertical", Outcome.MAPPED) == 45
    assert count_entries(report, "html", Outcome.MAPPED) == 49


def test_all_questions_are_checks_with_the_right_answers_of_the_source(
    root: Path, document: CourseDocument
) -> None:
    checks = {check.id: check for check in find_parts(document.lessons, CheckPart)}
    files = sorted((root / "course/problem").glob("*.xml"))

    assert len(files) == len(checks) == 58
    assert Counter(check.kind for check in checks.values()) == {"single": 42, "multiple": 16}
    for path in files:
        check = checks[f"{path.stem}-1"]
        made = [(" ".join(one.text.split()), one.correct) for one in check.choices]
        assert made == read_key(path)
        label = etree.parse(path).getroot().find(".//label")
        assert words(label) in " ".join(check.question.split())


def test_explanations_come_without_the_word_above_them(document: CourseDocument) -> None:
    checks = find_parts(document.lessons, CheckPart)

    assert all(check.explanation for check in checks)
    assert not [check for check in checks if check.explanation.lower().startswith("feedback")]


def test_videos_bring_their_words(root: Path, document: CourseDocument, report: Report) -> None:
    videos = find_parts(document.lessons, VideoPart)

    addresses = [
        etree.parse(path).getroot().get("youtube").split(":")[1]
        for path in (root / "course/video").glob("*.xml")
    ]
    assert len(videos) == 14
    assert sorted(video.embed for video in videos) == sorted(
        f"https://www.youtube.com/watch?v={address}" for address in addresses
    )
    assert all(len(video.transcript.split()) > 100 for video in videos)
    assert not [video for video in videos if "-->" in video.transcript]
    assert count_entries(report, "transcript") == 14


def test_banks_drag_and_drop_word_clouds_and_the_poll(
    document: CourseDocument, report: Report
) -> None:
    callouts = find_parts(document.lessons, CalloutPart)
    kinds = Counter(callout.kind for callout in callouts)

    assert kinds == {"exercise": 5, "discussion": 3}
    exercises = [callout for callout in callouts if callout.kind == "exercise"]
    assert all(isinstance(callout.body[-1], DetailsPart) for callout in exercises)
    assert count_entries(report, "library_content", Outcome.DEGRADED) == 3
    assert count_entries(report, "drag-and-drop-v2", Outcome.DEGRADED) == 5
    assert count_entries(report, "word_cloud", Outcome.DEGRADED) == 2
    assert count_entries(report, "poll", Outcome.DEGRADED) == 1
    reasons = {
        entry.reason for entry in report.entries.values() if entry.element.kind == "library_content"
    }
    assert reasons == {
        "All 15 questions are shown; the course drew 10 at random.",
        "All 19 questions are shown; the course drew 10 at random.",
    }


def test_files_are_found_by_their_mangled_names(document: CourseDocument, report: Report) -> None:
    names = {image.file.name for image in find_parts(document.lessons, ImagePart)}

    assert "course/static/Image 4 - Custom Timeline Graphic - Lao Malaria.png" in names
    assert "course/static/interoperatibility diagram.png" in names
    (missing,) = [
        entry
        for entry in report.entries.values()
        if entry.element.kind == "img"
        and entry.outcome == Outcome.DROPPED
        and entry.element.path.startswith("course/html")
    ]
    assert "Team_photo.png" in missing.reason


def test_facts_of_the_course(document: CourseDocument) -> None:
    assert document.id == "hisp+GEN-D001-en+2022Q1"
    assert (document.title, document.language) == ("Introduction to DHIS2", "en")
    assert document.licence == "GPL-3.0-or-later"
    assert document.authors == ("HISP",)
    assert document.thumbnail is not None
    assert document.thumbnail.file.name == "course/static/Intro to dhis2 English.png"
    assert "fundamental concepts that underpin how DHIS2 works" in document.description
    assert "<ul><li>Identify examples of the use of DHIS2" in document.description
    assert document.description.count("<li>") == 6
    assert len(document.subtitle) <= 200


def test_grading_and_questions_are_kept_whole(root: Path, document: CourseDocument) -> None:
    policy = json.loads((root / "course/policies/2022Q1/grading_policy.json").read_text())

    assert list(document.kept.grading) == policy["GRADER"]
    assert document.kept.cutoffs == {"Pass": 0.8}
    problems = [one for one in document.kept.questions if one["kind"].endswith("response")]
    assert len(problems) == 58
    for kept in problems:
        path = root / f"course/problem/{kept['data']['problem']}.xml"
        assert (
            etree.canonicalize(kept["data"]["xml"])
            == etree.canonicalize(from_file=str(path)).strip()
        )
    assert len({kept["data"]["bank"].get("id") for kept in problems}) == 4
    json.dumps([dict(kept) for kept in document.kept.questions])


class TestFrench:
    @pytest.fixture
    def translation(self, document: CourseDocument) -> CourseTranslation:
        (translation,) = document.translations
        return translation

    def test_every_lesson_with_a_translated_block_is_there(
        self, translation: CourseTranslation, document: CourseDocument
    ) -> None:
        assert translation.language == "fr"
        ids = [lesson.id for lesson in document.lessons]
        assert [lesson.id for lesson in translation.lessons] == [
            name for name in ids if name != "e9ac6cda69dd4b30a7000d980722d15b"
        ]

    def test_every_problem_but_the_malformed_one_is_french(
        self, root: Path, translation: CourseTranslation, document: CourseDocument
    ) -> None:
        originals = {check.id: check for check in find_parts(document.lessons, CheckPart)}
        french = {check.id: check for check in find_parts(translation.lessons, CheckPart)}

        assert french.keys() == originals.keys()
        for name, check in french.items():
            original = originals[name]
            assert [one.id for one in check.choices] == [one.id for one in original.choices]
            assert [one.correct for one in check.choices] == [
                one.correct for one in original.choices
            ]
            stem = name.removesuffix("-1")
            if stem == "795807d7dbcfa8acdea5":
                assert check == original
                continue
            path = root / f"translation-fr/problem__{stem}__xml.html"
            made = [(" ".join(one.text.split()), one.correct) for one in check.choices]
            assert made == read_key(path)

    def test_the_malformed_problem_is_named(self, report: Report) -> None:
        (problem,) = [one for one in report.warnings if one.code == "translation-unfit"]

        assert problem.file == "translation-fr/problem__795807d7dbcfa8acdea5__xml.html"
        assert "not well-formed" in problem.message
        assert [one for one in report.warnings if one.code == "key-differs"] == []

    def test_every_page_is_french(self, root: Path, report: Report) -> None:
        names = {path.name for path in (root / "translation-fr").glob("html__*.html")}
        pages = {path.stem for path in (root / "course/html").glob("*.html")}
        mapped = {
            entry.element.path.removeprefix("translation-fr/")
            for entry in report.entries.values()
            if entry.element.kind == "file" and entry.outcome == Outcome.MAPPED
        }

        assert {name for name in names if name[6:-5] in pages} <= mapped
        assert len(names & mapped) == 49

    def test_titles_are_lifted_from_translated_pages(self, translation: CourseTranslation) -> None:
        (closing,) = [one for one in translation.lessons if one.id.startswith("31ea9634")]

        assert closing.title == "Clôture du cours"
        first = closing.body[0]
        assert isinstance(first, TextPart)
        assert "Vous avez maintenant terminé le cours" in first.html
        assert translation.subtitle.startswith("Dans ce cours, vous découvrirez")
