"""Keeps what a source says that the site has no place for yet."""

import json
from typing import Any

from course_pages.models import CoursePage
from interchange.document import CourseDocument
from interchange.models import CourseSource
from interchange.writers.digests import plain
from interchange.writers.limits import LICENCE


def keep_source(course: CoursePage, document: CourseDocument, format_name: str) -> None:
    """Note where a course came from, and what else its source says; written only where it differs.

    A licence that is longer than its column stands whole among the settings that are kept.
    """
    kept: dict[str, Any] = json.loads(json.dumps(plain(document.kept)[1]))
    if len(document.licence) > LICENCE:
        kept["settings"] = {**kept["settings"], "licence": document.licence}
    values = {"format": format_name, "kept": kept}
    same = CourseSource.objects.filter(course=course.canonical_id).values(*values).first()
    if same != values:
        CourseSource.objects.update_or_create(course_id=course.canonical_id, defaults=values)
