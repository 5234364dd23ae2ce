"""After an erasure nothing in the database tells who it was."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.db import connection
from django.test import Client
from django.utils import timezone
from PIL import Image
from pytest_django import Settings
from wagtail.log_actions import log
from wagtail.models import Comment, ModelLogEntry, Page

from accounts.enums import ExportState, Role
from accounts.models import ErasureRequest, PersonalDataExport, User, UserProfile
from accounts.ports import Erased, Kept, PersonalData, Traces, register_personal_data
from accounts.selectors.erasure import list_obstacles
from accounts.services.avatars import cut_avatar, keep_avatar
from accounts.services.erasure import (
    erase_due,
    erase_person,
    request_erasure,
    withdraw_erasure,
)
from analytics.models import UserActivity
from core.exceptions import NotAllowed
from course_pages.enums import StaffRole
from course_pages.models import CourseStaff
from course_pages.services.staff import add_staff
from events.models import Delivery, Event
from events.services.sweeping import make_due_deliveries
from learning.models import CheckAnswer, Enrollment, LessonProgress, Note
from learning.services.enrollment import enroll_student
from learning.services.progress import complete_lesson
from tests.factories.pages import get_lessons, make_course
from tests.factories.people import PASSWORD, LearnerFactory

pytestmark = [pytest.mark.django_db, pytest.mark.spec("S41")]

ADDRESS, SECOND = "Zebulonia.Quix@Example.com", "quix-two@example.org"
SECRETS = ("zebulonia", "quix", "q\\u00fcx", "qüxwürst", "fermentologist", "sauerteig")
"""What must not be found any more: address, names, headline and bio."""


@pytest.fixture
def person(client: Client) -> User:
    """Return somebody who has left traces in every app."""
    person = LearnerFactory(email=ADDRESS, first_name="Zebulonia", last_name="Qüxwürst")
    UserProfile.objects.filter(user=person).update(headline="Fermentologist", bio="Sauerteig!")
    for number, address in enumerate((ADDRESS.lower(), SECOND)):
        EmailAddress.objects.create(user=person, email=address, verified=True, primary=number == 0)
    client.post("/accounts/login/", {"login": ADDRESS, "password": PASSWORD})
    SocialAccount.objects.create(user=person, provider="google", uid="quix-1", extra_data={})
    Authenticator.objects.create(user=person, type="totp", data={"secret": "s"})
    course = make_course(modules=1, lessons=2)
    lesson = get_lessons(course)[0]
    enroll_student(student=person, course=course)
    complete_lesson(student=person, lesson=lesson)
    Note.objects.create(student=person, lesson=lesson, text="Zebulonia was here")
    CheckAnswer.objects.create(student=person, lesson=lesson, block_id="b", choice_ids=["c"])
    log(instance=person, action="wagtail.edit", data={"email": ADDRESS})
    log(instance=course, action="wagtail.edit", data={"by": "zebulonia QÜXWÜRST"}, user=person)
    make_due_deliveries()
    return User.objects.get(pk=person.pk)


def find_everywhere(words: tuple[str, ...]) -> list[str]:
    """Return where in the whole database one of the words stands, whatever its case."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            columns = [column[0] for column in cursor.description or ()]
            for row in cursor.fetchall():
                for column, value in zip(columns, row, strict=True):
                    text = str(value).casefold()
                    found += [f"{table}.{column}: {text}" for word in words if word in text]
    return found


def close(person: User, *, actor: User | None = None) -> ErasureRequest:
    return request_erasure(person=person, actor=actor or person)


def test_no_table_knows_the_person_any_more(person: User, settings: Settings) -> None:
    settings.ERASURE_GRACE_DAYS = 0
    assert len({line.partition(":")[0] for line in find_everywhere(SECRETS)}) >= 8
    assert UserActivity.objects.filter(person=person).count() == 3

    request = close(person)
    make_due_deliveries()

    assert find_everywhere(SECRETS) == []
    assert request.done_at is not None
    for model in (Note, CheckAnswer, LessonProgress, Enrollment):
        assert not model.objects.filter(student=person).exists()
    for model in (EmailAddress, SocialAccount, Authenticator, UserSession):
        assert not model.objects.filter(user=person).exists()
    assert not UserActivity.objects.filter(person=person).exists()
    gone = User.objects.get(pk=person.pk)
    assert str(gone) == "Deleted person"
    assert gone.email == f"deleted-{person.pk}@deleted.invalid"
    assert not gone.is_active
    assert not gone.has_usable_password()
    assert Event.objects.get(name="person_erased").facts == {"person_id": person.pk}


def test_the_report_tells_what_went_and_what_stayed(person: User, settings: Settings) -> None:
    settings.ERASURE_GRACE_DAYS = 0

    report = close(person).report

    assert report["learning"]["deleted"] == {
        "learning.Note": 1,
        "learning.CheckAnswer": 1,
        "learning.LessonProgress": 1,
        "learning.Enrollment": 1,
    }
    assert report["account"]["deleted"]["account.EmailAddress"] == 2
    assert report["activity"]["deleted"] == {"analytics.UserActivity": 3}
    assert report["account"]["kept"] == [
        {"what": "accounts.User", "why": "Others' rows point at its number.", "until": None}
    ]


def test_every_relation_to_a_person_has_an_end(person: User) -> None:
    """A new kind of row that points at people must say what becomes of it."""
    goes = {
        *("accounts.EmailVerification", "accounts.PersonalDataExport", "account.EmailAddress"),
        *("mfa.Authenticator", "usersessions.UserSession", "socialaccount.SocialAccount"),
        *("analytics.UserActivity", "learning.CheckAnswer", "learning.Enrollment"),
        *("learning.Note", "learning.LessonProgress", "wagtailusers.UserProfile"),
        *("wagtailadmin.EditingSession", "wagtailadmin.FormState", "wagtailcore.APIToken"),
        *("wagtailcore.PageSubscription", "wagtailcore.UploadedFile"),
    }
    is_emptied = {"accounts.UserProfile", "interchange.CourseImport", "course_pages.CourseStaff"}
    stays_anonymous = {
        *("accounts.ErasureRequest", "course_pages.CourseImage", "course_pages.CourseDocument"),
        *("course_pages.CourseMedia", "wagtaildocs.Document", "wagtailimages.Image"),
        *("wagtailmedia.Media", "wagtailcore.Revision", "wagtailcore.WorkflowState"),
        *("wagtailcore.TaskState", "wagtailcore.Page", "wagtailcore.Comment"),
        *("wagtailcore.CommentReply",),
    }
    related = {relation.related_model._meta.label for relation in User._meta.related_objects}

    assert related - goes - is_emptied - stays_anonymous == set()


def test_the_account_closes_now_and_goes_after_the_days_of_grace(
    person: User, client: Client, mailoutbox: list[Any]
) -> None:
    client.force_login(person)
    assert UserSession.objects.filter(user=person).exists()
    request = close(person)
    assert not UserSession.objects.filter(user=person).exists()
    make_due_deliveries()

    assert request.due_at - request.requested_at == timedelta(days=14)
    assert client.get("/learn/").status_code == 302
    assert erase_due() == 0
    assert Note.objects.filter(student=person).exists()
    assert [mail.to for mail in mailoutbox if mail.subject == "Your account is closed"] == [
        [person.email]
    ]

    with time_machine.travel(timezone.now() + timedelta(days=14, seconds=1)):
        assert erase_due() == 1
        assert erase_due() == 0
    assert find_everywhere(SECRETS) == []


def test_who_changes_their_mind_has_everything_back(person: User) -> None:
    close(person)

    assert withdraw_erasure(person=person, actor=person)
    assert not withdraw_erasure(person=person, actor=person)

    assert User.objects.get(pk=person.pk).is_active
    with time_machine.travel(timezone.now() + timedelta(days=15)):
        assert erase_due() == 0
    assert Note.objects.filter(student=person).exists()


def test_who_was_shut_out_before_stays_out(person: User, admin: User) -> None:
    User.objects.filter(pk=person.pk).update(is_active=False)
    person.refresh_from_db()
    close(person, actor=admin)

    withdraw_erasure(person=person, actor=admin)

    assert not User.objects.get(pk=person.pk).is_active


def test_asking_twice_counts_from_the_first_time(person: User) -> None:
    first = close(person)
    with time_machine.travel(timezone.now() + timedelta(days=3)):
        assert close(person).due_at == first.due_at
    assert Event.objects.filter(name="erasure_requested").count() == 1


def test_the_owner_of_a_published_course_hands_it_over_first(
    instructor: User, stranger: User, settings: Settings
) -> None:
    settings.ERASURE_GRACE_DAYS = 0
    course = make_course(title="Bread at Home", owner=instructor)

    with pytest.raises(NotAllowed) as refusal:
        close(instructor)

    assert refusal.value.code == "owns_course"
    assert "Bread at Home" in str(refusal.value.message)
    assert [obstacle.url for obstacle in list_obstacles(instructor)] == [
        f"/admin/pages/{course.pk}/edit/"
    ]
    instructor.refresh_from_db()
    assert instructor.is_active
    assert not ErasureRequest.objects.exists()

    CourseStaff.objects.filter(course=course).update(person=stranger)
    close(instructor)
    assert User.objects.get(pk=instructor.pk).role == Role.STUDENT


def test_what_a_teacher_leaves_stays_without_a_name(
    instructor: User, stranger: User, settings: Settings
) -> None:
    settings.ERASURE_GRACE_DAYS = 0
    course = make_course(owner=stranger)
    draft = make_course(owner=instructor, live=False)
    add_staff(course=course, person=instructor, role=StaffRole.INSTRUCTOR, actor=stranger)
    staff = CourseStaff.objects.get(course=course, person=instructor)
    log(instance=staff, action="wagtail.create")
    page = Page.objects.get(pk=course.pk)
    Comment.objects.create(page=page, user=instructor, text="Too long", contentpath="title")

    close(instructor)

    assert not CourseStaff.objects.filter(course=course, person=instructor).exists()
    assert str(CourseStaff.objects.get(course=draft).person) == "Deleted person"
    assert str(Comment.objects.get(text="Too long").user) == "Deleted person"
    (entry,) = ModelLogEntry.objects.filter(object_id=staff.pk, action="wagtail.create")
    assert entry.label == "Deleted person (Instructor)"
    assert not User.objects.get(pk=instructor.pk).groups.exists()


def test_the_last_admin_stays(admin: User) -> None:
    with pytest.raises(NotAllowed) as refusal:
        close(admin)

    assert refusal.value.code == "last_admin"
    assert User.objects.get(pk=admin.pk).is_active


def picture() -> bytes:
    target = BytesIO()
    Image.new("RGB", (300, 300), "red").save(target, "PNG")
    return target.getvalue()


def test_files_go_after_the_commit(person: User, settings: Settings) -> None:
    settings.ERASURE_GRACE_DAYS = 0
    profile = keep_avatar(user=person, squares=cut_avatar(picture()))
    avatar = f"people/{profile.avatar}-64.webp"
    copy = storages["private"].save("personal-data/copy.zip", ContentFile(b"all of it"))
    PersonalDataExport.objects.create(
        person=person,
        language="en",
        state=ExportState.READY,
        file=copy,
        requested_at=timezone.now(),
        expires_at=timezone.now() + timedelta(days=1),
    )
    assert default_storage.exists(avatar)

    request = close(person)

    assert not default_storage.exists(avatar)
    assert not storages["private"].exists(copy)
    assert request.files == []


def test_a_file_that_cannot_be_deleted_now_is_deleted_later(
    person: User, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.ERASURE_GRACE_DAYS = 0
    keep_avatar(user=person, squares=cut_avatar(picture()))

    def fail(name: str) -> None:
        raise OSError("away")

    with monkeypatch.context() as broken:
        broken.setattr(default_storage, "delete", fail)
        request = close(person)
        assert len(request.files) == 2
        assert request.done_at is not None

    erase_due()
    request.refresh_from_db()
    assert request.files == []


class Breaking(PersonalData):
    name = "breaking"

    def erase(self, person: Any, traces: Traces) -> Erased:
        assert traces.addresses == {ADDRESS.lower(), SECOND}
        raise ZeroDivisionError


def test_a_room_that_fails_leaves_everything_as_it_was(person: User, learner: User) -> None:
    close(learner)
    close(person)
    take_out = register_personal_data(Breaking())
    try:
        with time_machine.travel(timezone.now() + timedelta(days=15)):
            with pytest.raises(ZeroDivisionError):
                erase_person(person_id=person.pk)
            assert Note.objects.filter(student=person).exists()
            assert ErasureRequest.objects.get(pk=person.pk).done_at is None
    finally:
        take_out()


class Receipts(PersonalData):
    name = "receipts"

    def erase(self, person: Any, traces: Traces) -> Erased:
        until = timezone.now().date().replace(year=2040)
        return Erased(kept=[Kept("Two receipts", "The law wants them.", until)])


def test_what_the_law_keeps_is_named_with_its_end(person: User, settings: Settings) -> None:
    settings.ERASURE_GRACE_DAYS = 0
    take_out = register_personal_data(Receipts())
    try:
        report = close(person).report
    finally:
        take_out()

    (kept,) = report["receipts"]["kept"]
    assert kept["what"] == "Two receipts"
    assert kept["until"].startswith("2040-")


def test_an_error_that_names_the_address_is_forgotten(person: User, settings: Settings) -> None:
    settings.ERASURE_GRACE_DAYS = 0
    delivery = Delivery.objects.first()
    assert delivery is not None
    Delivery.objects.filter(pk=delivery.pk).update(error=f"SMTPRecipientsRefused: {ADDRESS}")

    close(person)

    delivery.refresh_from_db()
    assert delivery.error == ""
