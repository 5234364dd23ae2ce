"""What is dear asks who sits there: before it is shown, and again when it lay open too long."""

import time

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.views.reauthentication import require_recent_login
from tests.accounts.second_factor import (
    WRONG,
    give_app,
    prove,
    show_code,
    type_code,
    type_password,
)

pytestmark = [pytest.mark.django_db, pytest.mark.spec("S14", "S32")]

SECOND = "second@example.com"


@require_recent_login
def dear(request: HttpRequest) -> HttpResponse:
    return HttpResponse("done")


def ask(browser: Client, method: str) -> tuple[HttpRequest, HttpResponse]:
    """Call the guarded view with the session that this browser has now."""
    request = browser.get(reverse("account_change_password")).wsgi_request
    request.method, request.path = method, "/dear/"
    request.get_full_path = lambda force_append_slash=False: "/dear/?page=2"  # type: ignore[method-assign]
    answer = dear(request)
    assert isinstance(answer, HttpResponse)
    return request, answer


def test_a_dear_page_asks_first_and_then_lets_in(client: Client, learner: User) -> None:
    type_password(client, learner)
    _request, asked = ask(client, "GET")
    assert asked.headers["Location"] == (
        reverse("account_reauthenticate") + "?next=%2Fdear%2F%3Fpage%3D2"
    )

    prove(client)
    assert ask(client, "GET")[1].content == b"done"
    assert ask(client, "POST")[1].content == b"done"


def test_after_five_minutes_it_asks_again_and_does_nothing(client: Client, learner: User) -> None:
    type_password(client, learner)
    prove(client)
    with time_machine.travel(time.time() + 301):
        request, asked = ask(client, "POST")

    assert asked.status_code == 302
    (message,) = get_messages(request)
    assert "nothing was changed" in str(message)
    assert "account_reauthentication_state" not in request.session


def test_a_visitor_is_led_to_log_in(client: Client) -> None:
    request = client.get(reverse("account_login")).wsgi_request
    answer = dear(request)

    assert isinstance(answer, HttpResponse)
    assert answer.headers["Location"].startswith(reverse("account_login"))


def test_an_address_is_added_after_the_question_alone(client: Client, learner: User) -> None:
    EmailAddress.objects.create(user=learner, email=learner.email, primary=True, verified=True)
    type_password(client, learner)
    asked = client.post(reverse("account_email"), {"email": SECOND, "action_add": ""})
    assert asked.headers["Location"].startswith(reverse("account_reauthenticate"))
    assert not EmailAddress.objects.filter(email=SECOND).exists()

    client.post(asked.headers["Location"], {"password": "wrong"})
    assert not EmailAddress.objects.filter(email=SECOND).exists()
    client.post(
        asked.headers["Location"], {"password": "learn-with-joy", "next": reverse("account_email")}
    )
    assert EmailAddress.objects.filter(email=SECOND).exists()


@pytest.mark.parametrize(
    "name",
    [
        "mfa_activate_totp",
        "mfa_deactivate_totp",
        "mfa_view_recovery_codes",
        "mfa_download_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_add_webauthn",
    ],
)
def test_nothing_of_the_second_factor_opens_without_it(
    client: Client, learner: User, name: str
) -> None:
    if name not in ("mfa_activate_totp", "mfa_add_webauthn"):
        give_app(learner)
        Authenticator.objects.create(
            user=learner, type="recovery_codes", data={"seed": "", "used_mask": 0}
        )
    client.force_login(learner)
    answer = client.get(reverse(name))

    assert (answer.status_code, answer.headers["Location"].partition("?")[0]) == (
        302,
        reverse("account_reauthenticate"),
    )


def test_a_code_answers_as_a_password_does(client: Client, learner: User) -> None:
    give_app(learner)
    with time_machine.travel("2026-11-02 10:00:15+00:00", tick=False) as clock:
        type_password(client, learner)
        type_code(client, show_code())
        page = client.get(reverse("account_reauthenticate")).content.decode()
        assert "With a code" in page

        clock.shift(60)
        client.post(reverse("mfa_reauthenticate"), {"code": WRONG})
        assert ask(client, "GET")[1].status_code == 302
        client.post(reverse("mfa_reauthenticate"), {"code": show_code()})
        assert ask(client, "GET")[1].content == b"done"
