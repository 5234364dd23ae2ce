"""Who may see what people did: admins."""

from typing import Any


def may_see_activity(person: Any) -> bool:
    """Whether this person reads everybody's activity."""
    return bool(person.is_active and person.is_superuser)
