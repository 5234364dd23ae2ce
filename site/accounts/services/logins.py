"""That somebody has logged in."""

from django.db import transaction

from accounts.models import User
from accounts.signals import person_logged_in
from events.services import announce


@transaction.atomic
def record_login(*, person: User) -> None:
    """Announce one login."""
    announce(person_logged_in, actor_id=person.pk, person_id=person.pk)
