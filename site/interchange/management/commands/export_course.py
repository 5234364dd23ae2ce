from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import F, QuerySet

from accounts.models import User
from core.exceptions import DomainError
from course_pages.models import CourseFacts, CoursePage
from interchange.services.export import export_course


class Command(BaseCommand):
    help = "Write a course, with all its languages and files, as a course folder or an archive."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "course", help="the number of the course page, its id at its source, or its slug"
        )
        parser.add_argument("path", type=Path, help="a new folder, or an archive that ends in .zip")
        parser.add_argument(
            "--as",
            dest="email",
            default="",
            help="the person who takes the course out (default: the first admin)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        course = find_course(options["course"])
        person = find_person(options["email"])
        try:
            path = export_course(course=course, person=person, target=options["path"])
        except (DomainError, OSError) as refusal:
            raise CommandError(str(getattr(refusal, "message", refusal))) from refusal
        self.stdout.write(f"{course.title}: {path}")


def find_course(name: str) -> CoursePage:
    """Return the canonical course with this primary key, else this source id, else this slug."""
    courses: QuerySet[CoursePage] = CoursePage.objects.filter(canonical_id=F("pk"))
    known = CourseFacts.objects.filter(source_id=name).values("course")
    roads = [courses.filter(pk__in=known), courses.filter(slug=name)]
    if name.isdecimal():
        roads.insert(0, courses.filter(pk=int(name)))
    for found in roads:
        matches = list(found[:2])
        if len(matches) > 1:
            raise CommandError(f"Several courses are called {name}: give the number of the page.")
        if matches:
            return matches[0]
    raise CommandError(f"There is no course {name}.")


def find_person(email: str) -> User:
    people = User.objects.filter(is_active=True).order_by("pk")
    wanted = people.filter(email__iexact=email) if email else people.filter(is_superuser=True)
    person = wanted.first()
    if person is None:
        raise CommandError(f"There is nobody {email}." if email else "There is no admin.")
    return person
