"""Editor's furniture."""

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.admin.panels import HelpPanel


class OriginalPanel(HelpPanel):
    """Tells the editor of a translation where to change what only the original page says.

    `content` names the fields; the panel is shown on translations alone.
    """

    class BoundPanel(HelpPanel.BoundPanel):
        def __init__(self, **kwargs: Any) -> None:
            super().__init__(**kwargs)
            if self.is_shown():
                self.content = self._say_where()

        def is_shown(self) -> bool:
            page = self.instance
            return bool(page is not None and page.pk and not page.is_canonical)

        def _say_where(self) -> SafeString:
            return format_html(
                '{} <a href="{}">{}</a>',
                _("%(fields)s are the same in every language.") % {"fields": self.panel.content},
                reverse("wagtailadmin_pages:edit", args=[self.instance.canonical_id]),
                _("Change them in the original"),
            )
