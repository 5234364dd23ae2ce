"""Every screen, by day at a desk and by night on a phone: accessible, quiet, never too wide."""

from collections.abc import Sequence
from typing import Any

from playwright.sync_api import Browser, ViewportSize

from course_pages.models import LessonPage
from tests.factories.pages import make_course
from tests.journeys.browser import DESKTOP, PHONE, Visitor, find_violations, overflows, visitor

NARROWEST: ViewportSize = {"width": 320, "height": 640}
DAY_AND_NIGHT: Sequence[tuple[str, dict[str, Any]]] = (
    ("1280-light", {"viewport": DESKTOP, "color_scheme": "light"}),
    ("360-dark", {"viewport": PHONE, "color_scheme": "dark"}),
)
EVERYBODY = {
    "home": "/",
    "catalogue": "/courses/",
    "catalogue-filtered": "/courses/?level=beginner&price=free",
    "catalogue-nothing-found": "/courses/?q=zebrafish",
    "course": "/courses/first-queries/",
    "course-paid": "/courses/dear/",
    "log-in": "/accounts/login/",
    "sign-up": "/accounts/signup/",
    "sign-up-sent": "/accounts/confirm-email/",
    "address-link-unknown": "/accounts/confirm-email/none/",
    "password-forgotten": "/accounts/password/reset/",
    "log-in-in-arabic": "/ar/accounts/login/",
}
LEARNERS = {
    "my-learning": "/learn/",
    "course-enrolled": "/courses/first-queries/",
    "e-mail-addresses": "/accounts/email/",
    "password": "/accounts/password/change/",
    "devices": "/accounts/sessions/",
    "your-data": "/accounts/privacy/",
    "two-step-login": "/accounts/2fa/",
    "is-it-you": "/accounts/reauthenticate/",
    "log-out": "/accounts/logout/",
}
LESSONS = (1, 7)
"""Numbers of lessons that show every kind of block between them."""
NEWCOMERS = {"my-learning-empty": "/learn/", "course-to-enrol-in": "/courses/first-queries/"}
STAFF = {"course-for-its-staff": "/courses/first-queries/"}


def test_every_screen_is_accessible_and_fits(browser: Browser, site: str, demo: None) -> None:
    make_course(title="A dear course", slug="dear", price_minor=2400, currency="USD")
    lessons = LessonPage.objects.live().filter(url_path__contains="/first-queries/")
    urls = list(lessons.order_by("path").values_list("url_path", flat=True))
    paths = ["/" + url.split("/", 2)[2] for url in urls]
    learners = LEARNERS | {f"lesson-{number}": paths[number - 1] for number in LESSONS}
    found: list[str] = []

    for mode, options in DAY_AND_NIGHT:
        for email, screens in (
            ("", EVERYBODY),
            ("learner@example.com", learners),
            ("newcomer@example.com", NEWCOMERS),
            ("instructor@example.com", STAFF),
        ):
            with visitor(browser, site, **options) as person:
                if email:
                    person.log_in(email)
                for name, path in screens.items():
                    found += [
                        f"{name}-{mode}: {fault}" for fault in inspect(person, path, name, mode)
                    ]

    assert found == []


def test_a_closed_lesson_and_a_wrong_address_say_what_to_do(
    browser: Browser, site: str, demo: None
) -> None:
    closed = LessonPage.objects.live().filter(free_preview=False).order_by("path").first()
    assert closed is not None

    with visitor(browser, site, viewport=PHONE) as person:
        person.log_in("newcomer@example.com")
        for name, path, status in (
            ("lesson-closed", closed.url, 403),
            ("not-found", "/nowhere/", 404),
        ):
            assert inspect(person, path, name, "360-light") == []
            assert person.troubles == [f"{status}: {site}{path}"]
            person.troubles.clear()


def inspect(person: Visitor, path: str, name: str, mode: str) -> list[str]:
    """Open and photograph a screen, and return what is wrong with it."""
    page = person.go(path)
    person.look(f"screen-{name}-{mode}", accessible=False)
    faults = find_violations(page)
    page.set_viewport_size(NARROWEST)
    if overflows(page):
        faults.append("wider than 320 pixels")
    page.set_viewport_size(DESKTOP if mode.startswith("1280") else PHONE)
    return faults
