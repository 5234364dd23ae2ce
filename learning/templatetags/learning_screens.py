"""One tag a screen: what a page shows beyond its own words.

    {% lesson_screen page as screen %}

The tags work in Wagtail's previews too, where no hook has run and nobody is a learner.
"""

from django import template
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.template.context import Context
from django.utils.translation import get_language

from accounts.models import User
from course_pages.models import CoursePage, HomePage, LessonPage
from learning.selectors.access import LessonAccess, Person, get_lesson_access, list_lesson_access
from learning.selectors.course import get_course_screen
from learning.selectors.home import get_home_screen
from learning.selectors.lesson import get_lesson_screen, get_preview_screen
from learning.selectors.screens import CourseScreen, HomeScreen, LessonScreen

register = template.Library()


@register.simple_tag(takes_context=True)
def home_screen(context: Context, page: HomePage) -> HomeScreen:
    """Return what the front door shows to whoever asks."""
    return get_home_screen(_person(context), language=_language())


@register.simple_tag(takes_context=True)
def course_screen(context: Context, page: CoursePage) -> CourseScreen:
    """Return what a course page shows to whoever asks, or in a preview to a visitor."""
    return get_course_screen(
        page, _person(context), language=_language(), is_preview=_is_preview(context)
    )


@register.simple_tag(takes_context=True)
def lesson_screen(context: Context, page: LessonPage) -> LessonScreen:
    """Return what a lesson page shows to somebody whom the gate has let in, or in a preview."""
    person = _person(context)
    if _is_preview(context):
        access = list_lesson_access(person, [page.canonical_id] if page.canonical_id else [])
        return get_preview_screen(page, access.get(page.canonical_id), language=_language())
    request = context["request"]
    return get_lesson_screen(
        page,
        _access(request, person, page),
        student=person if isinstance(person, User) else None,
        language=_language(),
        session=request.session,
    )


def _access(request: HttpRequest, person: Person, page: LessonPage) -> LessonAccess:
    """Return what the gate found out when it let the person in."""
    known: LessonAccess | None = getattr(request, "lesson_access", None)
    if known and known.lesson_id == page.canonical_id:
        return known
    return get_lesson_access(person, page.canonical_id)


def _person(context: Context) -> Person:
    request = context.get("request")
    user = getattr(request, "user", None)
    # `request.user` is a lazy wrapper; what looks at the type needs the person inside.
    return user if user is not None and user.is_authenticated else AnonymousUser()


def _is_preview(context: Context) -> bool:
    request = context.get("request")
    return request is None or bool(getattr(request, "is_preview", False))


def _language() -> str:
    return get_language() or "en"
