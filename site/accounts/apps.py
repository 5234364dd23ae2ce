from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("accounts")
    default = True

    def ready(self) -> None:
        from accounts import (
            checks,  # noqa: F401 # Looks at the settings from now on.
            signal_handlers,  # noqa: F401 # Listens from now on.
        )
        from accounts.adapters.second_factor import mend_allauth

        mend_allauth()

        register_own_data()


def register_own_data() -> None:
    """Answer for the account itself when a person's data are asked for."""
    from accounts.ports import register_personal_data
    from accounts.services.account_data import AccountData

    register_personal_data(AccountData())


class PeopleAdminConfig(WagtailUsersAppConfig):
    """Wagtail's users admin with our forms; stands in INSTALLED_APPS in place of wagtail.users."""

    user_viewset = "accounts.viewsets.PeopleViewSet"
