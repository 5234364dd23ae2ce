"""A laptop: SQLite, local files, local memory, a file-based broker, mails on the console."""

from structlog.dev import ConsoleRenderer

from config import env
from config.keys import derive_key, require_token_key
from config.logs import logging_settings
from config.settings.base import *
from config.settings.base import HEADLESS_JWT_ALGORITHM, STATIC_ROOT

DEBUG = True
SECRET_KEY = env.SECRET_KEY or "for-development-only-never-for-a-public-host"
HEADLESS_JWT_PRIVATE_KEY = env.JWT_KEY or derive_key(SECRET_KEY, "tokens of apps")
require_token_key("JWT_KEY", HEADLESS_JWT_PRIVATE_KEY, HEADLESS_JWT_ALGORITHM)
ALLOWED_HOSTS = env.ALLOWED_HOSTS or ["localhost", "127.0.0.1", "[::1]"]
DEMO_ALLOWED = True
if not env.EMAIL_URL:
    EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
LOGGING = logging_settings(renderer=ConsoleRenderer(colors=False), level=env.LOG_LEVEL)
LMS_FAILPOINT = env.LMS_FAILPOINT
# Static files come from their sources; WhiteNoise only wants the folder to be there.
STATIC_ROOT.mkdir(exist_ok=True)
