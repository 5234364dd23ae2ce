from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, Panel
from wagtail.models import Orderable, Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from course_pages.blocks import LessonBodyBlock
from course_pages.fields import LightStreamField
from course_pages.models.base import CanonicalPage
from course_pages.models.files import CourseDocument
from course_pages.page_forms import LessonPageForm
from course_pages.panels import OriginalPanel


class LessonPage(CanonicalPage):
    """One sitting: something to read, watch or do, with an honest number of minutes."""

    summary = models.CharField(
        _("summary"), max_length=300, blank=True, help_text=_("One sentence, shown in the outline.")
    )
    body = LightStreamField(LessonBodyBlock(), verbose_name=_("body"), blank=True)
    minutes = models.PositiveSmallIntegerField(
        _("minutes"),
        validators=[MinValueValidator(1), MaxValueValidator(600)],
        help_text=_("How long an average learner needs, exercises included."),
    )
    free_preview = models.BooleanField(
        _("free preview"),
        default=False,
        help_text=_("Anybody may open this lesson without enrolling."),
    )

    parent_page_types: ClassVar[list[str]] = ["course_pages.ModulePage"]
    subpage_types: ClassVar[list[str]] = []
    base_form_class = LessonPageForm
    template = "pages/lesson.html"

    page_description = _("One sitting: something to read, to watch or to do.")

    content_panels: ClassVar[list[Panel]] = [
        *Page.content_panels,
        FieldPanel("body"),
        InlinePanel(
            "attachments",
            heading=_("Attachments"),
            label=_("attachment"),
            help_text=_(
                "Files that go with the whole lesson; learners find them at its end. A file for "
                "one place in the text is a block."
            ),
        ),
        OriginalPanel(_("Minutes and free preview")),
        MultiFieldPanel(
            [
                FieldPanel("summary"),
                FieldPanel(
                    "minutes",
                    help_text=_(
                        "How long an average learner needs, exercises included. Two hundred words "
                        "take a minute to read."
                    ),
                ),
                FieldPanel(
                    "free_preview",
                    help_text=_(
                        "Anybody may open this lesson without enrolling. Choose one that shows the "
                        "course well."
                    ),
                ),
            ],
            heading=_("In the outline"),
        ),
    ]
    # The body stays out of the index: it is for those who may open the lesson.
    search_fields: ClassVar[list[index.BaseField]] = [*Page.search_fields]
    override_translatable_fields: ClassVar[list[SynchronizedField]] = [
        SynchronizedField("minutes", overridable=False),
        SynchronizedField("free_preview", overridable=False),
    ]

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")


class LessonAttachment(Orderable):
    """A file that goes with a lesson; it opens to those who may open the lesson."""

    lesson = ParentalKey(LessonPage, on_delete=models.CASCADE, related_name="attachments")
    document = models.ForeignKey(
        CourseDocument,
        verbose_name=_("document"),
        on_delete=models.PROTECT,
        related_name="lesson_attachments",
    )
    title = models.CharField(
        _("title"), max_length=120, blank=True, help_text=_("Left empty, the document's own.")
    )

    panels: ClassVar[list[Panel]] = [FieldPanel("document"), FieldPanel("title")]

    class Meta(Orderable.Meta):
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")

    def __str__(self) -> str:
        return self.title or self.document.title
