"""What the catalogue does by the clock."""

from celery import shared_task

from course_pages.services.schedule import keep_schedule


@shared_task(name="course_pages.keep_schedule")
def keep_the_schedule() -> int:
    """Publish what is due and take down what has expired; return how much that was."""
    return keep_schedule()
