from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models, transaction
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models.profile import UserProfile


class UserManager(BaseUserManager["User"]):
    """Makes people by e-mail address; there is no user name."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        if not email:
            raise ValueError("A user needs an e-mail address.")
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        rights = {"is_staff": True, "is_superuser": True, "role": Role.ADMIN}
        return self.create_user(email, password, **{**rights, **fields})

    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email__iexact=email)


class User(AbstractUser):
    """A person who can log in, known by e-mail address.

    `role` is changed by `accounts.services.roles.set_role` alone, which keeps groups and flags
    true to it.
    """

    username = None  # type: ignore[assignment]
    email = models.EmailField(
        _("e-mail address"),
        unique=True,
        error_messages={"unique": _("Somebody with this e-mail address has an account already.")},
    )
    role = models.CharField(_("role"), max_length=16, choices=Role, default=Role.STUDENT)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]

    class Meta(AbstractUser.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(Lower("email"), name="accounts_user_email_unique_lower"),
        ]

    def __str__(self) -> str:
        return self.display_name

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; a new person gets a profile with the account, by whatever road they come."""
        is_new = self._state.adding
        super().save(*args, **kwargs)
        if is_new:
            UserProfile.objects.create(user=self)

    @property
    def display_name(self) -> str:
        """The name others see: the full name, else what stands before the @."""
        return self.get_full_name() or self.email.partition("@")[0]
