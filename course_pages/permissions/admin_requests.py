"""What a request to the admin is about, and whether the person may come near it.

Wagtail's views check their own pages, but not all and not in the same way: the explorer and the
page chooser name any page whose number is put into the address, and the translation screens check
that a person may translate, not what. So one gate stands before all of them.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.apps import apps
from django.http import HttpRequest
from django.urls import ResolverMatch
from wagtail.models import Page
from wagtail.permissions import policy_registry
from wagtail_localize.models import Translation, TranslationSource

from accounts.models import User
from course_pages.models import CourseDocument, CourseImage, CourseMedia
from course_pages.permissions.files import may_teach_with
from course_pages.permissions.pages import CoursePagePermissionPolicy
from course_pages.permissions.people import is_instructor

PAGE_ARGUMENTS = (
    "page_id",
    "parent_page_id",
    "page_to_move_id",
    "destination_id",
    "page_pk",
)
"""Names under which addresses of the admin carry the id of a page."""
FILE_ARGUMENTS = {
    "image_id": CourseImage,
    "document_id": CourseDocument,
    "doc_id": CourseDocument,
    "media_id": CourseMedia,
}
CHOSEN_PAGES = "wagtailadmin_choose_page_chosen_multiple"
PAGES_API = "wagtailadmin_api:pages:"
FILES_APIS: Mapping[str, type[CourseImage] | type[CourseDocument]] = {
    "wagtailadmin_api:images:": CourseImage,
    "wagtailadmin_api:documents:": CourseDocument,
}
"""Their lists name every file whosoever it is, and nothing in the admin needs them; the editor of
translations asks for the one file that it shows."""
REPORTS_ABOUT_EVERYBODY = (
    "wagtailadmin_reports:page_types_usage",
    "wagtail_localize:translations_report",
)
"""Reports that name pages without asking whose they are."""


def may_make_request(request: HttpRequest, match: ResolverMatch) -> bool:
    """Return whether the signed-in person may come near what the admin request names.

    True does not mean allowed: the view still checks what is to be done there.
    """
    user = request.user
    if user.is_superuser:
        return True
    for api, model in FILES_APIS.items():
        if match.view_name.startswith(api):
            return "pk" in match.kwargs and _may_ask_for_file(user, model, match.kwargs["pk"])
    if match.view_name.startswith(REPORTS_ABOUT_EVERYBODY):
        return not is_instructor(user)
    if "wagtail_localize" in match.namespaces:
        return _may_translate(user, match.kwargs)
    return _may_see_files(user, match.kwargs) and _may_see_pages(
        user, _list_page_ids(request, match)
    )


def _may_ask_for_file(user: Any, model: type[CourseImage] | type[CourseDocument], pk: int) -> bool:
    file = model._default_manager.filter(pk=pk).first()
    return file is not None and may_teach_with(user, file)


def _may_see_files(user: Any, arguments: Mapping[str, Any]) -> bool:
    return all(
        policy_registry.get_by_type(model).user_has_any_permission_for_instance(
            user, {"choose", "change"}, file
        )
        for name, model in FILE_ARGUMENTS.items()
        if name in arguments
        for file in model._default_manager.filter(pk=arguments[name])
    )


def _list_page_ids(request: HttpRequest, match: ResolverMatch) -> list[int]:
    ids = [match.kwargs[name] for name in PAGE_ARGUMENTS if match.kwargs.get(name)]
    if match.view_name.startswith(PAGES_API) and "pk" in match.kwargs:
        ids.append(match.kwargs["pk"])
    if match.url_name == CHOSEN_PAGES:
        ids.extend(int(key) for key in request.GET.getlist("id") if key.isdecimal())
    return ids


def _may_see_pages(user: Any, page_ids: Sequence[int]) -> bool:
    if not page_ids:
        return True
    policy: CoursePagePermissionPolicy = policy_registry.get_by_type(Page)
    near = policy.choosable_instances(user).values("pk")
    hidden = Page.objects.filter(pk__in=page_ids).exclude(pk__in=near)
    return all(page.permissions_for_user(user).can_edit() for page in hidden)


def _may_translate(user: Any, arguments: Mapping[str, Any]) -> bool:
    """Return whether the person may edit everything that a translation screen is about."""
    if "page_id" in arguments:
        return _may_edit_all(user, Page.objects.filter(pk=arguments["page_id"]))
    if "model_name" in arguments:
        return _may_edit_snippet(user, arguments)
    if "translation_source_id" in arguments:
        sources = TranslationSource.objects.filter(pk=arguments["translation_source_id"])
        return all(_may_edit_source(user, source) for source in sources)
    translations = Translation.objects.filter(pk=arguments.get("translation_id"))
    return all(_may_edit_source(user, row.source) for row in translations.select_related("source"))


def _may_edit_source(user: User, source: TranslationSource) -> bool:
    model = source.specific_content_type.model_class()
    versions = model.objects.filter(translation_key=source.object_id)
    return _may_edit_all(user, versions)


def _may_edit_snippet(user: User, arguments: Mapping[str, Any]) -> bool:
    try:
        model = apps.get_model(arguments["app_label"], arguments["model_name"])
    except LookupError:
        return True
    return bool(policy_registry.get_by_type(model).user_has_permission(user, "change"))


def _may_edit_all(user: User, instances: Any) -> bool:
    return all(_may_edit(user, instance) for instance in instances)


def _may_edit(user: User, instance: Any) -> bool:
    if isinstance(instance, Page):
        return bool(instance.permissions_for_user(user).can_edit())
    policy = policy_registry.get_by_type(type(instance))
    return bool(policy.user_has_permission_for_instance(user, "change", instance))
