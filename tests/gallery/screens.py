"""Every screen that people see, in one list: where it is, who looks, and what is done before.

To add a screen, add a line. A screen whose parts are not built yet says so in `awaits`: it is
named in the gallery's report and not opened.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from itertools import product
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.urls import reverse
from django.utils import timezone, translation
from playwright.sync_api import Page, ViewportSize
from wagtail.models import Locale

from accounts.enums import LinkState
from accounts.models import EmailVerification
from accounts.services.email_verification import start_verification
from tests.factories.people import PASSWORD
from tests.gallery.stage import CAREFUL, LEAVING, RICH, Stage

LEARNER, NEWCOMER = "learner@example.com", "newcomer@example.com"
INSTRUCTOR, VISITOR = "instructor@example.com", ""
HEIGHTS = {360: 740, 1280: 900}

Place = Callable[[Stage], str]
"""Gives the path of a screen in the language that is active."""
Step = Callable[[Page], Any]
"""What is done on the page before it is looked at."""


@dataclass(frozen=True, slots=True)
class Variant:
    width: int
    scheme: str
    language: str

    @property
    def name(self) -> str:
        return f"{self.width}-{self.scheme}-{self.language}"

    @property
    def viewport(self) -> ViewportSize:
        return {"width": self.width, "height": HEIGHTS[self.width]}


VARIANTS = tuple(
    Variant(width, scheme, language)
    for language, width, scheme in product(("en", "ar"), (1280, 360), ("light", "dark"))
)


@dataclass(frozen=True, slots=True)
class Screen:
    name: str
    place: Place
    who: str = VISITOR
    prepare: tuple[Step, ...] = ()
    status: int = 200
    widths: tuple[int, ...] = (360, 1280)
    """Where the screen is: the drawer of the catalogue, for one, is on phones alone."""
    awaits: str = ""
    says: tuple[str, ...] = ()
    """How lines begin that the console is expected to say."""

    def has(self, variant: Variant) -> bool:
        return variant.width in self.widths


# --- where ----------------------------------------------------------------------------------------


def at(path: str) -> Place:
    """Return the place of a path that every language has."""
    return lambda stage: _prefix() + path


def named(name: str, *args: Any) -> Place:
    return lambda stage: reverse(name, args=args)


def course(slug: str, query: str = "") -> Place:
    """Return the place of a course, in the language looked at where it is translated."""
    return lambda stage: _address(stage.courses[slug]) + query


def lesson(slug: str, query: str = "") -> Place:
    """Return the place of a lesson of the rich course."""
    return lambda stage: _address(stage.lessons[slug]) + query


def paid_lesson(stage: Stage) -> str:
    page = stage.courses["reading-a-codebase"].get_descendants().filter(depth=6)[1]
    return _address(page)


def teacher(email: str) -> Place:
    return lambda stage: reverse("teacher", args=[stage.people[email].pk])


def person(email: str) -> Place:
    """Return the place of a profile that is shown to everybody."""
    return lambda stage: reverse("person", args=[stage.people[email].profile.public_slug])


def course_notes(stage: Stage) -> str:
    return reverse("learning:course_notes", args=[stage.courses[RICH].pk])


def new_password(stage: Stage) -> str:
    user = stage.people[NEWCOMER]
    key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
    return f"{_prefix()}/accounts/password/reset/key/{key}/"


def address_link(state: LinkState) -> Place:
    """Return the place of a link that confirms an address of the newcomer's, and how it stands."""

    def place(stage: Stage) -> str:
        person = stage.people[NEWCOMER]
        email = f"{state}@example.com"
        address, _made = EmailAddress.objects.get_or_create(user=person, email=email)
        link = start_verification(email_address=address)
        row = EmailVerification.objects.filter(pk=link.verification.pk)
        if state == LinkState.EXPIRED:
            past = timezone.now() - timedelta(days=9)
            row.update(made_at=past, expires_at=past + timedelta(days=3))
        elif state == LinkState.USED:
            row.update(used_at=timezone.now())
        return f"{_prefix()}/accounts/confirm-email/{link.key}/"

    return place


def _prefix() -> str:
    language = translation.get_language()
    return "" if language == "en" else f"/{language}"


def _address(page: Any) -> str:
    """Return the path of the page's translation that is being looked at, else of the page."""
    locale = Locale.objects.get(language_code=translation.get_language())
    translated = page.get_translation_or_none(locale)
    shown = translated if translated is not None and translated.live else page
    url: str = shown.specific.get_url()
    return re.sub(r"^https?://[^/]+", "", url)


# --- what is done before --------------------------------------------------------------------------


def press(selector: str) -> Step:
    """Press the first visible match."""
    return lambda page: page.locator(selector).locator("visible=true").first.click()


def open_fold(selector: str) -> Step:
    """Open a `<details>` by its summary."""
    return press(f"{selector} > summary")


def type_into(selector: str, words: str) -> Step:
    def typing(page: Page) -> None:
        field = page.locator(selector).locator("visible=true").first
        field.click()
        field.press_sequentially(words, delay=20)

    return typing


def await_sight(selector: str) -> Step:
    return lambda page: page.locator(selector).locator("visible=true").first.wait_for()


def press_key(key: str) -> Step:
    return lambda page: page.keyboard.press(key)


def go_offline(page: Page) -> None:
    page.context.set_offline(True)
    page.locator("[data-offline]").wait_for()


def submit(page: Page) -> None:
    """Send the form of the screen as it stands; the page that comes back has the errors.

    The browser's own refusal of an empty field would keep the server's words away.
    """
    form = page.locator("main form[method=post]").first
    form.evaluate("form => { form.noValidate = true; }")
    with page.expect_navigation():
        form.locator("button[type=submit]").first.click()


def prove(page: Page) -> None:
    """Answer "Is it you?", and arrive where the way led."""
    page.locator("main input[type=password]").fill(PASSWORD)
    with page.expect_navigation():
        page.locator("main form[method=post] button[type=submit]").first.click()


def log_in_halfway(page: Page) -> None:
    """Log in as somebody who is asked for a second step."""
    page.locator("main input[name=login]").fill(CAREFUL)
    prove(page)


def log_in_leaving(page: Page) -> None:
    """Log in as somebody whose account is closed and may still be kept."""
    page.locator("main input[name=login]").fill(LEAVING)
    prove(page)


def prove_and_submit(page: Page) -> None:
    prove(page)
    submit(page)


def answer_wrongly(page: Page) -> None:
    check = page.locator("form", has=page.locator("input[type=radio][name=choice]")).first
    check.locator("input[type=radio]").nth(1).check()
    check.locator("button[type=submit]").first.click()
    page.wait_for_load_state("networkidle")


def fail_next_request(page: Page) -> None:
    """Let the completion of the lesson fail on its way."""
    page.route("**/complete/**", lambda route: route.abort())
    page.locator("#complete button[type=submit]").first.click()
    page.locator("#complete [role=alert], [data-failure]:not([hidden])").first.wait_for()


# --- the list -------------------------------------------------------------------------------------

FRONT = (
    Screen("home", at("/")),
    Screen("home-learner", at("/"), who=LEARNER),
    Screen("menu-phone", at("/"), prepare=(open_fold(".topbar > .wrap > .menu"),), widths=(360,)),
    Screen(
        "menu-language",
        at("/"),
        prepare=(open_fold(".topbar .tools .menu--wide"),),
        widths=(1280,),
    ),
    Screen("menu-account", at("/learn/"), who=LEARNER, prepare=(open_fold(".topbar .account"),)),
)
CATALOGUE = (
    Screen("catalogue", at("/courses/")),
    Screen("catalogue-filtered", at("/courses/?level=beginner&price=free")),
    Screen("catalogue-nothing", at("/courses/?q=zebrafish")),
    Screen(
        "catalogue-drawer",
        at("/courses/?level=beginner"),
        prepare=(open_fold("details[data-fold]"),),
        widths=(360,),
    ),
)
SEARCH = (
    Screen("search", at("/search/")),
    Screen("search-hits", at("/search/?q=median"), who=LEARNER),
    Screen("search-recordings", at("/search/?q=key&in=recordings"), who=LEARNER),
    Screen("search-nothing", at("/search/?q=zebrafish")),
    Screen(
        "search-suggestions",
        at("/search/"),
        prepare=(
            type_into("main form[role=search] input[type=search]", "wat"),
            await_sight("[role=option]"),
        ),
    ),
)
COURSES = (
    Screen("course", course(RICH)),
    Screen("course-to-enrol-in", course("soil-water-seed"), who=NEWCOMER),
    Screen(
        "message-shown",
        course("soil-water-seed"),
        who=NEWCOMER,
        prepare=(press("main form[action*=enrol] button"), await_sight("[data-message]")),
    ),
    Screen("course-paid", course("reading-a-codebase")),
    Screen("course-paid-newcomer", course("reading-a-codebase"), who=NEWCOMER),
    Screen("course-enrolled", course(RICH), who=LEARNER),
    Screen("course-staff", course(RICH), who=INSTRUCTOR),
    Screen("course-long-title", course("sleep-and-shift-work")),
    Screen("teacher", teacher("bima@example.com")),
    Screen("teacher-quiet", teacher("ines@example.com")),
    Screen("person", person(LEARNER)),
)
LESSONS = (
    Screen("lesson", lesson("one-row-one-thing"), who=LEARNER),
    Screen("lesson-visitor", lesson("the-middle")),
    Screen("lesson-answered", lesson("the-middle"), who=LEARNER, prepare=(answer_wrongly,)),
    Screen(
        "lesson-reading-settings",
        lesson("the-middle"),
        who=LEARNER,
        prepare=(open_fold("details.aa"),),
    ),
    Screen(
        "lesson-shortcuts",
        lesson("follow-the-key"),
        who=LEARNER,
        prepare=(press_key("?"), await_sight("dialog[open]")),
    ),
    Screen(
        "lesson-alone",
        lesson("the-middle"),
        who=LEARNER,
        prepare=(press_key("z"), await_sight(".alone__leave")),
    ),
    Screen(
        "lesson-rail-drawer",
        lesson("the-middle"),
        who=LEARNER,
        prepare=(open_fold(".rail-fold, .reader details[data-fold]"),),
        widths=(360,),
    ),
    Screen(
        "lesson-note-edited",
        lesson("one-row-one-thing"),
        who=LEARNER,
        prepare=(press("#notes .note__deeds a"), await_sight("#notes .note--open textarea")),
    ),
    Screen(
        "lesson-note-deleted",
        lesson("one-row-one-thing"),
        who=LEARNER,
        prepare=(press("#notes .note__deeds button"), await_sight("#notes .note--gone")),
    ),
    Screen("lesson-machine", lesson("count-by-machine"), who=LEARNER),
    Screen("lesson-picture", lesson("draw-it"), who=LEARNER),
    Screen(
        "lesson-failed",
        lesson("count-by-machine"),
        who=LEARNER,
        prepare=(fail_next_request,),
        says=("console: htmx:",),
    ),
    Screen("lesson-closed-newcomer", lesson("count-by-machine"), who=NEWCOMER, status=403),
    Screen("lesson-closed-paid", paid_lesson, who=NEWCOMER, status=403),
    Screen("lesson-video", lesson("follow-the-key"), who=LEARNER),
    Screen("lesson-audio", lesson("listen-first"), who=LEARNER),
)
LEARNING = (
    Screen("my-learning", at("/learn/"), who=LEARNER),
    Screen("my-learning-empty", at("/learn/"), who=NEWCOMER),
    Screen("notes", at("/learn/notes/"), who=LEARNER),
    Screen("notes-empty", at("/learn/notes/"), who=NEWCOMER),
    Screen("notes-course", course_notes, who=LEARNER),
)
ACCOUNTS = (
    Screen("log-in", at("/accounts/login/")),
    Screen("log-in-errors", at("/accounts/login/"), prepare=(submit,)),
    Screen("sign-up", at("/accounts/signup/")),
    Screen("sign-up-errors", at("/accounts/signup/"), prepare=(submit,)),
    Screen("sign-up-sent", at("/accounts/confirm-email/")),
    Screen("address-link", address_link(LinkState.OPEN)),
    Screen("address-link-used", address_link(LinkState.USED)),
    Screen("address-link-too-old", address_link(LinkState.EXPIRED)),
    Screen("address-link-unknown", at("/accounts/confirm-email/none/")),
    Screen("address-reminder", at("/accounts/password/change/"), who=NEWCOMER),
    Screen("reset", at("/accounts/password/reset/")),
    Screen("reset-sent", at("/accounts/password/reset/done/")),
    Screen("reset-new-password", new_password),
    Screen("reset-used", at("/accounts/password/reset/key/1-used/")),
    Screen("reset-done", at("/accounts/password/reset/key/done/")),
    Screen("profile", at("/accounts/profile/"), who=LEARNER),
    Screen("profile-picture-refused", at("/accounts/profile/"), who=LEARNER, prepare=(submit,)),
    Screen(
        "profile-teacher-kept",
        at("/accounts/profile/"),
        who=INSTRUCTOR,
        prepare=(press("main form[action$='/profile/'] button[type=submit]"),),
    ),
    Screen("e-mail", at("/accounts/email/"), who=LEARNER),
    Screen("password", at("/accounts/password/change/"), who=LEARNER),
    Screen("password-errors", at("/accounts/password/change/"), who=LEARNER, prepare=(submit,)),
    Screen("devices", at("/accounts/sessions/"), who=LEARNER),
    Screen("two-step", at("/accounts/2fa/"), who=CAREFUL),
    Screen("two-step-off", at("/accounts/2fa/"), who=LEARNER),
    Screen("two-step-app", at("/accounts/2fa/totp/activate/"), who=LEARNER, prepare=(prove,)),
    Screen("two-step-codes", at("/accounts/2fa/recovery-codes/"), who=CAREFUL, prepare=(prove,)),
    Screen("two-step-asked", at("/accounts/login/"), prepare=(log_in_halfway,)),
    Screen("passkey-add", at("/accounts/2fa/webauthn/add/"), who=CAREFUL, prepare=(prove,)),
    Screen("your-data", at("/accounts/privacy/"), who=LEARNER),
    Screen("copy-of-data", at("/accounts/privacy/copy/"), who=LEARNER, prepare=(prove,)),
    Screen("erasure", at("/accounts/privacy/erasure/"), who=LEARNER, prepare=(prove,)),
    Screen(
        "erasure-errors",
        at("/accounts/privacy/erasure/"),
        who=LEARNER,
        prepare=(prove_and_submit,),
    ),
    Screen("erasure-teacher", at("/accounts/privacy/erasure/"), who=INSTRUCTOR, prepare=(prove,)),
    Screen("goodbye", at("/accounts/privacy/goodbye/")),
    Screen("keep-account", at("/accounts/login/"), prepare=(log_in_leaving,)),
    Screen("is-it-you", at("/accounts/reauthenticate/"), who=CAREFUL),
    Screen("log-out", at("/accounts/logout/"), who=LEARNER),
)
EDGES = (
    Screen("bad-request", at("/gallery/400/"), status=400),
    Screen("forbidden", at("/gallery/403/"), who=NEWCOMER, status=403),
    Screen("form-too-old", at("/gallery/csrf/"), who=NEWCOMER, status=403),
    Screen("not-found", at("/nowhere/"), status=404),
    Screen("too-often", at("/gallery/429/"), status=429),
    Screen("server-error", at("/gallery/500/"), status=500),
    Screen("offline", at("/offline/")),
    Screen("offline-banner", at("/courses/"), prepare=(go_offline,)),
    Screen("accessibility", at("/accessibility/")),
    Screen("styleguide", at("/styleguide/")),
    Screen("styleguide-lessons", at("/styleguide/lessons/")),
)
SCREENS = (*FRONT, *CATALOGUE, *SEARCH, *COURSES, *LESSONS, *LEARNING, *ACCOUNTS, *EDGES)
