"""The events of the catalogue. `course_id` is always the canonical page's."""

from events.signals import DomainSignal

course_created = DomainSignal("course_created", provides=("course_id",))
"""A course exists, by whatever road; not yet published, as a rule."""

course_published = DomainSignal("course_published", provides=("course_id", "is_first"))
"""A course, or a new version of it, can be seen by everybody; `is_first` the first time only."""

course_unpublished = DomainSignal("course_unpublished", provides=("course_id",))
"""A course has left the catalogue; its learners keep their records."""
