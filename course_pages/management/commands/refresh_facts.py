from typing import Any

from django.core.management.base import BaseCommand

from course_pages.services.facts import refresh_all_facts
from course_pages.services.recordings import refresh_cues
from course_pages.services.translations import refresh_all_untranslated


class Command(BaseCommand):
    help = (
        "Work out anew the facts of every course and lesson, the cues of recordings, and what of "
        "translated lessons is still in the original's words."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        count = refresh_all_facts()
        self.stdout.write(f"The facts of {count} courses are true.")
        cues = refresh_cues()
        if cues:
            self.stdout.write(f"The captions of {cues} recordings were read.")
        translated = refresh_all_untranslated()
        if translated:
            self.stdout.write(f"{translated} translated lessons were compared with the original.")
