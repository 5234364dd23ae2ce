"""Argon2 for small containers."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class FrugalArgon2PasswordHasher(Argon2PasswordHasher):
    """Argon2id with OWASP's second recommendation: 19 MiB, two passes, one lane.

    Django's default takes 100 MiB a hash, so ten people logging in at once kill a container of
    1 GB. Source: OWASP Password Storage Cheat Sheet.
    """

    time_cost = 2
    memory_cost = 19_456
    parallelism = 1
