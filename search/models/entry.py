from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from course_pages.models import CoursePage, LessonPage
from search.enums import EntryKind
from search.querysets import EntryQuerySet


class Entry(models.Model):
    """One thing that can be found: a course, a lesson, its words, or a passage of a recording.

    A copy of words and of nothing that decides who may read them: whether a page is published, free
    to preview or private is asked of the pages when somebody searches. The index of the terms is
    kept by the database itself; see the migrations.
    """

    kind = models.CharField(_("kind"), max_length=8, choices=EntryKind)
    page = models.ForeignKey(
        Page,
        verbose_name=_("page"),
        on_delete=models.CASCADE,
        related_name="+",
        help_text=_("Whose words they are: the original or a translation."),
    )
    course = models.ForeignKey(
        CoursePage,
        verbose_name=_("course"),
        null=True,
        on_delete=models.CASCADE,
        related_name="+",
        help_text=_("The canonical course, of a course alone."),
    )
    lesson = models.ForeignKey(
        LessonPage,
        verbose_name=_("lesson"),
        null=True,
        on_delete=models.CASCADE,
        related_name="+",
        help_text=_("The canonical lesson, of everything in a lesson."),
    )
    is_free = models.BooleanField(
        _("free preview"),
        default=False,
        help_text=_("Which words are looked at for everybody; the lesson itself decides."),
    )
    is_original = models.BooleanField(_("original"))
    page_language = models.CharField(_("language of the page"), max_length=16)
    language = models.CharField(_("language of the words"), max_length=16)
    title = models.CharField(_("title"), max_length=255)
    words = models.TextField(_("words"), blank=True)
    title_terms = models.TextField(_("title, as it is looked up"), blank=True)
    terms = models.TextField(_("words, as they are looked up"), blank=True)
    block_id = models.CharField(_("block"), max_length=36, blank=True)
    second = models.PositiveIntegerField(
        _("second"), null=True, help_text=_("Where the passage begins in the recording.")
    )

    objects = EntryQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind=EntryKind.COURSE, lesson=None, course__isnull=False)
                | (~models.Q(kind=EntryKind.COURSE) & models.Q(lesson__isnull=False, course=None)),
                name="search_entry_course_or_lesson",
            )
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.kind})"


class EntryTerms(models.Model):
    """SQLite's full-text table beside the entries; PostgreSQL keeps a column, and this empty."""

    entry = models.OneToOneField(
        Entry,
        primary_key=True,
        db_column="rowid",
        on_delete=models.DO_NOTHING,
        related_name="indexed",
    )
    everything = models.TextField(db_column="search_entry_terms")
    """FTS5's hidden column of the table's own name: all columns at once."""

    class Meta:
        managed = False
        db_table = "search_entry_terms"
        verbose_name = _("terms of an entry")
        verbose_name_plural = _("terms of entries")

    def __str__(self) -> str:
        return str(self.pk)
