"""The page of who shows themselves to everybody: nobody else has one, and it says nothing more."""

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User, UserProfile
from accounts.services.avatars import cut_avatar, keep_avatar
from accounts.services.profiles import update_profile
from tests.counting import count_statements
from tests.factories.avatars import make_picture
from tests.factories.pages import make_course, make_courses

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def only_the_confirmed(settings: Settings) -> None:
    settings.UNVERIFIED_MAY = frozenset()


def show(person: User, *, shown: bool = True, confirmed: bool = True) -> str:
    """Let a person show their profile, or hide it; return the path of their page."""
    EmailAddress.objects.update_or_create(
        user=person, email=person.email, defaults={"verified": confirmed, "primary": True}
    )
    profile = update_profile(
        user=person,
        first_name=person.first_name,
        last_name=person.last_name,
        headline="Baker and bookkeeper",
        bio="Since 2014.\n\n<b>Every</b> figure twice.",
        language="",
        timezone="Asia/Jakarta",
        public_profile=shown,
    )
    return f"/people/{profile.public_slug}/"


@pytest.mark.spec("S33")
def test_it_shows_what_a_person_says_of_themselves_and_nothing_else(learner: User) -> None:
    keep_avatar(user=learner, squares=cut_avatar(make_picture().read()))
    learner.last_login = timezone.now()
    learner.save()

    answer = Client().get(show(learner))
    page = answer.content.decode()

    assert answer.status_code == 200
    for said in ("Lena Learner", "Baker and bookkeeper", "&lt;b&gt;Every&lt;/b&gt; figure twice."):
        assert said in page
    assert UserProfile.objects.get(user=learner).avatar_url in page
    assert '<meta name="robots" content="noindex">' in page
    for secret in (learner.email, "learner@", "Jakarta", "student", "Courses by"):
        assert secret not in page


def test_who_teaches_names_the_published_courses_there_too(instructor: User) -> None:
    make_course(owner=instructor, title="Counting")
    make_course(owner=instructor, title="Draft", live=False)
    make_course(title="Somebody else's")

    answer = Client().get(show(instructor))

    assert [card.title for card in answer.context["screen"].courses] == ["Counting"]


def body_of(path: str) -> tuple[int, bytes]:
    """Return what an address answers, without what is the address's own."""
    answer = Client().get(path)
    return answer.status_code, answer.content.replace(path.encode(), b"")


@pytest.mark.spec("S33")
@pytest.mark.parametrize("way", ["hidden", "unconfirmed", "deactivated"])
def test_who_is_not_shown_is_answered_like_who_is_not_there(learner: User, way: str) -> None:
    path = show(learner)
    assert Client().get(path).status_code == 200

    path = show(learner, shown=way != "hidden", confirmed=way != "unconfirmed")
    User.objects.filter(pk=learner.pk).update(is_active=way != "deactivated")

    assert body_of(path) == body_of("/people/abcdefghjk/")
    assert body_of(path)[0] == 404


def test_the_unconfirmed_are_shown_where_the_setting_says_so(
    learner: User, settings: Settings
) -> None:
    settings.UNVERIFIED_MAY = frozenset({"show_profile"})

    assert Client().get(show(learner, confirmed=False)).status_code == 200


def test_a_profile_shown_again_has_its_old_address(learner: User) -> None:
    path = show(learner)
    show(learner, shown=False)

    assert show(learner) == path


def test_nobody_is_found_by_number_address_or_name(learner: User) -> None:
    show(learner)

    for word in (learner.pk, "learner", "None", "lena-learner"):
        assert Client().get(f"/people/{word}/").status_code == 404


def test_it_stands_in_no_sitemap_and_is_kept_for_nobody(learner: User) -> None:
    path = show(learner)

    assert path not in Client().get("/sitemap-en.xml").content.decode()
    assert "ETag" not in Client().get(path).headers


def test_many_courses_cost_no_statement_more(instructor: User) -> None:
    make_course(owner=instructor)
    path = show(instructor)
    with_one = count_statements(lambda: Client().get(path))
    make_courses(5, owner=instructor)

    assert count_statements(lambda: Client().get(path)) == with_one
