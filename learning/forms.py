"""Forms of the admin's screens about learners, and of notes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from accounts.models import User
from core.text import clean_lines
from course_pages.permissions.people import is_admin
from learning.enums import NoteKind, NotePlace
from learning.models import Enrollment
from learning.permissions import get_staffed_courses
from learning.services.enrollment import enroll_student
from learning.services.visits import LONGEST_POSITION


class EnrollForm(WagtailAdminModelForm):
    """Names the learner by exact e-mail address: nobody may browse everybody's addresses."""

    student: User

    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("The address with which the learner logs in, written out in full."),
    )

    class Meta:
        model = Enrollment
        fields = ("course",)

    field_order = ("course", "email")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["course"].queryset = get_staffed_courses(self.for_user).order_by("title")

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        student = User.objects.filter(is_active=True, email__iexact=email).first()
        if student is None:
            raise forms.ValidationError(_("Nobody has an account with this address."))
        self.student = student
        return email

    def save(self, commit: bool = True) -> Enrollment:
        """Enrol by hand; only admins give away what others pay for.

        Raises:
            core.exceptions.NotAllowed: the service refuses.
        """
        return enroll_student(
            student=self.student,
            course=self.cleaned_data["course"],
            paid=is_admin(self.for_user),
            actor_id=self.for_user.pk,
        )


class WordsField(forms.CharField):
    """Text of several lines: what nobody sees, like NUL, is left out instead of refused."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False} | kwargs)

    def to_python(self, value: Any) -> str:
        return clean_lines(super().to_python(value) or "")


class NoteForm(forms.Form):
    """A new note or bookmark. Its fields are written by `components/note_fields.html`."""

    text = WordsField()
    place = forms.ChoiceField(choices=NotePlace, required=False)
    block = forms.CharField(max_length=36, required=False)
    number = forms.IntegerField(min_value=0, max_value=LONGEST_POSITION, required=False)
    quote = WordsField()
    keep = forms.CharField(required=False)

    @property
    def is_bookmark(self) -> bool:
        """Whether a note without words is wanted."""
        return self.data.get("keep") == "bookmark"


class EditNoteForm(forms.Form):
    """Other words for a note, and the version that they were written from."""

    text = WordsField()
    version = WordsField()


class NoteFilterForm(forms.Form):
    """What a list of notes is asked for; what cannot be understood is not asked."""

    kind = forms.ChoiceField(choices=NoteKind, required=False)
    q = WordsField()
    page = WordsField()
