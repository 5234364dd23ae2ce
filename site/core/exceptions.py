"""What a service says when it refuses. Views and the API turn these into answers."""

from django.utils.functional import Promise


class DomainError(Exception):
    """A refusal that the person who asked can read.

    `code` is stable and for programs; `message` is translated and for people.
    """

    code = "refused"

    def __init__(self, message: "str | Promise", *, code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        if code is not None:
            self.code = code


class NotAllowed(DomainError):
    """The person may not do this; asking again will not help."""

    code = "not_allowed"


class InvalidInput(DomainError):
    """What was sent cannot be used as it is."""

    code = "invalid"
