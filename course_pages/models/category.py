from collections import defaultdict
from typing import Any, ClassVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, Panel
from wagtail.models import Locale, TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from course_pages.drawings.covers import choose_palette
from course_pages.validators import check_palette, validate_color


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
    deep = models.CharField(
        _("dark color"),
        max_length=7,
        blank=True,
        validators=[validate_color],
        help_text=_("The covers of its courses are drawn in two colors. Left empty, those above."),
    )
    pale = models.CharField(_("light color"), max_length=7, blank=True, validators=[validate_color])

    panels: ClassVar[list[Panel]] = [
        FieldPanel("name"),
        FieldPanel(
            "slug", help_text=_("The name in addresses: small letters, with hyphens for spaces.")
        ),
        FieldPanel(
            "parent",
            help_text=_(
                "The wider category that this one stands in. Its courses are found there too. Left "
                "empty, it stands at the top."
            ),
        ),
        MultiFieldPanel([FieldPanel("deep"), FieldPanel("pale")], heading=_("Covers")),
    ]
    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]
    override_translatable_fields: ClassVar[list[SynchronizedField]] = [
        SynchronizedField("parent", overridable=False),
        SynchronizedField("deep", overridable=False),
        SynchronizedField("pale", overridable=False),
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

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; a new top category without colors gets those that the fewest others have.

        The slug that a category has had until now goes on leading to it, whatever road (the
        editor, a translation, an import) gives it another.
        """
        if self._state.adding and self.parent_id is None and not (self.deep or self.pale):
            taken = Category.objects.filter(parent=None, locale=self.locale_id)
            palette = choose_palette(taken.values_list("deep", flat=True))
            self.deep, self.pale = palette.deep, palette.pale
        former = Category.objects.filter(pk=self.pk).values_list("slug", flat=True).first()
        super().save(*args, **kwargs)
        if former != self.slug:
            self._keep_former_slug(former)

    def _keep_former_slug(self, former: str | None) -> None:
        """Note the slug that was given up; one that is in use again leads nowhere else."""
        FormerCategorySlug.objects.filter(locale=self.locale_id, slug=self.slug).delete()
        if former:
            FormerCategorySlug.objects.update_or_create(
                locale_id=self.locale_id, slug=former, defaults={"category": self}
            )

    def clean(self) -> None:
        super().clean()
        if self.parent is not None and self._is_under_itself(self.parent.translation_key):
            raise ValidationError(
                {"parent": _("A category cannot stand under itself or under its own child.")}
            )
        check_palette(self.deep, self.pale)
        self._check_slug_is_free()

    def _check_slug_is_free(self) -> None:
        """Say on the form what the database would refuse; the form does not know the locale."""
        locale = self.locale_id or Locale.get_default().pk
        taken = Category.objects.filter(slug=self.slug, locale=locale).exclude(pk=self.pk)
        if taken.exists():
            raise ValidationError(
                {"slug": _("Another category has this slug. Choose another one.")}
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


class FormerCategorySlug(models.Model):
    """A slug that a category had before: addresses that name it lead on.

    Each slug of a language belongs to the category that had it last.
    """

    locale = models.ForeignKey(
        Locale, verbose_name=_("locale"), on_delete=models.CASCADE, related_name="+"
    )
    slug = models.SlugField(_("slug"), max_length=80, allow_unicode=True)
    category = models.ForeignKey(
        Category,
        verbose_name=_("category"),
        on_delete=models.CASCADE,
        related_name="former_slugs",
    )

    class Meta:
        verbose_name = _("former slug of a category")
        verbose_name_plural = _("former slugs of categories")
        constraints = [
            models.UniqueConstraint(
                fields=["slug", "locale"], name="course_pages_former_slug_per_locale"
            )
        ]

    def __str__(self) -> str:
        return self.slug
