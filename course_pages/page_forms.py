"""Forms of the page editor where a field is typed otherwise than it is stored."""

from typing import Any, ClassVar
from uuid import uuid4

from django import forms
from django.db.models import Model
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.permissions import policy_registry
from wagtailmedia import get_media_model

from core.exceptions import InvalidInput
from core.money import Money

_NOT_YOURS = _("This file belongs to somebody else. Choose or upload one of your own.")


class PageForm(WagtailAdminPageForm):
    """Carries, while it is the form of a new page, a key by which a second sending is known."""

    creation_key = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["creation_key"]


class OwnFilesForm(PageForm):
    """Takes no file into a page that the editor may not choose.

    Choosers offer nobody else's files, but a number can be typed into a request; and whoever has
    a private file in a lesson of theirs may read it.
    """

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        for name, value in list(cleaned.items()):
            added = self._list_files(name, value) - self._list_old_files(name)
            if any(not self._may_choose(*file) for file in added):
                self.add_error(name, _NOT_YOURS)
        for formset in self.formsets.values():
            self._check_rows(formset)
        return cleaned

    def _list_old_files(self, name: str) -> set[tuple[type[Model], str]]:
        return self._list_files(name, getattr(self.instance, name, None))

    def _list_files(self, name: str, value: Any) -> set[tuple[type[Model], str]]:
        """Return what a field's value refers to as (model, primary key), files only."""
        models = (get_image_model(), get_document_model(), get_media_model())
        if isinstance(value, models):
            return {(type(value), str(value.pk))}
        fields = {field.name: field for field in self._meta.model._meta.get_fields()}
        if value is None or not hasattr(fields.get(name), "extract_references"):
            return set()
        references = fields[name].extract_references(value)
        return {(model, str(key)) for model, key, *_path in references if model in models}

    def _check_rows(self, formset: Any) -> None:
        for form in formset.forms:
            chosen = form.cleaned_data.get("document") if form.is_valid() else None
            if chosen is None or "document" not in form.changed_data:
                continue
            if not self._may_choose(type(chosen), str(chosen.pk)):
                form.add_error("document", _NOT_YOURS)

    def _may_choose(self, model: type[Model], key: str) -> bool:
        policy = policy_registry.get_by_type(model)
        file = model._default_manager.filter(pk=key).first()
        # Recordings know no right to choose: who may change one may choose it.
        return file is None or bool(
            policy.user_has_any_permission_for_instance(self.for_user, {"choose", "change"}, file)
        )


class OriginalsForm(OwnFilesForm):
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

    usual_minutes = 5
    """Offered in a new lesson: the database takes none without, so a draft could not be kept."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.minutes is None:
            self.initial["minutes"] = self.usual_minutes
