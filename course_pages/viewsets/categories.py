"""The subjects of the catalogue in Wagtail's admin; admins keep them, instructors choose them."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from course_pages.models import Category

DEPTH_READ_AT_ONCE = "parent__parent__parent"


class CategoryIndexView(IndexView):
    def get_base_queryset(self) -> QuerySet[Category]:
        rows: QuerySet[Category] = super().get_base_queryset()
        return rows.select_related(DEPTH_READ_AT_ONCE)


class CategoryViewSet(SnippetViewSet):
    """Lists every category with its path, in one language at a time."""

    model = Category
    index_view_class = CategoryIndexView
    icon = "tag"
    menu_label = _("Categories")
    add_to_admin_menu = True
    list_display: Any = ["name", Column("path", label=_("Path")), "slug"]
    list_per_page = 50
