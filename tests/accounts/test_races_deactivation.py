"""Two admins shut each other out at the same moment: one of them stays."""

import pytest

from accounts.models import User
from accounts.services.deactivation import deactivate_person
from core.exceptions import NotAllowed
from tests.accounts.test_races_tokens import together
from tests.factories.people import AdminFactory

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_admins_cannot_shut_each_other_out() -> None:
    first, second = AdminFactory(), AdminFactory()

    given = together(
        lambda: deactivate_person(person=first, actor=second),
        lambda: deactivate_person(person=second, actor=first),
    )

    (refusal,) = [given for given in given if isinstance(given, BaseException)]
    assert isinstance(refusal, NotAllowed) and refusal.code == "last_admin"
    assert User.objects.filter(is_active=True).count() == 1
