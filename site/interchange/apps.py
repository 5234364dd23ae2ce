from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InterchangeConfig(AppConfig):
    name = "interchange"
    verbose_name = _("interchange")

    def ready(self) -> None:
        from interchange import signal_handlers  # noqa: F401
