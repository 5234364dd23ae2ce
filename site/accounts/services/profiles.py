"""What a person says about themselves."""

from django.db import transaction
from django.utils.crypto import get_random_string

from accounts.models import User, UserProfile

SLUG_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that are taken for each other when an address is read aloud or typed."""
SLUG_LENGTH = 10


@transaction.atomic
def update_profile(
    *,
    user: User,
    first_name: str,
    last_name: str,
    headline: str,
    bio: str,
    language: str,
    timezone: str,
    public_profile: bool,
) -> UserProfile:
    """Keep a person's name and profile; what is given is valid, and replaces what was there.

    `language` is one of the platform's own or "", `timezone` a name such as "Asia/Jakarta".
    A profile that is shown for the first time gets its address; it keeps it when hidden again.
    Pages that name a teacher are renewed with it.
    """
    person = User.objects.select_for_update().get(pk=user.pk)
    person.first_name = first_name
    person.last_name = last_name
    person.save(update_fields=["first_name", "last_name"])
    profile = person.profile
    profile.headline = headline
    profile.bio = bio
    profile.language = language
    profile.timezone = timezone
    profile.public_profile = public_profile
    if public_profile and not profile.public_slug:
        profile.public_slug = get_random_string(SLUG_LENGTH, SLUG_LETTERS)
    profile.save(
        update_fields=[
            *("headline", "bio", "language", "timezone"),
            *("public_profile", "public_slug"),
        ]
    )
    return profile
