"""Why a category must stay."""

from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import ngettext

from course_pages.models import Category, CourseFacts, CoursePage


def reasons_to_keep_categories(categories: Iterable[Category]) -> list[str]:
    """Return, in words, what would lose its category; an empty list means that they may go.

    Courses count whatever their language and drafts too; categories below count unless they go
    along.
    """
    ids = [category.pk for category in categories]
    courses = CoursePage.objects.filter(
        Q(category__in=ids) | Q(pk__in=CourseFacts.objects.filter(category__in=ids).values("pk"))
    )
    course_count = courses.values("canonical").distinct().count()
    below = Category.objects.filter(parent__in=ids).exclude(pk__in=ids).count()
    reasons = []
    if course_count:
        words = ngettext(
            "%(count)d course is in it: give the course another category first.",
            "%(count)d courses are in it: give them another category first.",
            course_count,
        )
        reasons.append(words % {"count": course_count})
    if below:
        words = ngettext(
            "%(count)d category stands below it: move that first.",
            "%(count)d categories stand below it: move those first.",
            below,
        )
        reasons.append(words % {"count": below})
    return reasons
