"""Who people are. Nothing here touches Wagtail: the user table comes before everything else."""

from accounts.models.app_session import AppSession
from accounts.models.email_verification import EmailVerification
from accounts.models.privacy import ErasureRequest, PersonalDataExport
from accounts.models.profile import UserProfile
from accounts.models.user import User

__all__ = [
    "AppSession",
    "EmailVerification",
    "ErasureRequest",
    "PersonalDataExport",
    "User",
    "UserProfile",
]
