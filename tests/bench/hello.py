"""The unit of speed: the least that Django does for an answer."""

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

STANDARD_APPS = ["auth", "contenttypes", "sessions", "messages"]
STANDARD_MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
"""What `startproject` puts into a new project, as with the apps."""


def hello(request: HttpRequest) -> HttpResponse:
    return HttpResponse("Hello, world!")


urlpatterns = [path("", hello)]


def make_application() -> WSGIHandler:
    """Return the site of this one answer; for a process of its own."""
    settings.configure(
        ALLOWED_HOSTS=["127.0.0.1"],
        INSTALLED_APPS=[f"django.contrib.{app}" for app in STANDARD_APPS],
        MIDDLEWARE=STANDARD_MIDDLEWARE,
        ROOT_URLCONF=__name__,
        SECRET_KEY="nobody logs in here",
    )
    return get_wsgi_application()
