"""Making an account, by whatever road."""

from django.db import transaction

from accounts.enums import Role
from accounts.models import User
from accounts.services.roles import set_role


@transaction.atomic
def create_account(
    *,
    email: str,
    password: str | None = None,
    first_name: str = "",
    last_name: str = "",
    role: Role = Role.STUDENT,
) -> User:
    """Make a person with a profile and a role.

    Raises:
        django.db.IntegrityError: the address, in any case of letters, is taken.
    """
    user = User.objects.create_user(email, password, first_name=first_name, last_name=last_name)
    return user if role == Role.STUDENT else set_role(user=user, role=role)
