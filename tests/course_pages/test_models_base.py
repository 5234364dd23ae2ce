"""Publications that get in each other's way."""

import pytest
from django.db import OperationalError, transaction

from course_pages.models.base import TRIES, do_whole


class Deadlock(Exception):
    sqlstate = "40P01"


class Troubled:
    """Fails so often, then says how often it was asked."""

    def __init__(self, failures: int, cause: Exception) -> None:
        self.failures = failures
        self.cause = cause
        self.calls = 0

    def __call__(self) -> int:
        self.calls += 1
        if self.calls <= self.failures:
            raise OperationalError("deadlock detected") from self.cause
        return self.calls


@pytest.mark.django_db(transaction=True)
def test_what_a_deadlock_ended_is_done_again() -> None:
    assert do_whole(Troubled(TRIES - 1, Deadlock())) == TRIES


@pytest.mark.django_db(transaction=True)
def test_not_for_ever_and_for_no_other_error() -> None:
    stubborn, broken = Troubled(TRIES, Deadlock()), Troubled(1, ValueError())

    for change, calls in ((stubborn, TRIES), (broken, 1)):
        with pytest.raises(OperationalError):
            do_whole(change)
        assert change.calls == calls


@pytest.mark.django_db(transaction=True)
def test_in_a_transaction_of_the_caller_nothing_can_be_done_again() -> None:
    change = Troubled(1, Deadlock())

    with pytest.raises(OperationalError), transaction.atomic():
        do_whole(change)

    assert change.calls == 1
