from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AnalyticsConfig(AppConfig):
    name = "analytics"
    verbose_name = _("analytics")

    def ready(self) -> None:
        from accounts.ports import register_personal_data
        from analytics import signal_handlers  # noqa: F401 # Listens from now on.
        from analytics.services.privacy import ActivityData

        register_personal_data(ActivityData())
