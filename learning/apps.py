from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LearningConfig(AppConfig):
    name = "learning"
    verbose_name = _("learning")

    def ready(self) -> None:
        from wagtail.permissions import register_permission_policy

        from course_pages.ports import register_file_gate, register_page_keeper
        from learning.models import Enrollment
        from learning.permissions import EnrollmentPermissionPolicy
        from learning.selectors.files import may_have_lesson_file
        from learning.selectors.keeping import list_reasons_to_keep

        register_page_keeper(list_reasons_to_keep)
        register_file_gate(may_have_lesson_file)
        register_permission_policy(Enrollment, EnrollmentPermissionPolicy(Enrollment))
