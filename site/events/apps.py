from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    name = "events"
    verbose_name = _("domain events")

    def ready(self) -> None:
        # Registers how deliveries leave the process.
        import_module("events.tasks")
