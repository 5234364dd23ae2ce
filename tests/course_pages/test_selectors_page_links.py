"""Links from text to pages: one statement for a text, in the reader's language."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from wagtail.rich_text import expand_db_html

from course_pages.models import LessonPage
from course_pages.selectors.page_links import find_url_paths
from tests.factories.pages import get_lessons, make_course, translate


def link(*pages: LessonPage) -> str:
    return "".join(f'<p><a linktype="page" id="{page.pk}">x</a></p>' for page in pages)


def test_links_of_a_text_cost_one_statement(db: None) -> None:
    course = make_course(modules=1, lessons=12, slug="links")
    lessons = get_lessons(course)
    expand_db_html(link(*lessons))

    with CaptureQueriesContext(connection) as statements:
        html = expand_db_html(link(*lessons))

    assert len(statements) == 1
    assert html.count("<a href=") == 12
    assert f'<a href="{lessons[0].url}">x</a>' in html


def test_a_link_leads_to_the_page_in_the_readers_language(db: None) -> None:
    course = make_course(modules=1, lessons=2)
    first, second = get_lessons(course)
    translated = translate(first, "id")

    with override("id"):
        html = expand_db_html(link(first, second))

    assert [f'<a href="{page.url}">' in html for page in (translated, second)] == [True, True]


def test_a_translation_that_is_no_longer_seen_is_not_linked(db: None) -> None:
    lesson = get_lessons(make_course(modules=1, lessons=1))[0]
    translate(lesson, "id").unpublish()

    with override("id"):
        assert find_url_paths({lesson.pk}) == {str(lesson.pk): lesson.url_path}


def test_what_nobody_can_see_is_no_link(db: None) -> None:
    lesson = get_lessons(make_course(modules=1, lessons=1))[0]
    lesson.unpublish()

    assert expand_db_html(link(lesson)) == "<p><a>x</a></p>"
    assert expand_db_html('<a linktype="page" id="999999">x</a>') == "<a>x</a>"
    assert expand_db_html('<a linktype="page" id="-1">x</a>') == "<a>x</a>"
    assert expand_db_html('<a linktype="page">x</a>') == "<a>x</a>"
