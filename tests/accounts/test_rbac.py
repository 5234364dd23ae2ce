"""The table of rights, each cell over HTTP; docs/people.md shows the same table to readers."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User, UserProfile
from accounts.services.email_verification import vouch_for_address
from accounts.services.roles import set_role
from course_pages.models import CoursePage, LessonPage
from learning.models import Enrollment, Note
from learning.services.enrollment import enroll_student
from tests.accounts.recent_login import log_in_recently
from tests.factories.pages import get_catalogue, get_lessons, make_course
from tests.factories.people import AdminFactory, InstructorFactory, LearnerFactory
from tests.learning.note_places import keep
from tests.template_database import ROOT

WHO = ("Visitor", "Student", "Instructor", "Admin")
ROLES = {"Student": Role.STUDENT, "Instructor": Role.INSTRUCTOR, "Admin": Role.ADMIN}


@dataclass
class World:
    """What there is to do something with; `browser` is of the person in question."""

    browser: Client
    person: User | None
    own: CoursePage
    """The instructor in question teaches it; nobody else in question does."""
    others: CoursePage
    lesson: LessonPage
    """Of `others`, open to those who are enrolled."""
    note: Note
    """Somebody else's, beside that lesson."""
    classmate: User
    """Who wrote it."""

    def opens(self, path: str) -> bool:
        return self.browser.get(path).status_code == 200

    def enrol(self) -> None:
        if self.person is not None:
            enroll_student(student=self.person, course=self.others)


Deed = Callable[[World], bool]
"""Tries it, and returns whether it was done or seen."""


def opens(path: str) -> Deed:
    return lambda world: world.opens(path)


def takes_a_course(world: World) -> bool:
    world.browser.post(reverse("learning:enrol", args=[world.others.pk]))
    return Enrollment.objects.filter(student=world.person).exists()


def studies(world: World) -> bool:
    world.enrol()
    return world.opens(world.lesson.url or "")


def keeps_a_note(world: World) -> bool:
    world.enrol()
    path = reverse("learning:keep_note", args=[world.lesson.pk])
    world.browser.post(path, {"text": "My own", "keep": "note"})
    return Note.objects.filter(text="My own").exists()


def reads_anothers_note(world: World) -> bool:
    world.enrol()
    paths = [reverse("learning:note", args=[world.note.pk]), reverse("learning:notes")]
    pages = [world.browser.get(path, follow=True) for path in (*paths, world.lesson.url or "")]
    return any("A secret of mine" in page.content.decode() for page in pages)


PROFILE = {"first_name": "Changed", "timezone": "UTC"}


def changes_own_profile(world: World) -> bool:
    world.browser.post(reverse("accounts:profile"), PROFILE)
    return User.objects.filter(first_name="Changed").exists()


def changes_anothers_profile(world: World) -> bool:
    pk = world.classmate.pk
    world.browser.post(f"{reverse('accounts:profile')}?user={pk}", {**PROFILE, "user": pk})
    changed = User.objects.filter(pk=pk, first_name="Changed").exists()
    return changed or UserProfile.objects.filter(user=pk, public_profile=True).exists()


def sees_a_hidden_profile(world: World) -> bool:
    UserProfile.objects.filter(user=world.classmate).update(public_slug="hidden")
    return world.opens("/people/hidden/")


def creates_a_course(world: World) -> bool:
    path = reverse("wagtailadmin_pages:add", args=["course_pages", "coursepage", catalogue_id()])
    return world.opens(path)


def catalogue_id() -> int:
    return int(get_catalogue().pk)


def edits(world: World, course: str) -> bool:
    return world.opens(reverse("wagtailadmin_pages:edit", args=[getattr(world, course).pk]))


def sees_learners(world: World, course: str) -> bool:
    enroll_student(student=world.classmate, course=getattr(world, course))
    Enrollment.objects.exclude(course=getattr(world, course)).delete()
    page = world.browser.get(reverse("enrollments:index"))
    return page.status_code == 200 and "Clara Classmate" in page.content.decode()


def keeps_staff(world: World, course: str) -> bool:
    page = world.browser.get(reverse("course_staff:index"))
    return page.status_code == 200 and getattr(world, course).title in page.content.decode()


def gives_a_role(world: World) -> bool:
    path = f"/admin/bulk/accounts/user/assign_role/?id={world.classmate.pk}"
    world.browser.post(path, {"role": "admin"})
    return User.objects.filter(pk=world.classmate.pk, role=Role.ADMIN).exists()


def shuts_out(world: World) -> bool:
    path = f"/admin/bulk/accounts/user/set_active_state/?id={world.classmate.pk}"
    world.browser.post(path, {"mark_as_active": "False"})
    return not User.objects.get(pk=world.classmate.pk).is_active


def reads_of_roles(world: World) -> bool:
    set_role(user=world.classmate, role=Role.INSTRUCTOR)
    page = world.browser.get("/admin/reports/site-history/")
    return "Role changed from" in page.content.decode()


def takes_a_role(world: World) -> bool:
    """Try to rise by every form of one's own."""
    data = {**PROFILE, "role": "admin", "is_superuser": "on", "is_staff": "on", "groups": "1"}
    world.browser.post(reverse("accounts:profile"), data)
    if world.person is not None:
        world.browser.post(f"/admin/users/edit/{world.person.pk}/", {**data, "email": "a@b.co"})
        world.browser.post(f"/admin/bulk/accounts/user/assign_role/?id={world.person.pk}", data)
        return User.objects.get(pk=world.person.pk).role != world.person.role
    return User.objects.filter(role=Role.ADMIN).exists()


TABLE: dict[str, tuple[Deed, str]] = {
    "read the catalogue": (opens("/courses/"), "yes yes yes yes"),
    "log in": (lambda world: world.opens("/learn/"), "no yes yes yes"),
    "enroll in a free course": (takes_a_course, "no yes yes yes"),
    "study a lesson once enrolled": (studies, "no yes yes yes"),
    "keep notes of one’s own": (keeps_a_note, "no yes yes yes"),
    "read somebody else’s notes": (reads_anothers_note, "no no no no"),
    "change one’s own profile": (changes_own_profile, "no yes yes yes"),
    "change somebody else’s on the site": (changes_anothers_profile, "no no no no"),
    "see a profile that is not shown": (sees_a_hidden_profile, "no no no no"),
    "open the admin": (opens("/admin/"), "no no yes yes"),
    "create a course": (creates_a_course, "no no yes yes"),
    "edit a course one teaches": (partial(edits, course="own"), "no no yes yes"),
    "edit somebody else’s course": (partial(edits, course="others"), "no no no yes"),
    "see who learns in a course one teaches": (
        partial(sees_learners, course="own"),
        "no no yes yes",
    ),
    "see who learns in somebody else’s": (partial(sees_learners, course="others"), "no no no yes"),
    "see the staff of a course one teaches": (partial(keeps_staff, course="own"), "no no yes yes"),
    "see the staff of somebody else’s": (partial(keeps_staff, course="others"), "no no no yes"),
    "import a course": (opens("/admin/course-imports/new/"), "no no yes yes"),
    "keep categories": (
        lambda world: world.opens(reverse("wagtailsnippets_course_pages_category:add")),
        "no no no yes",
    ),
    "open languages": (opens("/admin/locales/new/"), "no no no yes"),
    "see the people": (opens("/admin/users/"), "no no no yes"),
    "give roles": (gives_a_role, "no no no yes"),
    "give oneself a role": (takes_a_role, "no no no no"),
    "deactivate an account": (shuts_out, "no no no yes"),
    "read in the history whose role changed": (reads_of_roles, "no no no yes"),
    "change sites and groups": (opens("/admin/groups/"), "no no no yes"),
    "see what listeners could not deliver": (opens("/admin/events/deliveries/"), "no no no yes"),
}
"""What can be done, and by whom: visitor, student, instructor, admin."""


@pytest.fixture
def world(request: pytest.FixtureRequest, db: None, client: Client) -> World:
    role = ROLES.get(request.param)
    makers = {"Student": LearnerFactory, "Instructor": InstructorFactory, "Admin": AdminFactory}
    person = makers[request.param]() if role else None
    teacher = InstructorFactory(first_name="Tess", last_name="Teacher")
    own = make_course(
        owner=person if role == Role.INSTRUCTOR else teacher, title="Counting", lessons=1
    )
    others = make_course(owner=teacher, title="Knitting", lessons=2)
    lesson = get_lessons(others)[1]
    classmate = LearnerFactory(first_name="Clara", last_name="Classmate")
    enroll_student(student=classmate, course=others)
    vouch_for_address(user=classmate)
    if person is not None:
        log_in_recently(client, person)
    note = keep(classmate, lesson, "A secret of mine")
    return World(client, person, own, others, lesson, note, classmate)


def try_it(deed: Deed, world: World) -> str:
    """Return "yes" or "no"; what was done is taken back."""
    with transaction.atomic():
        done = deed(world)
        transaction.set_rollback(True)
    return "yes" if done else "no"


@pytest.mark.spec("S34")
@pytest.mark.parametrize("world", WHO, indirect=True, ids=WHO)
def test_everybody_may_do_exactly_what_the_table_says(
    world: World, request: pytest.FixtureRequest
) -> None:
    who = WHO.index(request.node.callspec.id)
    expected = {words: cells.split()[who] for words, (_deed, cells) in TABLE.items()}

    found = {words: try_it(deed, world) for words, (deed, _cells) in TABLE.items()}

    assert found == expected


def test_the_table_of_the_documents_is_this_one() -> None:
    text = (ROOT / "docs" / "people.md").read_text()
    lines = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| ")]
    start = lines.index(["may", *(who.lower() for who in WHO)])
    rows = {
        cells[0]: " ".join(cell.strip().replace("–", "no") for cell in cells[1:])
        for cells in lines[start + 1 : start + 1 + len(TABLE)]
    }
    assert rows == {words: cells for words, (_deed, cells) in TABLE.items()}
