"""Which accounts at other sites open a person's account here."""

from dataclasses import dataclass

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Connection:
    """An account elsewhere; `known_as` is the address or name it has there, perhaps ""."""

    pk: int
    provider_name: str
    known_as: str


def list_connections(request: HttpRequest, person: AbstractBaseUser) -> list[Connection]:
    """Return a person's connections to the providers that have keys, by name; one statement."""
    names = {provider.sub_id: provider.name for provider in get_adapter().list_providers(request)}
    accounts = SocialAccount.objects.filter(user=person, provider__in=names)
    found = [Connection(row.pk, names[row.provider], _find_name(row)) for row in accounts]
    return sorted(found, key=lambda connection: (connection.provider_name, connection.pk))


def has_providers(request: HttpRequest) -> bool:
    """Return whether people may log in by any other site; free."""
    return bool(get_adapter().list_providers(request))


def _find_name(account: SocialAccount) -> str:
    told = account.extra_data
    return str(told.get("email") or told.get("username") or told.get("name") or "")
