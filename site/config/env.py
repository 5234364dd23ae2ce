"""Everything the process environment may say, read here and nowhere else.

Every variable has a default that suits a laptop; `config.settings.production` names the ones that
a production process must be given. `docs/operations.md` lists them all.
"""

from pathlib import Path

import environ

BASE_DIR = Path(__file__).resolve().parent.parent.parent
"""The root of the repository."""

env = environ.Env()

SECRET_KEY: str = env.str("SECRET_KEY", default="")
SECRET_KEY_FALLBACKS: list[str] = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=[])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", default=[])
SITE_URL: str = env.str("SITE_URL", default="http://localhost:8000")
TRUSTED_PROXY_COUNT: int = env.int("TRUSTED_PROXY_COUNT", default=0)

DATABASE_URL: str = env.str("DATABASE_URL", default="")
DATABASE_POOL_MIN: int = env.int("DATABASE_POOL_MIN", default=5)
DATABASE_POOL_MAX: int = env.int("DATABASE_POOL_MAX", default=20)
DATABASE_USE_POOL: bool = env.bool("DATABASE_USE_POOL", default=True)

REDIS_URL: str = env.str("REDIS_URL", default="")
CACHE_PREFIX: str = env.str("CACHE_PREFIX", default="lms")
CELERY_BROKER_URL: str = env.str("CELERY_BROKER_URL", default="")
CELERY_EAGER: bool = env.bool("CELERY_EAGER", default=False)
EVENTS_KEEP_DAYS: int = env.int("EVENTS_KEEP_DAYS", default=90)

VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))
"""What the process writes beside media: the embedded database, broker and page cache."""

ACCOUNT_EMAIL_VERIFICATION: str = env.str(
    "ACCOUNT_EMAIL_VERIFICATION", default="optional", choices=("optional", "mandatory")
)
ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS: int = env.int(
    "ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS", default=3
)
UNVERIFIED_MAY: list[str] = env.list("UNVERIFIED_MAY", default=["enroll"])
# Rates of allauth: how many, in which time, by what ("ip" or "key", which is the account).
LOGIN_LIMIT: str = env.str("LOGIN_LIMIT", default="")
LOGIN_FAILED_LIMIT: str = env.str("LOGIN_FAILED_LIMIT", default="10/m/ip,5/5m/key")
SESSION_COOKIE_SAMESITE: str = env.str("SESSION_COOKIE_SAMESITE", default="Lax")
JWT_ALGORITHM: str = env.str("JWT_ALGORITHM", default="HS256")
# A PEM key has several lines; "\\n" stands for their ends where a variable has one.
JWT_KEY: str = env.str("JWT_KEY", default="", multiline=True)
JWT_KEY_PREVIOUS: str = env.str("JWT_KEY_PREVIOUS", default="", multiline=True)
ACCESS_TOKEN_SECONDS: int = env.int("ACCESS_TOKEN_SECONDS", default=3600)
APP_SESSION_DAYS: int = env.int("APP_SESSION_DAYS", default=30)
REFRESH_GRACE_SECONDS: int = env.int("REFRESH_GRACE_SECONDS", default=10)
REQUIRE_SECOND_FACTOR: str = env.str("REQUIRE_SECOND_FACTOR", default="none")
SECOND_FACTOR_KEYS: list[str] = env.list("SECOND_FACTOR_KEYS", default=[])
TOTP_TOLERANCE: int = env.int("TOTP_TOLERANCE", default=1)
REAUTHENTICATION_SECONDS: int = env.int("REAUTHENTICATION_SECONDS", default=300)
EXPORTS_A_DAY: int = env.int("EXPORTS_A_DAY", default=2)
EXPORT_KEEP_DAYS: int = env.int("EXPORT_KEEP_DAYS", default=7)
ERASURE_GRACE_DAYS: int = env.int("ERASURE_GRACE_DAYS", default=14)
ACTIVITY_KEEP_DAYS: int = env.int("ACTIVITY_KEEP_DAYS", default=730)
# A provider people may log in by appears when both of its keys are here.
GOOGLE_CLIENT_ID: str = env.str("GOOGLE_CLIENT_ID", default="")
GOOGLE_CLIENT_SECRET: str = env.str("GOOGLE_CLIENT_SECRET", default="")
GITHUB_CLIENT_ID: str = env.str("GITHUB_CLIENT_ID", default="")
GITHUB_CLIENT_SECRET: str = env.str("GITHUB_CLIENT_SECRET", default="")
OIDC_CLIENT_ID: str = env.str("OIDC_CLIENT_ID", default="")
OIDC_CLIENT_SECRET: str = env.str("OIDC_CLIENT_SECRET", default="")
OIDC_SERVER_URL: str = env.str("OIDC_SERVER_URL", default="")
OIDC_PROVIDER_ID: str = env.str("OIDC_PROVIDER_ID", default="openid")
OIDC_NAME: str = env.str("OIDC_NAME", default="OpenID")
SOCIAL_LOGIN_BY_EMAIL: bool = env.bool("SOCIAL_LOGIN_BY_EMAIL", default=False)
ADMIN_PATH: str = env.str("ADMIN_PATH", default="admin")
OFFLINE_WORKER: bool = env.bool("OFFLINE_WORKER", default=True)

S3_BUCKET_PUBLIC: str = env.str("S3_BUCKET_PUBLIC", default="")
S3_BUCKET_PRIVATE: str = env.str("S3_BUCKET_PRIVATE", default="")
S3_ENDPOINT_URL: str = env.str("S3_ENDPOINT_URL", default="")
S3_REGION: str = env.str("S3_REGION", default="")
S3_PUBLIC_DOMAIN: str = env.str("S3_PUBLIC_DOMAIN", default="")

DEFAULT_FROM_EMAIL: str = env.str("DEFAULT_FROM_EMAIL", default="noreply@hybridlms.com")
EMAIL_URL: str = env.str("EMAIL_URL", default="")

LOG_LEVEL: str = env.str("LOG_LEVEL", default="INFO")
LMS_FAILPOINT: str = env.str("LMS_FAILPOINT", default="")
"""`name` or `name:times`: the process kills itself there. Refused by production settings."""
