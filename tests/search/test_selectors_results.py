"""Who finds what: the best match, in the right language, behind an open door."""

import json
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from wagtail.models import PageViewRestriction

from accounts.models import User
from course_pages.models import CoursePage, LessonPage
from learning.selectors.access import Person
from learning.services.enrollment import enroll_student, leave_course
from search.models import Entry
from search.selectors.suggestions import list_suggestions
from search.services.index import index_course, index_lessons
from tests.factories.bodies import make_block, make_video
from tests.factories.pages import get_modules, make_category, make_course, make_lesson, translate
from tests.search.index import counts, excerpt, search, title, titles

pytestmark = pytest.mark.django_db

FILM = "f0000000-0000-4000-8000-000000000000"


def make_body(*words: str) -> str:
    return json.dumps([make_block("text", f"<p>{part}</p>") for part in words])


def add_lesson(course: CoursePage, **fields: Any) -> LessonPage:
    """Add a lesson to the first module of the course and index it all."""
    lesson = make_lesson(get_modules(course)[0], **fields)
    index_course(course_id=course.pk)
    return lesson


@pytest.fixture
def course(instructor: User) -> CoursePage:
    course = make_course(
        owner=instructor, lessons=0, title="Batik by hand", slug="batik", subtitle="Wax and dye"
    )
    add_lesson(
        course, title="Hot wax", slug="wax", summary="The canting", body=make_body("secretword")
    )
    return course


@pytest.mark.spec("S51")
def test_courses_and_lessons_are_found_by_their_open_words(course: CoursePage) -> None:
    found = search("wax")

    assert titles(found) == ["Hot wax", "Batik by hand"]
    assert counts(found) == {"all": 2, "courses": 1, "lessons": 1, "recordings": 0}
    lesson, page = found.results
    assert (lesson.kind, lesson.url) == ("lesson", "/courses/batik/module-1/wax/")
    assert [place.title for place in lesson.places] == ["Batik by hand", "Module 1"]
    assert (excerpt(lesson), excerpt(page)) == ("The canting", "[Wax] and dye")
    assert lesson.is_closed and not page.is_closed
    assert (lesson.minutes, page.minutes) == (5, 5)


@pytest.mark.spec("S51")
def test_words_of_a_closed_lesson_are_found_by_nobody_else(
    course: CoursePage, learner: User, newcomer: User, instructor: User, stranger: User, admin: User
) -> None:
    enroll_student(student=learner, course=course)

    people: dict[str, Person] = {
        "visitor": AnonymousUser(),
        "newcomer": newcomer,
        "stranger": stranger,
        "learner": learner,
        "instructor": instructor,
        "admin": admin,
    }

    found = {name: counts(search("secretword", person))["all"] for name, person in people.items()}

    assert found == {
        "visitor": 0,
        "newcomer": 0,
        "stranger": 0,
        "learner": 1,
        "instructor": 1,
        "admin": 1,
    }
    assert excerpt(search("secretword", learner).results[0]) == "… [secretword]"
    assert list_suggestions("secretword", language="en", catalogue_url="/courses/") == ()
    # A title brings no excerpt of the words behind it.
    assert "secretword" not in str(search("wax", newcomer).results)


def test_who_leaves_a_course_finds_its_words_no_more(course: CoursePage, learner: User) -> None:
    enrollment = enroll_student(student=learner, course=course)
    assert search("secretword", learner).total == 1

    leave_course(student=learner, course=enrollment.course)

    assert search("secretword", learner).total == 0


def test_a_free_preview_is_found_by_everybody(course: CoursePage) -> None:
    add_lesson(course, title="Dye", slug="dye", free_preview=True, body=make_body("indigo vat"))

    (found,) = search("indigo").results

    assert (title(found), excerpt(found), found.is_closed) == ("Dye", "[indigo] vat", False)


def test_a_preview_that_is_closed_again_is_closed_at_once(course: CoursePage) -> None:
    lesson = add_lesson(course, slug="dye", free_preview=True, body=make_body("indigo vat"))
    lesson.free_preview = False
    lesson.save()

    assert search("indigo").total == 0


@pytest.mark.parametrize("where", ["course", "module", "lesson"])
def test_a_private_page_tells_strangers_nothing(
    course: CoursePage, learner: User, where: str
) -> None:
    lesson = add_lesson(
        course, title="Dye", slug="dye", free_preview=True, body=make_body("indigo")
    )
    page = {"course": course, "module": lesson.get_parent(), "lesson": lesson}[where]
    assert search("indigo dye").total == 1

    setting = PageViewRestriction.objects.create(
        page=page, restriction_type=PageViewRestriction.PASSWORD, password="x"
    )

    assert search("indigo").total == search("dye indigo", learner).total == 0
    assert titles(search("dye", learner)) == (["Batik by hand"] if where != "course" else [])
    assert list_suggestions("dye", language="en", catalogue_url="/courses/") == ()
    passed = search("indigo", passed_restrictions=[setting.pk])
    assert titles(passed) == ["Dye"]


def test_what_is_unpublished_is_gone_at_once(course: CoursePage) -> None:
    lesson = LessonPage.objects.get(slug="wax")
    lesson.unpublish()
    assert titles(search("wax")) == ["Batik by hand"]

    course.unpublish()
    assert titles(search("wax")) == []


def test_what_is_deleted_leaves_the_index(course: CoursePage) -> None:
    course.delete()

    assert Entry.objects.count() == 0
    assert titles(search("wax")) == []


def test_a_draft_is_not_found(course: CoursePage) -> None:
    lesson = LessonPage.objects.get(slug="wax")
    lesson.title = "Unready title"
    lesson.save_revision()
    index_course(course_id=course.pk)

    assert search("unready").total == 0
    assert search("wax").total == 2


@pytest.mark.spec("S51")
def test_a_passage_leads_to_its_second(course: CoursePage, learner: User) -> None:
    film = make_video("Film", captions="film.vtt", captions_language="id")
    type(film).objects.filter(pk=film.pk).update(cues=[[252.4, 255.0, "Canting panas sekali."]])
    video = {"media": film.pk, "embed": "", "title": "The canting", "transcript": ""}
    body = json.dumps([make_block("video", video, block_id=FILM)])
    add_lesson(course, title="Watch", slug="watch", body=body)
    enroll_student(student=learner, course=course)

    (found,) = search("panas", learner, scope="recordings").results

    assert found.url == f"/courses/batik/module-1/watch/?t=252#block-{FILM}"
    assert (found.kind, found.clock, title(found)) == ("passage", "4:12", "The canting")
    assert (excerpt(found), found.excerpt_language, found.language) == (
        "Canting [panas] sekali.",
        "id",
        "",
    )
    assert [place.title for place in found.places] == ["Batik by hand", "Watch"]
    assert search("panas").total == 0


@pytest.mark.spec("S51")
def test_what_is_named_so_comes_before_every_passage_of_a_recording_named_so(
    course: CoursePage, learner: User
) -> None:
    course.description = f"<p>{'Cloth and colour, and patience. ' * 60}</p>"
    course.save_revision().publish()
    film = make_video("Film", captions="film.vtt", captions_language="en")
    cues = [[float(n), n + 1.0, f"Batik {n} {'x' * 300}"] for n in range(30)]
    type(film).objects.filter(pk=film.pk).update(cues=cues)
    video = {"media": film.pk, "embed": "", "title": "Batik", "transcript": ""}
    body = json.dumps([make_block("video", video, block_id=FILM)])
    add_lesson(course, title="How batiks are made", slug="made", body=body)
    enroll_student(student=learner, course=course)

    found = search("batik", learner)

    assert counts(found) == {"all": 32, "courses": 1, "lessons": 1, "recordings": 30}
    assert titles(found)[:3] == ["Batik by hand", "How batiks are made", "Batik"]


@pytest.mark.spec("S51")
def test_the_readers_language_comes_first_and_the_original_is_marked(course: CoursePage) -> None:
    other = make_course(title="Batik elsewhere", slug="elsewhere", lessons=0)
    translate(course, "id", title="Batik tulis")
    for one in (course, other):
        index_course(course_id=one.pk)

    found = search("batik", language="id", scope="courses")

    assert [(title(result), result.language) for result in found.results] == [
        ("Batik tulis", ""),
        ("Batik elsewhere", "en"),
    ]
    assert found.results[0].url == "/id/courses/batik-id/"
    # By words of the original as well; nobody is shown a third language.
    assert titles(search("hand", language="id")) == ["Batik by hand"]
    assert titles(search("tulis", language="en")) == []


def test_arabic_is_found_with_and_without_its_marks() -> None:
    course = make_course(title="اللُّغة العربيّة للطريق", slug="arabic", lessons=0)
    index_course(course_id=course.pk)

    assert titles(search("العربية")) == titles(search("اللغه")) == ["اللُّغة العربيّة للطريق"]


@pytest.mark.parametrize("words", ["tables", "table", "TABLE", "tabl"])
def test_endings_and_beginnings_of_words_are_found(words: str) -> None:
    course = make_course(title="Joining tables", slug="joins", lessons=0)
    index_course(course_id=course.pk)

    assert titles(search(words)) == ["Joining tables"]


def test_all_words_must_fit(course: CoursePage) -> None:
    assert titles(search("wax batik")) == ["Batik by hand"]
    assert titles(search("wax zebra")) == []


@pytest.mark.parametrize(
    ("words", "total"),
    [
        ('"', 0),
        ("wax\0", 2),
        ("'; DROP wax", 0),
        ("wax*", 2),
        ("NEAR(", 0),
        ("wax AND dye", 1),
        ("-", 0),
        ("x" * 5000, 0),
        ("\ud800", 0),
        ("{title_terms}: wax", 0),
    ],
)
def test_no_words_break_the_search(course: CoursePage, words: str, total: int) -> None:
    assert search(words).total == total
    assert len(list_suggestions(words, language="en", catalogue_url="/courses/")) <= 1


def test_pages_and_tabs_lead_on() -> None:
    for number in range(23):
        index_course(course_id=make_course(title=f"Weaving {number}", lessons=0).pk)

    first, last = search("weaving"), search("weaving", page="99", scope="courses")

    assert (len(first.results), first.total, first.page_count) == (20, 23, 2)
    assert first.next_url == "/search/?q=weaving&page=2"
    assert (len(last.results), last.page_number, last.next_url) == (3, 2, "")
    assert last.previous_url == "/search/?q=weaving&in=courses"
    assert search("weaving", page="x").page_number == 1
    assert [(tab.url, tab.is_current) for tab in last.tabs][:2] == [
        ("/search/?q=weaving", False),
        ("/search/?q=weaving&in=courses", True),
    ]


def test_nothing_found_leads_to_subjects(course: CoursePage) -> None:
    course.category = make_category("Crafts")
    course.save_revision().publish()

    nothing = search("zebra")

    assert [(link.name, link.url) for link in nothing.subjects] == [
        ("Crafts", "/courses/?category=crafts")
    ]
    assert search("wax").subjects == ()


def test_suggestions_are_subjects_courses_and_lessons(course: CoursePage) -> None:
    course.category = make_category("Waxwork")
    course.save_revision().publish()
    add_lesson(course, title="Batik at night", slug="night")

    def suggest(words: str) -> list[tuple[str, str, str]]:
        found = list_suggestions(words, language="en", catalogue_url="/courses/")
        return [("".join(p.text for p in one.title), one.kind, one.url) for one in found]

    assert suggest("bat") == [
        ("Batik by hand", "course", "/courses/batik/"),
        ("Batik at night", "lesson", "/courses/batik/module-1/night/"),
    ]
    assert suggest("wa") == [
        ("Waxwork", "subject", "/courses/?category=waxwork"),
        ("Hot wax", "lesson", "/courses/batik/module-1/wax/"),
    ]
    assert suggest("b") == suggest("dye") == suggest("") == []


def test_there_are_eight_suggestions_at_most() -> None:
    for number in range(12):
        index_course(course_id=make_course(title=f"Weaving {number}", lessons=0).pk)

    assert len(list_suggestions("wea", language="en", catalogue_url="/courses/")) == 8


def test_indexing_twice_leaves_one_of_each(course: CoursePage) -> None:
    before = Entry.objects.count()
    lesson = LessonPage.objects.get(slug="wax")

    index_lessons(lesson_ids=[lesson.pk])
    index_course(course_id=course.pk)

    assert Entry.objects.count() == before == 3
