"""What keeps a submitted page from being published."""

from wagtail.models import Page

from course_pages.models import CoursePage
from course_pages.selectors.readiness import Finding, Severity, check_course, check_page


def find_obstacles(page: Page) -> tuple[Finding, ...]:
    """Return what must be mended before `page`, as it is in memory, goes to learners.

    A course is asked with all that is in it; a module, a lesson or a translation for itself.
    """
    if isinstance(page, CoursePage) and page.is_canonical:
        findings = check_course(page.pk)
    else:
        findings = check_page(page)
    return tuple(finding for finding in findings if finding.severity == Severity.MUST)
