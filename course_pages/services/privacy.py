"""What the catalogue keeps of a person: courses they teach, and what they wrote and uploaded."""

from collections.abc import Iterable, Sequence

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Comment, CommentReply

from accounts.models import User
from accounts.ports import (
    Erased,
    ExportPart,
    ExportTable,
    Forecast,
    Kept,
    Obstacle,
    PersonalData,
    Traces,
)
from course_pages.enums import StaffRole
from course_pages.models import CourseDocument, CourseImage, CourseMedia, CoursePage, CourseStaff

ROWS = 1000
UPLOADS = (CourseImage, CourseDocument, CourseMedia)


class TeachingData(PersonalData):
    """Staff lists, uploads and comments. Courses outlive those who wrote them."""

    name = "teaching"
    label = _("What you teach")

    def export(self, person: User) -> Iterable[ExportPart]:
        staff = CourseStaff.objects.filter(person=person).order_by("pk")
        yield ExportTable(
            "courses",
            ("course_id", "course", "role", "since"),
            staff.values_list("course_id", "course__title", "role", "created_at").iterator(),
        )
        yield ExportTable("uploads", ("kind", "id", "title", "uploaded_at"), _uploads(person))
        comments = Comment.objects.filter(user=person).order_by("pk")
        replies = CommentReply.objects.filter(user=person).order_by("pk")
        yield ExportTable(
            "comments",
            ("page_id", "text", "created_at"),
            comments.values_list("page_id", "text", "created_at").iterator(chunk_size=ROWS),
        )
        yield ExportTable(
            "replies",
            ("page_id", "text", "created_at"),
            replies.values_list("comment__page_id", "text", "created_at").iterator(ROWS),
        )

    def foretell(self, person: User) -> Forecast:
        if not CourseStaff.objects.filter(person=person).exists():
            return Forecast()
        return Forecast(
            deleted=[_("Your places on the staff of courses.")],
            anonymous=[_("Pages, comments and versions that you wrote stay without your name.")],
            kept=[
                Kept(
                    _("The courses, with the files that you uploaded for them."),
                    _("Learners go on with them."),
                )
            ],
        )

    def list_obstacles(self, person: User) -> Sequence[Obstacle]:
        owned = CoursePage.objects.filter(
            live=True, staff__person=person, staff__role=StaffRole.OWNER
        )
        return [_refuse(course) for course in owned.order_by("title")]

    def erase(self, person: User, traces: Traces) -> Erased:
        staff = CourseStaff.objects.filter(person=person)
        # A draft keeps its owner, whose name is gone: a course without one cannot be.
        drafts = staff.filter(role=StaffRole.OWNER).count()
        deleted = staff.exclude(role=StaffRole.OWNER).delete()[1]
        anonymous = {
            "course_pages.CourseStaff": drafts,
            "wagtailcore.Comment": Comment.objects.filter(user=person).count(),
            "wagtailcore.CommentReply": CommentReply.objects.filter(user=person).count(),
        }
        for model in UPLOADS:
            uploads = model.objects.filter(uploaded_by_user=person)
            anonymous[model._meta.label] = uploads.count()
        return Erased(deleted=deleted, anonymous=anonymous)


def _refuse(course: CoursePage) -> Obstacle:
    message = gettext("You own “%(course)s”, which is published. Hand it over, or unpublish it.")
    return Obstacle(
        "owns_course",
        message % {"course": course.title},
        reverse("wagtailadmin_pages:edit", args=[course.pk]),
    )


def _uploads(person: User) -> Iterable[Sequence[object]]:
    """Yield what the person uploaded, kind after kind."""
    for model in UPLOADS:
        rows = model.objects.filter(uploaded_by_user=person).order_by("pk")
        for pk, title, created_at in rows.values_list("pk", "title", "created_at").iterator(ROWS):
            yield model._meta.model_name or "", pk, title, created_at
