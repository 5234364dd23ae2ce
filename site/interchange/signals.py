"""What interchange announces."""

from events.signals import DomainSignal

import_requested = DomainSignal("import_requested", provides=("import_id",))
"""Somebody uploaded a course to be imported in the background."""
