from typing import ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import (
    FieldPanel,
    MultiFieldPanel,
    ObjectList,
    Panel,
    TabbedInterface,
)
from wagtail.blocks import CharBlock
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from core.money import CURRENCIES, Money
from course_pages.enums import CoverPattern, Delivery, Level, PreviewSeat
from course_pages.fields import LightStreamField
from course_pages.models.base import CanonicalPage
from course_pages.models.category import Category
from course_pages.models.files import CourseImage
from course_pages.page_forms import CoursePageForm
from course_pages.panels import OriginalPanel


class CoursePage(CanonicalPage):
    """A course: what is promised, to whom, at what price.

    Category, level, delivery, price, authors, licence and pattern are read from the canonical page
    alone: the columns of a translation are never asked.
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
        pgettext_lazy("how a course is taken", "delivery"),
        max_length=16,
        choices=Delivery,
        default=Delivery.SELF_PACED,
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
    cover_pattern = models.CharField(
        _("pattern of the cover"),
        max_length=16,
        blank=True,
        choices=CoverPattern,
        help_text=_(
            "A course without a thumbnail gets a drawn cover. Left empty, the pattern is chosen so "
            "that it differs from those of the same category."
        ),
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
    first_seat = PreviewSeat.VISITOR

    page_description = _("What you teach. It has modules, and they have lessons.")

    content_panels: ClassVar[list[Panel]] = [
        *Page.content_panels,
        FieldPanel("subtitle"),
        FieldPanel(
            "description",
            help_text=_("What it is about, whom it is for and how you teach it. A paragraph does."),
        ),
        FieldPanel(
            "outcomes",
            help_text=_(
                "What a learner can do afterwards, each in one line, such as “Ask a table how many "
                "orders came in June.”"
            ),
        ),
        FieldPanel(
            "requirements",
            help_text=_(
                "What a learner should bring along, such as “A laptop with a browser.” Leave it "
                "empty if that is nothing."
            ),
        ),
    ]
    catalogue_panels: ClassVar[list[Panel]] = [
        OriginalPanel(_("Category, level, delivery, price, authors, licence and pattern")),
        MultiFieldPanel(
            [
                FieldPanel("category", help_text=_("The nearest one: those above it find it too.")),
                FieldPanel(
                    "difficulty_level", help_text=_("How much a learner should know before.")
                ),
                FieldPanel(
                    "delivery",
                    help_text=_(
                        "Self-paced: everybody begins when they like. Classroom: a group learns "
                        "together, by dates."
                    ),
                ),
            ],
            heading=_("Where learners find it"),
        ),
        MultiFieldPanel([FieldPanel("price"), FieldPanel("currency")], heading=_("Price")),
        MultiFieldPanel(
            [
                FieldPanel(
                    "thumbnail",
                    help_text=_("A wide picture, 1200 pixels or more, without words in it."),
                ),
                FieldPanel("cover_pattern"),
            ],
            heading=_("Cover"),
        ),
        MultiFieldPanel([FieldPanel("authors"), FieldPanel("licence")], heading=_("Authorship")),
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(content_panels, heading=_("Content")),
            ObjectList(catalogue_panels, heading=_("In the catalogue")),
            ObjectList(Page.promote_panels, heading=_("Promote")),
            ObjectList(Page.settings_panels, heading=_("Settings")),
        ],
        base_form_class=CoursePageForm,
    )
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
        SynchronizedField("cover_pattern", overridable=False),
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
