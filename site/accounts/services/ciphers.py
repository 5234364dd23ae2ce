"""Secrets that must be read again, such as the seed of an app's codes, rest encrypted."""

import base64
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class UnreadableSecret(Exception):
    """None of the keys opens what was stored."""


def encrypt(text: str) -> str:
    """Return `text` encrypted with the first key; different each time."""
    return _cipher(_read_keys()).encrypt(text.encode()).decode()


def decrypt(encrypted: str) -> str:
    """Return what was encrypted with any of the keys.

    Raises:
        UnreadableSecret: the key is lost, or somebody changed what was stored.
    """
    try:
        return _cipher(_read_keys()).decrypt(encrypted.encode()).decode()
    except InvalidToken:
        raise UnreadableSecret from None


def renew(encrypted: str) -> str:
    """Return the same secret, encrypted with the first key.

    Raises:
        UnreadableSecret: none of the keys fits.
    """
    return encrypt(decrypt(encrypted))


def _read_keys() -> tuple[str, ...]:
    """Return the keys, the one in use first; SECRET_KEY stands in where no other is given."""
    return (
        *settings.SECOND_FACTOR_KEYS,
        settings.SECRET_KEY,
        *settings.SECRET_KEY_FALLBACKS,
    )


@lru_cache(maxsize=4)
def _cipher(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(_derive(key)) for key in keys])


def _derive(key: str) -> bytes:
    """Return a key of this purpose alone: who learns it can sign nothing with SECRET_KEY."""
    kdf = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"accounts.second_factor")
    return base64.urlsafe_b64encode(kdf.derive(key.encode()))
