"""Covers and strips: pure drawings, the same everywhere, small enough to stand in the page."""

import subprocess
import sys
from itertools import combinations
from xml.etree import ElementTree

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Locale

from course_pages.drawings.colors import get_contrast
from course_pages.drawings.covers import (
    DESIGNS,
    PALETTES,
    PATTERNS,
    Cover,
    Design,
    Palette,
    choose_design,
    choose_palette,
    draw_cloth,
    draw_cover,
    read_design,
)
from course_pages.drawings.strips import Strip, make_strip, read_shape, write_shape
from course_pages.enums import CoverPattern
from course_pages.models import Category, CourseFacts
from course_pages.selectors.subjects import get_subjects
from course_pages.services.facts import refresh_all_facts
from tests.factories.pages import make_category, make_course
from tests.template_database import ROOT

INDIGO = PALETTES["indigo"]


def test_every_drawing_is_small_well_formed_and_reaches_for_nothing() -> None:
    for design in DESIGNS:
        for palette in PALETTES.values():
            for drawing in (draw_cover(Cover(design, palette), "c10"),):
                assert len(drawing.encode()) <= 2048
                ElementTree.fromstring(drawing)
                assert not any(word in drawing for word in ("href", "style", "<script", "<text"))


def test_ids_of_two_drawings_on_a_page_never_meet() -> None:
    moon = Cover(Design("truntum", "moon", is_pale=False, scale=0), INDIGO)
    one, other = draw_cover(moon, "c1"), draw_cover(moon, "c2")

    assert one.count('id="c1') == 2
    assert other == one.replace('"c1', '"c2').replace("#c1", "#c2")


def test_the_same_course_gets_the_same_cover_in_another_process() -> None:
    program = (
        "from course_pages.drawings.covers import *;"
        "d = choose_design('first-queries', taken=['1.kawung.moon.deep.0']);"
        "print(d.code, draw_cloth(Cover(d, PALETTES['soga']), 'c1'), end='')"
    )
    answer = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    design = choose_design("first-queries", taken=["1.kawung.moon.deep.0"])

    assert answer == f"{design.code} {draw_cloth(Cover(design, PALETTES['soga']), 'c1')}"


def test_every_code_leads_back_to_its_design() -> None:
    assert [read_design(design.code) for design in DESIGNS] == list(DESIGNS)
    assert len({design.code for design in DESIGNS}) == len(DESIGNS) == 160


@pytest.mark.parametrize(
    "code", ["", "1.kawung", "1.wave.moon.deep.0", "1.kawung.moon.deep.9", "x"]
)
def test_an_unknown_code_is_no_design(code: str) -> None:
    assert read_design(code) is None


def test_siblings_differ_in_pattern_and_composition_while_they_can() -> None:
    taken: list[str] = []
    for number in range(20):
        taken.append(choose_design(f"course-{number}", taken=taken).code)
    designs = [design for code in taken if (design := read_design(code))]

    assert len({design.pattern for design in designs[:5]}) == 5
    assert len({design.composition for design in designs[:4]}) == 4
    assert len({(design.pattern, design.composition) for design in designs}) == 20


def test_an_editors_pattern_is_kept_to() -> None:
    design = choose_design("a", pattern="parang", taken=["1.parang.spine.deep.0"])

    assert design.pattern == "parang"
    assert design.composition != "spine"


def test_the_editors_patterns_are_those_that_can_be_drawn() -> None:
    assert tuple(CoverPattern.values) == PATTERNS


def test_palettes_can_be_told_apart_and_seen() -> None:
    assert min(get_contrast(own.deep, own.pale) for own in PALETTES.values()) >= 6
    for one, other in combinations(PALETTES.values(), 2):
        assert one.deep != other.deep


def test_contrast_is_that_of_the_standard() -> None:
    assert get_contrast("#000000", "#ffffff") == 21
    assert round(get_contrast("#767676", "#ffffff"), 2) == 4.54


@pytest.mark.django_db
def test_a_cover_is_chosen_once_and_kept() -> None:
    category = make_category()
    first = make_course(category=category, slug="first")
    kept = first.facts.cover
    make_course(category=category, slug="second")
    first.title = "Another title"
    first.slug = "another-slug"
    first.save_revision().publish()
    refresh_all_facts()

    assert read_design(kept)
    assert CourseFacts.objects.get(pk=first.pk).cover == kept


@pytest.mark.django_db
def test_courses_of_a_category_get_unlike_covers_and_their_editors_pattern() -> None:
    category = make_category()
    courses = [make_course(category=category) for _number in range(5)]
    wanting = make_course(category=category, cover_pattern="tumpal")
    designs = [read_design(course.facts.cover) for course in courses]

    assert len({design.pattern for design in designs if design}) == 5
    assert CourseFacts.objects.get(pk=wanting.pk).cover.startswith("1.tumpal.")


@pytest.mark.django_db
def test_a_changed_pattern_changes_the_cover_when_it_is_published() -> None:
    course = make_course(cover_pattern="kawung")
    course.cover_pattern = "ceplok"
    revision = course.save_revision()
    before = CourseFacts.objects.get(pk=course.pk).cover
    revision.publish()

    assert before.startswith("1.kawung.")
    assert CourseFacts.objects.get(pk=course.pk).cover.startswith("1.ceplok.")


@pytest.mark.django_db
def test_top_categories_get_colors_of_their_own_and_children_those_above() -> None:
    Category.objects.all().delete()
    tops = [make_category(f"Subject {number}") for number in range(9)]
    child = make_category("Child", parent=tops[2])
    tree = get_subjects("en")

    assert len({top.deep for top in tops}) == 9
    assert (child.deep, child.pale) == ("", "")
    assert tree.palette_of(child.pk) == Palette(tops[2].deep, tops[2].pale)
    assert tree.palette_of(None) in PALETTES.values()


@pytest.mark.django_db
def test_a_translated_category_keeps_its_colors() -> None:
    top = make_category("Subject")
    translated = top.copy_for_translation(Locale.objects.create(language_code="id"))
    translated.save()

    assert (translated.deep, translated.pale) == (top.deep, top.pale)


@pytest.mark.parametrize(
    ("deep", "pale", "place"),
    [
        ("#1d2b5c", "", "pale"),
        ("", "#dbe4f5", "deep"),
        ("#dbe4f5", "#1d2b5c", "deep"),
        ("#1d2b5c", "#56618a", "pale"),
    ],
)
def test_colors_that_no_cover_can_be_drawn_in_are_refused(deep: str, pale: str, place: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Category(name="Subject", slug="subject", deep=deep, pale=pale).clean()

    assert list(caught.value.message_dict) == [place]


@pytest.mark.parametrize("color", ["red", "#12345", "#12345g", "#1D2B5C", "url(#a)", '#1d2b5c"'])
def test_only_plain_colors_are_taken(color: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Category(name="Subject", slug="subject", deep=color, pale="#dbe4f5").clean_fields(
            exclude=["locale", "translation_key"]
        )

    assert list(caught.value.message_dict) == ["deep"]


def test_a_palette_goes_to_the_next_subject_until_all_are_in_use() -> None:
    names = list(PALETTES.values())

    assert choose_palette([]) == names[0]
    assert choose_palette([names[0].deep, names[1].deep]) == names[2]
    assert choose_palette([own.deep for own in names]) == names[0]


def test_a_shape_can_be_read_again() -> None:
    assert write_shape([[8, 12], [], [14]]) == "8,12;14"
    assert read_shape("8,12;14") == ((8, 12), (14,))
    assert read_shape("") == ()


def test_a_strip_draws_each_lesson_as_wide_as_its_minutes() -> None:
    # 100 minutes on 1000 units less 2 + 9 units of gaps.
    assert make_strip([[10, 30], [60]]) == Strip(todo="98.9 2 296.7 9 593.4 2000", done="", here="")


def test_done_is_apart_from_the_lesson_that_is_lit() -> None:
    strip = make_strip([[10, 30], [60]], done={0, 2}, here=1)

    assert strip == Strip(todo="", done="98.9 307.7 593.4 2000", here="0 100.9 296.7 2000")


def test_strips_of_a_list_share_one_scale() -> None:
    short, long = make_strip([[10]], longest=100), make_strip([[100]], longest=100)

    assert (short.todo, long.todo) == ("100 2000", "1000 2000")


def test_a_course_of_a_thousand_lessons_still_fits_its_line() -> None:
    strip = make_strip([[5] * 1000])
    numbers = [float(number) for number in strip.todo.split()[:-1]]

    assert sum(numbers) <= 1000.5
    assert min(numbers) > 0


def test_a_course_without_lessons_is_an_empty_line() -> None:
    assert make_strip([]) == Strip(todo="", done="", here="")
