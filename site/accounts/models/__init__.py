"""Who people are. Nothing here touches Wagtail: the user table comes before everything else."""

from accounts.models.profile import UserProfile
from accounts.models.user import User

__all__ = ["User", "UserProfile"]
