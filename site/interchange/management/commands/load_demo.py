import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from core.exceptions import NotAllowed
from interchange.report import InvalidCourse
from interchange.services.demo import DEMO_PEOPLE, Demo, load_demo


class Command(BaseCommand):
    help = "Load the demo: five people and three courses. Running it again undoes nobody's work."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with quiet("wagtail"):
                demo = load_demo()
        except NotAllowed as refusal:
            raise CommandError(str(refusal.message)) from refusal
        except InvalidCourse as refusal:
            raise CommandError(f"A demo course cannot be read:\n{refusal}") from refusal
        self.tell(demo)

    def tell(self, demo: Demo) -> None:
        """Print where to go, and as whom."""
        base = settings.WAGTAILADMIN_BASE_URL.rstrip("/")
        for warning in demo.report.warnings:
            self.stdout.write(f"note: {warning}")
        self.stdout.write(f"The demo is loaded: {len(demo.courses)} courses")
        self.stdout.write(f"  site   {base}/")
        for course in demo.courses:
            self.stdout.write(f"  course {base}{course.get_url() or ''}")
        self.stdout.write(f"  admin  {base}/{settings.ADMIN_PATH}/")
        for person in DEMO_PEOPLE:
            self.stdout.write(f"  login  {person.email:<24} {settings.DEMO_PASSWORD}")


@contextmanager
def quiet(name: str) -> Iterator[None]:
    """Let a logger tell only of trouble: who loads a demo asks for no line on every page of it."""
    logger = logging.getLogger(name)
    level = logger.level
    logger.setLevel(logging.WARNING)
    try:
        yield
    finally:
        logger.setLevel(level)
