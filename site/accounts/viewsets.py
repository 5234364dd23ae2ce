"""Wagtail's users admin, speaking of roles.

Who changes an account here changes rights, so they are asked who they are first.
"""

from collections.abc import Sequence
from typing import Any

import django_filters
from allauth.account.forms import ResetPasswordForm
from allauth.account.models import EmailAddress
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.functional import Promise, cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import BooleanColumn, BulkActionsCheckboxColumn, Column, DateColumn
from wagtail.admin.views.generic import DeleteView
from wagtail.admin.views.generic.base import BaseObjectMixin, WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.boolean_radio_select import BooleanRadioSelect
from wagtail.admin.widgets.button import Button
from wagtail.users.views.bulk_actions import (
    AssignRoleBulkAction,
    DeleteBulkAction,
    SetActiveStateBulkAction,
)
from wagtail.users.views.users import (
    CreateView,
    EditView,
    IndexView,
    UserColumn,
    UserViewSet,
)

from accounts.enums import Role
from accounts.forms.people import PersonCreationForm, PersonEditForm, RoleForm
from accounts.models import User
from accounts.services.deactivation import deactivate_person, reactivate_person
from accounts.services.roles import set_role
from accounts.services.sessions import end_sessions
from accounts.views.reauthentication import require_recent_login
from core.exceptions import NotAllowed

recently = method_decorator(require_recent_login)

NOT_DELETED = gettext_lazy(
    "People are not deleted here: their courses and what they learned would lose them. Deactivate "
    "the account, or have the person’s data erased."
)


class PeopleFilterSet(WagtailFilterSet):
    role = django_filters.ChoiceFilter(label=gettext_lazy("Role"), choices=Role.choices)
    is_active = django_filters.BooleanFilter(
        label=gettext_lazy("Active"), widget=BooleanRadioSelect
    )
    is_confirmed = django_filters.BooleanFilter(
        label=gettext_lazy("Address confirmed"), widget=BooleanRadioSelect
    )
    last_login = django_filters.DateFromToRangeFilter(
        label=gettext_lazy("Last login"), widget=DateRangePickerWidget
    )

    def __init__(self, *args: Any, is_searching: bool = False, **kwargs: Any) -> None:
        # Wagtail tells its own filters whether words are searched; these work either way.
        super().__init__(*args, **kwargs)

    class Meta:
        model = User
        fields: Sequence[str] = []


class PeopleIndexView(IndexView):
    """Everybody, with what an admin looks for: address, role, whether they can log in."""

    @cached_property
    def columns(self) -> list[Column]:
        return [
            BulkActionsCheckboxColumn("bulk_actions", obj_type="user"),
            self._get_title_column_class(UserColumn)(
                "name",
                accessor="display_name",
                label=gettext_lazy("Name"),
                sort_key="name",
                get_url=self.get_edit_url,
                classname="name",
            ),
            Column("email", label=gettext_lazy("E-mail address"), sort_key="email", width="25%"),
            BooleanColumn("is_confirmed", label=gettext_lazy("Address confirmed"), width="10%"),
            Column(
                "role",
                accessor="get_role_display",
                label=gettext_lazy("Role"),
                sort_key="role",
                width="10%",
            ),
            BooleanColumn(
                "is_active", label=gettext_lazy("Active"), sort_key="is_active", width="10%"
            ),
            DateColumn(
                "last_login", label=gettext_lazy("Last login"), sort_key="last_login", width="15%"
            ),
        ]

    def get_base_queryset(self) -> QuerySet[User]:
        own = EmailAddress.objects.filter(user=OuterRef("pk"), email=OuterRef("email"))
        people: QuerySet[User] = super().get_base_queryset()
        return people.annotate(is_confirmed=Exists(own.filter(verified=True)))

    def get_delete_url(self, instance: User) -> None:
        """Offer no deletion: see `NOT_DELETED`."""


class ActorMixin:
    """Tells the form who fills it in, and says what a service refused beside what was typed."""

    request: HttpRequest

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_form_kwargs()  # type: ignore[misc] # a mixin
        return {**kwargs, "actor": self.request.user}

    @recently
    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().get(*args, **kwargs)  # type: ignore[misc]

    @recently
    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().post(*args, **kwargs)  # type: ignore[misc]

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                return super().form_valid(form)  # type: ignore[misc]
        except NotAllowed as refusal:
            form.add_error(None, str(refusal.message))
            self.produced_error_message = self.get_error_message()  # type: ignore[attr-defined]
            return self.form_invalid(form)  # type: ignore[attr-defined]


class PersonCreateView(ActorMixin, CreateView):
    """Makes an account."""


class PersonEditView(ActorMixin, EditView):
    """Changes an account, with the deeds that are no fields beside it."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.can_delete = False

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        own = [] if self.editing_self else [PersonLogoutView, PersonPasswordView]
        deeds = [
            Button(
                deed.page_title,
                url=reverse(f"wagtailusers_users:{deed.name}", args=[self.object.pk]),
                icon_name=deed.header_icon,
            )
            for deed in own
        ]
        return [*super().header_more_buttons, *deeds]


class PersonDeedView(
    PermissionCheckedMixin, BaseObjectMixin, WagtailAdminTemplateMixin, TemplateView
):
    """Asks before something is done to an account that is no field of it, and does it."""

    name = ""
    question: str | Promise = ""
    model = User
    permission_required = "change"
    template_name = "accounts/people/deed.html"

    @recently
    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().get(*args, **kwargs)

    @recently
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        messages.success(request, self.do(self.object))
        return redirect("wagtailusers_users:edit", self.object.pk)

    def do(self, person: User) -> str:
        """Do it; return what is said about it."""
        raise NotImplementedError

    def get_page_subtitle(self) -> str:
        return self.object.display_name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        people = User._meta.verbose_name_plural
        person = reverse("wagtailusers_users:edit", args=[self.object.pk])
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("wagtailusers_users:index"), "label": capfirst(people)},
            {"url": person, "label": self.object.display_name},
            {"url": "", "label": self.page_title, "sublabel": self.get_page_subtitle()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(question=self.question, person=self.object, **kwargs)


class PersonLogoutView(PersonDeedView):
    name = "log_out"
    page_title = gettext_lazy("Log out everywhere")
    question = gettext_lazy("End every session of this person? They can log in again at once.")
    header_icon = "logout"

    def do(self, person: User) -> str:
        count = end_sessions(user=person)
        words = ngettext("%(count)d session has ended.", "%(count)d sessions have ended.", count)
        return words % {"count": count}


class PersonPasswordView(PersonDeedView):
    name = "send_password_link"
    page_title = gettext_lazy("Send a link for a new password")
    question = gettext_lazy(
        "Send this person a mail with a link to choose a new password? The old one holds until "
        "they do."
    )
    header_icon = "mail"

    def do(self, person: User) -> str:
        form = ResetPasswordForm({"email": person.email})
        if person.is_active and form.is_valid():
            form.save(self.request)
            return _("The link is on its way to %(address)s.") % {"address": person.email}
        return _("Nothing was sent: the account is not active.")


class PersonDeleteView(DeleteView):
    """Says why nobody is deleted, by whatever road somebody comes here."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.user_has_permission("delete"):
            return super().dispatch(request, *args, **kwargs)  # Wagtail's refusal
        messages.error(request, NOT_DELETED)
        return redirect("wagtailusers_users:edit", self.kwargs["pk"])


class PeopleViewSet(UserViewSet):
    """Everybody with an account."""

    index_view_class = PeopleIndexView
    add_view_class = PersonCreateView
    edit_view_class = PersonEditView
    delete_view_class = PersonDeleteView
    filterset_class = PeopleFilterSet
    create_template_name = "accounts/people/create.html"
    edit_template_name = "accounts/people/edit.html"

    def get_form_class(self, for_update: bool = False) -> "type[ModelForm[User]]":
        return PersonEditForm if for_update else PersonCreationForm

    def get_urlpatterns(self) -> list[URLPattern]:
        deeds = [
            path(
                f"<int:pk>/{deed.name}/",
                self.construct_view(deed),
                name=deed.name,
            )
            for deed in (PersonLogoutView, PersonPasswordView)
        ]
        return [*super().get_urlpatterns(), *deeds]


class AdminsDeed:
    """A bulk action of admins: asked who they are first; what a service refuses is said."""

    request: HttpRequest

    @recently
    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().get(*args, **kwargs)  # type: ignore[misc]

    @recently
    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().post(*args, **kwargs)  # type: ignore[misc]

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return super().form_valid(form)  # type: ignore[misc]
        except NotAllowed as refusal:
            messages.error(self.request, refusal.message)
            return redirect("wagtailusers_users:index")

    def get_execution_context(self) -> dict[str, Any]:
        context: dict[str, Any] = super().get_execution_context()  # type: ignore[misc]
        return {**context, "actor": self.request.user}


class AssignRole(AdminsDeed, AssignRoleBulkAction):
    """Give many people a role; Wagtail's own would add them to a group and leave the role."""

    form_class = RoleForm

    def check_perm(self, obj: User) -> bool:
        return bool(super().check_perm(obj)) and obj != self.request.user

    @classmethod
    def execute_action(
        cls,
        objects: Sequence[User],
        role: str = Role.STUDENT,
        actor: User | AnonymousUser | None = None,
        **kwargs: Any,
    ) -> tuple[int, int]:
        for user in _in_order(objects):
            set_role(user=user, role=Role(role), actor=_person(actor))
        return len(objects), 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        role = Role(self.cleaned_form.cleaned_data["role"]).label
        message = ngettext(
            "%(count)d person has the role “%(role)s” now.",
            "%(count)d people have the role “%(role)s” now.",
            num_parent_objects,
        )
        return message % {"count": num_parent_objects, "role": role}


class SetActiveState(AdminsDeed, SetActiveStateBulkAction):
    """Shut many people out, or let them in; Wagtail's own would leave their sessions open."""

    @classmethod
    def execute_action(
        cls,
        objects: Sequence[User],
        mark_as_active: bool = False,
        actor: User | AnonymousUser | None = None,
        **kwargs: Any,
    ) -> tuple[int, int]:
        change = reactivate_person if mark_as_active else deactivate_person
        for person in _in_order(objects):
            change(person=person, actor=_person(actor))
        return len(objects), 0


class RefuseDeletion(DeleteBulkAction):
    """Says why nobody is deleted; Wagtail's own would delete what hangs on them, or fail."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.user_has_permission("delete"):
            return super().dispatch(request, *args, **kwargs)  # Wagtail's refusal
        messages.error(request, NOT_DELETED)
        return redirect("wagtailusers_users:index")


def _in_order(people: Sequence[User]) -> list[User]:
    """Return people in the order in which services lock them."""
    return sorted(people, key=lambda person: person.pk)


def _person(actor: User | AnonymousUser | None) -> User:
    if not isinstance(actor, User):
        raise NotAllowed(_("Only admins change accounts."))
    return actor
