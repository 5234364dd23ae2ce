"""Real courses on the page tree: everything that a reader makes of them can be written."""

import re
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from accounts.models import User
from course_pages.models import LessonPage
from interchange.document import CourseDocument
from interchange.readers.formats import find_format
from interchange.report import Report
from interchange.writers.course_pages import write_course
from tests.factories.bodies import render_body
from tests.interchange.real import real_folder

pytestmark = pytest.mark.slow

BUDGET = 30
"""Statements for one lesson, files and all that is once for a course included."""


def read(root: Path) -> CourseDocument:
    return find_format(root).read(root, Report())


@pytest.mark.parametrize(
    ("name", "languages"),
    [
        ("olx-dhis2-intro", ["en", "fr"]),
        ("webdev-beginners", ["en", "es", "id"]),
        ("carpentries-shell-novice", ["en"]),
    ],
)
def test_a_real_course_is_written_in_every_language(
    instructor: User, name: str, languages: list[str]
) -> None:
    root = real_folder(name)
    document = read(root)
    lessons = len(list(document.lessons))

    with CaptureQueriesContext(connection) as statements:
        write_course(document=document, owner=instructor, may_add_languages=True)
    with CaptureQueriesContext(connection) as again:
        second = write_course(document=read(root), owner=instructor, may_add_languages=True)

    written = LessonPage.objects.values_list("locale__language_code", flat=True)
    assert sorted(set(written)) == languages
    assert len(statements) <= BUDGET * lessons * len(languages)
    assert second.unchanged
    kinds = {statement["sql"].split()[0] for statement in again}
    assert kinds <= {"SELECT", "SAVEPOINT", "RELEASE"}
    assert not any(Page.find_problems())


@pytest.mark.parametrize(
    ("name", "links"), [("webdev-beginners", 6), ("carpentries-shell-novice", 44)]
)
def test_every_link_within_a_real_lesson_leads_to_one_place(
    instructor: User, name: str, links: int
) -> None:
    document = read(real_folder(name))
    write_course(document=document, owner=instructor, may_add_languages=True)

    followed = 0
    for lesson in LessonPage.objects.all():
        html = render_body(*lesson.body.get_prep_value())
        ids = re.findall(r'<[^<>]* id="([^"]*)"', html)
        wanted = re.findall(r'<a href="#([^"]*)"', html)
        assert len(ids) == len(set(ids))
        assert set(wanted) <= set(ids)
        followed += len(wanted)
    assert followed == links
