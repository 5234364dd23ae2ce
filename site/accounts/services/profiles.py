"""What a person says about themselves."""

from django.db import transaction

from accounts.models import User, UserProfile


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
) -> UserProfile:
    """Keep a person's name and profile; what is given is valid, and replaces what was there.

    `language` is one of the platform's own or "", `timezone` a name such as "Asia/Jakarta".
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
    profile.save(update_fields=["headline", "bio", "language", "timezone"])
    return profile
