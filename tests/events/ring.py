"""Ring once in a process of its own: `python -m tests.events.ring NUMBER [bell_rang]`."""

import sys

import django

django.setup()

from django.db import transaction  # noqa: E402

from events.services import announce  # noqa: E402
from events.signals import DomainSignal  # noqa: E402
from tests.events import listeners  # noqa: E402, F401

if __name__ == "__main__":
    signal = DomainSignal.catalogue[sys.argv[2] if len(sys.argv) > 2 else "bell_rang"]
    with transaction.atomic():
        announce(signal, number=int(sys.argv[1]))
    print("rang")
