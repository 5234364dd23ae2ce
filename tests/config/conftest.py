"""Processes that load the settings of a profile, as a server would."""

import json
import os
import subprocess
import sys
from typing import Any, Protocol

import pytest

from tests.template_database import ROOT

PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "SECRET_KEY": "only-for-this-test-" + "x7Qp2" * 12,
    "JWT_KEY": "only-to-sign-in-this-test-" + "b4Zw9" * 8,
    "ALLOWED_HOSTS": "learn.example.org",
    "SITE_URL": "https://learn.example.org",
    "DATABASE_URL": "postgres://lms@127.0.0.1:1/lms",
    "REDIS_URL": "redis://127.0.0.1:1/0",
}
DEV = {"DJANGO_SETTINGS_MODULE": "config.settings.dev"}

DUMP = """
import json
from pathlib import Path
from django.conf import settings
from django.core.files.storage import storages
settings.DEBUG  # fills the lazy object
names = [name for name in dir(settings) if name.isupper()]
values = {name: getattr(settings, name) for name in names}
values["STORAGE_CLASSES"] = {
    alias: f"{type(storages[alias]).__module__}.{type(storages[alias]).__qualname__}"
    for alias in settings.STORAGES
}
print(json.dumps(values, default=lambda value: str(value) if isinstance(value, Path) else None))
"""


class Process(Protocol):
    def __call__(self, *command: str, **environment: str) -> "subprocess.CompletedProcess[str]": ...


@pytest.fixture(scope="session")
def python(tmp_path_factory: pytest.TempPathFactory) -> Process:
    """Return a function that runs Python with nothing of this process's environment but PATH."""

    def run(*command: str, **environment: str) -> "subprocess.CompletedProcess[str]":
        bare = {"PATH": os.environ["PATH"], "PYTHONPATH": f"{ROOT}:{ROOT / 'site'}"}
        bare["VAR_DIR"] = str(tmp_path_factory.getbasetemp() / "var")
        return subprocess.run(
            [sys.executable, *command],
            cwd=ROOT,
            env={**bare, **environment},
            capture_output=True,
            text=True,
            timeout=60,
        )

    return run


def load(python: Process, **environment: str) -> dict[str, Any]:
    result = python("-c", DUMP, **environment)
    assert result.returncode == 0, result.stderr
    values: dict[str, Any] = json.loads(result.stdout.splitlines()[-1])
    return values


@pytest.fixture(scope="session")
def production(python: Process) -> dict[str, Any]:
    """Return the effective settings of a production process."""
    return load(python, **PRODUCTION)


@pytest.fixture(scope="session")
def dev(python: Process) -> dict[str, Any]:
    """Return the effective settings of a laptop without any environment."""
    return load(python, **DEV)


@pytest.fixture(scope="session")
def buckets(python: Process) -> dict[str, Any]:
    """Return the effective settings of a production process whose files live in buckets."""
    s3 = {"S3_BUCKET_PUBLIC": "images", "S3_BUCKET_PRIVATE": "secrets", "S3_REGION": "eu-west-1"}
    return load(python, **PRODUCTION, **s3, S3_PUBLIC_DOMAIN="cdn.example.org")
