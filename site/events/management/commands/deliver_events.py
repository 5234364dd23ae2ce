from typing import Any

from django.core.management.base import BaseCommand

from events.services.sweeping import make_due_deliveries


class Command(BaseCommand):
    help = "Deliver, in this process, every event that is due; no worker or broker is needed."

    def handle(self, *args: Any, **options: Any) -> None:
        done = make_due_deliveries()
        self.stdout.write(f"Delivered: {done}.")
