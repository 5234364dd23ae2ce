from collections import defaultdict
from typing import ClassVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.models import TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField


class Category(TranslatableMixin, index.Indexed, models.Model):
    """A subject. Categories nest: a course in a child is found under its parents too.

    A translation stands where the original stands: its parent is copied, in whatever language
    that one is, and compared by translation key.
    """

    name = models.CharField(_("name"), max_length=80)
    slug = models.SlugField(_("slug"), max_length=80, allow_unicode=True)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("parent"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )

    panels: ClassVar[list[Panel]] = [
        FieldPanel("name"),
        FieldPanel("slug"),
        FieldPanel("parent"),
    ]
    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]
    override_translatable_fields: ClassVar[list[SynchronizedField]] = [
        SynchronizedField("parent", overridable=False)
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ("name",)
        constraints = [
            models.UniqueConstraint(
                fields=["slug", "locale"], name="course_pages_category_slug_per_locale"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if self.parent is not None and self._is_under_itself(self.parent.translation_key):
            raise ValidationError(
                {"parent": _("A category cannot stand under itself or under its own child.")}
            )

    @property
    def path(self) -> str:
        """The names from the top category down to this one."""
        return " › ".join(reversed([self.name, *(parent.name for parent in self._get_parents())]))

    def _get_parents(self) -> "list[Category]":
        """Return the categories above, the nearest first; stops where rows go round in a circle."""
        line: list[Category] = []
        above = self.parent
        while above is not None and above not in line:
            line.append(above)
            above = above.parent
        return line

    def _is_under_itself(self, parent: UUID) -> bool:
        """Look for a way up from `parent` back to here, through the rows of every language."""
        above: dict[UUID, set[UUID]] = defaultdict(set)
        rows = Category.objects.exclude(pk=self.pk).exclude(parent=None)
        for key, over in rows.values_list("translation_key", "parent__translation_key"):
            above[key].add(over)
        seen: set[UUID] = set()
        ways = {parent}
        while ways and self.translation_key not in ways:
            seen |= ways
            ways = set().union(*(above[key] for key in ways)) - seen
        return bool(ways)
