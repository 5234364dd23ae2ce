"""The demo: loaded once, left alone afterwards, and never on a public site."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F
from django.test import Client
from pytest_django import Settings
from wagtail.models import Locale, ModelLogEntry, Page, PageLogEntry, Revision

from accounts.models import User
from course_pages.models import (
    Category,
    CourseDocument,
    CourseFacts,
    CourseImage,
    CourseIndexPage,
    CourseMedia,
    CoursePage,
    CourseStaff,
    HomePage,
    LessonFacts,
    LessonPage,
    ModulePage,
)
from course_pages.permissions import is_course_staff
from course_pages.selectors.readiness import Severity, check_courses, check_pages
from events.models import Event
from interchange.readers.course_folder import read_course_folder
from interchange.services.demo import FOLDER, load_demo
from interchange.services.demo_languages import open_languages
from interchange.writers.course_pages import write_course
from learning.models import Enrollment, LessonProgress
from learning.selectors.shelf import get_latest_entry

pytestmark = pytest.mark.slow

COUNTED = (
    *(User, Page, Revision, PageLogEntry, ModelLogEntry, Category, CourseStaff, Event, Locale),
    *(CourseImage, CourseDocument, CourseMedia, CourseFacts, LessonFacts),
    *(Enrollment, LessonProgress),
)


def count_rows() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in COUNTED}


def list_versions(slug: str) -> dict[str, int]:
    """Return the live lessons of a course by language."""
    versions = CoursePage.objects.filter(slug=slug).select_related("locale")
    return {
        version.locale.language_code: LessonPage.objects.live().descendant_of(version).count()
        for version in versions
    }


def test_it_makes_three_courses_and_their_people(db: None) -> None:
    demo = load_demo()

    assert demo.course.title.startswith("First Queries")
    facts = CourseFacts.objects.order_by("source_id")
    assert [(one.source_id, one.lesson_count, one.is_published) for one in facts] == [
        ("first-queries", 9, True),
        ("one-beat-many-hands", 6, True),
        ("warna-dari-kebun", 7, True),
    ]
    assert [(one.languages, one.currency, one.price_minor) for one in facts] == [
        (",ar,en,id,", "USD", 0),
        (",en,id,", "USD", 0),
        (",en,id,", "IDR", 7_500_000),
    ]
    assert list_versions("first-queries") == {"en": 9, "id": 9, "ar": 1}
    assert list_versions("one-beat-many-hands") == {"en": 6, "id": 6}
    assert list_versions("warna-dari-kebun") == {"id": 7, "en": 7}
    originals = {course.slug: course for course in demo.courses}
    assert originals["warna-dari-kebun"].locale.language_code == "id"
    assert originals["one-beat-many-hands"].delivery == "classroom"
    assert sorted(User.objects.values_list("email", "role")) == [
        ("admin@example.com", "admin"),
        ("colleague@example.com", "instructor"),
        ("instructor@example.com", "instructor"),
        ("learner@example.com", "student"),
        ("newcomer@example.com", "student"),
    ]
    assert demo.report.warnings == []


def test_its_instructor_owns_all_and_a_colleague_teaches_one(db: None) -> None:
    demo = load_demo()
    colleague = demo.people["colleague@example.com"]

    owned = CourseStaff.objects.filter(person__email="instructor@example.com", role="owner")
    assert owned.count() == 3
    taught = [course.slug for course in demo.courses if is_course_staff(colleague, course)]
    assert taught == ["one-beat-many-hands"]


def test_its_learner_is_in_the_middle_of_two_courses(db: None) -> None:
    demo = load_demo()
    learner = demo.people["learner@example.com"]

    places = Enrollment.objects.filter(student=learner)
    assert {place.course.slug for place in places} == {"first-queries", "one-beat-many-hands"}
    assert LessonProgress.objects.completed().filter(student=learner).count() == 3
    latest = get_latest_entry(learner, language="en")
    assert latest is not None
    assert latest.card.title == demo.course.title
    assert Enrollment.objects.count() == 2


def test_its_front_doors_and_subjects_speak_every_language(db: None) -> None:
    load_demo()

    homes = HomePage.objects.live().values_list("locale__language_code", "seo_title")
    assert set(homes) == {
        ("en", "Courses and classes"),
        ("id", "Kursus dan kelas"),
        ("ar", "دورات وصفوف"),
    }
    catalogues = CourseIndexPage.objects.live().values_list("locale__language_code", "title")
    assert set(catalogues) == {("en", "Courses"), ("id", "Kursus"), ("ar", "الدورات")}
    paths = {
        code: sorted(category.path for category in Category.objects.filter(locale=locale))
        for code, locale in ((each.language_code, each) for each in Locale.objects.all())
    }
    assert paths["en"] == [
        *("Art and craft", "Art and craft › Textiles", "Data", "Data › Databases"),
        *("Music", "Music › Rhythm"),
    ]
    assert paths["id"] == [
        *("Data", "Data › Basis data", "Musik", "Musik › Irama"),
        *("Seni dan kriya", "Seni dan kriya › Tekstil"),
    ]
    assert len(paths["ar"]) == 6
    keys = Category.objects.values_list("translation_key", flat=True).distinct()
    assert keys.count() == 6


def test_a_second_time_writes_nothing(db: None) -> None:
    load_demo()
    before = count_rows()

    load_demo()

    assert count_rows() == before


def test_it_undoes_nobodys_work(db: None) -> None:
    demo = load_demo()
    lesson = LessonPage.objects.get(slug="totals", locale__language_code="id")
    lesson.title = "Totals, edited"
    lesson.save_revision().publish()
    home = HomePage.objects.get(locale__language_code="ar")
    home.introduction = "أهلًا"
    home.save_revision().publish()
    Category.objects.filter(name="Textiles").update(name="Cloth")
    Category.objects.get(name="الإيقاع").delete()
    instructor = demo.people["instructor@example.com"]
    instructor.set_password("a secret of my own")
    instructor.save()
    CourseStaff.objects.filter(person=demo.people["colleague@example.com"]).delete()
    Enrollment.objects.update(status="ended")
    LessonProgress.objects.all().delete()
    before = count_rows()

    load_demo()

    assert count_rows() == before
    lesson.refresh_from_db()
    home.refresh_from_db()
    assert (lesson.title, home.introduction) == ("Totals, edited", "أهلًا")
    assert User.objects.get(email=instructor.email).check_password("a secret of my own")
    assert set(Enrollment.objects.values_list("status", flat=True)) == {"ended"}


def test_words_of_a_language_that_was_open_are_left_alone(db: None) -> None:
    open_languages()
    CourseIndexPage.objects.filter(locale__language_code="id").update(title="Rak")

    assert open_languages() is False
    load_demo()

    assert CourseIndexPage.objects.get(locale__language_code="id").title == "Rak"


def test_a_site_with_the_first_course_alone_gets_the_rest(instructor: User) -> None:
    """As a database does that was made when the demo had one course in one language."""
    first = write_course(document=read_course_folder(FOLDER), owner=instructor).course
    assert list_versions("first-queries") == {"en": 9}

    demo = load_demo()

    assert demo.course.pk == first.pk
    assert list_versions("first-queries") == {"en": 9, "id": 9, "ar": 1}
    assert CoursePage.objects.count() == 7
    assert first.category is not None
    names = Category.objects.filter(translation_key=first.category.translation_key)
    assert set(names.values_list("name", flat=True)) == {
        *("Databases", "Basis data", "قواعد البيانات"),
    }


def test_it_loads_although_its_instructor_left(db: None) -> None:
    demo = load_demo()
    admin = demo.people["admin@example.com"]
    CourseStaff.objects.filter(role="owner").update(person=admin)
    before = count_rows()

    load_demo()

    assert count_rows() == before
    assert CourseStaff.objects.filter(person=admin).count() == 3


def test_the_command_says_where_to_go_and_as_whom(db: None) -> None:
    out = StringIO()

    call_command("load_demo", stdout=out)

    said = out.getvalue()
    assert "http://localhost:8000/courses/first-queries/" in said
    assert "http://localhost:8000/id/courses/warna-dari-kebun/" in said
    assert "learner@example.com      learn-with-joy" in said
    assert said.count("learn-with-joy") == 5
    assert "note:" not in said


def test_it_is_refused_where_the_settings_do_not_allow_it(db: None, settings: Settings) -> None:
    settings.DEMO_ALLOWED = False
    before = count_rows()

    with pytest.raises(CommandError, match="not for a public site"):
        call_command("load_demo")

    assert count_rows() == before


def test_every_lesson_opens_to_its_learner(client: Client, db: None) -> None:
    demo = load_demo()
    client.force_login(demo.people["learner@example.com"])

    lessons = LessonPage.objects.live().exclude(url_path__contains="/warna-dari-kebun/")
    assert lessons.count() == 31
    for lesson in lessons:
        assert client.get(lesson.get_url()).status_code == 200, lesson.url_path


@pytest.mark.spec("S49")
def test_nothing_in_it_must_be_mended(db: None) -> None:
    demo = load_demo()
    originals = check_courses([course.pk for course in demo.courses])
    translated = check_pages(
        page
        for model in (CoursePage, ModulePage, LessonPage)
        for page in model.objects.exclude(pk=F("canonical"))
    )

    found = {
        (finding.code, finding.severity)
        for findings in (*originals.values(), *translated.values())
        for finding in findings
    }

    # A course folder has no words for search engines: they read the description.
    assert found == {("search_description_missing", Severity.SHOULD)}
