from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("accounts")
    default = True

    def ready(self) -> None:
        from accounts import signal_handlers  # noqa: F401 # Listens from now on.


class PeopleAdminConfig(WagtailUsersAppConfig):
    """Wagtail's users admin with our forms; stands in INSTALLED_APPS in place of wagtail.users."""

    user_viewset = "accounts.viewsets.PeopleViewSet"
