"""Ring the bell once in a process of its own: `python -m tests.events.ring NUMBER`."""

import sys

import django

django.setup()

from django.db import transaction  # noqa: E402

from events.services import announce  # noqa: E402
from tests.events.listeners import bell_rang  # noqa: E402

if __name__ == "__main__":
    with transaction.atomic():
        announce(bell_rang, number=int(sys.argv[1]))
    print("rang")
