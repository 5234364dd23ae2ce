"""People, made by the service that makes them in the product."""

from typing import Any

import factory

from accounts.enums import Role
from accounts.models import User
from accounts.services.people import create_account

PASSWORD = "learn-with-joy"


class LearnerFactory(factory.Factory[User]):
    """A student account with a profile and a known password."""

    class Meta:
        model = User

    email = factory.Sequence(lambda number: f"person{number}@example.com")
    password = PASSWORD
    first_name = "Pat"
    last_name = factory.Sequence(lambda number: f"Person {number}")
    role = Role.STUDENT

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **kwargs: Any) -> User:
        return create_account(**kwargs)


class InstructorFactory(LearnerFactory):
    """Someone who may open the admin; which courses they may touch is decided by staff lists."""

    role = Role.INSTRUCTOR


class AdminFactory(LearnerFactory):
    role = Role.ADMIN
