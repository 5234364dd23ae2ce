"""A browser, a site that answers it, and a course worth taking.

Playwright's loop runs in this thread, so Django must be told that the tests' own queries are safe.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser, sync_playwright
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from course_pages.models import CoursePage
from tests.factories.bodies import make_block, make_check, read_body
from tests.factories.pages import get_lessons, get_modules, make_course
from tests.gallery.restoring import raise_curtain
from tests.gallery.stage import Stage
from tests.journeys.browser import CHROMIUM, CHROMIUM_FLAGS, Visitor, visitor

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

HERE = Path(__file__).parent
MODULES = ("The dough", "The oven")
LESSONS = ("Flour and water", "The knead", "Heat", "The crust")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def site(live_server: LiveServer) -> str:
    """Return where the running site answers, without a slash at the end."""
    return str(live_server.url)


@pytest.fixture
def guest(browser: Browser, site: str) -> Iterator[Visitor]:
    """Give somebody who has never been here, at a desk."""
    with visitor(browser, site) as person:
        yield person


@pytest.fixture
def course(site: str, instructor: User) -> CoursePage:
    """Return "Bread at Home", free, with four lessons; the first asks "Two and two?"."""
    course = make_course(title="Bread at Home", slug="bread", owner=instructor, modules=2)
    for module, title in zip(get_modules(course), MODULES, strict=True):
        module.title = title
        module.save_revision().publish()
    for number, lesson in enumerate(get_lessons(course)):
        text = make_block("text", f"<p>{LESSONS[number]}, in plain words.</p>")
        lesson.title = LESSONS[number]
        lesson.body = read_body(text, make_check()) if number == 0 else read_body(text)
        lesson.save_revision().publish()
    return course


@pytest.fixture
def demo(site: str) -> None:
    """Load what a newcomer to the project sees."""
    call_command("load_demo", verbosity=0)


@pytest.fixture
def stage(site: str) -> Stage:
    """Return what the gallery is made of: courses in three languages, and people among them."""
    return raise_curtain()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give a journey more time than a test: a busy machine draws pages slowly."""
    for item in items:
        if item.path.is_relative_to(HERE) and not item.get_closest_marker("timeout"):
            item.add_marker(pytest.mark.timeout(300))
