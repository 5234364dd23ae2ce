"""Previews of one page from three seats: a visitor's, a learner's, and of one who has finished.

The page's own template shows every seat; what differs comes from its screen tag, which asks the
request for the seat. A preview writes nothing, and shows nothing of the person who looks at it.
"""

from typing import Any, ClassVar

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from course_pages.enums import PreviewSeat
from course_pages.ports import ask_preview_doors

SIZES = [
    {
        "name": "phone",
        "icon": "mobile-alt",
        "device_width": 360,
        "label": _("Preview as on a phone"),
    },
    {
        "name": "tablet",
        "icon": "tablet-alt",
        "device_width": 768,
        "label": _("Preview as on a tablet"),
    },
    {
        "name": "desktop",
        "icon": "desktop",
        "device_width": 1280,
        "label": _("Preview as on a computer"),
    },
]


class SeatedPreviews:
    """Gives a page type its three preview modes. Stands before Wagtail's Page."""

    first_seat: ClassVar[PreviewSeat] = PreviewSeat.LEARNER
    """Shown where nobody chooses: to reviewers, and when the editor opens the preview."""

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        return list(PreviewSeat.choices)

    @property
    def default_preview_mode(self) -> str:
        return self.first_seat.value

    @property
    def preview_sizes(self) -> list[dict[str, Any]]:
        return SIZES

    @property
    def default_preview_size(self) -> str:
        return "desktop"

    def serve_preview(self, request: HttpRequest, mode_name: str | None) -> HttpResponseBase:
        """Show the page as from the seat `mode_name`; from the first seat where it is no seat.

        Where that seat would not get to see the page, what it would get instead is shown.
        """
        modes = PreviewSeat.values
        seat = PreviewSeat(mode_name) if mode_name in modes else self.first_seat
        request.preview_mode = seat.value  # type: ignore[attr-defined]
        request.shown_to = who_sits_on(seat)  # type: ignore[attr-defined]
        instead = ask_preview_doors(self, request, seat)
        if instead is not None:
            return instead
        response: HttpResponseBase = super().serve_preview(request, seat.value)  # type: ignore[misc]
        return response


def who_sits_on(seat: PreviewSeat) -> User | AnonymousUser:
    """Return the person that a preview is shown to: nobody, or somebody who has no row."""
    if seat == PreviewSeat.VISITOR:
        return AnonymousUser()
    return User(first_name=gettext("Sample learner"))


def get_seat(request: HttpRequest | None) -> PreviewSeat | None:
    """Return the seat that a request previews a page from; None where it is no preview."""
    if not getattr(request, "is_preview", False):
        return None
    mode = getattr(request, "preview_mode", None)
    return PreviewSeat(mode) if mode in PreviewSeat.values else PreviewSeat.VISITOR
