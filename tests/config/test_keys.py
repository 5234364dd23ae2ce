"""Which keys may sign the tokens of apps."""

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from django.core.exceptions import ImproperlyConfigured

from config.keys import derive_key, require_token_key
from tests.config.conftest import PRODUCTION, Process

PEM = (Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def rsa_key(bits: int) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65_537, key_size=bits)


def test_a_derived_key_is_no_other_key() -> None:
    key = derive_key("the secret", "tokens of apps")

    assert key == derive_key("the secret", "tokens of apps")
    assert len({key, derive_key("the secret", "another"), derive_key("another", "tokens")}) == 3
    assert "the secret" not in key
    require_token_key("JWT_KEY", key, "HS256")


def test_a_long_secret_and_an_rsa_key_may_sign() -> None:
    require_token_key("JWT_KEY", "k" * 32, "HS256")
    require_token_key("JWT_KEY", rsa_key(2048).private_bytes(*PEM).decode(), "RS256")


def refused() -> list[tuple[str, str, str]]:
    elliptic = ec.generate_private_key(ec.SECP256R1()).private_bytes(*PEM).decode()
    public = rsa_key(2048).public_key()
    public_pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    return [
        ("k" * 31, "HS256", "32 bytes"),
        ("k" * 32, "RS256", "PEM"),
        ("", "RS256", "PEM"),
        (rsa_key(1024).private_bytes(*PEM).decode(), "RS256", "2048 bits"),
        (public_pem, "RS256", "private RSA key"),
        (elliptic, "RS256", "private RSA key"),
        ("k" * 64, "none", "JWT_ALGORITHM is HS256 or RS256"),
        ("k" * 64, "HS512", "JWT_ALGORITHM is HS256 or RS256"),
    ]


@pytest.mark.parametrize(("key", "algorithm", "words"), refused())
def test_what_may_not_sign_is_refused_in_words(key: str, algorithm: str, words: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=words):
        require_token_key("JWT_KEY", key, algorithm)


@pytest.mark.parametrize("name", ["JWT_KEY", "JWT_KEY_PREVIOUS"])
def test_production_does_not_come_up_with_a_short_key(python: Process, name: str) -> None:
    result = python("-c", "import config.settings.production", **{**PRODUCTION, name: "short"})

    assert result.returncode != 0
    assert f"{name} needs 32 bytes or more." in result.stderr


def test_a_key_in_pem_may_stand_in_one_line(python: Process) -> None:
    pem = rsa_key(2048).private_bytes(*PEM).decode().replace("\n", "\\n")
    environment = {**PRODUCTION, "JWT_KEY": pem, "JWT_ALGORITHM": "RS256"}

    result = python("-c", "import config.settings.production", **environment)

    assert result.returncode == 0, result.stderr
