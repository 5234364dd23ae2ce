"""What the frame of every page says about who is looking, and what the profile begins with."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from accounts.enums import Role

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


@dataclass(frozen=True, slots=True)
class Topbar:
    """The bar at the top: the same for every visitor, a person's own when logged in."""

    is_authenticated: bool
    name: str
    email: str
    initial: str
    avatar_url: str
    """Where the person's picture is; "" without one."""
    can_teach: bool


VISITOR = Topbar(
    is_authenticated=False, name="", email="", initial="", avatar_url="", can_teach=False
)


def get_topbar(person: "User | AnonymousUser") -> Topbar:
    """Return the bar for `person`; no statement for who came by login: see `AccountBackend`."""
    if not person.is_authenticated:
        return VISITOR
    name = person.display_name
    return Topbar(
        is_authenticated=True,
        name=name,
        email=person.email,
        initial=name[:1].upper(),
        # The reader of a preview was never saved.
        avatar_url=person.profile.small_avatar_url if person.pk else "",
        can_teach=person.role != Role.STUDENT,
    )


def read_profile(person: "User") -> dict[str, Any]:
    """Return what a person has said about themselves, by the names of the profile's form."""
    profile = person.profile
    return {
        "first_name": person.first_name,
        "last_name": person.last_name,
        "headline": profile.headline,
        "bio": profile.bio,
        "language": profile.language,
        "timezone": profile.timezone,
        "public_profile": profile.public_profile,
    }
