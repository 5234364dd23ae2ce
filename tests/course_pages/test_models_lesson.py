"""A lesson page: a body of blocks, minutes, and files to take along."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from wagtail.fields import StreamField

from course_pages.models import CourseDocument, LessonAttachment, LessonPage
from tests.factories.pages import get_lessons, get_modules, make_course, make_lesson, translate

pytestmark = pytest.mark.django_db
BLOCK_ID = "5f0d6c0e-6c3b-4a43-9c80-3a6d7a4d3f10"


def body(words: str) -> list[dict[str, str]]:
    return [{"type": "text", "id": BLOCK_ID, "value": f"<p>{words}</p>"}]


def make_document(title: str) -> CourseDocument:
    return CourseDocument.objects.create(
        title=title, file=ContentFile(b"SELECT 1;", name=f"{title}.sql")
    )


def attach(lesson: LessonPage, *titles: str) -> LessonPage:
    for place, title in enumerate(titles):
        lesson.attachments.add(LessonAttachment(document=make_document(title), sort_order=place))
    lesson.save_revision().publish()
    return LessonPage.objects.get(pk=lesson.pk)


@pytest.mark.spec("B2")
def test_body_is_a_stream_whose_blocks_keep_their_ids_in_every_language() -> None:
    module = get_modules(make_course(lessons=0))[0]
    lesson = make_lesson(module, body=body("Ask a table."))
    translated = translate(lesson, "id")

    assert isinstance(LessonPage._meta.get_field("body"), StreamField)
    assert [block.id for block in lesson.body] == [BLOCK_ID]
    assert [block.id for block in translated.body] == [BLOCK_ID]
    assert "Ask a table. (id)" in str(translated.body)

    raw = [*body("Ask a table."), {"type": "text", "value": "<p>And another.</p>"}]
    lesson.body = raw  # type: ignore[assignment]
    lesson.save_revision().publish()
    translated = translate(LessonPage.objects.get(pk=lesson.pk), "id")
    assert translated.body[0].id == BLOCK_ID
    assert [block.id for block in translated.body] == [
        block.id for block in LessonPage.objects.get(pk=lesson.pk).body
    ]


@pytest.mark.spec("S124")
def test_lesson_has_many_attachments_in_order() -> None:
    lesson = attach(get_lessons(make_course(lessons=1))[0], "shop", "cheat-sheet")

    assert [str(attachment) for attachment in lesson.attachments.all()] == ["shop", "cheat-sheet"]
    assert {attachment.lesson_id for attachment in lesson.attachments.all()} == {lesson.pk}


@pytest.mark.spec("S124")
def test_translation_and_copy_carry_the_attachments_along() -> None:
    lesson = attach(get_lessons(make_course(lessons=1))[0], "shop")
    document = lesson.attachments.get().document
    translated = translate(lesson, "id")
    copy = lesson.copy(update_attrs={"slug": "copy"})

    assert [entry.document for entry in translated.attachments.all()] == [document]
    assert [entry.document for entry in copy.attachments.all()] == [document]
    assert lesson.attachments.count() == 1


@pytest.mark.parametrize("minutes", [0, -1, 601, None])
def test_lesson_takes_between_one_minute_and_ten_hours(minutes: int | None) -> None:
    module = get_modules(make_course(lessons=0))[0]
    with pytest.raises(ValidationError) as refusal:
        make_lesson(module, minutes=minutes)

    assert list(refusal.value.message_dict) == ["minutes"]
    assert get_lessons(module) == []


@pytest.mark.spec("S70", "S118", "B1")
def test_pages_nest_in_one_way_only() -> None:
    course = make_course(lessons=1)
    module, lesson = get_modules(course)[0], get_lessons(course)[0]

    def children(page: Any) -> list[str]:
        return [model.__name__ for model in type(page).allowed_subpage_models()]

    assert children(course.get_parent().specific) == ["CoursePage"]
    assert children(course) == ["ModulePage"]
    assert children(module) == ["LessonPage"]
    assert children(lesson) == []


@pytest.mark.spec("S65")
def test_earlier_version_of_a_lesson_can_be_brought_back() -> None:
    lesson = get_lessons(make_course(lessons=1))[0]
    lesson.body = body("First words.")  # type: ignore[assignment]
    first = lesson.save_revision()
    first.publish()
    lesson = LessonPage.objects.get(pk=lesson.pk)
    lesson.body = body("Second words.")
    lesson.save_revision().publish()
    assert "Second words." in str(LessonPage.objects.get(pk=lesson.pk).body)

    first.publish()
    assert "First words." in str(LessonPage.objects.get(pk=lesson.pk).body)
    assert LessonPage.objects.get(pk=lesson.pk).revisions.count() == 2
