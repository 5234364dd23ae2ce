"""The screens of the admin that have words of ours: the home page, editors, lists and reports."""

from django.urls import reverse
from wagtail.models import Locale

from course_pages.models import Category, CourseStaff
from learning.models import Enrollment
from tests.gallery.screens import INSTRUCTOR, Place, Screen
from tests.gallery.stage import RICH, Stage

ADMIN = "admin@example.com"
DESK = (1280,)


def course_in_admin(name: str) -> Place:
    return lambda stage: reverse(name, args=[stage.courses[RICH].pk])


def lesson_in_admin(name: str) -> Place:
    return lambda stage: reverse(name, args=[stage.lessons["the-middle"].pk])


def named(name: str) -> Place:
    return lambda stage: reverse(name)


def first_of(name: str, model: type[Category] | type[CourseStaff] | type[Enrollment]) -> Place:
    return lambda stage: reverse(name, args=[model._default_manager.earliest("pk").pk])


def module_in_admin(stage: Stage) -> str:
    module = stage.courses[RICH].get_children()[0]
    return reverse("wagtailadmin_pages:edit", args=[module.pk])


def new_course(stage: Stage) -> str:
    shelf = stage.courses[RICH].get_parent()
    return reverse("wagtailadmin_pages:add", args=["course_pages", "coursepage", shelf.pk])


def pieces(stage: Stage) -> str:
    code = Locale.objects.get(language_code="ar").language_code
    return reverse("course_translations:pieces", args=[stage.courses[RICH].pk, code])


SCREENS = tuple(
    Screen(f"admin-{name}", place, who=who, widths=DESK)
    for name, place, who in (
        ("home", named("wagtailadmin_home"), INSTRUCTOR),
        ("home-of-admin", named("wagtailadmin_home"), ADMIN),
        ("course", course_in_admin("wagtailadmin_pages:edit"), INSTRUCTOR),
        ("course-new", new_course, INSTRUCTOR),
        ("course-explored", course_in_admin("wagtailadmin_explore"), INSTRUCTOR),
        ("module", module_in_admin, INSTRUCTOR),
        ("lesson", lesson_in_admin("wagtailadmin_pages:edit"), INSTRUCTOR),
        ("lesson-history", lesson_in_admin("wagtailadmin_pages:history"), INSTRUCTOR),
        ("readiness", course_in_admin("course_readiness"), INSTRUCTOR),
        ("translations", named("course_translations:report"), INSTRUCTOR),
        ("translation-pieces", pieces, INSTRUCTOR),
        ("imports", named("course_imports:index"), INSTRUCTOR),
        ("import-new", named("course_imports:add"), INSTRUCTOR),
        ("enrollments", named("enrollments:index"), INSTRUCTOR),
        ("enrollment-new", named("enrollments:add"), INSTRUCTOR),
        ("enrollment", first_of("enrollments:edit", Enrollment), ADMIN),
        ("staff", named("course_staff:index"), INSTRUCTOR),
        ("staff-new", named("course_staff:add"), INSTRUCTOR),
        ("staff-one", first_of("course_staff:edit", CourseStaff), ADMIN),
        ("categories", named("wagtailsnippets_course_pages_category:list"), ADMIN),
        ("category-new", named("wagtailsnippets_course_pages_category:add"), ADMIN),
        ("category", first_of("wagtailsnippets_course_pages_category:edit", Category), ADMIN),
        ("people", named("wagtailusers_users:index"), ADMIN),
        ("person-new", named("wagtailusers_users:add"), ADMIN),
        ("deliveries", named("events_deliveries:index"), ADMIN),
        ("languages", named("languages:index"), ADMIN),
    )
)
