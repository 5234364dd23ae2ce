"""The picture that stands for a page where its address is sent to somebody."""

from dataclasses import dataclass
from urllib.parse import urljoin

from django.templatetags.static import static
from wagtail.images.shortcuts import get_renditions_or_not_found
from wagtail.models import Page

from course_pages.models import CourseImage, CoursePage

COVER_SPEC = "fill-800x600|format-webp"
"""The picture on the course page; asked for together with the other, in one statement."""
SHARED_SPEC = "fill-1200x630|format-jpeg"
WIDTH, HEIGHT = 1200, 630


@dataclass(frozen=True, slots=True)
class SharePicture:
    """Where the picture is, in full, and its size in pixels."""

    url: str
    width: int = WIDTH
    height: int = HEIGHT


def get_share_picture(page: Page) -> SharePicture:
    """Return the thumbnail of a course, else the mark of the platform.

    A drawing stays out: the services that show such pictures read none. So does a picture whose
    file is gone. One statement where the picture is at hand and has been rendered.
    """
    root = get_root_url(page)
    image = get_thumbnail(page) if isinstance(page, CoursePage) else None
    if image is None or image.is_svg():
        return SharePicture(urljoin(root, static("img/share.png")))
    found = get_renditions_or_not_found(image, [COVER_SPEC, SHARED_SPEC])
    shared = found[SHARED_SPEC]
    if not shared.width:
        return SharePicture(urljoin(root, static("img/share.png")))
    image.prefetched_renditions = list(found.values())
    return SharePicture(urljoin(root, shared.url), shared.width, shared.height)


def get_thumbnail(course: CoursePage) -> CourseImage | None:
    """Return the picture of this version of a course, else that of the original."""
    is_original = course.is_canonical or not course.canonical_id
    return course.thumbnail or (None if is_original else course.canonical.thumbnail)


def get_root_url(page: Page) -> str:
    """Return the address of the page's site, such as https://learn.example.com; "" without one."""
    parts = page.get_url_parts() if page.pk else None
    return parts[1] if parts else ""
