"""Keeps what is known of recordings true."""

from course_pages.models import CourseMedia


def refresh_cues() -> int:
    """Read the cues of captions that were stored before cues were; return how many rows changed.

    A repair, safe to run twice: rows that have cues are left alone.
    """
    changed = 0
    for recording in CourseMedia.objects.exclude(captions="").filter(cues=[]).iterator():
        recording.renew_cues()
        if recording.cues:
            recording.save(update_fields=["cues"])
            changed += 1
    return changed
