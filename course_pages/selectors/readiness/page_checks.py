"""What is asked of a course, a module and a lesson as such. Each check is a pure function."""

from collections.abc import Callable, Iterator
from typing import TypeAlias

from django.utils.translation import gettext as _

from course_pages.selectors.readiness.drafts import Draft
from course_pages.selectors.readiness.findings import Finding, Severity

PageCheck: TypeAlias = Callable[[Draft], Iterator[Finding]]
MUST, SHOULD = Severity.MUST, Severity.SHOULD


def check_course_words(draft: Draft) -> Iterator[Finding]:
    if not draft.has_words("description"):
        message = _("The course has no description. Say what it is about and whom it is for.")
        yield draft.find("description_missing", MUST, message)
    outcomes = draft.values.get("outcomes") or ()
    if not any(str(outcome.get("value") or "").strip() for outcome in outcomes):
        message = _("No outcome is named. Say what a learner can do afterwards, a line for each.")
        yield draft.find("outcome_missing", MUST, message)
    if not draft.has_words("subtitle"):
        message = _("The course has no subtitle. Lists show it under the title: promise one thing.")
        yield draft.find("subtitle_missing", SHOULD, message)
    if not draft.has_words("search_description"):
        message = _(
            "Search engines have no description to show. Write one under “Promote”, in a sentence "
            "or two."
        )
        yield draft.find("search_description_missing", SHOULD, message)


def check_category(draft: Draft) -> Iterator[Finding]:
    if not draft.values.get("category"):
        message = _("The course is in no category. Choose one, so that learners find it.")
        yield draft.find("category_missing", MUST, message)


def check_course_parts(draft: Draft) -> Iterator[Finding]:
    if not draft.module_count:
        message = _("The course has no module. Add one, then put lessons into it.")
        yield draft.find("module_missing", MUST, message)
    elif not draft.lesson_count:
        message = _("The course has no lesson. Add one to a module.")
        yield draft.find("lesson_missing", MUST, message)


def check_preview(draft: Draft) -> Iterator[Finding]:
    if draft.values.get("price_minor") and draft.lesson_count and not draft.preview_count:
        message = _(
            "Nobody can look into this course before they pay. Tick “Free preview” in a lesson "
            "that shows it well."
        )
        yield draft.find("preview_missing", SHOULD, message)


def check_module_parts(draft: Draft) -> Iterator[Finding]:
    if not draft.lesson_count:
        message = _("The module has no lesson. Add one, or delete the module.")
        yield draft.find("module_empty", MUST, message)


def check_lesson_words(draft: Draft) -> Iterator[Finding]:
    if not draft.blocks:
        message = _("The lesson is empty. Add a text, a picture or a recording.")
        yield draft.find("body_empty", MUST, message)
    if not draft.has_words("summary"):
        message = _("The lesson has no summary. The outline shows it: one sentence is enough.")
        yield draft.find("summary_missing", SHOULD, message)


COURSE_CHECKS: tuple[PageCheck, ...] = (
    check_course_parts,
    check_course_words,
    check_category,
    check_preview,
)
MODULE_CHECKS: tuple[PageCheck, ...] = (check_module_parts,)
LESSON_CHECKS: tuple[PageCheck, ...] = (check_lesson_words,)

OF_THE_ORIGINAL = {
    "category_missing",
    "lesson_missing",
    "module_empty",
    "module_missing",
    "preview_missing",
}
"""Codes about what a translation takes from its original: there they are said, and not twice."""
