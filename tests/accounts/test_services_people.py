"""The cast itself: roles, groups and profiles are what they say."""

import pytest

from accounts.enums import Role
from accounts.models import User

pytestmark = pytest.mark.django_db


def test_cast(learner: User, instructor: User, stranger: User, newcomer: User, admin: User) -> None:
    assert learner.role == newcomer.role == Role.STUDENT
    assert [group.name for group in instructor.groups.all()] == ["Instructors"]
    assert stranger.has_perm("wagtailadmin.access_admin")
    assert admin.is_superuser
    assert User.objects.filter(profile__isnull=False).count() == 5
