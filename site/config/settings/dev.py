"""A laptop: SQLite, local files, local memory, a file-based broker, mails on the console."""

from config import env
from config.settings.base import *  # noqa: F403

DEBUG = True
SECRET_KEY = env.SECRET_KEY or "for-development-only-never-for-a-public-host"
ALLOWED_HOSTS = env.ALLOWED_HOSTS or ["localhost", "127.0.0.1", "[::1]"]
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
LMS_FAILPOINT = env.LMS_FAILPOINT
