"""A public host: everything it needs comes from the environment, and what is missing is named."""

from django.core.exceptions import ImproperlyConfigured
from structlog.processors import JSONRenderer

from config import env
from config.keys import require_token_key
from config.logs import logging_settings
from config.settings.base import *
from config.settings.base import AUTH_PASSWORD_VALIDATORS, STORAGES

for name in ("SECRET_KEY", "JWT_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "REDIS_URL"):
    if not getattr(env, name):
        raise ImproperlyConfigured(f"Production needs the environment variable {name}.")
require_token_key("JWT_KEY", env.JWT_KEY, env.JWT_ALGORITHM)
if env.JWT_KEY_PREVIOUS:
    require_token_key("JWT_KEY_PREVIOUS", env.JWT_KEY_PREVIOUS, env.JWT_ALGORITHM)
if env.LMS_FAILPOINT:
    raise ImproperlyConfigured("LMS_FAILPOINT kills processes on purpose: unset it in production.")

AUTH_PASSWORD_VALIDATORS += [{"NAME": "accounts.validators.DemoPasswordValidator"}]

# Listeners speak to vendors: a visitor's request never does, even when no worker is up.
EVENTS_WITHOUT_WORKER = "wait"

SECURE_SSL_REDIRECT = True
# A load balancer asks inside the network, without TLS.
SECURE_REDIRECT_EXEMPT = [r"^health/(live|ready)$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
# Wagtail shows its previews in a frame of our own pages, so "SAMEORIGIN" it must be, not "DENY".
SILENCED_SYSTEM_CHECKS = ["security.W019"]
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-sessionid"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrftoken"

STORAGES["staticfiles"] = {"BACKEND": "config.storage.ManifestStaticFilesStorage"}

LOGGING = logging_settings(renderer=JSONRenderer(sort_keys=True), level=env.LOG_LEVEL)
