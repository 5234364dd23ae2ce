"""Images, documents and recordings with small real contents."""

from typing import Any

from django.core.files.base import ContentFile
from wagtail.images.tests.utils import get_test_image_file

from accounts.models import User
from course_pages.models import CourseDocument, CourseImage, CourseMedia

RECORDING = bytes(range(256)) * 40
"""10,240 bytes of which every offset is known."""


def make_image(*, owner: User | None = None, title: str = "Diagram", **fields: Any) -> CourseImage:
    return CourseImage.objects.create(
        title=title, file=get_test_image_file(), uploaded_by_user=owner, **fields
    )


def make_document(
    *, owner: User | None = None, title: str = "Cheat sheet", name: str = "sheet.txt", **fields: Any
) -> CourseDocument:
    file = ContentFile(f"The words of {title}".encode(), name=name)
    return CourseDocument.objects.create(title=title, file=file, uploaded_by_user=owner, **fields)


def make_recording(
    *, owner: User | None = None, title: str = "Lecture", name: str = "lecture.mp4", **fields: Any
) -> CourseMedia:
    return CourseMedia.objects.create(
        title=title,
        type="video",
        duration=10,
        file=ContentFile(RECORDING, name=name),
        uploaded_by_user=owner,
        **fields,
    )
