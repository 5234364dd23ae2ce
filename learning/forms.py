"""Forms of the admin's screens about learners."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from accounts.models import User
from course_pages.permissions.people import is_admin
from learning.models import Enrollment
from learning.permissions import get_staffed_courses
from learning.services.enrollment import enroll_student


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
