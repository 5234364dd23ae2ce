"""What the system works out about a page.

Every column of a page is in every draft, and publishing an older draft would write the old value
back: computed values live here, in side rows of the canonical page, written by services.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from course_pages.enums import Delivery, Level
from course_pages.models.category import Category
from course_pages.models.course import CoursePage
from course_pages.models.lesson import LessonPage
from course_pages.models.module import ModulePage


class CourseFacts(models.Model):
    """The row of a course that the catalogue filters, sorts and counts by."""

    course = models.OneToOneField(
        CoursePage,
        on_delete=models.CASCADE,
        related_name="facts",
        primary_key=True,
        verbose_name=_("course"),
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    published_at = models.DateTimeField(_("first published"), null=True)
    is_published = models.BooleanField(_("published"), default=False)
    title = models.CharField(_("title"), max_length=255)
    category = models.ForeignKey(
        Category, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("category")
    )
    difficulty_level = models.CharField(_("level"), max_length=16, choices=Level)
    delivery = models.CharField(
        pgettext_lazy("how a course is taken", "delivery"), max_length=16, choices=Delivery
    )
    price_minor = models.BigIntegerField(_("price in minor units"), default=0)
    currency = models.CharField(_("currency"), max_length=3, default="USD")
    lesson_count = models.PositiveIntegerField(_("lessons"), default=0)
    minutes = models.PositiveIntegerField(_("minutes"), default=0)
    languages = models.CharField(
        _("languages"),
        max_length=255,
        blank=True,
        help_text=_("Codes of the languages it is published in, each between commas: ,en,id,"),
    )
    shape = models.TextField(
        _("shape"), blank=True, help_text=_("Minutes of the lessons, part by part: 8,12;14,22")
    )
    cover = models.CharField(
        _("cover"), max_length=40, blank=True, help_text=_("How its cover is drawn.")
    )
    source_id = models.CharField(_("id at the source"), max_length=255, blank=True)

    class Meta:
        verbose_name = _("course facts")
        verbose_name_plural = _("course facts")
        indexes = [
            models.Index(fields=["title"], name="course_facts_title"),
            models.Index(fields=["created_at", "is_published"], name="course_facts_created"),
            models.Index(fields=["category", "difficulty_level"], name="course_facts_category"),
            # All that the catalogue counts by: counting reads this index and not the table.
            models.Index(
                fields=[
                    "category",
                    "difficulty_level",
                    "delivery",
                    "price_minor",
                    "languages",
                ],
                name="course_facts_choices",
                condition=models.Q(is_published=True),
            ),
            models.Index(
                fields=["is_published", "-published_at", "course"], name="course_facts_new"
            ),
            models.Index(fields=["is_published", "title", "course"], name="course_facts_a_to_z"),
            models.Index(fields=["is_published", "minutes", "course"], name="course_facts_short"),
        ]

    def __str__(self) -> str:
        return self.title


class LessonFacts(models.Model):
    """Where a lesson belongs and whether learners can open it."""

    lesson = models.OneToOneField(
        LessonPage,
        on_delete=models.CASCADE,
        related_name="facts",
        primary_key=True,
        verbose_name=_("lesson"),
    )
    course = models.ForeignKey(
        CoursePage, on_delete=models.CASCADE, related_name="+", verbose_name=_("course")
    )
    module = models.ForeignKey(
        ModulePage, on_delete=models.CASCADE, related_name="+", verbose_name=_("module")
    )
    is_open = models.BooleanField(
        _("open"),
        default=False,
        help_text=_("The lesson, its module and its course are all published."),
    )
    source_id = models.CharField(_("id at the source"), max_length=255, blank=True)

    class Meta:
        verbose_name = _("lesson facts")
        verbose_name_plural = _("lesson facts")
        indexes = [models.Index(fields=["course", "is_open"], name="lesson_facts_open")]

    def __str__(self) -> str:
        return str(self.lesson)


class LessonVersionFacts(models.Model):
    """What is known of a lesson in another language than its own, as it was published last."""

    page = models.OneToOneField(
        LessonPage,
        on_delete=models.CASCADE,
        related_name="version_facts",
        primary_key=True,
        verbose_name=_("translated lesson"),
    )
    source_language = models.CharField(_("language of the original"), max_length=100)
    untranslated = models.JSONField(
        _("not translated"),
        default=dict,
        help_text=_(
            "Ids of the blocks in which words of the original stand: “whole” where all of them "
            "are, “part” where some are. The title goes by the name “title”."
        ),
    )

    class Meta:
        verbose_name = _("facts of a translated lesson")
        verbose_name_plural = _("facts of translated lessons")

    def __str__(self) -> str:
        return str(self.page)
