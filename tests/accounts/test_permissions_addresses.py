"""What waits for a confirmed address, by setting."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from accounts.checks import check_unverified_may
from accounts.enums import Deed
from accounts.models import User
from accounts.permissions import is_verified, may_do
from accounts.services.email_verification import vouch_for_address
from config.settings import base
from core.exceptions import NotAllowed
from learning.models import Enrollment
from learning.services.enrollment import enroll_student
from tests.factories.pages import make_course

pytestmark = [pytest.mark.django_db, pytest.mark.spec("S35")]


def test_only_the_main_address_counts(learner: User) -> None:
    assert not is_verified(learner)
    EmailAddress.objects.create(user=learner, email="second@example.com", verified=True)
    assert not is_verified(learner)

    vouch_for_address(user=learner)

    assert is_verified(learner)


def test_somebody_elses_confirmation_counts_for_nobody(learner: User, newcomer: User) -> None:
    EmailAddress.objects.create(user=newcomer, email=learner.email, verified=True)

    assert not is_verified(learner)


def test_a_visitor_may_nothing() -> None:
    assert not is_verified(AnonymousUser())
    assert not any(may_do(AnonymousUser(), deed) for deed in Deed)


def test_as_it_is_delivered_the_unconfirmed_may_enrol_and_nothing_more(learner: User) -> None:
    assert sorted(base.UNVERIFIED_MAY) == ["enroll"]
    assert [deed for deed in Deed if may_do(learner, deed)] == [Deed.ENROLL]

    vouch_for_address(user=learner)

    assert all(may_do(learner, deed) for deed in Deed)


@pytest.mark.parametrize("deed", list(Deed))
def test_what_the_setting_names_is_free_and_costs_no_statement(
    learner: User, settings: Settings, deed: Deed
) -> None:
    settings.UNVERIFIED_MAY = frozenset({deed.value})

    with CaptureQueriesContext(connection) as statements:
        assert may_do(learner, deed)

    assert len(statements) == 0
    assert [other for other in Deed if may_do(learner, other)] == [deed]


@pytest.mark.parametrize("may", [frozenset({"enroll"}), frozenset()])
def test_enrolling_waits_where_the_setting_says_so(
    learner: User, settings: Settings, may: frozenset[str]
) -> None:
    settings.UNVERIFIED_MAY = may
    course = make_course()

    if may:
        enroll_student(student=learner, course=course)
    else:
        with pytest.raises(NotAllowed, match="Confirm your e-mail address first") as refusal:
            enroll_student(student=learner, course=course)
        assert refusal.value.code == "unverified"
        assert not Enrollment.objects.exists()
        vouch_for_address(user=learner)
        enroll_student(student=learner, course=course)

    assert Enrollment.objects.get().student == learner


def test_a_deed_that_nobody_knows_is_named_at_the_start(settings: Settings) -> None:
    assert check_unverified_may() == []
    settings.UNVERIFIED_MAY = frozenset({"enroll", "fly"})

    (error,) = check_unverified_may()

    assert (error.id, "fly" in error.msg) == ("accounts.E001", True)
