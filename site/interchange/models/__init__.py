"""Imports that were asked for, and what courses hold that has no place in the site yet."""

from interchange.models.course_import import CourseImport
from interchange.models.course_source import CourseSource

__all__ = ["CourseImport", "CourseSource"]
