"""What a course, module or lesson still lacks before learners should see it.

One answer for every road: the editor's checks, the workflow's task "ready to publish", the
explorer and the home page of whoever teaches it.
"""

from course_pages.selectors.readiness.answers import (
    check_course,
    check_courses,
    check_page,
    check_pages,
)
from course_pages.selectors.readiness.findings import Finding, Severity
from course_pages.selectors.readiness.screen import PageFindings, Readiness, get_readiness

__all__ = [
    "Finding",
    "PageFindings",
    "Readiness",
    "Severity",
    "check_course",
    "check_courses",
    "check_page",
    "check_pages",
    "get_readiness",
]
