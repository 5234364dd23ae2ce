"""What interchange does when something has happened."""

from events.signals import Announcement
from interchange.services.imports import run_import
from interchange.signals import import_requested


@import_requested.listener(long=True)
def on_import_requested(event: Announcement) -> None:
    """Do the import that was asked for."""
    run_import(import_id=event.facts["import_id"])
