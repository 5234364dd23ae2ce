"""Keys of the tokens that apps carry: where they come from, and which are refused."""

import hmac

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from django.core.exceptions import ImproperlyConfigured

SHORTEST_SECRET = 32
"""Bytes of a key for HS256: as many as its hash has."""
SHORTEST_RSA_KEY = 2048
"""Bits of a key for RS256."""


def derive_key(secret: str, purpose: str) -> str:
    """Return a key for `purpose` alone, from which neither `secret` nor another key is found."""
    return hmac.new(secret.encode(), purpose.encode(), "sha256").hexdigest()


def require_token_key(name: str, key: str, algorithm: str) -> None:
    """Raise ImproperlyConfigured unless `key` can sign tokens by `algorithm`.

    `name` is the variable of the environment that the key comes from.
    """
    if algorithm == "HS256":
        if len(key.encode()) < SHORTEST_SECRET:
            raise ImproperlyConfigured(f"{name} needs {SHORTEST_SECRET} bytes or more.")
    elif algorithm == "RS256":
        if not _is_private_rsa_key(key):
            raise ImproperlyConfigured(
                f"{name} needs a private RSA key of {SHORTEST_RSA_KEY} bits or more in PEM."
            )
    else:
        raise ImproperlyConfigured("JWT_ALGORITHM is HS256 or RS256.")


def _is_private_rsa_key(pem: str) -> bool:
    try:
        key = load_pem_private_key(pem.encode(), password=None)
    except (ValueError, TypeError):
        return False
    return isinstance(key, RSAPrivateKey) and key.key_size >= SHORTEST_RSA_KEY
