"""The staff list of each course, in the words of Wagtail's page permissions.

Wagtail grants page permissions to groups, and they go down the tree: a group that may edit one
course may edit every course. Here each person on a staff list holds permissions of their own on
every language version of the course, beside whatever groups an admin deliberately made.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Left
from django.db.models.lookups import In
from wagtail.models import GroupPagePermission, Page, PagePermissionTester
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.permissions import policy_registry

from accounts.enums import Role
from accounts.models import User
from course_pages.models import CourseIndexPage, CoursePage
from course_pages.permissions.people import may_create_courses, staff_rows
from course_pages.selectors.belonging import get_ancestor_paths, get_course_id_of

STAFF_ACTIONS = ("add", "change", "publish", "bulk_delete", "lock", "unlock")
CREATOR_ACTIONS = {"add", "publish"}
"""What somebody who may create courses can do before there is any course of theirs."""


class Codename(NamedTuple):
    codename: str


@dataclass(frozen=True, eq=False, slots=True)
class StaffPermission:
    """One permission on one course page, shaped like a `GroupPagePermission`."""

    page: Page
    permission: Codename

    @property
    def page_id(self) -> int:
        return self.page.pk


class CourseIndexPermissionTester(PagePermissionTester):
    """Lets instructors add courses to the catalogue page, and nothing else.

    A permission on the catalogue page itself would go down to everybody's courses.
    """

    def can_add_subpage(self) -> bool:
        return super().can_add_subpage() or self._may_create()

    def can_publish_subpage(self) -> bool:
        return super().can_publish_subpage() or self._may_create()

    def _may_create(self) -> bool:
        return may_create_courses(self.user) and CoursePage.can_create_at(self.page)


class CoursePagePermissionPolicy(PagePermissionPolicy):
    """Answers for the explorer, the choosers, the reports and `PagePermissionTester` alike."""

    def get_tester(self, user: User, page: Page) -> PagePermissionTester:
        """Return the tester of a catalogue page; other pages have Wagtail's own."""
        return CourseIndexPermissionTester(user, page)

    def get_all_permissions_for_user(
        self, user: User | AnonymousUser
    ) -> list[GroupPagePermission | StaffPermission]:
        granted = super().get_all_permissions_for_user(user)
        return [*granted, *self._staff_permissions(user)]

    def _staff_permissions(self, user: User | AnonymousUser) -> Iterable[StaffPermission]:
        courses = staff_rows(user).values("course_id")
        versions = CoursePage.objects.filter(canonical__in=courses).values("pk")
        codenames = sorted(self._get_permission_codenames(STAFF_ACTIONS))
        for page in Page.objects.filter(pk__in=versions).order_by("path"):
            for codename in codenames:
                yield StaffPermission(page, Codename(codename))

    def user_has_any_permission(self, user: User | AnonymousUser, actions: Iterable[str]) -> bool:
        actions = set(actions)
        if CREATOR_ACTIONS & actions and may_create_courses(user):
            return True
        return bool(super().user_has_any_permission(user, actions))

    def instances_user_has_any_permission_for(
        self, user: User | AnonymousUser, actions: Iterable[str]
    ) -> QuerySet[Page]:
        base = self._base_queryset_for_user(user)
        return self._pages(self._permitted(user, set(actions))) if base is None else base

    def instances_with_direct_explore_permission(
        self, user: User | AnonymousUser
    ) -> Iterable[Page]:
        pages = super().instances_with_direct_explore_permission(user)
        if user.is_superuser or not may_create_courses(user):
            return pages
        return [*pages, *self._catalogues(user)]

    def explorable_instances(self, user: User | AnonymousUser) -> QuerySet[Page]:
        base = self._base_queryset_for_user(user)
        if base is not None:
            return base
        root = self.explorable_root_instance(user)
        if root is None:
            return self.model._default_manager.none()
        inside = self._permitted(user, {*STAFF_ACTIONS})
        return self._pages(inside | Q(path__in=self._paths_above(user))).filter(
            path__startswith=root.path
        )

    def choosable_instances(self, user: User | AnonymousUser) -> QuerySet[Page]:
        """Return what the page chooser shows: the explorer's pages, from the root down."""
        base = self._base_queryset_for_user(user)
        if base is not None:
            return base
        inside = self._permitted(user, {*STAFF_ACTIONS})
        return self._pages(inside | Q(path__in=self._paths_above(user)))

    def users_with_any_permission_for_instance(
        self, actions: Iterable[str], instance: Page, include_superusers: bool = True
    ) -> QuerySet[User]:
        granted = super().users_with_any_permission_for_instance(
            actions, instance, include_superusers
        )
        staff = Q(
            is_active=True,
            role=Role.INSTRUCTOR,
            course_staff__course=get_course_id_of(instance),
        )
        return User.objects.filter(Q(pk__in=granted.values("pk")) | staff).distinct()

    def _pages(self, condition: Q) -> QuerySet[Page]:
        pages: QuerySet[Page] = self.model._default_manager.filter(condition)
        return pages

    def _permitted(self, user: Any, actions: set[str]) -> Q:
        """Return the condition of the pages on which the user may do any of `actions`."""
        wanted = self._get_permission_codenames(actions)
        add = self._get_permission_codename("add")
        whole: set[str] = set()
        owned: set[str] = set()
        for held in self.get_cached_permissions_for_user(user):
            if held.permission.codename in wanted:
                whole.add(held.page.path)
            elif held.permission.codename == add and "change" in actions:
                owned.add(held.page.path)
        return is_under(whole) | (is_under(owned) & Q(owner=user))

    def _paths_above(self, user: Any) -> set[str]:
        """Return the paths that lead to the user's pages: to be walked through, not touched."""
        pages = [held.page for held in self.get_cached_permissions_for_user(user)]
        if may_create_courses(user):
            pages.extend(self._catalogues(user))
        return {path for page in pages for path in get_ancestor_paths(page.path)}

    def _catalogues(self, user: Any) -> list[Page]:
        """Return the pages that courses can be added under; asked once a request."""
        if not hasattr(user, "_catalogue_pages_cache"):
            index_pages = CourseIndexPage.objects.values("pk")
            user._catalogue_pages_cache = list(Page.objects.filter(pk__in=index_pages))
        cached: list[Page] = user._catalogue_pages_cache
        return cached


def forget_rights(person: User) -> None:
    """Drop the rights in pages that Wagtail remembers on `person` until the request ends."""
    for remembered in (CoursePagePermissionPolicy.permission_cache_name, "_approval_paths"):
        if hasattr(person, remembered):
            delattr(person, remembered)


def is_under(paths: set[str]) -> Q:
    """Return the condition of the pages at or below any of `paths`.

    One comparison for each depth and not one for each path: a long OR is deeper than SQLite reads.
    """
    condition = Q(pk__in=[])
    for length, group in groupby(sorted(paths, key=len), key=len):
        condition |= Q(In(Left(F("path"), length), list(group)))
    return condition


def get_changeable_pages(person: Any) -> QuerySet[Page]:
    """Return the pages that the person may change."""
    pages: QuerySet[Page] = policy_registry.get_by_type(Page).instances_user_has_permission_for(
        person, "change"
    )
    return pages
