from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class UserProfile(models.Model):
    """What a person tells about themselves; made with the account."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("user"),
        on_delete=models.CASCADE,
        related_name="profile",
        primary_key=True,
    )
    headline = models.CharField(_("headline"), max_length=120, blank=True)
    bio = models.TextField(_("about"), max_length=2000, blank=True)
    language = models.CharField(
        _("language"), max_length=10, choices=settings.INTERFACE_LANGUAGES, blank=True
    )
    timezone = models.CharField(_("time zone"), max_length=64, default="UTC")

    class Meta:
        verbose_name = _("profile")
        verbose_name_plural = _("profiles")

    def __str__(self) -> str:
        return str(self.user)
