"""The ground every test stands on: a migrated database, clean caches, and the cast."""

import os
import shutil
from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.test import TransactionTestCase
from django.utils import translation
from pytest_django import DjangoDbBlocker

from tests.template_database import template_database

if TYPE_CHECKING:
    from accounts.models import User
    from course_pages.models import CourseIndexPage, HomePage


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """Give this process a copy of the migrated template database.

    A transactional test ends with a restored copy instead of Django's flush: a flush would also
    take what migrations put there (the root page, locale, site, collections and groups).
    """
    database = template_database()
    flush = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]
    with django_db_blocker.unblock():
        database.create()
    TransactionTestCase._fixture_teardown = lambda test: database.restore()  # type: ignore[attr-defined]
    yield
    TransactionTestCase._fixture_teardown = flush  # type: ignore[attr-defined]
    with django_db_blocker.unblock():
        database.destroy()


@pytest.fixture
def database_url() -> str:
    """Return the DATABASE_URL with which a child process sees this process's test database."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{database['NAME']}"
    login = f"{database['USER']}:{database['PASSWORD']}".rstrip(":")
    return f"postgres://{login}@{database['HOST']}:{database['PORT'] or 5432}/{database['NAME']}"


@pytest.fixture(autouse=True)
def clean_caches() -> None:
    """Begin every test with empty caches."""
    for alias in settings.CACHES:
        caches[alias].clear()


@pytest.fixture(autouse=True)
def default_language() -> Iterator[None]:
    """Begin every test in the default language, whatever an earlier one activated."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture
def home_page(db: None) -> "HomePage":
    from course_pages.models import HomePage

    return HomePage.objects.get(locale__language_code="en")


@pytest.fixture
def catalogue(db: None) -> "CourseIndexPage":
    """Return the page that courses are added under."""
    from course_pages.models import CourseIndexPage

    return CourseIndexPage.objects.get(locale__language_code="en")


@pytest.fixture
def learner(db: None) -> "User":
    from tests.factories.people import LearnerFactory

    return LearnerFactory(email="learner@example.com", first_name="Lena", last_name="Learner")


@pytest.fixture
def newcomer(db: None) -> "User":
    """Return a learner who is enrolled in nothing."""
    from tests.factories.people import LearnerFactory

    return LearnerFactory(email="newcomer@example.com", first_name="Nadia", last_name="New")


@pytest.fixture
def instructor(db: None) -> "User":
    from tests.factories.people import InstructorFactory

    return InstructorFactory(email="instructor@example.com", first_name="Ines", last_name="Teach")


@pytest.fixture
def stranger(db: None) -> "User":
    """Return an instructor who is on the staff of some other course."""
    from tests.factories.people import InstructorFactory

    return InstructorFactory(email="stranger@example.com", first_name="Stan", last_name="Other")


@pytest.fixture
def admin(db: None) -> "User":
    from tests.factories.people import AdminFactory

    return AdminFactory(email="admin@example.com", first_name="Ada", last_name="Min")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Count a skip as a failure where LMS_NO_SKIPS says that everything is there to be tested."""
    report = yield
    if report.skipped and os.environ.get("LMS_NO_SKIPS"):
        report.outcome = "failed"
        report.longrepr = f"Skipped, but LMS_NO_SKIPS is set: {report.longrepr}"
    return report


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what only PostgreSQL can answer, unless this run is on PostgreSQL."""
    if connection.vendor == "postgresql":
        return
    left_out = [item for item in items if item.get_closest_marker("postgresql")]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]


def pytest_unconfigure(config: Any) -> None:
    """Take the scratch folder of this process away."""
    if settings.configured:
        shutil.rmtree(settings.SCRATCH, ignore_errors=True)
