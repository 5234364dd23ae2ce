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

SESSION_COOKIE_SAMESITE: str = env.str("SESSION_COOKIE_SAMESITE", default="Lax")
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
