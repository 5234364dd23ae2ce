from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LearningConfig(AppConfig):
    name = "learning"
    verbose_name = _("learning")

    def ready(self) -> None:
        from wagtail.permissions import register_permission_policy

        from accounts.ports import register_personal_data
        from course_pages.models import CoursePage, LessonPage
        from course_pages.ports import (
            ExplorerColumn,
            register_explorer_column,
            register_file_gate,
            register_page_keeper,
            register_preview_door,
        )
        from learning.models import Enrollment
        from learning.permissions import EnrollmentPermissionPolicy
        from learning.selectors.explorer import count_completions, count_learners
        from learning.selectors.files import may_have_lesson_file
        from learning.selectors.keeping import list_reasons_to_keep
        from learning.services.privacy import LearningData
        from learning.views.doors import show_closed_door

        register_explorer_column(
            ExplorerColumn(CoursePage, "learners", _("Learners"), count_learners)
        )
        register_explorer_column(
            ExplorerColumn(LessonPage, "completions", _("Completed"), count_completions)
        )
        register_page_keeper(list_reasons_to_keep)
        register_file_gate(may_have_lesson_file)
        register_preview_door(show_closed_door)
        register_permission_policy(Enrollment, EnrollmentPermissionPolicy(Enrollment))
        register_personal_data(LearningData())
