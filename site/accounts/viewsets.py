"""Wagtail's users admin, speaking of roles."""

from collections.abc import Sequence
from typing import Any

from django.forms import ModelForm
from django.utils.translation import ngettext
from wagtail.users.views.bulk_actions import AssignRoleBulkAction
from wagtail.users.views.users import UserViewSet

from accounts.enums import Role
from accounts.forms.people import PersonCreationForm, PersonEditForm, RoleForm
from accounts.models import User
from accounts.services.roles import set_role


class PeopleViewSet(UserViewSet):
    """Everybody with an account."""

    create_template_name = "accounts/people/create.html"
    edit_template_name = "accounts/people/edit.html"

    def get_form_class(self, for_update: bool = False) -> "type[ModelForm[User]]":
        return PersonEditForm if for_update else PersonCreationForm


class AssignRole(AssignRoleBulkAction):
    """Give many people a role; Wagtail's own would add them to a group and leave the role."""

    form_class = RoleForm

    def check_perm(self, obj: User) -> bool:
        return bool(super().check_perm(obj)) and obj != self.request.user

    @classmethod
    def execute_action(
        cls, objects: Sequence[User], role: str = Role.STUDENT, **kwargs: Any
    ) -> tuple[int, int]:
        for user in objects:
            set_role(user=user, role=Role(role))
        return len(objects), 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        role = Role(self.cleaned_form.cleaned_data["role"]).label
        message = ngettext(
            "%(count)d person has the role “%(role)s” now.",
            "%(count)d people have the role “%(role)s” now.",
            num_parent_objects,
        )
        return message % {"count": num_parent_objects, "role": role}
