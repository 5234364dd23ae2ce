from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoursePagesConfig(AppConfig):
    name = "course_pages"
    verbose_name = _("course pages")

    def ready(self) -> None:
        from accounts.ports import register_personal_data
        from course_pages import signal_handlers  # noqa: F401
        from course_pages.services.privacy import TeachingData

        register_personal_data(TeachingData())
        register_permission_policies()
        register_approval()


def register_permission_policies() -> None:
    """Have Wagtail ask our rules wherever it asks who may do what.

    For exactly our file models: Wagtail's own apps, made ready after this one, register theirs
    for the same models and would replace what is not more exact.
    """
    from wagtail.documents.models import Document
    from wagtail.images.models import Image
    from wagtail.models import Page
    from wagtail.permissions import register_permission_policy

    from course_pages.models import CourseDocument, CourseImage, CourseStaff
    from course_pages.permissions import (
        CoursePagePermissionPolicy,
        FilePermissionPolicy,
        StaffPermissionPolicy,
    )

    register_permission_policy(Page, CoursePagePermissionPolicy())
    register_permission_policy(CourseStaff, StaffPermissionPolicy(CourseStaff))
    for model, base in ((CourseImage, Image), (CourseDocument, Document)):
        policy = FilePermissionPolicy(model, auth_model=base, owner_field_name="uploaded_by_user")
        register_permission_policy(model, policy, exact_class=True)


def register_approval() -> None:
    """Tell the workflow's tasks, which are models, who may approve."""
    from course_pages import ports
    from course_pages.permissions.approval import StaffApproval

    ports.register_approval(StaffApproval())
