"""Settings that hold everywhere; the environment is read in `config.env` alone."""

import logging
from pathlib import Path
from typing import Any

from celery.schedules import crontab
from csp.constants import NONCE, NONE, SELF
from django.conf.locale import LANG_INFO
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from config import env
from config.logs import configure_structlog
from config.social import find_providers
from config.storage import file_origins, private_files, public_files

BASE_DIR: Path = env.BASE_DIR
VAR_DIR: Path = env.VAR_DIR

DEBUG = False
SECRET_KEY = env.SECRET_KEY
SECRET_KEY_FALLBACKS = env.SECRET_KEY_FALLBACKS
ALLOWED_HOSTS = env.ALLOWED_HOSTS
CSRF_TRUSTED_ORIGINS = env.CSRF_TRUSTED_ORIGINS
SITE_ID = None

INSTALLED_APPS = [
    # Ours, from the roof down.
    "styleguide",
    "analytics",
    "search",
    "interchange",
    "learning",
    "course_pages",
    "accounts",
    "events",
    # Wagtail and its companions.
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "accounts.apps.PeopleAdminConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "wagtailmedia",
    "modelcluster",
    "taggit",
    # Identity.
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.google",
    "allauth.socialaccount.providers.github",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.headless",
    # Django.
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "django_htmx",
    "django_structlog",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "config.logs.RequestIdHeaderMiddleware",
    "events.middleware.SourceMiddleware",
    "csp.middleware.CSPMiddleware",
    "config.security.AdminPolicyMiddleware",
    "course_pages.middleware.SharedPagesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "accounts.middleware.SecondFactorMiddleware",
    "course_pages.middleware.AdminGateMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "accounts.adapters.app_answers.AppAnswersMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.TimeZoneMiddleware",
    "accounts.middleware.LastUseMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "course_pages.middleware.FrontDoorMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
ASGI_APPLICATION = "config.asgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
            ],
            "builtins": ["core.templatetags.look"],
        },
    },
]

# --- data -----------------------------------------------------------------------------------------

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

SQLITE_OPTIONS = {
    # IMMEDIATE takes the write lock when a transaction begins, so two writers queue instead of
    # failing with "database is locked" half way; WAL lets readers go on meanwhile.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
}


def sqlite(path: Path) -> dict[str, Any]:
    path.parent.mkdir(parents=True, exist_ok=True)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": dict(SQLITE_OPTIONS),
        # To open the file and set its pragmas costs more than most requests ask of it.
        "CONN_MAX_AGE": 600,
    }


def database() -> dict[str, Any]:
    """Return the default database: DATABASE_URL, else SQLite under VAR_DIR."""
    if not env.DATABASE_URL:
        return sqlite(VAR_DIR / "db.sqlite3")
    config: dict[str, Any] = env.env.db_url_config(env.DATABASE_URL)
    if "sqlite" in config["ENGINE"]:
        return {**config, "OPTIONS": dict(SQLITE_OPTIONS), "CONN_MAX_AGE": 600}
    if env.DATABASE_USE_POOL:
        # psycopg's pool refuses a non-zero CONN_MAX_AGE.
        pool = {"min_size": env.DATABASE_POOL_MIN, "max_size": env.DATABASE_POOL_MAX, "timeout": 10}
        config |= {"OPTIONS": {"pool": pool}, "CONN_MAX_AGE": 0}
    else:
        config |= {"CONN_MAX_AGE": 3600, "CONN_HEALTH_CHECKS": True}
    return config


DATABASES = {"default": database()}

if env.REDIS_URL:
    CACHES: dict[str, dict[str, Any]] = {
        "default": {
            "BACKEND": "config.cache.FailSoftRedisCache",
            "LOCATION": env.REDIS_URL,
            "KEY_PREFIX": env.CACHE_PREFIX,
        },
    }
    CACHES["pages"] = {**CACHES["default"], "KEY_PREFIX": f"{env.CACHE_PREFIX}-pages"}
    CACHES["progress"] = {**CACHES["default"], "KEY_PREFIX": f"{env.CACHE_PREFIX}-progress"}
    # Redis answers, the database remembers: sessions survive the loss of Redis.
    SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
else:
    CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
        # Pages shared by every visitor: a folder, because web and worker are two processes and a
        # publish in one must be seen by the other.
        "pages": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": VAR_DIR / "pages",
            "OPTIONS": {"MAX_ENTRIES": 5000},
        },
        # How far long work is: written by the worker inside its transaction, read by the web.
        "progress": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": VAR_DIR / "progress",
            "OPTIONS": {"MAX_ENTRIES": 500},
        },
    }
    SESSION_ENGINE = "django.contrib.sessions.backends.db"

# --- files ----------------------------------------------------------------------------------------

MEDIA_ROOT = BASE_DIR / "media"
MEDIA_URL = "/media/"
PRIVATE_MEDIA_ROOT = BASE_DIR / "private_media"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "site" / "static"]

STORAGES: dict[str, dict[str, Any]] = {
    "default": public_files(),
    "private": private_files(PRIVATE_MEDIA_ROOT),
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

# --- identity -------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.adapters.backends.AccountBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "learning:my_learning"
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_FRONTEND_LOGIN_URL = "account_login"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 8},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
PASSWORD_HASHERS = [
    "accounts.adapters.hashers.FrugalArgon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]

DEMO_ALLOWED = False
"""Whether the demo may be loaded and its people may log in with the password everybody knows."""
DEMO_PASSWORD = "learn-with-joy"

ACCOUNT_ADAPTER = "accounts.adapters.doors.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "accounts.adapters.forms.LoginForm",
    "signup": "accounts.adapters.forms.SignupForm",
    "add_email": "accounts.adapters.forms.AddEmailForm",
    "change_password": "accounts.adapters.forms.ChangePasswordForm",
    "set_password": "accounts.adapters.forms.SetPasswordForm",
    "reset_password": "accounts.adapters.forms.ResetPasswordForm",
    "reset_password_from_key": "accounts.adapters.forms.ResetPasswordKeyForm",
    "reauthenticate": "accounts.adapters.forms.ReauthenticateForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
# To allauth it is mandatory always: only then does it answer a sign-up the same whether the address
# has an account or not. Who may log in before is decided by our own step (adapters/stages.py).
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
UNVERIFIED_MAY_LOG_IN = env.ACCOUNT_EMAIL_VERIFICATION == "optional"
UNVERIFIED_MAY = frozenset(env.UNVERIFIED_MAY)
"""What people may do before they confirm their address: names of `accounts.enums.Deed`."""
ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS = env.ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS
# Who confirms in the browser in which they signed up is logged in by it, and goes where they were
# going; in another browser the link alone opens nothing.
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
PASSWORD_RESET_TIMEOUT = 3600
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_PREVENT_ENUMERATION = True
# Wrong passwords are what is counted: a school logs in from one address in the same minute.
ACCOUNT_RATE_LIMITS = {"login": env.LOGIN_LIMIT, "login_failed": env.LOGIN_FAILED_LIMIT}
ALLAUTH_TRUSTED_PROXY_COUNT = env.TRUSTED_PROXY_COUNT

# A second factor: codes from an app, passkeys, and codes on paper for the day both are lost.
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Hybrid LMS"
MFA_TOTP_TOLERANCE = env.TOTP_TOLERANCE
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ADAPTER = "accounts.adapters.second_factor.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "accounts.adapters.second_factor_forms.AuthenticateForm",
    "reauthenticate": "accounts.adapters.second_factor_forms.ReauthenticateForm",
    "activate_totp": "accounts.adapters.second_factor_forms.ActivateTOTPForm",
    "authenticate_webauthn": "accounts.adapters.second_factor_forms.AuthenticateWebAuthnForm",
    "reauthenticate_webauthn": "accounts.adapters.second_factor_forms.ReauthenticateWebAuthnForm",
    "login_webauthn": "accounts.adapters.second_factor_forms.LoginWebAuthnForm",
    "add_webauthn": "accounts.adapters.second_factor_forms.AddWebAuthnForm",
    "edit_webauthn": "accounts.adapters.second_factor_forms.EditWebAuthnForm",
}
SECOND_FACTOR_KEYS = env.SECOND_FACTOR_KEYS
"""What secrets at rest are encrypted with, the one in use first; without any, SECRET_KEY."""
REQUIRE_SECOND_FACTOR = env.REQUIRE_SECOND_FACTOR
"""Who must have a second factor before the admin opens: "none", "admins" or "staff" (everybody
who may open it)."""
if REQUIRE_SECOND_FACTOR not in ("none", "admins", "staff"):
    # A slip of the pen must not open the admin.
    raise ImproperlyConfigured("REQUIRE_SECOND_FACTOR is one of none, admins and staff.")

# What is dear is asked for again: who sits at the open page must be who logged in.
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = env.REAUTHENTICATION_SECONDS

# Other sites that people may log in by (docs/social-login.md).
SOCIALACCOUNT_ADAPTER = "accounts.adapters.social.SocialAccountAdapter"
SOCIALACCOUNT_FORMS = {"signup": "accounts.adapters.forms.SocialSignupForm"}
SOCIALACCOUNT_PROVIDERS = find_providers()
SOCIALACCOUNT_EMAIL_AUTHENTICATION = env.SOCIAL_LOGIN_BY_EMAIL
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 10

# Apps: allauth's own flow, with tokens of ours.
HEADLESS_CLIENTS = ("app",)
HEADLESS_TOKEN_STRATEGY = "accounts.adapters.tokens.TokenStrategy"
HEADLESS_JWT_ALGORITHM = env.JWT_ALGORITHM
HEADLESS_JWT_PRIVATE_KEY = env.JWT_KEY
HEADLESS_JWT_ACCESS_TOKEN_EXPIRES_IN = env.ACCESS_TOKEN_SECONDS
HEADLESS_JWT_REFRESH_TOKEN_EXPIRES_IN = env.APP_SESSION_DAYS * 86_400
# A token is worth what its session is worth at this request, not what it was worth when made.
HEADLESS_JWT_STATEFUL_VALIDATION_ENABLED = True
JWT_KEY_PREVIOUS = env.JWT_KEY_PREVIOUS
"""The key before this one: tokens that it signed are taken as long as it stands here."""
REFRESH_GRACE_SECONDS = env.REFRESH_GRACE_SECONDS
"""How long a used refresh token may come once more: two tabs at once, an answer that got lost."""

EXPORTS_A_DAY = env.EXPORTS_A_DAY
"""How many copies of their data a person may ask for in 24 hours."""
EXPORT_KEEP_DAYS = env.EXPORT_KEEP_DAYS
"""How long a copy can be fetched before it is deleted."""
ERASURE_GRACE_DAYS = env.ERASURE_GRACE_DAYS
"""How long an account that is to be erased is only closed; 0 erases at once."""
ACTIVITY_KEEP_DAYS = env.ACTIVITY_KEEP_DAYS
"""How long it is kept what people did and when."""

SESSION_COOKIE_AGE = 86_400
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = env.SESSION_COOKIE_SAMESITE
SESSION_EXPIRE_AT_BROWSER_CLOSE = False
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- what a browser may do with our pages ---------------------------------------------------------

VIDEO_FRAMES = ["https://www.youtube-nocookie.com", "https://player.vimeo.com"]
FILE_ORIGINS = file_origins()
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:", *FILE_ORIGINS],
        "media-src": [SELF, *FILE_ORIGINS],
        "font-src": [SELF],
        "connect-src": [SELF],
        "frame-src": VIDEO_FRAMES,
        "worker-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    }
}
OFFLINE_WORKER = env.OFFLINE_WORKER
"""Whether browsers get the worker that says what to do without a connection. Switched off, those
that have it already are told to forget it and what it kept."""
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
CSRF_FAILURE_VIEW = "config.standing_pages.form_too_old"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"

# --- languages ------------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
INTERFACE_LANGUAGES = [("en", _("English")), ("id", _("Indonesian")), ("ar", _("Arabic"))]
"""The languages that the platform itself speaks."""
# A course may be taught in more languages than the platform speaks. None of the codes may be the
# first part of an address of our own.
LANGUAGES = [
    *INTERFACE_LANGUAGES,
    *(
        (code, LANG_INFO[code]["name"])
        for code in (
            *("bn", "cs", "da", "de", "el", "es", "fa", "fi", "fr", "he", "hi", "hu", "it", "ja"),
            *("ko", "ms", "nb", "nl", "pl", "pt", "pt-br", "ro", "ru", "sv", "sw", "ta", "th"),
            *("tr", "uk", "ur", "vi", "zh-hans", "zh-hant"),
        )
    ),
]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAIL_I18N_ENABLED = True
# Our own words, then what Wagtail and its companions leave untranslated.
LOCALE_PATHS = [BASE_DIR / "site" / "locale", BASE_DIR / "site" / "locale_admin"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# --- Wagtail --------------------------------------------------------------------------------------

ADMIN_PATH = env.ADMIN_PATH
WAGTAILADMIN_PERMITTED_LANGUAGES = INTERFACE_LANGUAGES
WAGTAIL_SITE_NAME = "Hybrid LMS"
# Passwords and addresses are changed on the pages of the account alone, which ask who it is.
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILADMIN_BASE_URL = env.SITE_URL
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAILIMAGES_IMAGE_MODEL = "course_pages.CourseImage"
WAGTAILDOCS_DOCUMENT_MODEL = "course_pages.CourseDocument"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILMEDIA = {
    "MEDIA_MODEL": "course_pages.CourseMedia",
    "AUDIO_EXTENSIONS": ["aac", "flac", "m4a", "m4b", "mp3", "oga", "ogg", "opus", "wav"],
    "VIDEO_EXTENSIONS": ["m4v", "mov", "mp4", "ogv", "webm"],
}
WAGTAILDOCS_EXTENSIONS = [
    *("csv", "docx", "epub", "ipynb", "json", "key", "odp", "ods", "odt", "pdf", "pptx", "py"),
    *("r", "sql", "tsv", "txt", "xlsx", "zip"),
]
# A drawing in SVG is taken if it runs nothing and loads nothing: course_pages/validators.py.
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "svg", "webp"]
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAIL_AUTO_UPDATE_PREVIEW_INTERVAL = 1000
# A new translation says nothing yet: it is a draft until a translator publishes it.
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
# What is published was checked: a draft changed after its check goes through the check again.
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
# Who answers for a course is asked; admins need no mail of every submission.
WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False

# --- work behind the request ----------------------------------------------------------------------

CELERY_BROKER_URL = env.CELERY_BROKER_URL or env.REDIS_URL or "filesystem://localhost"
CELERY_TASK_ALWAYS_EAGER = env.CELERY_EAGER
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 600
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BEAT_SCHEDULE = {
    "events.sweep": {"task": "events.sweep", "schedule": 30.0, "options": {"expires": 30}},
    "course_pages.keep_schedule": {
        "task": "course_pages.keep_schedule",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "accounts.erase_due": {
        "task": "accounts.erase_due",
        "schedule": 600.0,
        "options": {"expires": 600},
    },
    "accounts.remove_expired_exports": {
        "task": "accounts.remove_expired_exports",
        "schedule": crontab(hour="3", minute="20"),
    },
    "analytics.prune": {"task": "analytics.prune", "schedule": crontab(hour="3", minute="30")},
    "accounts.purge_sessions": {
        "task": "accounts.purge_sessions",
        "schedule": crontab(hour="3", minute="25"),
    },
    "events.prune": {"task": "events.prune", "schedule": crontab(hour="3", minute="10")},
}
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "celerybeat-schedule")
if CELERY_BROKER_URL.startswith("redis"):
    # A request that announces something must not hang on a broker that does.
    CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = {
        "socket_connect_timeout": 1,
        "socket_timeout": 5,
    }
if CELERY_BROKER_URL.startswith("filesystem"):
    BROKER_DIR = VAR_DIR / "broker"
    BROKER_DIR.mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(BROKER_DIR),
        "data_folder_out": str(BROKER_DIR),
        "control_folder": str(BROKER_DIR / "control"),
        # Seconds between two looks into the folder; one message is taken at each.
        "polling_interval": 0.2,
    }

EVENTS_LEASE_SECONDS = 45
"""How long one listener may keep a delivery before it counts as lost with its process."""
EVENTS_LONG_LEASE_SECONDS = 900
"""The same for a listener that may take minutes."""
EVENTS_MAX_TRIES = 5
EVENTS_KEEP_DAYS = env.EVENTS_KEEP_DAYS
EVENTS_WITHOUT_WORKER = "deliver"
"""Without a worker, the web process delivers after commit; "wait" leaves it to the worker."""

# --- mail, logs -----------------------------------------------------------------------------------

if env.EMAIL_URL:
    vars().update(env.env.email_url_config(env.EMAIL_URL))
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.DEFAULT_FROM_EMAIL
SERVER_EMAIL = env.DEFAULT_FROM_EMAIL

configure_structlog()
# One line a request, when it ends.
DJANGO_STRUCTLOG_STATUS_START_LOG_LEVEL = logging.DEBUG

LMS_FAILPOINT = ""
"""Failpoints are off unless the dev or test settings say otherwise."""
