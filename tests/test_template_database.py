"""A transactional test leaves the next one everything that migrations put there."""

from pathlib import Path

import pytest
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


def test_template_is_built_again_when_a_migration_or_the_lock_file_changes(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("django==5.2.19")
    migrations = tmp_path / "site" / "accounts" / "migrations"
    migrations.mkdir(parents=True)
    empty = fingerprint(tmp_path)
    (migrations / "0001_initial.py").write_text("operations = []")
    first = fingerprint(tmp_path)
    (migrations / "0001_initial.py").write_text("operations = [AddField()]")
    second = fingerprint(tmp_path)
    (tmp_path / "requirements.txt").write_text("django==5.2.20")
    assert len({empty, first, second, fingerprint(tmp_path)}) == 4
