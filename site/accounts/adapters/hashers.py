"""Argon2 for small containers."""

from threading import BoundedSemaphore

from django.contrib.auth.hashers import Argon2PasswordHasher

HASHES_AT_ONCE = 2
_memory = BoundedSemaphore(HASHES_AT_ONCE)


class FrugalArgon2PasswordHasher(Argon2PasswordHasher):
    """Argon2id with OWASP's second recommendation: 19 MiB, two passes, one lane.

    Django's default takes 100 MiB a hash, so ten people logging in at once kill a container of
    1 GB. A process works on two hashes at a time; more wait for their turn, some 30 ms each.
    Source: OWASP Password Storage Cheat Sheet.
    """

    time_cost = 2
    memory_cost = 19_456
    parallelism = 1

    def encode(self, password: str, salt: str) -> str:
        with _memory:
            return super().encode(password, salt)

    def verify(self, password: str, encoded: str) -> bool:
        with _memory:
            return super().verify(password, encoded)
