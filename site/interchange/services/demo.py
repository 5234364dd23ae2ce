"""The demo: four people and one real course, for a laptop and for tests."""

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction
from wagtail.models import Site

from accounts.enums import Role
from accounts.models import User, UserProfile
from accounts.services.people import create_account
from core.exceptions import NotAllowed
from course_pages.models import CoursePage, HomePage, LessonPage
from course_pages.permissions import is_page_staff
from interchange.enums import Conflicts
from interchange.readers.course_folder import read_course_folder
from interchange.report import Report
from interchange.writers.course_pages import write_course
from interchange.writers.identity import make_id
from learning.models import Enrollment
from learning.services.enrollment import enroll_student
from learning.services.progress import complete_lesson

FOLDER = Path(__file__).resolve().parents[2] / "demo" / "first-queries"


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
    "plain words and checks every figure on a second road.",
)
DEMO_PEOPLE = (LEARNER, INSTRUCTOR, NEWCOMER, ADMIN)


@dataclass(frozen=True, slots=True)
class Demo:
    """What the demo consists of."""

    course: CoursePage
    people: dict[str, User]
    """By e-mail address."""
    report: Report


@transaction.atomic
def load_demo() -> Demo:
    """Make what is missing of the demo; safe to run again, and it undoes nobody's work.

    Raises:
        NotAllowed: the settings do not allow people whose password everybody knows.
        InvalidCourse: the demo course has been edited into something that cannot be read.
    """
    if not settings.DEMO_ALLOWED:
        raise NotAllowed("The demo is not for a public site: its passwords are public.")
    report = Report()
    document = read_course_folder(FOLDER, report)
    people = {person.email: make_person(person) for person in DEMO_PEOPLE}
    show_front_door()
    course = write_course(
        document=document, owner=find_writer(people), report=report, conflicts=Conflicts.OURS
    ).course
    begin_learning(people[LEARNER.email], course, [lesson.id for lesson in document.lessons])
    return Demo(course, people, report)


def find_writer(people: dict[str, User]) -> User:
    """Return who may write the demo course: its instructor, unless somebody took the instructor
    off the staff; then the admin, for the demo must load all the same."""
    instructor = people[INSTRUCTOR.email]
    course = CoursePage.objects.filter(translation_key=make_id(FOLDER.name)).first()
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


def begin_learning(learner: User, course: CoursePage, lesson_ids: list[str]) -> None:
    """Enrol the learner with the first two lessons done; only once, whatever came of it since."""
    if Enrollment.objects.filter(student=learner, course=course.canonical_id).exists():
        return
    enroll_student(student=learner, course=course)
    for lesson_id in lesson_ids[:2]:
        key = make_id(FOLDER.name, "lesson", lesson_id)
        complete_lesson(student=learner, lesson=LessonPage.objects.get(translation_key=key))
