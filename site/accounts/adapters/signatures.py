"""The tokens of apps as text: signed, read and refused. What they are worth is asked elsewhere."""

import time
from enum import StrEnum
from functools import cache
from typing import Any
from uuid import UUID

import jwt
from allauth.core.internal.jwkkit import load_jwk_from_pem
from django.conf import settings

from accounts.exceptions import TokenRefused

AUDIENCE = "apps"
"""Who our tokens are for; whatever else is ever signed with the key is no token for them."""
REQUIRED = ["aud", "exp", "iat", "iss", "jti", "sid", "sub", "token_use"]
Claims = dict[str, Any]


class TokenUse(StrEnum):
    """What a token is for; neither passes for the other."""

    ACCESS = "access"
    REFRESH = "refresh"


def sign_token(
    use: TokenUse, *, number: UUID, subject: str, sid: str, seconds: int, extra: Claims
) -> str:
    """Return a signed token that is good for `seconds` from now.

    `subject` is the person's id, `sid` the encrypted key of their session. `extra` is for whoever
    reads the token; we never do.
    """
    now = int(time.time())
    claims = extra | {
        "iss": settings.WAGTAILADMIN_BASE_URL,
        "aud": AUDIENCE,
        "sub": subject,
        "sid": sid,
        "jti": str(number),
        "token_use": use.value,
        "iat": now,
        "exp": now + seconds,
    }
    algorithm = settings.HEADLESS_JWT_ALGORITHM
    key, key_id = _signing_key(algorithm, settings.HEADLESS_JWT_PRIVATE_KEY)
    headers = {"kid": key_id} if key_id else None
    return jwt.encode(claims, key, algorithm=algorithm, headers=headers)


def read_token(token: str, use: TokenUse) -> Claims:
    """Return the claims of a token of ours for `use`; raise TokenRefused for any other text."""
    algorithm = settings.HEADLESS_JWT_ALGORITHM
    for key in (settings.HEADLESS_JWT_PRIVATE_KEY, settings.JWT_KEY_PREVIOUS):
        if not key:
            continue
        try:
            claims = jwt.decode(
                token,
                _verifying_key(algorithm, key),
                algorithms=[algorithm],
                audience=AUDIENCE,
                issuer=settings.WAGTAILADMIN_BASE_URL,
                # A neighbour's clock may be a second ahead.
                options={"require": REQUIRED, "verify_iat": False},
            )
        except jwt.InvalidSignatureError:
            continue
        except (jwt.InvalidTokenError, UnicodeEncodeError):
            break
        if claims["token_use"] != use:
            break
        return claims
    raise TokenRefused


@cache
def _signing_key(algorithm: str, key: str) -> tuple[Any, str]:
    """Return what signs, and the name of the key if others may verify by it."""
    if algorithm == "HS256":
        return key, ""
    public, private = load_jwk_from_pem(key)
    return private, public["kid"]


def _verifying_key(algorithm: str, key: str) -> Any:
    signing_key, key_id = _signing_key(algorithm, key)
    return signing_key.public_key() if key_id else signing_key
