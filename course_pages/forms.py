"""Forms of the admin's screens for what is no page."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from accounts.enums import Role
from accounts.models import User
from course_pages.enums import StaffRole
from course_pages.models import CourseStaff
from course_pages.permissions.staff import get_managed_courses
from course_pages.services.staff import add_staff, change_role


class AddStaffForm(WagtailAdminModelForm):
    """Names the new member by exact e-mail address: nobody may browse everybody's addresses."""

    person: User

    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("The address with which the instructor logs in, written out in full."),
    )
    role = forms.ChoiceField(
        label=_("Role"),
        choices=[(role.value, role.label) for role in StaffRole if role is not StaffRole.OWNER],
        initial=StaffRole.INSTRUCTOR,
    )

    class Meta:
        model = CourseStaff
        fields = ("course",)

    field_order = ("course", "email", "role")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["course"].queryset = get_managed_courses(self.for_user).order_by("title")

    def clean_email(self) -> str:
        """Find the person; the answer is the same for a learner's address as for nobody's."""
        teachers = User.objects.filter(is_active=True, role__in=(Role.INSTRUCTOR, Role.ADMIN))
        email: str = self.cleaned_data["email"]
        person = teachers.filter(email__iexact=email).first()
        if person is None:
            raise forms.ValidationError(_("No instructor has this address."))
        self.person = person
        return email

    def save(self, commit: bool = True) -> CourseStaff:
        return add_staff(
            course=self.cleaned_data["course"],
            person=self.person,
            role=StaffRole(self.cleaned_data["role"]),
            actor=self.for_user,
        )


class ChangeRoleForm(WagtailAdminModelForm):
    """Changes the role; choosing the owner hands the course over."""

    class Meta:
        model = CourseStaff
        fields = ("role",)
        help_texts = {
            "role": _("There is one owner: the present one becomes an instructor."),
        }

    def save(self, commit: bool = True) -> CourseStaff:
        return change_role(
            staff=self.instance, role=StaffRole(self.cleaned_data["role"]), actor=self.for_user
        )


class RenameForm(forms.Form):
    """A new title for a page; its address stays unless that is asked for."""

    title = forms.CharField(label=_("Title"), max_length=255)
    with_address = forms.BooleanField(
        label=_("Change the address too"),
        required=False,
        help_text=_("The address is made of the new title; the old one leads to it."),
    )
