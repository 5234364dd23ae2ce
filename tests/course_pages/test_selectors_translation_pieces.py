"""One page in one language, block by block."""

import pytest
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from course_pages.models import CourseDocument, LessonAttachment, LessonPage
from course_pages.selectors.translation_pieces import Piece, PieceState, Words, list_pieces
from course_pages.selectors.translation_status import list_version_statuses
from tests.factories.bodies import make_block, make_callout, make_check, make_table, write_body
from tests.factories.files import make_document
from tests.factories.pages import get_modules, make_course, make_lesson, translate

pytestmark = [pytest.mark.django_db, pytest.mark.spec("S65")]

TRANSLATED, MISSING, STALE, ONLY_HERE, NO_WORDS = PieceState
TEXT = make_block("text", "<p>One table.</p><p>Two tables.</p>")
CODE = make_block("code", {"language": "sql", "title": "", "code": "SELECT 1;"})


@pytest.fixture
def lesson() -> LessonPage:
    lesson = make_lesson(get_modules(make_course(lessons=0))[0], title="Joins")
    write_body(lesson, TEXT, CODE, make_check(explanation=""))
    return publish(lesson)


def publish(lesson: LessonPage) -> LessonPage:
    lesson.save_revision().publish()
    return LessonPage.objects.get(pk=lesson.pk)


def pieces_of(lesson: LessonPage) -> list[Piece]:
    lesson = LessonPage.objects.get(pk=lesson.pk)
    return list_pieces(lesson, list_version_statuses([lesson.pk], ["id"])[lesson.pk, "id"])


def outline(lesson: LessonPage) -> list[tuple[str, PieceState]]:
    return [(piece.label, piece.state) for piece in pieces_of(lesson)]


def test_every_piece_of_a_page_without_translation_is_missing(lesson: LessonPage) -> None:
    assert outline(lesson) == [
        ("Title", MISSING),
        ("Text", MISSING),
        ("Code", NO_WORDS),
        ("Knowledge check", MISSING),
    ]


def test_the_words_of_a_translation_stand_beside_the_original(lesson: LessonPage) -> None:
    translate(lesson, "id", title="Gabungan")

    title, text, code, check = pieces_of(lesson)

    assert title == Piece(
        "title", "Title", TRANSLATED, [Words("", "Joins", "Gabungan", TRANSLATED)]
    )
    assert (text.key, text.words[1]) == (
        TEXT["id"],
        Words("", "Two tables.", "Two tables. (id)", TRANSLATED),
    )
    assert (code.state, code.words) == (NO_WORDS, [])
    assert [(words.label, words.source) for words in check.words] == [
        ("Question", "Two and two?"),
        ("Choices › Text", "Four"),
        ("Choices › Feedback", "Well counted."),
        ("Choices › Text", "Five"),
        ("Choices › Feedback", "Count again."),
    ]


def test_what_is_missing_is_what_readers_see_in_the_original_language(lesson: LessonPage) -> None:
    translate(lesson, "id")
    StringTranslation.objects.filter(translation_of__data="Two tables.").delete()

    text = pieces_of(lesson)[1]

    assert text.state == MISSING
    assert text.words == [
        Words("", "One table.", "One table. (id)", TRANSLATED),
        Words("", "Two tables.", "", MISSING),
    ]


def test_changed_words_stand_beside_what_they_were(lesson: LessonPage) -> None:
    translate(lesson, "id")
    write_body(lesson, {**TEXT, "value": "<p>One table.</p><p>Three tables.</p>"}, CODE)
    publish(lesson)

    text = pieces_of(lesson)[1]

    assert text.state == STALE
    assert text.words == [
        Words("", "One table.", "One table. (id)", TRANSLATED),
        Words("", "Three tables.", "Two tables. (id)", STALE, former="Two tables."),
    ]


def test_a_block_that_is_new_or_gone_is_named(lesson: LessonPage) -> None:
    translate(lesson, "id")
    write_body(lesson, TEXT, CODE, make_callout(make_block("text", "<p>Mind.</p>"), title="Care"))
    publish(lesson)

    assert outline(lesson) == [
        ("Title", TRANSLATED),
        ("Text", TRANSLATED),
        ("Code", NO_WORDS),
        ("Callout", STALE),
        ("Knowledge check", ONLY_HERE),
    ]
    assert [words.source for words in pieces_of(lesson)[3].words] == ["Care", "Mind."]


def test_a_change_without_words_is_stale_too(lesson: LessonPage) -> None:
    document: CourseDocument = make_document(title="Worksheet")
    translate(lesson, "id")
    write_body(
        lesson,
        TEXT,
        {**CODE, "value": {**CODE["value"], "code": "SELECT 2;"}},
        make_check(explanation=""),
    )
    lesson.attachments = [LessonAttachment(document=document)]
    publish(lesson)

    assert outline(lesson) == [
        ("Title", TRANSLATED),
        ("Text", TRANSLATED),
        ("Code", STALE),
        ("Knowledge check", TRANSLATED),
        ("Attachments", STALE),
    ]

    TranslationSource.objects.get(object_id=lesson.translation_key).update_from_db()
    assert STALE not in dict(outline(lesson)).values()


def test_a_version_cut_loose_is_compared_by_its_block_ids(lesson: LessonPage) -> None:
    translated = translate(lesson, "id")
    Translation.objects.update(enabled=False)
    text, code, check = translated.body.raw_data
    write_body(translated, text, code, {**check, "id": "d0000000-0000-4000-8000-000000000000"})
    publish(translated)

    assert outline(lesson) == [
        ("Title", TRANSLATED),
        ("Text", TRANSLATED),
        ("Code", NO_WORDS),
        ("Knowledge check", MISSING),
        ("Knowledge check", ONLY_HERE),
    ]


def test_cells_of_a_table_are_pieces_and_numbers_are_not(lesson: LessonPage) -> None:
    write_body(lesson, make_table(("Name", "Price"), ("Rice", "62,000"), caption="Shop"))
    publish(lesson)

    table = pieces_of(lesson)[1]

    assert [(words.label, words.source) for words in table.words] == [
        ("Caption", "Shop"),
        ("Table", "Name"),
        ("Table", "Price"),
        ("Table", "Rice"),
    ]
