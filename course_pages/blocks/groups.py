"""The groups under which the block picker shows the blocks."""

from django.utils.translation import gettext_lazy as _

READING = _("To read")
SHOWING = _("To look at")
ANSWERING = _("To answer")
