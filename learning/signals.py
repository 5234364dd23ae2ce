"""The events of the journey. Course and lesson ids are always the canonical pages'."""

from events.signals import DomainSignal

student_enrolled = DomainSignal(
    "student_enrolled", provides=("student_id", "course_id", "enrollment_id")
)
"""A student has a place in a course; once for each time the place becomes active."""

student_left = DomainSignal("student_left", provides=("student_id", "course_id", "enrollment_id"))
"""A student has given the place up."""

lesson_completed = DomainSignal(
    "lesson_completed", provides=("student_id", "lesson_id", "course_id")
)
"""A student has marked a lesson complete."""

lesson_reopened = DomainSignal("lesson_reopened", provides=("student_id", "lesson_id", "course_id"))
"""A student has taken "complete" back."""

course_completed = DomainSignal("course_completed", provides=("student_id", "course_id"))
"""A student has completed the last open lesson of a course."""
