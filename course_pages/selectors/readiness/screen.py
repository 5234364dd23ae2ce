"""What the editor of a page shows of its readiness."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from wagtail.models import Page

from course_pages.models import CoursePage
from course_pages.selectors.readiness.answers import check_course, check_page
from course_pages.selectors.readiness.findings import Finding, Severity


@dataclass(frozen=True, slots=True)
class PageFindings:
    """What one page lacks."""

    page_id: int
    title: str
    musts: tuple[Finding, ...]
    """What keeps it from working; first."""
    shoulds: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Readiness:
    """What the page in the editor lacks, and what the modules and lessons of a course lack."""

    own: PageFindings
    below: tuple[PageFindings, ...]
    """Those that lack something, in the order of the course; of a course alone."""

    @property
    def is_complete(self) -> bool:
        return not (self.own.musts or self.own.shoulds or self.below)


def get_readiness(page: Page) -> Readiness:
    """Return what `page`, as it is in memory, lacks, and the latest drafts below it.

    Six statements at most; for a course, in its original language, fourteen.
    """
    return Readiness(
        own=_split(page.pk, page.title, check_page(page)), below=tuple(_list_below(page))
    )


def _list_below(page: Page) -> Iterable[PageFindings]:
    if not (isinstance(page, CoursePage) and page.is_canonical):
        return
    for page_id, findings in groupby(check_course(page.pk), key=lambda found: found.page_id):
        if page_id != page.pk:
            group = tuple(findings)
            yield _split(page_id, group[0].page_title, group)


def _split(page_id: int, title: str, findings: tuple[Finding, ...]) -> PageFindings:
    return PageFindings(
        page_id=page_id,
        title=title,
        musts=tuple(found for found in findings if found.severity == Severity.MUST),
        shoulds=tuple(found for found in findings if found.severity == Severity.SHOULD),
    )
