"""A transactional test leaves the next one everything that migrations put there."""

import pytest
from pytest_django.fixtures import SettingsWrapper
from wagtail.models import Collection, Locale, Site

from accounts.models import User
from course_pages.models import CourseIndexPage, HomePage
from tests.template_database import fingerprint


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", ["first", "second"])
def test_transactional_tests_begin_with_the_migrated_site(turn: str, learner: User) -> None:
    assert [user.email for user in User.objects.all()] == ["learner@example.com"]
    assert Locale.objects.get().language_code == "en"
    assert Collection.get_first_root_node().name == "Root"
    assert Site.objects.get().root_page.specific == HomePage.objects.get()
    assert CourseIndexPage.objects.get().get_parent().specific == HomePage.objects.get()
    HomePage.objects.get().delete()


def test_template_is_built_again_when_the_installed_apps_change(
    settings: SettingsWrapper,
) -> None:
    before = fingerprint()
    settings.INSTALLED_APPS = [app for app in settings.INSTALLED_APPS if app != "taggit"]
    assert fingerprint() != before
