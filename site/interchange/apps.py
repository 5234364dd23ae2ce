from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InterchangeConfig(AppConfig):
    name = "interchange"
    verbose_name = _("interchange")

    def ready(self) -> None:
        from accounts.ports import register_personal_data
        from interchange import signal_handlers  # noqa: F401
        from interchange.services.privacy import ImportData

        register_personal_data(ImportData())
