"""Wagtail's privacy settings ("private page"), asked without a request.

They hold for the page they are set on and everything below it. Set on the canonical tree they hold
for every language; what is set on a translation is kept by Wagtail itself when it serves the page.
"""

from collections.abc import Collection, Mapping

from django.contrib.auth.models import AnonymousUser
from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Value
from wagtail.models import Page, PageViewRestriction

from accounts.models import User


def is_guarded(path: str) -> Exists:
    """Return an annotation: is there a setting on the page at the field `path`, or above it?"""
    own = ExpressionWrapper(OuterRef(path), output_field=CharField())
    return Exists(
        PageViewRestriction.objects.alias(own=own).filter(own__startswith=F("page__path"))
    )


def is_path_guarded(path: str) -> Exists | Value:
    """Return an annotation: is there a setting on the page at the tree path `path`, or above it?"""
    if not path:
        return Value(False)
    line = [path[:end] for end in range(Page.steplen, len(path) + 1, Page.steplen)]
    return Exists(PageViewRestriction.objects.filter(page__path__in=line))


def list_barred(
    person: User | AnonymousUser, paths: Mapping[int, str], passed: Collection[int]
) -> set[int]:
    """Return which of the pages (id to tree path) keep `person` out.

    `passed` are the password settings that the visitor's session has passed. Two queries, none
    when there are no paths.
    """
    if not paths:
        return set()
    settings = list(PageViewRestriction.objects.select_related("page").prefetch_related("groups"))
    groups = set() if person.is_anonymous else set(person.groups.values_list("pk", flat=True))
    closed = [
        setting.page.path for setting in settings if not _lets_in(setting, person, groups, passed)
    ]
    return {pk for pk, path in paths.items() if any(path.startswith(top) for top in closed)}


def _lets_in(
    setting: PageViewRestriction,
    person: User | AnonymousUser,
    groups: set[int],
    passed: Collection[int],
) -> bool:
    if setting.restriction_type == PageViewRestriction.PASSWORD:
        return setting.pk in passed
    if setting.restriction_type == PageViewRestriction.LOGIN:
        return person.is_authenticated
    if setting.restriction_type == PageViewRestriction.GROUPS:
        return person.is_superuser or any(group.pk in groups for group in setting.groups.all())
    return True
