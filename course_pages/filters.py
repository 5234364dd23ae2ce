"""What lists in the admin can be narrowed by."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.models import Page
from wagtail.permissions import policy_registry

from core.text import get_own_name
from course_pages.models import CoursePage
from course_pages.selectors.translatable_pages import in_course, list_languages, list_originals
from course_pages.selectors.translation_status import STATE_NAMES


def list_own_courses(request: HttpRequest | None) -> QuerySet[CoursePage]:
    """Return the original courses that the person may change."""
    if request is None:
        return CoursePage.objects.none()
    policy = policy_registry.get_by_type(Page)
    pages = policy.instances_user_has_permission_for(request.user, "change")
    own: QuerySet[CoursePage] = CoursePage.objects.filter(
        pk__in=list_originals(pages).values("pk")
    ).order_by("path")
    return own


def list_language_choices() -> list[tuple[str, str]]:
    return [(code, get_own_name(code)) for code in list_languages()]


def list_state_choices() -> list[tuple[str, Any]]:
    return [(state.value, name) for state, name in STATE_NAMES.items()]


class TranslationFilterSet(WagtailFilterSet):
    """Narrows the translation report. Language and state are no columns: the report reads them."""

    course = django_filters.ModelChoiceFilter(
        label=_("Course"), queryset=list_own_courses, method="filter_course"
    )
    language = django_filters.ChoiceFilter(
        label=_("Language"), choices=list_language_choices, method="leave"
    )
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=list_state_choices, method="leave"
    )

    class Meta:
        model = Page
        fields: list[str] = []

    def filter_course(self, pages: Any, name: str, course: CoursePage) -> Any:
        return in_course(pages, course)

    def leave(self, pages: Any, name: str, value: str) -> Any:
        return pages
