"""How answers to knowledge checks are judged: the key of the original, the words of the reader."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale

from core.exceptions import InvalidInput
from course_pages.enums import CheckKind
from course_pages.models import LessonPage
from course_pages.selectors.checks import find_check, get_checks, get_verdict, judge
from tests.factories.bodies import (
    CHECK,
    RIGHT,
    THIRD,
    WRONG,
    make_block,
    make_check,
    make_choice,
    make_image,
    write_body,
)
from tests.factories.pages import get_modules, make_course, make_lesson, translate

pytestmark = pytest.mark.django_db


def add_lesson(*blocks: dict[str, Any], **fields: Any) -> LessonPage:
    module = get_modules(make_course(lessons=0))[0]
    return make_lesson(module, body=json.dumps(list(blocks)), **fields)


def get_raw_check(lesson: LessonPage) -> dict[str, Any]:
    return next(dict(block) for block in lesson.body.raw_data if block["type"] == "check")


def rewrite(lesson: LessonPage, *blocks: dict[str, Any]) -> LessonPage:
    write_body(lesson, *blocks)
    lesson.save()
    return LessonPage.objects.get(pk=lesson.pk)


def test_a_check_is_found_by_its_block_id() -> None:
    lesson = add_lesson(make_block("text", "<p>Two and two.</p>"), make_check())
    check = find_check(lesson, CHECK)
    assert check is not None
    assert check.question == "Two and two?"
    assert check.kind == CheckKind.SINGLE
    assert check.key == {RIGHT}
    assert [choice.text for choice in check.choices] == ["Four", "Five"]
    assert check.explanation == "Put two beside two."
    assert find_check(lesson, RIGHT) is None


def test_other_blocks_and_broken_raw_data_are_no_checks() -> None:
    lesson = add_lesson(
        make_block("text", "<p>Text</p>", block_id=RIGHT),
        make_block("check", {"question": "Empty?", "kind": "unheard of"}, block_id=CHECK),
        make_block("gone", {"question": "A block of the past"}, block_id=WRONG),
    )
    checks = get_checks(lesson)
    assert set(checks) == {CHECK}
    assert checks[CHECK].kind == "single"
    assert checks[CHECK].choices == ()
    assert checks[CHECK].key == set()


def test_reading_checks_asks_the_database_nothing() -> None:
    lesson = LessonPage.objects.get(
        pk=add_lesson(
            make_block("image", {"image": make_image().pk, "alt": "A drawing", "caption": ""}),
            make_check(),
        ).pk
    )
    with CaptureQueriesContext(connection) as queries:
        assert find_check(lesson, CHECK) is not None
    assert len(queries) == 0


def test_the_right_choice_is_right_and_says_why() -> None:
    check = get_checks(add_lesson(make_check()))[CHECK]
    verdict = judge(check, {RIGHT})
    assert verdict.is_right
    assert verdict.feedback == {RIGHT: "Well counted."}
    assert verdict.explanation == "Put two beside two."


def test_a_wrong_choice_brings_its_own_feedback_alone() -> None:
    verdict = judge(get_checks(add_lesson(make_check()))[CHECK], {WRONG})
    assert not verdict.is_right
    assert verdict.feedback == {WRONG: "Count again."}


@pytest.mark.parametrize(
    ("chosen", "is_right"),
    [
        ({RIGHT, THIRD}, True),
        ({RIGHT}, False),
        ({RIGHT, WRONG, THIRD}, False),
        ({WRONG}, False),
    ],
)
def test_of_several_only_the_whole_set_is_right(chosen: set[str], is_right: bool) -> None:
    choices = [
        make_choice(RIGHT, "Four", correct=True),
        make_choice(WRONG, "Five"),
        make_choice(THIRD, "2 + 2", correct=True),
    ]
    check = get_checks(add_lesson(make_check(kind="multiple", choices=choices)))[CHECK]
    assert judge(check, chosen).is_right is is_right


@pytest.mark.parametrize(
    ("chosen", "code"),
    [
        (set(), "nothing_chosen"),
        ({"no-such-id"}, "no_such_choice"),
        ({RIGHT, "no-such-id"}, "no_such_choice"),
        ({CHECK}, "no_such_choice"),
        ({RIGHT, WRONG}, "too_many_choices"),
    ],
)
def test_what_is_no_answer_is_refused(chosen: set[str], code: str) -> None:
    check = get_checks(add_lesson(make_check()))[CHECK]
    with pytest.raises(InvalidInput) as refusal:
        judge(check, chosen)
    assert refusal.value.code == code
    assert get_verdict(check, chosen) is None


def test_an_earlier_answer_is_judged_by_the_key_of_today() -> None:
    lesson = add_lesson(make_check())
    assert get_verdict(get_checks(lesson)[CHECK], {RIGHT}).is_right  # type: ignore[union-attr]
    choices = [make_choice(RIGHT, "Four"), make_choice(WRONG, "Five", correct=True)]
    lesson = rewrite(lesson, make_check(choices=choices))
    assert not get_verdict(get_checks(lesson)[CHECK], {RIGHT}).is_right  # type: ignore[union-attr]


# --- ids and languages ----------------------------------------------------------------------------


def test_a_translation_keeps_the_ids_of_block_and_choices() -> None:
    lesson = add_lesson(make_check())
    translated = translate(lesson, "id")
    assert translated.pk != lesson.pk
    check = get_checks(translated)[CHECK]
    assert check.choice_ids == {RIGHT, WRONG}
    assert check.key == {RIGHT}
    assert [choice.text for choice in check.choices] == ["Four (id)", "Five (id)"]
    assert judge(check, {WRONG}).feedback == {WRONG: "Count again. (id)"}
    assert check.explanation == "Put two beside two. (id)"


def test_a_source_synced_again_keeps_the_ids_and_the_order_of_the_words() -> None:
    lesson = add_lesson(make_check())
    translate(lesson, "id")
    raw = get_raw_check(lesson)["value"]
    lesson = rewrite(lesson, make_check(choices=[*reversed(raw["choices"])]))
    lesson.save_revision().publish()
    check = get_checks(translate(lesson, "id"))[CHECK]
    assert [(choice.id, choice.text) for choice in check.choices] == [
        (WRONG, "Five (id)"),
        (RIGHT, "Four (id)"),
    ]


def test_a_copied_lesson_keeps_the_ids_in_its_own_body() -> None:
    lesson = add_lesson(make_check())
    copied = lesson.copy(update_attrs={"slug": "a-copy"})
    assert get_checks(LessonPage.objects.get(pk=copied.pk))[CHECK].choice_ids == {RIGHT, WRONG}


def test_publishing_a_draft_keeps_the_ids() -> None:
    lesson = add_lesson(make_check())
    lesson.save_revision().publish()
    assert get_checks(LessonPage.objects.get(pk=lesson.pk))[CHECK].choice_ids == {RIGHT, WRONG}


def test_a_translation_that_disagrees_about_the_key_is_not_asked() -> None:
    translated = translate(add_lesson(make_check()), "id")
    choices = [
        make_choice(RIGHT, "Empat", feedback="Benar."),
        make_choice(WRONG, "Lima", correct=True, feedback="Hitung lagi."),
    ]
    translated = rewrite(translated, make_check(choices=choices, question="Dua dan dua?"))
    check = get_checks(translated)[CHECK]
    assert check.key == {RIGHT}
    assert judge(check, {WRONG}).is_right is False
    assert judge(check, {RIGHT}).feedback == {RIGHT: "Benar."}
    assert check.question == "Dua dan dua?"


def test_words_that_a_translation_lacks_are_the_original_ones() -> None:
    translated = translate(add_lesson(make_check()), "id")
    choices = [make_choice(RIGHT, "Empat", feedback=""), make_choice(THIRD, "Enam", correct=True)]
    translated = rewrite(translated, make_check(choices=choices, explanation=""))
    check = get_checks(translated)[CHECK]
    assert [(choice.id, choice.text, choice.feedback) for choice in check.choices] == [
        (RIGHT, "Empat", "Well counted."),
        (WRONG, "Five", "Count again."),
    ]
    assert check.explanation == "Put two beside two."
    with pytest.raises(InvalidInput):
        judge(check, {THIRD})


def test_a_translation_costs_one_query_for_the_original() -> None:
    translated = translate(add_lesson(make_check()), "id")
    assert translated.locale == Locale.objects.get(language_code="id")
    with CaptureQueriesContext(connection) as queries:
        get_checks(LessonPage.objects.get(pk=translated.pk))
    assert len(queries) == 2
