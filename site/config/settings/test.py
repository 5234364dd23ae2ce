"""The suite: quick hashes, files in a folder that goes away, tasks run in place."""

import tempfile
from pathlib import Path

from structlog.dev import ConsoleRenderer

from config import env
from config.keys import derive_key
from config.logs import logging_settings
from config.settings.base import *
from config.settings.base import CACHES, DATABASES, STORAGES

SECRET_KEY = "for-the-tests-only"
HEADLESS_JWT_PRIVATE_KEY = derive_key(SECRET_KEY, "tokens of apps")
ALLOWED_HOSTS = ["*"]
SCRATCH = Path(tempfile.mkdtemp(prefix="hybrid-lms-tests-"))
MEDIA_ROOT = SCRATCH / "media"
STATIC_ROOT = SCRATCH / "static"
STATIC_ROOT.mkdir()
PRIVATE_MEDIA_ROOT = SCRATCH / "private"
VAR_DIR = SCRATCH / "var"
STORAGES["default"] = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
STORAGES["private"]["BACKEND"] = "django.core.files.storage.FileSystemStorage"
STORAGES["private"]["OPTIONS"] = {"location": str(PRIVATE_MEDIA_ROOT), "base_url": None}
if not env.REDIS_URL:
    CACHES["pages"]["LOCATION"] = SCRATCH / "pages"
    CACHES["progress"]["LOCATION"] = SCRATCH / "progress"
# A test's database is dropped under it: no connection may outlive the test in a pool.
if not env.DATABASE_URL.startswith("sqlite"):
    DATABASES["default"].get("OPTIONS", {}).pop("pool", None)
    DATABASES["default"]["CONN_MAX_AGE"] = 0
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
LMS_FAILPOINT = env.LMS_FAILPOINT
DEMO_ALLOWED = True
LOGGING = logging_settings(renderer=ConsoleRenderer(colors=False), level="ERROR")
# Processes of one run, and two runs beside each other, share the Redis but no key in it.
for name, cache in CACHES.items():
    cache["KEY_PREFIX"] = f"test-{SCRATCH.name}-{name}"
