from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class EmailVerification(models.Model):
    """A link that was mailed to confirm an e-mail address; it works once, for a time.

    The row keeps the digest of the link's token and not the token: who reads the table can confirm
    nothing. It goes with the address, and an unused one with the next link to the same address.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("user"),
        on_delete=models.CASCADE,
        related_name="email_verifications",
    )
    email_address = models.ForeignKey(
        "account.EmailAddress",
        verbose_name=_("e-mail address"),
        on_delete=models.CASCADE,
        related_name="verifications",
    )
    token_digest = models.CharField(_("digest of the token"), max_length=64, unique=True)
    made_at = models.DateTimeField(_("made at"), default=timezone.now)
    expires_at = models.DateTimeField(_("expires at"))
    used_at = models.DateTimeField(_("used at"), null=True, blank=True)

    class Meta:
        verbose_name = _("e-mail verification")
        verbose_name_plural = _("e-mail verifications")
        constraints = [
            models.UniqueConstraint(
                fields=["email_address"],
                condition=models.Q(used_at=None),
                name="accounts_emailverification_one_open",
            ),
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("made_at")),
                name="accounts_emailverification_expires_after_made",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email_address_id}: {self.made_at:%Y-%m-%d %H:%M}"
