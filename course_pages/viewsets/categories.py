"""The subjects of the catalogue in Wagtail's admin; admins keep them, instructors choose them."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.menus import MenuItem
from wagtail.admin.ui.tables import Column, LocaleColumn, NumberColumn, TitleColumn
from wagtail.models import Locale
from wagtail.snippets.views.snippets import (
    CreateView,
    IndexView,
    SnippetViewSet,
)

from course_pages.models import Category
from course_pages.selectors.categories import (
    INDENT,
    count_courses,
    describe_translations,
    sort_as_tree,
)

DEPTH_READ_AT_ONCE = "parent__parent__parent"


class NameColumn(TitleColumn):
    """The name, moved in by a step for each category above."""

    cell_template_name = "course_pages/admin/category_cell.html"

    def get_cell_context_data(self, instance: Category, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        return context | {"indent": INDENT * getattr(instance, "depth", 0)}


def sort_by_language(categories: Iterable[Category]) -> list[Category]:
    """Return the tree of each language, that of the site's own first; each row knows its depth."""
    by_language: dict[int, list[Category]] = defaultdict(list)
    for category in sorted(categories, key=lambda row: row.locale_id):
        by_language[category.locale_id].append(category)
    rows = []
    own = Locale.get_default().pk
    for locale in sorted(by_language, key=lambda locale: (locale != own, locale)):
        for category, depth in sort_as_tree(by_language[locale]):
            category.depth = depth
            rows.append(category)
    return rows


class CategoryIndexView(IndexView):
    """The categories in the order of their tree, language by language, with their courses."""

    def get_base_queryset(self) -> QuerySet[Category]:
        rows: QuerySet[Category] = super().get_base_queryset()
        return rows.select_related("locale", DEPTH_READ_AT_ONCE)

    @property
    def is_tree(self) -> bool:
        return not (self.is_searching or self.is_explicitly_ordered)

    def paginate_queryset(self, queryset: Any, page_size: int) -> Any:
        """Sort before the list is cut: the children of one page may begin on the page before."""
        if self.is_tree:
            queryset = sort_by_language(queryset)
        return super().paginate_queryset(queryset, page_size)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        numbers = count_courses(context["object_list"])
        offers = describe_translations(context["object_list"])
        for category in context["object_list"]:
            category.course_count = numbers[category.translation_key]
            category.translation_offer = offers[category.pk]
        return context

    def _get_title_column(self, *args: Any, **kwargs: Any) -> TitleColumn:
        column: TitleColumn = super()._get_title_column(*args, column_class=NameColumn, **kwargs)
        return column

    def get_list_more_buttons(self, instance: Category) -> list[MenuItem]:
        buttons: list[MenuItem] = super().get_list_more_buttons(instance)
        if self.add_url:
            query = urlencode({"parent": instance.pk, "locale": instance.locale.language_code})
            address = reverse(self.add_url_name)
            buttons.append(
                MenuItem(
                    _("Add a category below"),
                    url=f"{address}?{query}",
                    icon_name="plus",
                    priority=15,
                )
            )
        return buttons


class CategoryCreateView(CreateView):
    """Makes a category; `?parent=` chooses beforehand where it stands."""

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "parent": self.request.GET.get("parent")}


class CategoryViewSet(SnippetViewSet):
    """Lists every category as a tree; a filter leaves one language."""

    model = Category
    index_view_class = CategoryIndexView
    add_view_class = CategoryCreateView
    icon = "tag"
    menu_label = gettext_lazy("Categories")
    menu_name = "categories"  # else a word of the language that the menu is first asked in
    add_to_admin_menu = True
    list_display: Any = [
        "name",
        Column("path", label=gettext_lazy("Path")),
        "slug",
        # Its own label would be looked up once for all, in the language of the start.
        LocaleColumn(label=gettext_lazy("Language")),
        NumberColumn("course_count", label=gettext_lazy("Courses")),
    ]
    list_per_page = 50
