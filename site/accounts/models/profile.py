from django.conf import settings
from django.core.files.storage import default_storage
from django.db import models
from django.utils.translation import gettext_lazy as _

AVATAR_SIZES = (64, 256)
"""Pixels of the sides of the squares that are kept: one for bars and lists, one for pages."""


def name_avatar(key: str, size: int) -> str:
    """Return where the public storage keeps the picture `key` in one size."""
    return f"people/{key}-{size}.webp"


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
    avatar = models.CharField(_("picture"), max_length=32, blank=True, editable=False)
    """The key of the picture's files, new with every picture; "" without one."""
    public_profile = models.BooleanField(_("shown to everybody"), default=False)
    public_slug = models.CharField(
        _("public address"), max_length=16, null=True, unique=True, editable=False
    )
    """Stands in the address of the public page; given when the page is first shown, and kept."""

    class Meta:
        verbose_name = _("profile")
        verbose_name_plural = _("profiles")

    def __str__(self) -> str:
        return str(self.user)

    @property
    def small_avatar_url(self) -> str:
        """Where the picture is for bars and lists; "" without one."""
        return self._get_avatar_url(AVATAR_SIZES[0])

    @property
    def avatar_url(self) -> str:
        """Where the picture is for pages about the person; "" without one."""
        return self._get_avatar_url(AVATAR_SIZES[1])

    def _get_avatar_url(self, size: int) -> str:
        return default_storage.url(name_avatar(self.avatar, size)) if self.avatar else ""
