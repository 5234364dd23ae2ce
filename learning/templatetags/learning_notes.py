"""The notes beside a lesson.

    {% notes_panel page as panel %}

One query for a learner, none for a visitor; nothing where no gate has asked. Previews show
the place where notes would be.
"""

from django import template
from django.template.context import Context
from django.utils.translation import get_language

from accounts.models import User
from course_pages.models import LessonPage
from course_pages.models.previews import get_seat
from learning.selectors.access import LessonAccess
from learning.selectors.notes import NotesPanel, get_notes_panel
from learning.selectors.previews import get_notes_preview

register = template.Library()


@register.simple_tag(takes_context=True)
def notes_panel(context: Context, page: LessonPage) -> NotesPanel | None:
    """Return the notes of whoever reads `page`; in a preview, as somebody without any finds it."""
    request = context.get("request")
    seat = get_seat(request)
    if seat:
        return get_notes_preview(page, seat)
    access: LessonAccess | None = getattr(request, "lesson_access", None)
    if request is None or access is None or access.lesson_id != page.canonical_id:
        return None
    # `request.user` is a lazy wrapper; what looks at the type needs the person inside.
    person = request.user
    student: User | None = person if person.is_authenticated else None
    return get_notes_panel(student, access, page, language=get_language() or "en")
