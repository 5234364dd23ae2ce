"""Translations beside a course of Open edX."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from interchange.document import CheckPart, CourseTranslation, TextPart
from interchange.enums import Outcome
from interchange.report import Report
from tests.interchange.olx import as_kind, entry, read, write_course

FRENCH = """\
<problem><multiplechoiceresponse><label>Quelle eau?</label><choicegroup>
<choice correct="{first}">A. Bouillante</choice><choice correct="{second}">B. Tiède</choice>
</choicegroup></multiplechoiceresponse>
<solution><p>Commentaire final</p><p>Elle bout.</p></solution></problem>
"""
ENGLISH = """\
<problem><multiplechoiceresponse><label>Which water?</label><choicegroup>
<choice correct="true">A. Boiling</choice><choice correct="false">B. Tepid</choice>
</choicegroup></multiplechoiceresponse>
<solution><p>Explanation</p><p>It boils.</p></solution></problem>
"""
FILE = "translation-fr/problem__p1__xml.html"


def write(root: Path, files: Mapping[str, str]) -> Path:
    """Write a course of two lessons, the first of which has two pages and a problem."""
    return write_course(
        root,
        '<chapter url_name="c1" display_name="Brewing">'
        '<sequential url_name="s1" display_name="Water">'
        '<vertical url_name="u1" display_name="Water"><html url_name="h1"/></vertical>'
        '<vertical url_name="u2" display_name="Heat"><html url_name="h2"/>'
        '<problem url_name="p1"/></vertical></sequential>'
        '<sequential url_name="s2" display_name="Leaves"><html url_name="h3"/></sequential>'
        "</chapter>",
        {
            "html/h1.xml": '<html filename="h1"/>',
            "html/h1.html": "<h3>Water</h3><p>Wet.</p>",
            "html/h2.xml": '<html filename="h2"/>',
            "html/h2.html": "<h3>Heat</h3><p>Hot.</p>",
            "html/h3.xml": '<html filename="h3"/>',
            "html/h3.html": "<p>Green.</p>",
            "problem/p1.xml": ENGLISH,
            **files,
        },
    )


def text(html: str) -> TextPart:
    return TextPart(html)


def read_french(root: Path) -> tuple[CourseTranslation, Report]:
    document, report = read(root)
    (translation,) = document.translations
    assert translation.language == "fr"
    return translation, report


def test_what_is_translated_stands_for_the_original(tmp_path: Path) -> None:
    root = write(
        tmp_path,
        {
            "translation-fr/html__h1.html": "<h3>L'eau</h3><p>Mouillée.</p>",
            "translation-fr/html__h2.html": "<h3>La chaleur</h3><p>Chaude.</p>",
            FILE: FRENCH.format(first="true", second="false"),
            "translation-fr/about__overview.html": "<p>Tout sur le thé.</p>",
            "translation-fr/about__short__description.html": "Le thé.",
            "about/overview.html": "<p>All of tea.</p>",
        },
    )

    translation, report = read_french(root)

    assert (translation.subtitle, translation.description) == (
        "Le thé.",
        "<p>Tout sur le thé.</p>",
    )
    (lesson,) = translation.lessons
    assert (lesson.id, lesson.title) == ("s1", "L'eau")
    words, check = lesson.body
    assert words == text("<p>Mouillée.</p><h2>La chaleur</h2><p>Chaude.</p>")
    assert isinstance(check, CheckPart)
    assert (check.id, check.question, check.explanation) == ("p1-1", "Quelle eau?", "Elle bout.")
    assert [(one.id, one.text, one.correct) for one in check.choices] == [
        ("choice-1", "A. Bouillante", True),
        ("choice-2", "B. Tiède", False),
    ]
    assert entry(report, FILE, "file").outcome == Outcome.MAPPED
    assert entry(report, FILE, "file").lesson == "s1"


def test_what_is_not_translated_stays_in_the_original(tmp_path: Path) -> None:
    root = write(tmp_path, {"translation-fr/html__h2.html": "<p>Chaude.</p>"})

    translation, report = read_french(root)

    (lesson,) = translation.lessons
    assert lesson.title == "Water"
    assert lesson.body[0] == text("<p>Wet.</p><h2>Heat</h2><p>Chaude.</p>")
    assert as_kind(lesson.body[1], CheckPart).question == "Which water?"
    assert [problem.code for problem in report.warnings] == ["titles-untranslated"]


@pytest.mark.parametrize(
    "name",
    [
        "translation_fr/html__h3.html",
        "translations/fr/html__h3.html",
        "locale/fr/html/h3.html",
        "translation-fr/html/html__h3.html",
    ],
)
def test_translations_lie_in_folders_of_many_names(tmp_path: Path, name: str) -> None:
    translation, _ = read_french(write(tmp_path, {name: "<p>Verte.</p>"}))

    assert [lesson.body for lesson in translation.lessons] == [(text("<p>Verte.</p>"),)]


def test_the_folder_may_lie_beside_the_course(tmp_path: Path) -> None:
    write(tmp_path / "course", {})
    folder = tmp_path / "translation-fr"
    folder.mkdir()
    (folder / "html__h3.html").write_text("<p>Verte.</p>")

    translation, _ = read_french(tmp_path)

    assert [lesson.id for lesson in translation.lessons] == ["s2"]


def test_the_original_says_which_choices_are_right(tmp_path: Path) -> None:
    root = write(tmp_path, {FILE: FRENCH.format(first="false", second="true")})

    translation, report = read_french(root)

    (lesson,) = translation.lessons
    assert [choice.correct for choice in as_kind(lesson.body[1], CheckPart).choices] == [
        True,
        False,
    ]
    assert [(one.file, one.code) for one in report.warnings][0] == (FILE, "key-differs")
    assert entry(report, FILE, "file").outcome == Outcome.DEGRADED


@pytest.mark.parametrize(
    ("translated", "why"),
    [
        (FRENCH.replace("</label>", "").format(first="true", second="false"), "well-formed"),
        (FRENCH.replace("B. Tiède", "a. bouillante").format(first="true", second="false"), "same"),
        (
            FRENCH.replace(
                "</choicegroup>", '<choice correct="false">C</choice></choicegroup>'
            ).format(first="true", second="false"),
            "another number of choices",
        ),
        ("<html/>", "no problem"),
    ],
)
def test_a_problem_that_does_not_fit_stays_in_the_original(
    tmp_path: Path, translated: str, why: str
) -> None:
    root = write(tmp_path, {FILE: translated, "translation-fr/html__h1.html": "<p>Mouillée.</p>"})

    translation, report = read_french(root)

    (lesson,) = translation.lessons
    assert as_kind(lesson.body[1], CheckPart).question == "Which water?"
    found = entry(report, FILE, "file")
    assert found.outcome == Outcome.DEGRADED
    assert why in found.reason
    assert [(one.file, one.code) for one in report.warnings][0] == (FILE, "translation-unfit")


def test_what_translates_nothing_is_left_out(tmp_path: Path) -> None:
    root = write(
        tmp_path,
        {
            "translation-fr/html__h3.html": "<p>Verte.</p>",
            "translation-fr/html__gone.html": "<p>Perdue <img src='/static/x.png'></p>",
        },
    )

    _, report = read_french(root)

    name = "translation-fr/html__gone.html"
    assert entry(report, name, "file").reason == "It translates nothing that the course shows."
    assert entry(report, name, "img", "img-1").outcome == Outcome.DROPPED


def test_entities_are_refused_here_too(tmp_path: Path) -> None:
    root = write(tmp_path, {FILE: '<!DOCTYPE p [<!ENTITY x "y">]>' + ENGLISH})

    with pytest.raises(Exception, match="xml-entity"):
        read(root)


def test_a_unit_is_called_by_the_heading_of_its_translated_page(tmp_path: Path) -> None:
    root = write(
        tmp_path,
        {
            "html/h2.html": "<h3>Bubbles</h3><p>Hot.</p>",
            "translation-fr/html__h2.html": "<h3>Les bulles</h3><p>Chaude.</p>",
        },
    )

    translation, _report = read_french(root)

    (water,) = translation.lessons
    assert water.title == "Water"
    assert water.body[0] == text("<p>Wet.</p><h2>Les bulles</h2><p>Chaude.</p>")
