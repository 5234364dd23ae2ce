from typing import ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, Panel
from wagtail.blocks import CharBlock
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from core.money import CURRENCIES, Money
from course_pages.enums import Delivery, Level
from course_pages.fields import LightStreamField
from course_pages.models.base import CanonicalPage
from course_pages.models.category import Category
from course_pages.models.files import CourseImage
from course_pages.page_forms import CoursePageForm
from course_pages.panels import OriginalPanel


class CoursePage(CanonicalPage):
    """A course: what is promised, to whom, at what price.

    Category, level, delivery, price, authors and licence are read from the canonical page alone:
    the columns of a translation are never asked.
    """

    subtitle = models.CharField(
        _("subtitle"),
        max_length=200,
        blank=True,
        help_text=_("One line under the title: what a learner will be able to do."),
    )
    description = RichTextField(_("description"), blank=True)
    outcomes = LightStreamField(
        [("outcome", CharBlock(max_length=200, label=_("Outcome")))],
        verbose_name=_("outcomes"),
        blank=True,
        help_text=_("What a learner can do afterwards, each in one line."),
    )
    requirements = LightStreamField(
        [("requirement", CharBlock(max_length=200, label=_("Requirement")))],
        verbose_name=_("requirements"),
        blank=True,
        help_text=_("What a learner should bring along."),
    )
    thumbnail = models.ForeignKey(
        CourseImage,
        verbose_name=_("thumbnail"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    category = models.ForeignKey(
        Category,
        verbose_name=_("category"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="courses",
    )
    difficulty_level = models.CharField(
        _("level"), max_length=16, choices=Level, default=Level.BEGINNER
    )
    delivery = models.CharField(
        _("delivery"), max_length=16, choices=Delivery, default=Delivery.SELF_PACED
    )
    price_minor = models.BigIntegerField(
        _("price in minor units"), default=0, validators=[MinValueValidator(0)]
    )
    currency = models.CharField(
        _("currency"), max_length=3, default="USD", choices=[(code, code) for code in CURRENCIES]
    )
    authors = models.TextField(
        _("authors"),
        blank=True,
        help_text=_("Who wrote the course, one name a line. Who teaches it here is named anyway."),
    )
    licence = models.CharField(
        _("licence"),
        max_length=80,
        blank=True,
        help_text=_("Under which licence the course may be used, such as CC-BY-4.0."),
    )

    parent_page_types: ClassVar[list[str]] = ["course_pages.CourseIndexPage"]
    subpage_types: ClassVar[list[str]] = ["course_pages.ModulePage"]
    base_form_class = CoursePageForm
    template = "pages/course.html"

    content_panels: ClassVar[list[Panel]] = [
        *Page.content_panels,
        FieldPanel("subtitle"),
        FieldPanel("description"),
        FieldPanel("outcomes"),
        FieldPanel("requirements"),
        FieldPanel("thumbnail"),
    ]
    promote_panels: ClassVar[list[Panel]] = [
        OriginalPanel(_("Category, level, delivery, price, authors and licence")),
        MultiFieldPanel(
            [FieldPanel("category"), FieldPanel("difficulty_level"), FieldPanel("delivery")],
            heading=_("In the catalogue"),
        ),
        MultiFieldPanel([FieldPanel("price"), FieldPanel("currency")], heading=_("Price")),
        MultiFieldPanel([FieldPanel("authors"), FieldPanel("licence")], heading=_("Authorship")),
        *Page.promote_panels,
    ]
    search_fields: ClassVar[list[index.BaseField]] = [
        *Page.search_fields,
        index.SearchField("subtitle"),
        index.SearchField("description"),
        index.AutocompleteField("subtitle"),
    ]
    override_translatable_fields: ClassVar[list[SynchronizedField]] = [
        SynchronizedField("category", overridable=False),
        SynchronizedField("difficulty_level", overridable=False),
        SynchronizedField("delivery", overridable=False),
        SynchronizedField("price_minor", overridable=False),
        SynchronizedField("currency", overridable=False),
        SynchronizedField("authors", overridable=False),
        SynchronizedField("licence", overridable=False),
    ]

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(price_minor__gte=0),
                name="course_pages_course_price_not_negative",
            )
        ]

    @property
    def author_names(self) -> tuple[str, ...]:
        """Names of those who wrote it, in order; ask the canonical page."""
        return tuple(name.strip() for name in self.authors.splitlines() if name.strip())

    @property
    def price(self) -> Money:
        """This page's own price; ask the canonical page for the one that holds."""
        return Money(self.price_minor, self.currency)
