"""Courses, modules, lessons and their translations.

`make_course` puts the modules and lessons into the tables in bulk (milliseconds instead of
seconds): such pages have no revisions, no search entries and no references. Where a test is about
those, add pages one by one with `make_module` and `make_lesson`, which take Wagtail's own road.
"""

import itertools
from collections.abc import Sequence
from typing import Any, TypeVar

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models.sql import InsertQuery
from django.utils import timezone
from django.utils.text import slugify
from wagtail.models import Locale, Page
from wagtail_localize.models import (
    StringSegment,
    StringTranslation,
    Translation,
    TranslationSource,
)

from accounts.models import User
from course_pages.enums import StaffRole
from course_pages.models import (
    Category,
    CourseIndexPage,
    CoursePage,
    CourseStaff,
    HomePage,
    LessonPage,
    ModulePage,
)
from course_pages.services.facts import refresh_all_facts, refresh_course_facts
from tests.factories.people import InstructorFactory

PageT = TypeVar("PageT", bound=Page)
_numbers = itertools.count(1)


def get_catalogue() -> CourseIndexPage:
    """Return the catalogue of the default language, fresh from the database."""
    return CourseIndexPage.objects.get(locale__language_code="en")


def make_category(name: str = "Databases", *, parent: Category | None = None) -> Category:
    return Category.objects.create(
        name=name, slug=slugify(name, allow_unicode=True), parent=parent, locale=_locale("en")
    )


def make_course(
    *,
    owner: User | None = None,
    modules: int = 1,
    lessons: int = 2,
    live: bool = True,
    **fields: Any,
) -> CoursePage:
    """Return a course "Course 7" of `modules` modules with `lessons` published lessons each.

    The course goes through Wagtail's own creation and publication; with `live=False` it stays a
    draft, while its modules and lessons are published all the same. Lessons take 5 minutes and
    are called "Lesson 1.1", "Lesson 1.2" ...; `owner` is a new instructor unless given.
    """
    number = next(_numbers)
    title = fields.pop("title", f"Course {number}")
    course = CoursePage(
        title=title,
        slug=fields.pop("slug", f"course-{number}"),
        owner=owner or InstructorFactory(),
        live=False,
        **fields,
    )
    get_catalogue().add_child(instance=course)
    _plant_tree([course], modules=modules, lessons=lessons)
    if live:
        course.save_revision().publish()
    else:
        refresh_course_facts(course=course)
    return CoursePage.objects.get(pk=course.pk)


def make_courses(
    count: int, *, modules: int = 1, lessons: int = 0, owner: User | None = None, **fields: Any
) -> list[CoursePage]:
    """Return `count` published courses, put in bulk past every signal, with facts and an owner.

    A field whose value is a list is dealt round the courses.
    """
    owner = owner or InstructorFactory()
    catalogue = get_catalogue()
    numbers = [next(_numbers) for _ in range(count)]
    courses = [
        CoursePage(
            title=f"Course {number}",
            slug=f"course-{number}",
            owner=owner,
            first_published_at=timezone.now(),
            **{
                name: value[index % len(value)] if isinstance(value, list) else value
                for name, value in fields.items()
            },
        )
        for index, number in enumerate(numbers)
    ]
    _plant(courses, [catalogue] * count)
    _plant_tree(courses, modules=modules, lessons=lessons)
    CourseStaff.objects.bulk_create(
        CourseStaff(course=course, person=owner, role=StaffRole.OWNER) for course in courses
    )
    refresh_all_facts()
    return courses


def make_module(course: CoursePage, **fields: Any) -> ModulePage:
    """Add a module to a course by Wagtail's own road; published unless `live=False`."""
    number = next(_numbers)
    module = ModulePage(**{"title": f"Module {number}", "slug": f"module-{number}"} | fields)
    return _add(course, module)


def make_lesson(module: ModulePage, **fields: Any) -> LessonPage:
    """Add a 5 minute lesson to a module by Wagtail's own road; published unless `live=False`."""
    number = next(_numbers)
    words = {"title": f"Lesson {number}", "slug": f"lesson-{number}", "minutes": 5}
    return _add(module, LessonPage(**words | fields))


def get_modules(course: CoursePage) -> list[ModulePage]:
    """Return every module below a course, in order, published or not."""
    return list(ModulePage.objects.child_of(course).order_by("path"))


def get_lessons(page: Page) -> list[LessonPage]:
    """Return every lesson below a course or module, in order, published or not."""
    return list(LessonPage.objects.descendant_of(page).order_by("path"))


def translate(
    page: PageT,
    language_code: str,
    *,
    tree: bool = False,
    publish: bool = True,
    title: str | None = None,
) -> PageT:
    """Return `page` translated by wagtail-localize; every string becomes "string (id)".

    What stands above it is translated first where it is not; `tree` translates everything below
    too, `publish=False` leaves the translation a draft. Run again, it syncs the source and takes
    its changes over.
    """
    locale = _locale(language_code)
    _translate_parents(page, locale)
    source, _created = TranslationSource.update_or_create_from_instance(page)
    _translate_strings(source, locale, title)
    translation, _created = Translation.objects.get_or_create(source=source, target_locale=locale)
    translation.save_target(publish=False)
    translated = page.get_translation(locale).specific
    if publish:
        # localize would publish when the transaction commits, which a test's never does.
        translated.get_latest_revision().publish()
    if tree:
        for child in page.get_children().specific():
            translate(child, language_code, tree=True, publish=publish)
    return type(page).objects.get(pk=translated.pk)


def _locale(language_code: str) -> Locale:
    return Locale.objects.get_or_create(language_code=language_code)[0]


def _translate_parents(page: Page, locale: Locale) -> None:
    parent = page.get_parent().specific
    if parent.is_root() or parent.has_translation(locale):
        return
    if isinstance(parent, HomePage | CourseIndexPage):
        _translate_parents(parent, locale)
        parent.copy_for_translation(locale).get_latest_revision().publish()
    else:
        translate(parent, locale.language_code)


def _translate_strings(source: TranslationSource, locale: Locale, title: str | None) -> None:
    for segment in StringSegment.objects.filter(source=source).select_related("string", "context"):
        words = f"{segment.string.data} ({locale.language_code})"
        if title is not None and segment.context.path == "title":
            words = title
        StringTranslation.objects.update_or_create(
            translation_of=segment.string,
            locale=locale,
            context=segment.context,
            defaults={
                "data": words,
                "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
            },
        )


def _add(parent: Page, page: PageT) -> PageT:
    # treebeard counts children in memory: the parent must be fresh.
    type(parent).objects.get(pk=parent.pk).add_child(instance=page)
    return type(page).objects.get(pk=page.pk)


def _plant_tree(courses: Sequence[CoursePage], *, modules: int, lessons: int) -> None:
    parents = [(course, number) for course in courses for number in range(1, modules + 1)]
    planted = [
        ModulePage(title=f"Module {number}", slug=f"module-{number}") for _, number in parents
    ]
    _plant(planted, [course for course, _ in parents])
    places = [
        (module, f"{number}.{place}")
        for module, (_, number) in zip(planted, parents, strict=True)
        for place in range(1, lessons + 1)
    ]
    _plant(
        [
            LessonPage(title=f"Lesson {label}", slug=f"lesson-{label}".replace(".", "-"), minutes=5)
            for _, label in places
        ],
        [module for module, _ in places],
    )


def _plant(pages: Sequence[Any], parents: Sequence[Any]) -> None:
    """Put new published pages under their parents, past treebeard, signals and revisions."""
    if not pages:
        return
    model = type(pages[0])
    content_type = ContentType.objects.get_for_model(model)
    for page, parent in zip(pages, parents, strict=True):
        parent.numchild += 1
        page.depth = parent.depth + 1
        page.path = Page._get_path(parent.path, page.depth, parent.numchild)
        page.set_url_path(parent)
        page.draft_title = page.title
        page.content_type = content_type
        page.locale_id = parent.locale_id
    _insert_page_rows(pages)
    _insert_own_rows(model, pages)
    grown = {parent.pk: parent for parent in parents}
    Page.objects.bulk_update(grown.values(), ["numchild"], batch_size=200)


def _insert_page_rows(pages: Sequence[Any]) -> None:
    columns = [field.attname for field in Page._meta.concrete_fields if not field.primary_key]
    rows = [Page(**{name: getattr(page, name) for name in columns}) for page in pages]
    Page.objects.bulk_create(rows, batch_size=200)
    for page, row in zip(pages, rows, strict=True):
        page.pk = page.id = page.page_ptr_id = page.canonical_id = row.pk
        page._state.adding = False
        page._state.db = "default"


def _insert_own_rows(model: type[Page], pages: Sequence[Any]) -> None:
    """Insert the rows of the page type's own table: Django's bulk_create refuses child tables."""
    fields = model._meta.local_concrete_fields
    for start in range(0, len(pages), 50):
        query = InsertQuery(model)
        query.insert_values(fields, list(pages[start : start + 50]))
        query.get_compiler(connection=connection).execute_sql()
