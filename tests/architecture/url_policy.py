"""Who may GET what: one row per address of our own, one per tree of addresses that others wrote.

Figures are the status that each person gets: 302 leads to the login page or away, 403 is a
refusal in words, 405 is an address that takes only POST.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

from tests.architecture.sources import STOREYS


@dataclass(frozen=True, slots=True)
class Row:
    """What an address answers to the four kinds of people; `sample` is one such address.

    Names in braces are filled by the test: the ids of a paid course, its lesson and its files.
    """

    sample: str
    visitor: int
    learner: int
    stranger: int
    admin: int

    @property
    def answers(self) -> dict[str, int]:
        return {
            "visitor": self.visitor,
            "learner": self.learner,
            "stranger": self.stranger,
            "admin": self.admin,
        }


OWN = {
    "robots.txt": Row("/robots.txt", 200, 200, 200, 200),
    "sitemap.xml": Row("/sitemap.xml", 200, 200, 200, 200),
    "sitemap-<slug:section>.xml": Row("/sitemap-en.xml", 200, 200, 200, 200),
    "health/live": Row("/health/live", 200, 200, 200, 200),
    "health/ready": Row("/health/ready", 200, 200, 200, 200),
    "sw.js": Row("/sw.js", 200, 200, 200, 200),
    # One door: Wagtail's own logins lead to it.
    "admin/login/": Row("/admin/login/", *[302] * 4),
    "_util/login/": Row("/_util/login/", *[302] * 4),
    "admin/jsi18n/": Row("/admin/jsi18n/", 200, 200, 200, 200),
    "admin/localize/jsi18n/": Row("/admin/localize/jsi18n/", 302, 403, 200, 200),
    "offline/": Row("/offline/", 200, 200, 200, 200),
    "accessibility/": Row("/accessibility/", 200, 200, 200, 200),
    # A page that is not there leads home.
    "pages/<int:pk>/": Row("/pages/999999/", 302, 302, 302, 302),
    # allauth's answers to apps: they tell who is not logged in by 401.
    "_allauth/app/v1/auth/signup": Row("/_allauth/app/v1/auth/signup", 405, 405, 405, 405),
    "_allauth/app/v1/tokens/refresh": Row("/_allauth/app/v1/tokens/refresh", 405, 405, 405, 405),
    "_allauth/app/v1/auth/email/verify": Row(
        "/_allauth/app/v1/auth/email/verify", 400, 400, 400, 400
    ),
    # A link that nobody was sent.
    "accounts/confirm-email/<str:key>/": Row("/accounts/confirm-email/none/", *[200] * 4),
    "accounts/privacy/": Row("/accounts/privacy/", 302, 200, 200, 200),
    # Who has not just shown who they are is asked first.
    "accounts/privacy/copy/": Row("/accounts/privacy/copy/", *[302] * 4),
    "accounts/privacy/copies/<int:export_id>/": Row("/accounts/privacy/copies/1/", *[302] * 4),
    "accounts/privacy/erasure/": Row("/accounts/privacy/erasure/", *[302] * 4),
    "accounts/privacy/goodbye/": Row("/accounts/privacy/goodbye/", *[200] * 4),
    "accounts/privacy/keep/": Row("/accounts/privacy/keep/", *[302] * 4),
    "accounts/sessions/": Row("/accounts/sessions/", 302, 200, 200, 200),
    # Without the keys of a provider there is nothing to log in by.
    "accounts/social/": Row("/accounts/social/", *[404] * 4),
    "accounts/social/signup/": Row("/accounts/social/signup/", *[404] * 4),
    "accounts/social/login/cancelled/": Row("/accounts/social/login/cancelled/", *[404] * 4),
    "accounts/social/login/error/": Row("/accounts/social/login/error/", *[404] * 4),
    "accounts/social/google/": Row("/accounts/social/google/", *[404] * 4),
    "accounts/social/github/": Row("/accounts/social/github/", *[404] * 4),
    "accounts/social/oidc/<slug:provider_id>/": Row("/accounts/social/oidc/x/", *[404] * 4),
    "social/google/callback/": Row("/social/google/callback/", *[404] * 4),
    "social/github/callback/": Row("/social/github/callback/", *[404] * 4),
    "social/oidc/<slug:provider_id>/callback/": Row("/social/oidc/x/callback/", *[404] * 4),
    "accounts/profile/": Row("/accounts/profile/", 302, 200, 200, 200),
    "accounts/profile/picture/": Row("/accounts/profile/picture/", *[302] * 4),
    "accounts/profile/picture/remove/": Row("/accounts/profile/picture/remove/", 302, *[405] * 3),
    # Nobody shows themselves at this address.
    "people/<slug:slug>/": Row("/people/nobody/", *[404] * 4),
    "search/": Row("/search/", 200, 200, 200, 200),
    "search/suggest/": Row("/search/suggest/", 200, 200, 200, 200),
    "styleguide/": Row("/styleguide/", 200, 200, 200, 200),
    "styleguide/lessons/": Row("/styleguide/lessons/", 200, 200, 200, 200),
    "teachers/<int:pk>/": Row("/teachers/{teacher}/", 200, 200, 200, 200),
    "files/media/<int:pk>/captions.vtt": Row(
        "/files/media/{recording}/captions.vtt", 403, 403, 403, 200
    ),
    # The sample's captions say nothing that could be written down.
    "files/media/<int:pk>/transcript.txt": Row(
        "/files/media/{recording}/transcript.txt", 403, 403, 403, 404
    ),
    "files/media/<int:pk>/<str:filename>": Row("{recording_url}", 403, 403, 403, 200),
    "learn/": Row("/learn/", 302, 200, 200, 200),
    "learn/courses/<int:course_id>/enrol/": Row("/learn/courses/{course}/enrol/", 405, *[405] * 3),
    "learn/courses/<int:course_id>/leave/": Row("/learn/courses/{course}/leave/", 405, *[405] * 3),
    "learn/courses/<int:course_id>/continue/": Row(
        "/learn/courses/{course}/continue/", 302, 302, 302, 302
    ),
    "learn/modules/<int:module_id>/lessons/": Row(
        "/learn/modules/{module}/lessons/?lesson={lesson}", 403, 403, 403, 200
    ),
    "learn/courses/<int:course_id>/notes/": Row("/learn/courses/{course}/notes/", 302, *[200] * 3),
    "learn/courses/<int:course_id>/notes.md": Row(
        "/learn/courses/{course}/notes.md", 302, *[200] * 3
    ),
    "learn/notes/": Row("/learn/notes/", 302, 200, 200, 200),
    # Nobody has a note with this number.
    "learn/notes/<int:note_id>/": Row("/learn/notes/999999/", 302, 404, 404, 404),
    "learn/notes/<int:note_id>/delete/": Row("/learn/notes/999999/delete/", 405, *[405] * 3),
    "learn/notes/<int:note_id>/restore/": Row("/learn/notes/999999/restore/", 405, *[405] * 3),
    "learn/lessons/<int:lesson_id>/notes/": Row("/learn/lessons/{lesson}/notes/", 302, *[302] * 3),
    "learn/lessons/<int:lesson_id>/complete/": Row(
        "/learn/lessons/{lesson}/complete/", 405, *[405] * 3
    ),
    "learn/lessons/<int:lesson_id>/reopen/": Row(
        "/learn/lessons/{lesson}/reopen/", 405, *[405] * 3
    ),
    "learn/lessons/<int:lesson_id>/position/": Row(
        "/learn/lessons/{lesson}/position/", 405, *[405] * 3
    ),
    "learn/lessons/<int:lesson_id>/checks/<str:block_id>/": Row(
        "/learn/lessons/{lesson}/checks/{block}/", 405, *[405] * 3
    ),
}
"""By route. The course is paid, the learner not enrolled, the stranger teaches another course."""

TREES = {
    # Wagtail's admin; what each instructor may do in it has tests of its own in course_pages.
    "admin/": Row("/admin/", 302, 403, 200, 200),
    # Wagtail's documents: a document of the paid lesson.
    "documents/": Row("{document_url}", 302, 403, 403, 200),
    # allauth's answers to apps: they know nobody by a cookie.
    "_allauth/": Row("/_allauth/app/v1/auth/session", 401, 401, 401, 401),
    # allauth's pages.
    "accounts/": Row("/accounts/email/", 302, 200, 200, 200),
    "accounts/2fa/": Row("/accounts/2fa/", 302, 200, 200, 200),
    # Ours stands before it.
    "accounts/sessions/": Row("/accounts/sessions/", 302, 200, 200, 200),
    # Pages: the paid lesson, whose body must be in no answer but the admin's.
    "": Row("{lesson_url}", 302, 403, 403, 200),
}
"""By prefix."""


def own_routes() -> Iterator[str]:
    """Yield the route of every address that our own modules declare."""
    return (route for route, is_tree in walk(get_resolver()) if not is_tree)


def trees() -> Iterator[str]:
    """Yield the prefix of every tree of addresses that other people's modules declare."""
    return (route for route, is_tree in walk(get_resolver()) if is_tree)


def walk(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, bool]]:
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield route, False
        elif is_ours(pattern):
            yield from walk(pattern, route)
        else:
            yield route, True


def is_ours(resolver: URLResolver) -> bool:
    """Return whether a resolver's addresses are written by us: in an app, or in place."""
    module = getattr(resolver.urlconf_name, "__name__", "config")
    return any(module.partition(".")[0] in storey for storey in STOREYS)
