"""Every address of the site. Pages that carry a language stand under `i18n_patterns`."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.conf.urls.static import static
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.documents import urls as wagtaildocs_urls

from accounts.urls import social_urlpatterns
from accounts.views import app_entrance, app_tokens, social
from config import health, standing_pages
from config.admin_words import admin_words
from course_pages.sitemaps import language_sitemap, robots, sitemap_index
from course_pages.views import person, teacher

one_door = RedirectView.as_view(pattern_name="account_login", query_string=True)

handler429 = "accounts.views.limits.too_often"

urlpatterns: list[URLPattern | URLResolver] = [
    path("robots.txt", robots, name="robots"),
    path("sitemap.xml", sitemap_index, name="sitemap"),
    path("sitemap-<slug:section>.xml", language_sitemap, name="language_sitemap"),
    path("sw.js", standing_pages.offline_worker, name="offline_worker"),
    path("health/live", health.live, name="health_live"),
    path("health/ready", health.ready, name="health_ready"),
    # Before Wagtail's own, which they stand in for. Wagtail's two logins know neither limits nor
    # a second factor: there is one door.
    path(f"{settings.ADMIN_PATH}/login/", one_door, name="admin_login"),
    path("_util/login/", one_door),
    path(f"{settings.ADMIN_PATH}/jsi18n/", admin_words, name="admin_words"),
    path(f"{settings.ADMIN_PATH}/localize/jsi18n/", require_admin_access(admin_words)),
    path(f"{settings.ADMIN_PATH}/", include(wagtailadmin_urls)),
    # Before allauth's own, which they stand in for.
    path("_allauth/app/v1/auth/signup", app_entrance.signup),
    path("_allauth/app/v1/auth/email/verify", app_entrance.verify_email),
    path("_allauth/app/v1/tokens/refresh", app_tokens.refresh),
    path("_allauth/", include("allauth.headless.urls")),
    # Registered at the providers, so one address for every language.
    path("social/google/callback/", social.callback, {"provider_id": "google"}, "google_callback"),
    path("social/github/callback/", social.callback, {"provider_id": "github"}, "github_callback"),
    path(
        "social/oidc/<slug:provider_id>/callback/", social.callback, name="openid_connect_callback"
    ),
    path("documents/", include(wagtaildocs_urls)),
    path("files/", include("course_pages.urls")),
]

if settings.DEBUG:
    urlpatterns += static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT)

urlpatterns += i18n_patterns(
    path("accounts/", include("accounts.urls")),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/2fa/", include("allauth.mfa.urls")),
    path("accounts/sessions/", include("allauth.usersessions.urls")),
    path("accounts/social/", include(social_urlpatterns)),
    path("learn/", include("learning.urls")),
    path("search/", include("search.urls")),
    path("teachers/<int:pk>/", teacher, name="teacher"),
    path("people/<slug:slug>/", person, name="person"),
    path("pages/<int:pk>/", standing_pages.page_in_language, name="page_in_language"),
    path("offline/", standing_pages.offline, name="offline"),
    path("accessibility/", standing_pages.accessibility, name="accessibility"),
    path("styleguide/", include("styleguide.urls")),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)
