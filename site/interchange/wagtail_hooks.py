"""How imports are called in Wagtail's log."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from interchange.writers.digests import IMPORTED


@hooks.register("register_log_actions")
def name_imports(actions: LogActionRegistry) -> None:
    actions.register_action(IMPORTED, _("Import"), _("Imported from a course folder"))
