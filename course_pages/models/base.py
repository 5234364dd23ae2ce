"""What course, module and lesson pages have in common."""

from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from course_pages.fields import CanonicalKey


class CanonicalPage(Page):
    """A page that is one thing in many languages.

    wagtail-localize makes one page per language with a shared `translation_key`. What learners do
    and what money hangs on points at `canonical`: the page that was there first. The canonical
    tree alone decides order, membership and liveness.
    """

    canonical = CanonicalKey(
        "self",
        verbose_name=_("canonical page"),
        on_delete=models.RESTRICT,
        related_name="language_versions",
        editable=False,
    )

    exclude_fields_in_copy: ClassVar[list[str]] = [*Page.exclude_fields_in_copy, "canonical"]

    class Meta:
        abstract = True

    @property
    def is_canonical(self) -> bool:
        return self.canonical_id == self.pk

    def derive_canonical_id(self) -> int:
        """Return the primary key of the page that answers for this one; never empty.

        An alias answers for what its source answers for; any other page for the first page with
        its translation key, which may be itself.
        """
        pages = type(self)._base_manager
        if self.alias_of_id:
            source = pages.filter(pk=self.alias_of_id).values_list("canonical_id", flat=True)
            return source.get()
        first: Self | None = (
            pages.filter(translation_key=self.translation_key)
            .exclude(pk=self.pk)
            .order_by("pk")
            .only("canonical_id")
            .first()
        )
        return first.canonical_id if first else self.pk
