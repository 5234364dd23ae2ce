"""Forms of the page editor where a field is typed otherwise than it is stored."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

from core.exceptions import InvalidInput
from core.money import Money


class OriginalsForm(WagtailAdminPageForm):
    """Leaves out of the editor of a translation what is read from the original page alone."""

    read_from_original: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and not self.instance.is_canonical:
            for name in self.read_from_original:
                self.fields.pop(name, None)


class CoursePageForm(OriginalsForm):
    """Types the price as a decimal of whole units; stores minor units of the chosen currency."""

    read_from_original = ("category", "difficulty_level", "delivery", "price", "currency")

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
        if "price" in cleaned and "currency" in cleaned:
            self._take_price(cleaned["price"] or 0, cleaned["currency"])
        return cleaned

    def _take_price(self, price: Any, currency: str) -> None:
        try:
            self.instance.price_minor = Money.from_decimal(price, currency).minor
        except InvalidInput as error:
            self.add_error("price", str(error))


class LessonPageForm(OriginalsForm):
    """Minutes and free preview are the original's."""

    read_from_original = ("minutes", "free_preview")
