"""What the frame of every page says about who is looking."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from accounts.enums import Role

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


@dataclass(frozen=True, slots=True)
class Topbar:
    """The bar at the top: the same for every visitor, a person's own when logged in."""

    is_authenticated: bool
    name: str
    initial: str
    can_teach: bool


def get_topbar(person: "User | AnonymousUser") -> Topbar:
    if not person.is_authenticated:
        return Topbar(is_authenticated=False, name="", initial="", can_teach=False)
    name = person.display_name
    return Topbar(
        is_authenticated=True,
        name=name,
        initial=name[:1].upper(),
        can_teach=person.role != Role.STUDENT,
    )
