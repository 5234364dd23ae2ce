from typing import Any

from django.core.management.base import BaseCommand

from search.services.index import rebuild_index


class Command(BaseCommand):
    help = "Read every course, lesson and recording into the search anew. Safe to run twice."

    def handle(self, *args: Any, **options: Any) -> None:
        courses, lessons = rebuild_index()
        self.stdout.write(f"The search knows {courses} courses and {lessons} lessons.")
