"""Field types of the page tree."""

from typing import Any

from django.db import models
from django.db.models import Model
from wagtail.fields import StreamField


class CanonicalKey(models.ForeignKey[Any, Any]):
    """The page that answers for this one in every language: a reference that is never empty.

    The value is worked out whenever the row is written, after the page's own primary key is known,
    so no road (editor, copy, alias, translation, an old draft, bulk creation) can lose or forge it.
    The model says how by `derive_canonical_id()`.
    """

    def pre_save(self, model_instance: Model, add: bool) -> Any:
        value = model_instance.derive_canonical_id()  # type: ignore[attr-defined]
        setattr(model_instance, self.attname, value)
        return value


class LightStreamField(StreamField):
    """A StreamField whose blocks stay out of migrations: changing a block is no schema change."""

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [[]], kwargs
