"""A link that confirms an address: once, for three days, and only the newest."""

from datetime import timedelta
from threading import Barrier, Thread
from types import SimpleNamespace

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.db import IntegrityError, connection, transaction
from django.http import HttpRequest
from django.test import RequestFactory
from django.utils import timezone

from accounts.enums import LinkState
from accounts.models import EmailVerification, User
from accounts.services.email_verification import (
    find_confirmation,
    get_link_state,
    make_digest,
    start_verification,
    vouch_for_address,
)

pytestmark = [pytest.mark.django_db, pytest.mark.spec("S35", "S40")]


@pytest.fixture
def address(learner: User) -> EmailAddress:
    return EmailAddress.objects.create(user=learner, email=learner.email, primary=True)


def make_request() -> HttpRequest:
    """Return what an app sends: allauth leaves no message for a page in it."""
    request = RequestFactory().post("/")
    request.allauth = SimpleNamespace(headless=SimpleNamespace(client="app"))  # type: ignore[attr-defined]
    return request


def confirm(key: str) -> EmailAddress | None:
    confirmation = find_confirmation(key)
    return confirmation.confirm(make_request()) if confirmation else None


def test_what_is_kept_is_the_digest_and_never_the_token(address: EmailAddress) -> None:
    confirmation = start_verification(email_address=address)

    row = EmailVerification.objects.get()
    assert (row.user, row.email_address, row.used_at) == (address.user, address, None)
    assert row.token_digest == make_digest(confirmation.key) != confirmation.key
    assert len(confirmation.key) == 43
    assert row.expires_at - row.made_at == timedelta(days=3)


def test_a_link_works_once(address: EmailAddress) -> None:
    key = start_verification(email_address=address).key
    assert get_link_state(key) == LinkState.OPEN

    confirmed = confirm(key)

    assert confirmed == address
    address.refresh_from_db()
    assert address.verified
    assert EmailVerification.objects.get().used_at is not None
    assert find_confirmation(key) is None
    assert get_link_state(key) == LinkState.USED


def test_a_used_link_confirms_nothing_even_when_the_address_is_unconfirmed_again(
    address: EmailAddress,
) -> None:
    key = start_verification(email_address=address).key
    confirm(key)
    EmailAddress.objects.update(verified=False)

    assert find_confirmation(key) is None


@pytest.mark.parametrize(
    ("later", "works"),
    [(timedelta(days=3, seconds=-5), True), (timedelta(days=3, seconds=5), False)],
)
def test_a_link_works_for_three_days(address: EmailAddress, later: timedelta, works: bool) -> None:
    key = start_verification(email_address=address).key

    with time_machine.travel(timezone.now() + later):
        assert (find_confirmation(key) is not None) == works
        assert get_link_state(key) == (LinkState.OPEN if works else LinkState.EXPIRED)
        assert (confirm(key) is not None) == works


def test_a_link_that_runs_out_while_its_page_is_open_confirms_nothing(
    address: EmailAddress,
) -> None:
    confirmation = find_confirmation(start_verification(email_address=address).key)
    assert confirmation is not None

    with time_machine.travel(timezone.now() + timedelta(days=4)):
        assert confirmation.confirm(make_request()) is None

    address.refresh_from_db()
    assert not address.verified


def test_a_newer_link_takes_the_place_of_the_older(address: EmailAddress) -> None:
    older = start_verification(email_address=address).key
    newer = start_verification(email_address=address).key

    assert get_link_state(older) == LinkState.UNKNOWN
    assert confirm(older) is None
    assert confirm(newer) == address


def test_a_link_dies_with_its_address(address: EmailAddress) -> None:
    key = start_verification(email_address=address).key
    address.delete()

    assert get_link_state(key) == LinkState.UNKNOWN
    assert EmailVerification.objects.count() == 0


@pytest.mark.parametrize("key", ["", "nonsense", "a" * 5000, "\x00", "ключ"])
def test_a_link_that_nobody_was_sent_is_unknown(db: None, key: str) -> None:
    assert find_confirmation(key) is None
    assert get_link_state(key) == LinkState.UNKNOWN


def test_the_digest_opens_nothing(address: EmailAddress) -> None:
    start_verification(email_address=address)

    assert find_confirmation(EmailVerification.objects.get().token_digest) is None


def test_an_address_that_another_account_has_confirmed_stays_unconfirmed(
    address: EmailAddress, newcomer: User
) -> None:
    key = start_verification(email_address=address).key
    EmailAddress.objects.create(user=newcomer, email=address.email, verified=True)

    assert confirm(key) is None
    address.refresh_from_db()
    assert not address.verified
    assert EmailVerification.objects.get().used_at is None


def test_no_address_has_two_open_links(address: EmailAddress) -> None:
    start_verification(email_address=address)
    row = EmailVerification.objects.get()

    with pytest.raises(IntegrityError), transaction.atomic():
        EmailVerification.objects.create(
            user=row.user,
            email_address=address,
            token_digest="0" * 64,
            expires_at=row.expires_at,
        )


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_confirms(address: EmailAddress) -> None:
    key = start_verification(email_address=address).key
    found = [find_confirmation(key), find_confirmation(key)]
    start, done = Barrier(2), []

    def run(number: int) -> None:
        start.wait()
        confirmation = found[number]
        assert confirmation is not None
        try:
            done.append(confirmation.confirm(make_request()))
        finally:
            connection.close()

    threads = [Thread(target=run, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(address is None for address in done) == [False, True]


def test_vouching_confirms_the_main_address_once(learner: User) -> None:
    vouch_for_address(user=learner)
    vouch_for_address(user=learner)

    row = EmailAddress.objects.get()
    assert (row.user, row.email, row.primary, row.verified) == (learner, learner.email, True, True)
