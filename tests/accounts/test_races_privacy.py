"""Two at once, with real threads and real commits: one copy, one erasure, and an admin stays."""

from functools import partial

import pytest
from django.utils import timezone
from pytest_django import Settings

from accounts.models import ErasureRequest, PersonalDataExport, User
from accounts.services.data_exports import request_export
from accounts.services.erasure import erase_person, request_erasure, withdraw_erasure
from core.exceptions import NotAllowed
from events.models import Event
from tests.factories.people import AdminFactory
from tests.learning.test_races import together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.spec("S41")]

AT_ONCE = 4


def test_asked_for_at_once_one_copy_is_made(learner: User) -> None:
    raised = together(*[partial(request_export, person=learner, actor=learner)] * AT_ONCE)

    assert PersonalDataExport.objects.count() + len(raised) == AT_ONCE
    assert Event.objects.filter(name="personal_data_requested").count() == (
        PersonalDataExport.objects.count()
    )
    assert all(isinstance(error, NotAllowed) for error in raised)


def test_of_two_last_admins_one_stays(admin: User, settings: Settings) -> None:
    other = AdminFactory()

    raised = together(
        partial(request_erasure, person=admin, actor=admin),
        partial(request_erasure, person=other, actor=other),
    )

    assert [getattr(error, "code", error) for error in raised] == ["last_admin"]
    assert User.objects.filter(role="admin", is_active=True).count() == 1


def test_erased_at_once_is_erased_once(learner: User) -> None:
    request_erasure(person=learner, actor=learner)
    ErasureRequest.objects.update(due_at=timezone.now())

    raised = together(*[partial(erase_person, person_id=learner.pk)] * AT_ONCE)

    assert raised == []
    assert Event.objects.filter(name="person_erased").count() == 1


def test_who_stays_while_they_are_erased_is_one_or_the_other(learner: User) -> None:
    request_erasure(person=learner, actor=learner)

    raised = together(
        partial(erase_person, person_id=learner.pk),
        partial(withdraw_erasure, person=learner, actor=learner),
    )

    assert raised == []
    learner.refresh_from_db()
    was_erased = ErasureRequest.objects.filter(pk=learner.pk).exists()
    assert learner.is_active is not was_erased
    assert learner.email.endswith("@deleted.invalid") is was_erased
