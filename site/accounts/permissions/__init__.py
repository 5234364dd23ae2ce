"""What a person may do, told from their account alone."""

from accounts.permissions.addresses import is_verified, may_do

__all__ = ["is_verified", "may_do"]
