"""What the settings of each profile come to, as a process of that profile reads them."""

import re
from typing import Any

import pytest

from tests.config.conftest import PRODUCTION, Process
from tests.template_database import ROOT

Settings = dict[str, Any]


@pytest.mark.spec("S142")
def test_files_of_a_laptop_lie_in_the_repository(dev: Settings) -> None:
    assert dev["MEDIA_ROOT"] == str(ROOT / "media")
    assert dev["STATIC_ROOT"] == str(ROOT / "staticfiles")
    assert dev["PRIVATE_MEDIA_ROOT"] == str(ROOT / "private_media")


@pytest.mark.parametrize(
    ("item", "validator", "options"),
    [
        ("S175", "UserAttributeSimilarityValidator", {}),
        ("S176", "MinimumLengthValidator", {"min_length": 8}),
        ("S177", "CommonPasswordValidator", {}),
        ("S178", "NumericPasswordValidator", {}),
    ],
)
@pytest.mark.spec("S175", "S176", "S177", "S178")
def test_password_validators(
    production: Settings, item: str, validator: str, options: dict[str, int]
) -> None:
    found = {
        entry["NAME"].rpartition(".")[2]: entry.get("OPTIONS", {})
        for entry in production["AUTH_PASSWORD_VALIDATORS"]
    }
    assert found[validator] == options


@pytest.mark.spec("S179", "S180")
def test_password_hashers(production: Settings) -> None:
    assert production["PASSWORD_HASHERS"] == [
        "accounts.adapters.hashers.FrugalArgon2PasswordHasher",
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    ]


@pytest.mark.spec("S181", "S182", "S183", "S184", "S185")
def test_session_cookie_of_production(production: Settings) -> None:
    cookie = {name: production[f"SESSION_COOKIE_{name}"] for name in SESSION}
    assert cookie == SESSION
    assert production["SESSION_EXPIRE_AT_BROWSER_CLOSE"] is False


SESSION = {
    "SECURE": True,
    "HTTPONLY": True,
    "SAMESITE": "Lax",
    "AGE": 86_400,
    "NAME": "__Host-sessionid",
    "PATH": "/",
    "DOMAIN": None,
}


@pytest.mark.spec("S183")
def test_samesite_is_one_variable_away_from_strict(python: Process) -> None:
    command = "from django.conf import settings; print(settings.SESSION_COOKIE_SAMESITE)"
    result = python("-c", command, **PRODUCTION, SESSION_COOKIE_SAMESITE="Strict")
    assert result.stdout == "Strict\n"


@pytest.mark.spec("S193")
def test_a_slip_in_who_must_have_a_second_factor_stops_the_process(python: Process) -> None:
    command = "from django.conf import settings; settings.DEBUG"
    refused = python("-c", command, **PRODUCTION, REQUIRE_SECOND_FACTOR="admin")

    assert "REQUIRE_SECOND_FACTOR is one of none, admins and staff." in refused.stderr


def test_content_policy_is_strict(production: Settings) -> None:
    policy = production["CONTENT_SECURITY_POLICY"]["DIRECTIVES"]
    assert policy["default-src"] == ["'self'"]
    assert policy["object-src"] == policy["base-uri"] == ["'none'"]
    assert policy["style-src"] == ["'self'"]
    assert "unsafe" not in str(policy)


@pytest.mark.spec("S223", "S224")
def test_celery_application(python: Process) -> None:
    question = (
        "from config.celery import app; app.loader.import_default_modules();"
        "print(app.main, app.conf.task_acks_late, app.conf.timezone, 'events.sweep' in app.tasks)"
    )
    result = python("-c", question, **PRODUCTION)
    assert result.stdout.splitlines()[-1] == "hybridlms True UTC True", result.stderr


def test_transport_is_secured_in_production(production: Settings) -> None:
    assert production["DEBUG"] is False
    assert production["SECURE_SSL_REDIRECT"] is True
    assert production["SECURE_HSTS_SECONDS"] == 31_536_000
    assert production["SECURE_HSTS_INCLUDE_SUBDOMAINS"] is True
    assert production["SECURE_HSTS_PRELOAD"] is True
    assert production["CSRF_COOKIE_SECURE"] is True
    assert production["SECURE_CONTENT_TYPE_NOSNIFF"] is True
    assert production["SECURE_REFERRER_POLICY"] == "strict-origin-when-cross-origin"
    assert production["SECURE_CROSS_ORIGIN_OPENER_POLICY"] == "same-origin"


def test_deployment_check_has_nothing_to_say(python: Process) -> None:
    result = python("manage.py", "check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize(
    "name", ["SECRET_KEY", "JWT_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "REDIS_URL"]
)
def test_production_names_what_it_was_not_given(python: Process, name: str) -> None:
    environment = {key: value for key, value in PRODUCTION.items() if key != name}
    result = python("-c", "import config.settings.production", **environment)
    assert result.returncode != 0
    assert f"Production needs the environment variable {name}." in result.stderr


def test_production_refuses_failpoints_and_the_demo(python: Process, production: Settings) -> None:
    environment = {**PRODUCTION, "LMS_FAILPOINT": "after-commit"}
    result = python("-c", "import config.settings.production", **environment)
    assert result.returncode != 0
    assert "LMS_FAILPOINT kills processes on purpose" in result.stderr
    assert production["DEMO_ALLOWED"] is False
    validators = [validator["NAME"] for validator in production["AUTH_PASSWORD_VALIDATORS"]]
    assert validators[-1] == "accounts.validators.DemoPasswordValidator"


@pytest.mark.spec("S26")
def test_production_lies_in_postgresql_behind_a_pool(production: Settings) -> None:
    database = production["DATABASES"]["default"]
    assert database["ENGINE"] == "django.db.backends.postgresql"
    assert database["OPTIONS"]["pool"] == {"min_size": 5, "max_size": 20, "timeout": 10}
    assert database["CONN_MAX_AGE"] == 0


@pytest.mark.spec("S28")
def test_storage_classes_of_a_laptop(dev: Settings) -> None:
    assert dev["STORAGE_CLASSES"] == {
        "default": "django.core.files.storage.filesystem.FileSystemStorage",
        "private": "django.core.files.storage.filesystem.FileSystemStorage",
        "staticfiles": "django.contrib.staticfiles.storage.StaticFilesStorage",
    }
    assert dev["STORAGES"]["private"]["OPTIONS"]["base_url"] is None


def test_storage_classes_of_production(production: Settings) -> None:
    assert production["STORAGE_CLASSES"] == {
        "default": "django.core.files.storage.filesystem.FileSystemStorage",
        "private": "django.core.files.storage.filesystem.FileSystemStorage",
        "staticfiles": "config.storage.ManifestStaticFilesStorage",
    }


def test_storage_in_buckets_keeps_private_files_apart(buckets: Settings) -> None:
    assert buckets["STORAGE_CLASSES"]["default"] == "storages.backends.s3.S3Storage"
    assert buckets["STORAGE_CLASSES"]["private"] == "storages.backends.s3.S3Storage"
    public = buckets["STORAGES"]["default"]["OPTIONS"]
    private = buckets["STORAGES"]["private"]["OPTIONS"]
    assert (public["bucket_name"], private["bucket_name"]) == ("images", "secrets")
    assert (public["querystring_auth"], private["querystring_auth"]) == (False, True)
    assert private["querystring_expire"] == 600
    assert "custom_domain" not in private
    images = buckets["CONTENT_SECURITY_POLICY"]["DIRECTIVES"]["img-src"]
    assert images == ["'self'", "data:", "https://cdn.example.org", "https://*.amazonaws.com"]


def test_mail_goes_where_the_environment_says(python: Process) -> None:
    question = (
        "from django.conf import settings as s;"
        "print(s.EMAIL_HOST, s.EMAIL_PORT, s.EMAIL_HOST_USER, s.EMAIL_USE_TLS, s.EMAIL_BACKEND)"
    )
    url = "smtp+tls://robot:secret@mail.example.org:587"
    result = python("-c", question, **PRODUCTION, EMAIL_URL=url)
    assert result.stdout == (
        "mail.example.org 587 robot True django.core.mail.backends.smtp.EmailBackend\n"
    )


def test_sessions_of_production_survive_redis(production: Settings) -> None:
    assert production["SESSION_ENGINE"] == "django.contrib.sessions.backends.cached_db"
    backends = {cache["BACKEND"] for cache in production["CACHES"].values()}
    assert backends == {"config.cache.FailSoftRedisCache"}


def test_every_variable_of_the_environment_is_documented() -> None:
    code = (ROOT / "site" / "config" / "env.py").read_text()
    names = re.findall(r'env\.\w+\(\s*"([A-Z0-9_]+)"', code)
    assert len(names) > 20
    text = (ROOT / "docs" / "operations.md").read_text()
    assert [name for name in names if f"`{name}`" not in text] == []
