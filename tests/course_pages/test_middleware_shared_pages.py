"""Pages kept for everybody: cheap for the second visitor, never stale, never somebody's own."""

import logging
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware, get_token
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction, Site

from accounts.models import User
from course_pages.enums import Level, StaffRole
from course_pages.middleware import SharedPagesMiddleware
from course_pages.models import CourseImage, CoursePage, CourseStaff, HomePage
from course_pages.services.shared_pages import CLOSED, FRONT_DOORS, SHARED_PAGES, mark_shareable
from tests.factories.pages import get_lessons, make_category, make_course, translate

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def course(instructor: User) -> CoursePage:
    category = make_category("Databases")
    return make_course(title="Queries", slug="queries", owner=instructor, category=category)


def ask(url: str, client: Client | None = None, **extra: Any) -> tuple[Any, int]:
    """Return the answer and how many statements it took."""
    with CaptureQueriesContext(connection) as statements:
        response = (client or Client()).get(url, **extra)
    return response, len(statements)


def text(url: str) -> str:
    return ask(url)[0].content.decode()


def publish(page: CoursePage | HomePage, **fields: Any) -> None:
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()


@pytest.mark.parametrize("url", ["/", "/courses/", "/courses/?level=beginner", "/courses/queries/"])
def test_the_second_visitor_costs_no_statement_and_sees_the_same(
    url: str, course: CoursePage
) -> None:
    first, first_cost = ask(url)
    second, second_cost = ask(url)

    assert (first.status_code, second.status_code) == (200, 200)
    assert (first_cost > 0, second_cost) == (True, 0)
    assert second.content == first.content
    assert "Queries" in second.content.decode()


def test_a_kept_page_has_the_headers_of_any_other(course: CoursePage) -> None:
    first, second = ask("/courses/")[0], ask("/courses/")[0]

    for name in ("Content-Type", "Content-Language", "X-Frame-Options", "Content-Security-Policy"):
        assert second.headers[name] == first.headers[name]
    assert "nonce" not in second.headers["Content-Security-Policy"]
    assert second.headers["Cache-Control"] == "no-cache"
    assert "Cookie" in second.headers["Vary"]
    assert not second.cookies


def test_a_browser_that_has_the_page_is_told_so(course: CoursePage) -> None:
    tag = ask("/courses/")[0].headers["ETag"]

    again, cost = ask("/courses/", HTTP_IF_NONE_MATCH=tag)
    publish(course, title="Queries, better")
    changed, _cost = ask("/courses/", HTTP_IF_NONE_MATCH=tag)

    assert (again.status_code, again.content, cost) == (304, b"", 0)
    assert changed.status_code == 200


def test_head_is_answered_from_what_is_kept(course: CoursePage) -> None:
    ask("/courses/")

    with CaptureQueriesContext(connection) as statements:
        response = Client().head("/courses/")

    assert (response.status_code, len(statements)) == (200, 0)


# --- nobody sees another's page -------------------------------------------------------------------


@pytest.mark.parametrize("url", ["/", "/courses/", "/courses/queries/"])
def test_a_learners_page_is_never_kept_and_never_shown_to_a_visitor(
    url: str, course: CoursePage, learner: User
) -> None:
    client = Client()
    client.force_login(learner)

    own, _cost = ask(url, client)
    visitors, cost = ask(url)

    assert "Lena" in own.content.decode()
    assert own.headers["Cache-Control"] == "private, no-store"
    assert "Lena" not in visitors.content.decode()
    assert cost > 0


@pytest.mark.parametrize("url", ["/", "/courses/", "/courses/queries/"])
def test_a_learner_never_gets_the_page_kept_for_visitors(
    url: str, course: CoursePage, learner: User
) -> None:
    ask(url)
    client = Client()
    client.force_login(learner)

    assert "Lena" in ask(url, client)[0].content.decode()


def test_who_shows_a_token_is_not_answered_from_what_is_kept(course: CoursePage) -> None:
    ask("/courses/")

    response, cost = ask("/courses/", HTTP_AUTHORIZATION="Bearer abc")

    assert cost > 0
    assert response.headers["Cache-Control"] == "private, no-store"


def test_an_invented_session_cookie_gets_a_page_of_its_own(course: CoursePage) -> None:
    ask("/courses/")
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = "invented"

    assert ask("/courses/", client)[1] > 0


def test_login_pages_are_nobodys_to_keep() -> None:
    assert ask("/accounts/login/")[0].headers["Cache-Control"].find("no-store") > 0


# --- the keys are bounded -------------------------------------------------------------------------


def test_a_name_that_nobody_knows_is_answered_from_what_is_kept_but_keeps_nothing(
    course: CoursePage,
) -> None:
    stray = "/courses/?utm_source=planted"

    assert ask(stray)[1] > 0
    assert ask(stray)[1] > 0
    assert "planted" not in text("/courses/")
    assert ask(stray)[1] == 0


@pytest.mark.parametrize(
    "query",
    [
        "level=genius",
        "category=nowhere",
        "language=tlh",
        "sort=price",
        "page=99",
        "page=two",
        "q=queries",
        "q=%22",
    ],
)
def test_words_and_values_that_nobody_offers_are_not_kept(query: str, course: CoursePage) -> None:
    ask(f"/courses/?{query}")

    response, cost = ask(f"/courses/?{query}")

    assert (response.status_code, cost > 0) == (200, True)


def test_the_order_of_names_and_the_first_page_make_no_second_copy(course: CoursePage) -> None:
    ask("/courses/?level=beginner&price=free")

    assert ask("/courses/?price=free&level=beginner&page=1")[1] == 0


def test_several_values_of_a_name_are_one_address_in_whatever_order(course: CoursePage) -> None:
    first, cost = ask("/courses/?level=beginner&level=advanced&sort=title")

    again, again_cost = ask("/courses/?sort=title&level=advanced&level=beginner&level=advanced")

    assert (cost > 0, again_cost) == (True, 0)
    assert again.content == first.content


def test_more_values_do_not_answer_for_fewer(course: CoursePage) -> None:
    make_course(title="Joins", difficulty_level=Level.ADVANCED)
    both = text("/courses/?level=beginner&level=advanced")

    one, cost = ask("/courses/?level=advanced")

    assert cost > 0
    assert both.count('class="course"') == 2
    assert one.content.decode().count('class="course"') == 1


def test_what_a_form_sends_without_a_choice_makes_no_second_copy(course: CoursePage) -> None:
    ask("/courses/?level=beginner")

    assert ask("/courses/?q=&price=&sort=&level=beginner")[1] == 0


def test_of_a_name_with_one_value_the_last_one_counts(course: CoursePage) -> None:
    ask("/courses/?price=paid")
    ask("/courses/?price=free")

    answer, cost = ask("/courses/?price=paid&price=free")

    assert cost == 0
    assert answer.content == ask("/courses/?price=free")[0].content


def test_mixtures_of_many_values_are_answered_and_not_kept(course: CoursePage) -> None:
    four = "/courses/?level=beginner&level=advanced&level=intermediate&price=free"
    ask(four)
    assert ask(four)[1] == 0

    five = f"{four}&delivery=self_paced"
    ask(five)
    answer, cost = ask(five)

    assert cost > 0
    assert "Queries" in answer.content.decode()


def test_an_invented_value_beside_a_real_one_is_not_kept(course: CoursePage) -> None:
    ask("/courses/?level=beginner&level=genius")

    assert ask("/courses/?level=beginner&level=genius")[1] > 0


def test_each_host_has_its_own(course: CoursePage) -> None:
    ask("/courses/")

    assert ask("/courses/", HTTP_HOST="other.example.com")[1] > 0


def test_the_language_comes_from_the_address_alone(course: CoursePage) -> None:
    indonesian = str(translate(course, "id", title="Kueri").url)

    english, _cost = ask("/courses/", HTTP_ACCEPT_LANGUAGE="id")

    assert english.headers["Content-Language"] == "en"
    assert ask("/courses/", HTTP_ACCEPT_LANGUAGE="ar")[0].content == english.content
    assert "Kueri" in text(indonesian)
    assert ask(indonesian)[0].headers["Content-Language"] == "id"


# --- never stale ----------------------------------------------------------------------------------


def rename_category(course: CoursePage) -> None:
    assert course.category
    course.category.name = "Data stores"
    course.category.save()


def rename_teacher(course: CoursePage) -> None:
    assert course.owner
    course.owner.first_name = "Renamed"
    course.owner.save()


def add_teacher(course: CoursePage) -> None:
    stranger = User.objects.get(email="stranger@example.com")
    CourseStaff.objects.create(course=course, person=stranger, role=StaffRole.INSTRUCTOR)


def take_teacher(course: CoursePage) -> None:
    CourseStaff.objects.filter(course=course).delete()


@pytest.mark.parametrize(
    ("change", "gone", "there"),
    [
        (lambda course: publish(course, title="Joins"), "Queries", "Joins"),
        (lambda course: publish(course, price_minor=1999), "Free", "$19.99"),
        (rename_category, "Databases", "Data stores"),
        (rename_teacher, "Ines Teach", "Renamed Teach"),
        (add_teacher, "nobody by this name", "Stan Other"),
        (take_teacher, "Ines Teach", "Queries"),
        (lambda course: course.unpublish(), "Queries", "Courses"),
        (lambda course: CoursePage.objects.get(pk=course.pk).delete(), "Queries", "Courses"),
        (lambda course: make_course(title="Brand new"), "nothing", "Brand new"),
    ],
)
def test_the_catalogue_is_never_stale(
    change: Callable[[CoursePage], object],
    gone: str,
    there: str,
    course: CoursePage,
    stranger: User,
) -> None:
    text("/courses/")
    assert ask("/courses/")[1] == 0

    change(course)

    page = text("/courses/")
    assert gone not in page.partition('id="results"')[2]
    assert there in page


@pytest.mark.parametrize(
    "change",
    [
        lambda course: course.unpublish(),
        lambda course: CoursePage.objects.get(pk=course.pk).delete(),
        lambda course: publish(course, slug="joins"),
    ],
)
def test_a_course_that_is_gone_is_gone_at_once(
    change: Callable[[CoursePage], object], course: CoursePage
) -> None:
    assert ask("/courses/queries/")[0].status_code == 200
    assert ask("/courses/queries/")[1] == 0

    change(course)

    assert "Queries" not in text("/courses/queries/")
    assert ask("/courses/queries/")[0].status_code in (301, 302, 404)


def test_a_lesson_that_is_unpublished_leaves_the_course_page(course: CoursePage) -> None:
    assert "Lesson 1.2" in text("/courses/queries/")

    get_lessons(course)[1].unpublish()

    assert "Lesson 1.2" not in text("/courses/queries/")


def test_a_published_translation_is_seen_at_once(course: CoursePage) -> None:
    indonesian = translate(course, "id", title="Kueri")
    assert indonesian.url and "Kueri" in text(indonesian.url)

    publish(indonesian, title="Pertanyaan")

    assert "Pertanyaan" in text(indonesian.url)


def test_a_page_made_private_is_private_at_once_and_public_again(course: CoursePage) -> None:
    ask("/courses/queries/")
    assert ask("/courses/queries/")[1] == 0

    closed = PageViewRestriction.objects.create(
        page=course.get_parent(), restriction_type=PageViewRestriction.LOGIN
    )
    refused = ask("/courses/queries/")[0], ask("/courses/queries/")[0]
    closed.delete()

    assert [response.status_code for response in refused] == [302, 302]
    assert all("/login/" in response.headers["Location"] for response in refused)
    assert ask("/courses/queries/")[0].status_code == 200


def test_a_page_behind_a_password_is_not_kept(course: CoursePage) -> None:
    PageViewRestriction.objects.create(
        page=course, restriction_type=PageViewRestriction.PASSWORD, password="open-sesame"
    )

    first, second = ask("/courses/queries/"), ask("/courses/queries/")

    for response, cost in (first, second):
        assert cost > 0
        assert "no-store" in response.headers["Cache-Control"]
        assert "Lesson 1.1" not in response.content.decode()


def test_the_home_page_is_seen_changed_at_once(home_page: HomePage) -> None:
    text("/")

    publish(home_page, introduction="Learn with owls.")

    assert "Learn with owls." in text("/")


def test_a_site_that_is_moved_is_moved_at_once(course: CoursePage) -> None:
    assert ask("/")[0].context["page"].specific == HomePage.objects.get()

    Site.objects.update_or_create(is_default_site=True, defaults={"root_page": course.get_parent()})

    assert "Queries" in text("/queries/")


def test_saving_a_draft_forgets_nothing(course: CoursePage) -> None:
    ask("/courses/queries/")

    course.title = "Only a draft"
    course.save_revision()

    assert ask("/courses/queries/")[1] == 0


def test_a_login_and_a_new_account_forget_nothing(course: CoursePage, instructor: User) -> None:
    ask("/courses/")

    Client().force_login(instructor)
    User.objects.create_user("somebody@example.com", "a-long-password")

    assert ask("/courses/")[1] == 0


def test_an_image_that_is_exchanged_is_seen_at_once(course: CoursePage) -> None:
    stamp = SHARED_PAGES.read()

    CourseImage(title="Owl", width=1, height=1, file="owl.png").save()

    assert SHARED_PAGES.read() not in (stamp, CLOSED)


# --- two at once ----------------------------------------------------------------------------------


def make_page(render: Callable[[], str]) -> Callable[[HttpRequest], HttpResponse]:
    def get_response(request: HttpRequest) -> HttpResponse:
        mark_shareable(request)
        return HttpResponse(render())

    return get_response


def test_what_was_rendered_before_a_change_is_not_found_after_it() -> None:
    words = iter(["old", "new"])

    def render_while_somebody_publishes() -> str:
        page = next(words)
        SHARED_PAGES.renew()
        return page

    middleware = SharedPagesMiddleware(make_page(render_while_somebody_publishes))

    answers = [middleware(RequestFactory().get("/")).content for _ in range(2)]  # type: ignore[attr-defined]

    assert answers == [b"old", b"new"]


def test_nothing_is_kept_or_answered_while_a_change_is_not_committed() -> None:
    words = iter(["before", "during", "after"])
    middleware = SharedPagesMiddleware(make_page(lambda: next(words)))

    def visit() -> bytes:
        content: bytes = middleware(RequestFactory().get("/")).content  # type: ignore[attr-defined]
        return content

    answers = [visit(), visit()]
    with transaction.atomic():
        SHARED_PAGES.renew()
        answers.append(visit())
    answers += [visit(), visit()]

    assert answers == [b"before", b"before", b"during", b"after", b"after"]


def test_a_stamp_that_stays_closed_opens_by_itself_as_a_new_one() -> None:
    before = SHARED_PAGES.read()
    with pytest.raises(RuntimeError), transaction.atomic():
        SHARED_PAGES.renew()
        raise RuntimeError
    assert SHARED_PAGES.read() == CLOSED

    caches["pages"].delete(SHARED_PAGES.key)  # what its sixty seconds do

    assert SHARED_PAGES.read() not in (before, CLOSED)


def test_nothing_is_kept_while_the_cache_is_away(settings: Any) -> None:
    lost = {
        "BACKEND": "config.cache.FailSoftRedisCache",
        "LOCATION": "redis://127.0.0.1:1/0",
        "KEY_PREFIX": "lost",
    }
    settings.CACHES = {**settings.CACHES, "pages": lost}
    words = iter(["first", "second"])
    middleware = SharedPagesMiddleware(make_page(lambda: next(words)))

    answers = [middleware(RequestFactory().get("/")).content for _ in range(2)]  # type: ignore[attr-defined]

    assert SHARED_PAGES.read() == CLOSED
    assert answers == [b"first", b"second"]


def test_a_publication_by_the_worker_is_seen_by_the_web_process(
    course: CoursePage, database_url: str, tmp_path: Path, settings: Any
) -> None:
    pages = {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": tmp_path / "pages",
    }
    settings.CACHES = {**settings.CACHES, "pages": pages}
    ask("/courses/")
    assert ask("/courses/")[1] == 0
    doors = FRONT_DOORS.read()
    connection.close()

    publication = (
        "from course_pages.models import CoursePage;"
        "page = CoursePage.objects.get(slug='queries'); page.title = 'From the worker';"
        "page.save_revision().publish()"
    )
    environment = {key: value for key, value in os.environ.items() if key != "REDIS_URL"} | {
        "DATABASE_URL": database_url,
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "VAR_DIR": str(tmp_path),
    }
    subprocess.run(
        [sys.executable, "manage.py", "shell", "-c", publication],
        env=environment,
        cwd=settings.BASE_DIR,
        check=True,
        capture_output=True,
    )

    assert "From the worker" in text("/courses/")
    assert FRONT_DOORS.read() == doors


# --- nothing of one visitor is ever kept ----------------------------------------------------------


def give_cookie(request: HttpRequest, response: HttpResponse) -> None:
    response.set_cookie("seen", "1")


def use_nonce(request: HttpRequest, response: HttpResponse) -> None:
    request._csp_nonce = "abc"  # type: ignore[attr-defined]


def be_somebody(request: HttpRequest, response: HttpResponse) -> None:
    request.user = User(email="learner@example.com")


def forbid_keeping(request: HttpRequest, response: HttpResponse) -> None:
    response.headers["Cache-Control"] = "max-age=0, private"


def vary_by_more(request: HttpRequest, response: HttpResponse) -> None:
    response.headers["Vary"] = "Cookie, HX-Request"


def fail(request: HttpRequest, response: HttpResponse) -> None:
    response.status_code = 503


@pytest.mark.parametrize(
    "spoil", [give_cookie, use_nonce, be_somebody, forbid_keeping, vary_by_more, fail]
)
def test_an_answer_with_a_trace_of_its_visitor_is_not_kept(
    spoil: Callable[[HttpRequest, HttpResponse], None], caplog: pytest.LogCaptureFixture
) -> None:
    visits = []

    def get_response(request: HttpRequest) -> HttpResponse:
        visits.append(request)
        mark_shareable(request)
        response = HttpResponse("page")
        spoil(request, response)
        return response

    middleware = SharedPagesMiddleware(get_response)
    caplog.set_level(logging.WARNING)

    middleware(RequestFactory().get("/"))
    middleware(RequestFactory().get("/"))

    assert len(visits) == 2


def test_a_page_with_a_form_to_post_is_not_kept() -> None:
    """The token of the form is the visitor's own: Django sends it as a cookie too."""
    visits = []

    def get_response(request: HttpRequest) -> HttpResponse:
        visits.append(request)
        mark_shareable(request)
        return HttpResponse(get_token(request))

    middleware = SharedPagesMiddleware(CsrfViewMiddleware(get_response))  # type: ignore[arg-type]

    tokens = {middleware(RequestFactory().get("/")).content for _ in range(2)}  # type: ignore[attr-defined]

    assert (len(visits), len(tokens)) == (2, 2)


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_writing_methods_are_neither_answered_nor_kept(method: str) -> None:
    visits = []

    def get_response(request: HttpRequest) -> HttpResponse:
        visits.append(request)
        return HttpResponse("page")

    middleware = SharedPagesMiddleware(get_response)
    for _ in range(2):
        middleware(getattr(RequestFactory(), method)("/"))

    assert len(visits) == 2
