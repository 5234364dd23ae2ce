"""Forms of the page editor where a field is typed otherwise than it is stored."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

from core.exceptions import InvalidInput
from core.money import Money


class CoursePageForm(WagtailAdminPageForm):
    """Types the price as a decimal of whole units; stores minor units of the chosen currency."""

    price = forms.DecimalField(
        label=_("Price"),
        min_value=0,
        max_digits=10,
        required=False,
        help_text=_("In whole units, such as 19.50. Leave empty or 0 for a free course."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.price_minor:
            self.initial["price"] = self.instance.price.amount

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        currency = cleaned.get("currency") or self.instance.currency
        try:
            self.instance.price_minor = Money.from_decimal(
                cleaned.get("price") or 0, currency
            ).minor
        except InvalidInput as error:
            self.add_error("price", str(error))
        return cleaned
