"""The server that is measured: as in production, without what needs HTTPS or a built site."""

import structlog

from config.logs import logging_settings
from config.settings.base import *  # noqa: F403

SECRET_KEY = "for-the-tests-only"
ALLOWED_HOSTS = ["127.0.0.1"]
LOGGING = logging_settings(renderer=structlog.processors.JSONRenderer(), level="INFO")
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
