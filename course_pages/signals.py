"""The events of the catalogue. `course_id` is always the canonical page's."""

from events.signals import DomainSignal

course_created = DomainSignal("course_created", provides=("course_id",))
"""A course exists, by whatever road; not yet published, as a rule."""

course_published = DomainSignal("course_published", provides=("course_id", "is_first"))
"""A course, or a new version of it, can be seen by everybody; `is_first` the first time only."""

course_unpublished = DomainSignal("course_unpublished", provides=("course_id",))
"""A course has left the catalogue; its learners keep their records."""

course_translated = DomainSignal("course_translated", provides=("course_id",))
"""A translation of a course's own page, or a new version of one, can be seen by everybody."""

lesson_published = DomainSignal("lesson_published", provides=("course_id", "lesson_id"))
"""A lesson or a translation of it is published; `lesson_id` is that of the canonical one."""

recording_changed = DomainSignal("recording_changed", provides=("recording_id",))
"""A recording, its captions or its transcript was saved anew."""

approval_requested = DomainSignal("approval_requested", provides=("task_state_id",))
"""A draft waits for somebody who answers for its course; a state of a `TeacherApprovalTask`."""
