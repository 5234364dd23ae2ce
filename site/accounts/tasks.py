"""What accounts do by the clock."""

from celery import shared_task

from accounts.services.data_exports import remove_expired_exports
from accounts.services.erasure import erase_due
from accounts.services.sessions import purge_sessions


@shared_task(name="accounts.purge_sessions")
def purge_old_sessions() -> int:
    """Take away sessions that have run out; return how many devices were forgotten."""
    return purge_sessions()


@shared_task(name="accounts.erase_due")
def erase_the_due() -> int:
    """Erase everybody whose days of grace are over; return how many."""
    return erase_due()


@shared_task(name="accounts.remove_expired_exports")
def remove_the_expired_exports() -> int:
    """Delete the copies of people's data whose days are over; return how many."""
    return remove_expired_exports()
