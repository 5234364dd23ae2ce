"""The demo: five people and three real courses in three languages, for a laptop and for tests."""

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction
from wagtail.models import Site

from accounts.enums import Role
from accounts.models import User, UserProfile
from accounts.services.email_verification import vouch_for_address
from accounts.services.people import create_account
from core.exceptions import NotAllowed
from course_pages.enums import StaffRole
from course_pages.models import CoursePage, CourseStaff, HomePage, LessonPage
from course_pages.permissions import is_page_staff
from course_pages.services.staff import add_staff
from interchange.document import CourseDocument
from interchange.enums import Conflicts
from interchange.readers.course_folder import read_course_folder
from interchange.report import Report
from interchange.services.demo_languages import make_subjects, open_languages
from interchange.writers.course_pages import write_course
from interchange.writers.identity import make_id
from learning.models import Enrollment
from learning.services.enrollment import enroll_student
from learning.services.progress import complete_lesson

FOLDERS = Path(__file__).resolve().parents[2] / "demo"
FOLDER = FOLDERS / "first-queries"
"""The course that a visitor is shown first, and that the learner was in last."""
DYEING = FOLDERS / "warna-dari-kebun"
"""Paid, and written in Indonesian."""
RHYTHM = FOLDERS / "one-beat-many-hands"
"""A class, with two teachers."""
COURSES = (RHYTHM, DYEING, FOLDER)
"""In the order in which they are written: the newest comes last."""


@dataclass(frozen=True, slots=True)
class DemoPerson:
    email: str
    first_name: str
    last_name: str
    role: Role
    headline: str = ""
    bio: str = ""


LEARNER = DemoPerson("learner@example.com", "Dewi", "Anggraini", Role.STUDENT)
NEWCOMER = DemoPerson("newcomer@example.com", "Tomas", "Berg", Role.STUDENT)
ADMIN = DemoPerson("admin@example.com", "Amina", "Haddad", Role.ADMIN)
INSTRUCTOR = DemoPerson(
    "instructor@example.com",
    "Laras",
    "Prameswari",
    Role.INSTRUCTOR,
    headline="Keeps the books, and the database, of small shops",
    bio="Laras has taught shop owners to question their own numbers since 2014. She answers in "
    "plain words and checks every figure on a second road. On Sundays she dyes cloth, by weight.",
)
COLLEAGUE = DemoPerson(
    "colleague@example.com",
    "Made",
    "Suartana",
    Role.INSTRUCTOR,
    headline="Leads choirs that have no piano",
    bio="Made has made music with classes, choirs and village clubs for twenty years, mostly in "
    "rooms without a single instrument.",
)
DEMO_PEOPLE = (LEARNER, NEWCOMER, INSTRUCTOR, COLLEAGUE, ADMIN)


@dataclass(frozen=True, slots=True)
class Demo:
    """What the demo consists of."""

    course: CoursePage
    """The course in `FOLDER`."""
    courses: tuple[CoursePage, ...]
    """All of them, in the order of `COURSES`."""
    people: dict[str, User]
    """By e-mail address."""
    report: Report


@transaction.atomic
def load_demo() -> Demo:
    """Make what is missing of the demo; safe to run again, and it undoes nobody's work.

    Raises:
        NotAllowed: the settings do not allow people whose password everybody knows.
        InvalidCourse: a demo course has been edited into something that cannot be read.
    """
    if not settings.DEMO_ALLOWED:
        raise NotAllowed("The demo is not for a public site: its passwords are public.")
    report = Report()
    documents = [read_course_folder(folder, report) for folder in COURSES]
    people = {person.email: make_person(person) for person in DEMO_PEOPLE}
    show_front_door()
    new = [document for document in documents if find_course(document.id) is None]
    has_opened = open_languages()
    if new or has_opened:
        make_subjects()
    courses = {document.id: write_demo_course(document, people, report) for document in documents}
    rhythm, _dyeing, first = documents
    if rhythm in new:
        share(courses[rhythm.id], people)
    begin_learning(people[LEARNER.email], courses[rhythm.id], rhythm, done=1)
    begin_learning(people[LEARNER.email], courses[first.id], first, done=2)
    return Demo(courses[first.id], tuple(courses.values()), people, report)


def write_demo_course(
    document: CourseDocument, people: dict[str, User], report: Report
) -> CoursePage:
    owner = find_writer(document.id, people)
    written = write_course(document=document, owner=owner, report=report, conflicts=Conflicts.OURS)
    return written.course


def find_course(course_id: str) -> CoursePage | None:
    """Return the course in its original language, if it has been written."""
    courses = CoursePage.objects.filter(translation_key=make_id(course_id))
    return courses.order_by("pk").first()


def find_writer(course_id: str, people: dict[str, User]) -> User:
    """Return who may write a demo course: its instructor, unless somebody took the instructor
    off the staff; then the admin, for the demo must load all the same."""
    instructor = people[INSTRUCTOR.email]
    course = find_course(course_id)
    is_writer = course is None or is_page_staff(instructor, course)
    return instructor if is_writer else people[ADMIN.email]


def make_person(person: DemoPerson) -> User:
    """Return the person; an account that exists is left as it is."""
    found = User.objects.filter(email__iexact=person.email).first()
    if found is not None:
        return found
    user = create_account(
        email=person.email,
        password=settings.DEMO_PASSWORD,
        first_name=person.first_name,
        last_name=person.last_name,
        role=person.role,
    )
    vouch_for_address(user=user)
    UserProfile.objects.update_or_create(
        user=user, defaults={"headline": person.headline, "bio": person.bio}
    )
    return user


def show_front_door() -> None:
    """Let the default site begin at our home page, if it begins elsewhere."""
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    home = HomePage.objects.order_by("path").first()
    if home is not None and not HomePage.objects.filter(pk=site.root_page_id).exists():
        site.hostname = site.hostname or "localhost"
        site.root_page = home
        site.save()


def share(course: CoursePage, people: dict[str, User]) -> None:
    """Let the colleague teach a new course beside its owner."""
    colleague, owner = people[COLLEAGUE.email], people[INSTRUCTOR.email]
    if not CourseStaff.objects.filter(course=course.canonical_id, person=colleague).exists():
        add_staff(course=course, person=colleague, role=StaffRole.INSTRUCTOR, actor=owner)


def begin_learning(
    learner: User, course: CoursePage, document: CourseDocument, *, done: int
) -> None:
    """Enrol the learner with the first lessons done; only once, whatever came of it since."""
    if Enrollment.objects.filter(student=learner, course=course.canonical_id).exists():
        return
    enroll_student(student=learner, course=course)
    for lesson in list(document.lessons)[:done]:
        key = make_id(document.id, "lesson", lesson.id)
        page = LessonPage.objects.get(translation_key=key, locale=course.locale)
        complete_lesson(student=learner, lesson=page)
