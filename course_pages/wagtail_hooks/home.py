"""The first page of the admin: what a teacher has at hand and has to do."""

from collections.abc import Mapping
from typing import Any

from django.forms import Media
from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language, ngettext
from wagtail import hooks
from wagtail.admin.site_summary import PagesSummaryItem, SummaryItem
from wagtail.admin.ui.components import Component
from wagtail.admin.views.home import (
    LockedPagesPanel,
    RecentEditsPanel,
    UserObjectsInWorkflowModerationPanel,
)
from wagtail.models import Locale

from course_pages.models import CoursePage
from course_pages.permissions import is_admin, may_create_courses
from course_pages.permissions.pages import get_changeable_pages
from course_pages.permissions.staff import get_managed_courses, get_staffed_courses
from course_pages.ports import Person
from course_pages.selectors.teaching import (
    TaughtCourses,
    count_people,
    count_taught,
    find_catalogue,
    list_drafts,
    list_gaps,
    list_taught,
    list_translation_gaps,
)

# --- panels ---------------------------------------------------------------------------------------


class Desk:
    """What several panels of one request share, asked once."""

    def __init__(self, request: HttpRequest) -> None:
        self.person = request.user
        self.is_admin = is_admin(request.user)

    @cached_property
    def taught(self) -> TaughtCourses:
        return list_taught(get_staffed_courses(self.person))

    @property
    def courses(self) -> list[CoursePage]:
        return [course.page for course in self.taught.shown]


class DeskPanel(Component):
    """A panel about the courses of the person; nothing is drawn where there is nothing to say."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        return {"is_admin": self.desk.is_admin, "newest": len(self.desk.courses)}

    @property
    def media(self) -> Media:
        return Media(css={"all": ["css/admin-home.css"]})


class WelcomePanel(DeskPanel):
    """For who has no course yet: the way to the first one."""

    name = "welcome"
    order = 10
    template_name = "course_pages/admin/home_welcome.html"

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        catalogue = find_catalogue(get_language())
        return super().get_context_data(parent_context) | {
            "is_shown": not self.desk.taught.total,
            "catalogue": catalogue,
        }


class CoursesPanel(DeskPanel):
    name = "courses"
    order = 230
    template_name = "course_pages/admin/home_courses.html"

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        managed = get_managed_courses(self.desk.person)
        ids = [course.pk for course in self.desk.courses]
        return super().get_context_data(parent_context) | {
            "taught": self.desk.taught,
            "managed": set(managed.filter(pk__in=ids).values_list("pk", flat=True)),
        }


class GapsPanel(DeskPanel):
    name = "gaps"
    order = 235
    template_name = "course_pages/admin/home_gaps.html"

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        return super().get_context_data(parent_context) | {
            "gaps": list_gaps(self.desk.courses),
            "rest": self.desk.taught.rest,
        }


class DraftsPanel(DeskPanel):
    name = "drafts"
    order = 233
    template_name = "course_pages/admin/home_drafts.html"

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        drafts = list_drafts(get_changeable_pages(self.desk.person))
        return super().get_context_data(parent_context) | {"drafts": drafts}


class TranslationsPanel(DeskPanel):
    name = "translations"
    order = 245
    template_name = "course_pages/admin/home_translations.html"

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        gaps = list_translation_gaps(self.desk.courses)
        return super().get_context_data(parent_context) | {"gaps": gaps}


# Wagtail's panels go by who edited, submitted or locked a page. Somebody who left the staff of a
# course must not go on reading of it.


def _keep_near(person: Person, ids: list[int]) -> set[int]:
    return set(get_changeable_pages(person).filter(pk__in=ids).values_list("pk", flat=True))


class NearRecentEditsPanel(RecentEditsPanel):
    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        edits = context["last_edits"]
        near = _keep_near(parent_context["request"].user, [page.pk for _at, page in edits])
        context["last_edits"] = [edit for edit in edits if edit[1].pk in near]
        return context


class NearSubmissionsPanel(UserObjectsInWorkflowModerationPanel):
    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        states = context["workflow_states"]
        ids = [state.content_object.pk for state in states]
        near = _keep_near(parent_context["request"].user, ids)
        context["workflow_states"] = [state for state in states if state.content_object.pk in near]
        return context


class NearLockedPagesPanel(LockedPagesPanel):
    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        near = get_changeable_pages(parent_context["request"].user)
        context["locked_pages"] = context["locked_pages"].filter(pk__in=near.values("pk"))
        return context


IN_PLACE: dict[type[Component], type[Component]] = {
    RecentEditsPanel: NearRecentEditsPanel,
    UserObjectsInWorkflowModerationPanel: NearSubmissionsPanel,
    LockedPagesPanel: NearLockedPagesPanel,
}


@hooks.register("construct_homepage_panels")
def show_what_there_is_to_do(request: HttpRequest, panels: list[Component]) -> None:
    """Put a teacher's courses and tasks between what waits for others and what was edited last."""
    if not may_create_courses(request.user):
        return
    panels[:] = [IN_PLACE[type(panel)]() if type(panel) in IN_PLACE else panel for panel in panels]
    desk = Desk(request)
    ours = (WelcomePanel, CoursesPanel, GapsPanel, DraftsPanel, TranslationsPanel)
    panels.extend(panel(desk) for panel in ours)


# --- numbers --------------------------------------------------------------------------------------


class NumberItem(SummaryItem):
    """A number that leads to what it counts."""

    template_name = "course_pages/admin/home_number.html"

    def __init__(
        self, request: HttpRequest, *, words: str, url: str, icon: str, order: int
    ) -> None:
        super().__init__(request)
        self.words, self.url, self.icon, self.order = words, url, icon, order

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        return {"words": self.words, "url": self.url, "icon": self.icon}


@hooks.register("construct_homepage_summary_items", order=100)
def count_what_there_is(request: HttpRequest, items: list[SummaryItem]) -> None:
    """Count courses, lessons, people and languages instead of pages.

    Wagtail counts the pages of the tree that a person may walk through: everybody's.
    """
    if not may_create_courses(request.user):
        return
    items[:] = [item for item in items if not isinstance(item, PagesSummaryItem)]
    items += [
        *_count_courses(request),
        *(_count_platform(request) if is_admin(request.user) else []),
    ]


def _count_courses(request: HttpRequest) -> list[NumberItem]:
    numbers = count_taught(get_staffed_courses(request.user))
    catalogue = reverse("teaching_catalogue")
    courses = ngettext("%(count)d course", "%(count)d courses", numbers.courses)
    lessons = ngettext("%(count)d lesson", "%(count)d lessons", numbers.lessons)
    return [
        NumberItem(
            request,
            words=courses % {"count": numbers.courses},
            url=catalogue,
            icon="folder-open-inverse",
            order=10,
        ),
        NumberItem(
            request,
            words=lessons % {"count": numbers.lessons},
            url=catalogue,
            icon="doc-full",
            order=20,
        ),
    ]


def _count_platform(request: HttpRequest) -> list[NumberItem]:
    people, languages = count_people(), Locale.objects.count()
    return [
        NumberItem(
            request,
            words=ngettext("%(count)d person", "%(count)d people", people) % {"count": people},
            url=reverse("wagtailusers_users:index"),
            icon="user",
            order=30,
        ),
        NumberItem(
            request,
            words=ngettext("%(count)d language", "%(count)d languages", languages)
            % {"count": languages},
            url=reverse("languages:index"),
            icon="wagtail-localize-language",
            order=40,
        ),
    ]


# --- the catalogue --------------------------------------------------------------------------------


def open_catalogue(request: HttpRequest) -> HttpResponseRedirect:
    """Lead to the catalogue in the explorer, in the person's language where there is one."""
    catalogue = find_catalogue(get_language())
    if catalogue is None:
        return redirect("wagtailadmin_explore_root")
    return redirect("wagtailadmin_explore", catalogue.pk)


@hooks.register("register_admin_urls")
def add_catalogue_address() -> list[URLPattern]:
    return [path("courses/", open_catalogue, name="teaching_catalogue")]
