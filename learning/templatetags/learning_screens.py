"""One tag a screen: what a page shows beyond its own words.

    {% lesson_screen page as screen %}

The tags work in Wagtail's previews too: no hook has run there, and the page is shown as from the
seat that the editor has chosen.
"""

from django import template
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.template.context import Context
from django.utils.translation import get_language

from accounts.models import User
from course_pages.enums import PreviewSeat
from course_pages.models import CoursePage, HomePage, LessonPage, ModulePage
from course_pages.models.previews import get_seat
from course_pages.selectors.sharing import get_root_url
from learning.selectors.access import LessonAccess, Person, get_lesson_access
from learning.selectors.course import get_course_screen
from learning.selectors.home import get_home_screen
from learning.selectors.lesson import get_lesson_screen
from learning.selectors.previews import get_lesson_preview, get_module_preview
from learning.selectors.screens import CourseScreen, HomeScreen, LessonScreen, ModuleScreen
from learning.selectors.structured_data import Data, describe_course

register = template.Library()


@register.simple_tag(takes_context=True)
def home_screen(context: Context, page: HomePage) -> HomeScreen:
    """Return what the front door shows to whoever asks."""
    return get_home_screen(_person(context), language=_language())


@register.simple_tag(takes_context=True)
def course_screen(context: Context, page: CoursePage) -> CourseScreen:
    """Return what a course page shows to whoever asks, or in a preview from a seat.

    The head of the page and its body both ask; it is worked out once.
    """
    request = context.get("request")
    screen: CourseScreen | None = getattr(request, "course_screen", None)
    if screen is None:
        screen = get_course_screen(
            page, _person(context), language=_language(), seat=get_seat(request)
        )
        if request is not None:
            request.course_screen = screen
    return screen


@register.simple_tag
def course_data(page: CoursePage, screen: CourseScreen) -> list[Data]:
    """Return what search engines are told of a course."""
    return describe_course(page, screen, language=_language(), root=get_root_url(page))


@register.simple_tag(takes_context=True)
def lesson_screen(context: Context, page: LessonPage) -> LessonScreen:
    """Return what a lesson page shows to somebody whom the gate has let in, or in a preview."""
    seat = get_seat(context.get("request"))
    if seat:
        return get_lesson_preview(page, seat, language=_language())
    person = _person(context)
    request = context["request"]
    return get_lesson_screen(
        page,
        _access(request, person, page),
        student=person if isinstance(person, User) else None,
        language=_language(),
        session=request.session,
    )


@register.simple_tag(takes_context=True)
def module_screen(context: Context, page: ModulePage) -> ModuleScreen:
    """Return how a module stands in its course; only previews ask, its address leads further."""
    seat = get_seat(context.get("request")) or PreviewSeat.VISITOR
    return get_module_preview(page, seat, language=_language())


def _access(request: HttpRequest, person: Person, page: LessonPage) -> LessonAccess:
    """Return what the gate found out when it let the person in."""
    known: LessonAccess | None = getattr(request, "lesson_access", None)
    if known and known.lesson_id == page.canonical_id:
        return known
    return get_lesson_access(person, page.canonical_id)


def _person(context: Context) -> Person:
    request = context.get("request")
    if get_seat(request):
        return AnonymousUser()
    user = getattr(request, "user", None)
    # `request.user` is a lazy wrapper; what looks at the type needs the person inside.
    return user if user is not None and user.is_authenticated else AnonymousUser()


def _language() -> str:
    return get_language() or "en"
