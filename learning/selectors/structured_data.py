"""What search engines are told of a course, as schema.org names it."""

from typing import Any
from urllib.parse import urljoin

from django.utils.translation import gettext as _

from course_pages.models import CoursePage
from learning.selectors.screens import CourseScreen

Data = dict[str, Any]

CONTEXT = "https://schema.org"
PROVIDER = "Hybrid LMS"


def describe_course(
    course: CoursePage, screen: CourseScreen, *, language: str, root: str
) -> list[Data]:
    """Return the course and the way to it; `root` is the address of the site."""
    return [_course(course, screen, language, root), _breadcrumbs(course, screen, root)]


def _course(course: CoursePage, screen: CourseScreen, language: str, root: str) -> Data:
    workload = format_duration(screen.minutes)
    data = {
        "@context": CONTEXT,
        "@type": "Course",
        "name": course.title,
        "description": course.search_description or course.subtitle or course.title,
        "url": urljoin(root, course.url or ""),
        "inLanguage": language,
        "educationalLevel": screen.level,
        "timeRequired": workload,
        "teaches": [str(outcome.value) for outcome in course.outcomes],
        "coursePrerequisites": [str(need.value) for need in course.requirements],
        "license": screen.licence,
        "author": [{"@type": "Person", "name": name} for name in screen.authors],
        "provider": {"@type": "Organization", "name": PROVIDER, "url": root},
        "offers": _offer(screen),
        "hasCourseInstance": {
            "@type": "CourseInstance",
            "courseMode": "Online",
            "courseWorkload": workload,
            "inLanguage": language,
            "instructor": [
                _without_empty(
                    {
                        "@type": "Person",
                        "name": teacher.name,
                        "url": urljoin(root, teacher.url) if teacher.url else "",
                    }
                )
                for teacher in screen.teachers
            ],
        },
    }
    return _without_empty(data)


def _offer(screen: CourseScreen) -> Data:
    return {
        "@type": "Offer",
        "category": "Free" if screen.price.is_free else "Paid",
        "price": str(screen.price.amount),
        "priceCurrency": screen.price.currency,
    }


def _breadcrumbs(course: CoursePage, screen: CourseScreen, root: str) -> Data:
    places = [
        (_("Courses"), screen.catalogue_url),
        (screen.category, screen.category_url),
        (course.title, course.url or ""),
    ]
    found = [(name, url) for name, url in places if name and url]
    return {
        "@context": CONTEXT,
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": urljoin(root, url)}
            for place, (name, url) in enumerate(found, start=1)
        ],
    }


def format_duration(minutes: int) -> str:
    """Return a length in minutes as ISO 8601 writes it: `PT1H20M`; "" for none."""
    hours, rest = divmod(minutes, 60)
    if not minutes:
        return ""
    return "PT" + (f"{hours}H" if hours else "") + (f"{rest}M" if rest else "")


def _without_empty(data: Data) -> Data:
    return {name: value for name, value in data.items() if value not in ("", [], ())}
