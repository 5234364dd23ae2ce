"""The explorer's lists of courses, modules and lessons: columns, filters, order.

Wagtail chooses the viewset by what may stand under the page whose children are listed.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any, ClassVar

from django.conf import settings
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.forms import CheckboxSelectMultiple, RadioSelect
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_filters import ChoiceFilter, DateFromToRangeFilter, MultipleChoiceFilter, RangeFilter
from wagtail.admin.filters import DateRangePickerWidget, NumberRangeWidget, WagtailFilterSet
from wagtail.admin.ui.tables import BaseColumn, BooleanColumn, Column, DateColumn, NumberColumn
from wagtail.admin.ui.tables.pages import (
    BulkActionsColumn,
    NavigateToChildrenColumn,
    PageStatusColumn,
    PageTitleColumn,
)
from wagtail.admin.views.pages.listing import ExplorableIndexView
from wagtail.admin.views.pages.usage import ContentTypeUseView
from wagtail.models import Locale, Page

from core.templatetags.look import price
from course_pages import ports
from course_pages.enums import Delivery, Direction, Level
from course_pages.models import CoursePage, LessonPage, ModulePage
from course_pages.models.base import CanonicalPage
from course_pages.selectors.categories import list_category_choices, list_ids_under
from course_pages.selectors.explorer import (
    ExplorerRow,
    describe_pages,
    find_pages_missing_in,
    get_category_name,
    order_of,
)
from course_pages.viewsets.page_actions import get_move_button_id
from course_pages.viewsets.saving import WholePageViewSet

SORTS: dict[str, tuple[type[CanonicalPage], Callable[[], Any]]] = {
    "category": (CoursePage, get_category_name),
    "level": (CoursePage, partial(F, "canonical__difficulty_level")),
    "price": (CoursePage, partial(F, "canonical__price_minor")),
    "minutes": (LessonPage, partial(F, "canonical__minutes")),
    "free_preview": (LessonPage, partial(F, "canonical__free_preview")),
}
"""What a column sorts by: a value of the page type, asked of the original."""
PUBLISHED, CHANGED, DRAFT = "published", "changed", "draft"
STATUSES = {
    PUBLISHED: Q(live=True, has_unpublished_changes=False),
    CHANGED: Q(live=True, has_unpublished_changes=True),
    DRAFT: Q(live=False),
}


def row_of(page: Page) -> ExplorerRow | None:
    """Return what the list has found out about a page in it; None for pages of other types."""
    row: ExplorerRow | None = getattr(page, "explorer_row", None)
    return row


class RowColumn(Column):
    """Shows something of the page's `ExplorerRow`."""

    def get_value(self, instance: Page) -> Any:
        row = row_of(instance)
        return None if row is None else super().get_value(row)


class RowNumberColumn(RowColumn):
    """Shows a number of the row; nothing where there is none."""

    def get_cell_context_data(self, instance: Page, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        if context["raw_value"] is not None:
            number = NumberColumn(self.name, accessor=lambda _page: context["raw_value"])
            context["value"] = number.get_cell_context_data(instance, parent_context)["value"]
        return context


class RowBooleanColumn(BooleanColumn):
    """Shows a tick or a cross of the row."""

    def get_value(self, instance: Page) -> bool | None:
        row = row_of(instance)
        return None if row is None else super().get_value(row)


class LanguagesColumn(RowColumn):
    """Names the languages that a page is written in, and what is amiss in which."""

    cell_template_name = "course_pages/admin/languages_cell.html"

    class Media:
        css: ClassVar[dict[str, list[str]]] = {"all": ["css/admin_explorer.css"]}


class MoveColumn(BaseColumn):
    """Two buttons that move the page one step: for keys, and for pointers that do not drag."""

    cell_template_name = "course_pages/admin/move_cell.html"

    def get_cell_context_data(self, instance: Page, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        number = parent_context["row"].index + self._count_before(parent_context)
        return context | {
            "up_id": get_move_button_id(instance, Direction.UP),
            "down_id": get_move_button_id(instance, Direction.DOWN),
            "is_first": number == 0,
            "is_last": number + 1 == parent_context.get("items_count"),
            "next_url": parent_context["request"].get_full_path(),
        }

    def _count_before(self, parent_context: Any) -> int:
        page = parent_context.get("page_obj")
        return page.start_index() - 1 if page else 0


def make_number_columns(page_type: type[CanonicalPage]) -> list[Column]:
    """Return a column for each number that apps above know of pages of this type."""
    return [
        RowNumberColumn(
            column.name,
            label=column.label,
            accessor=lambda row, name=column.name: row.numbers.get(name, 0),
        )
        for column in ports.explorer_columns
        if column.page_type is page_type
    ]


def _say_price(row: ExplorerRow) -> str:
    """Return the price of a course; "" for what a search has found beside courses."""
    return price(row.original.price) if isinstance(row.original, CoursePage) else ""


def _say_kind(row: ExplorerRow) -> str:
    course = row.original
    if not isinstance(course, CoursePage):
        return ""
    return f"{course.get_difficulty_level_display()} · {course.get_delivery_display()}"


START: tuple[BaseColumn, ...] = (
    BulkActionsColumn("bulk_actions"),
    PageTitleColumn("title", label=_("Title"), sort_key="title", classname="title", width="28%"),
)
END: tuple[BaseColumn, ...] = (
    LanguagesColumn("languages", label=_("Languages")),
    DateColumn(
        "latest_revision_created_at", label=_("Updated"), sort_key="latest_revision_created_at"
    ),
    PageStatusColumn("status", label=_("Status"), sort_key="live"),
)
LESSONS = RowNumberColumn("lessons", label=_("Lessons"))
MINUTES_TOGETHER = RowNumberColumn("minutes", label=_("Minutes"))


class ExplorerFilterSet(WagtailFilterSet):
    """What every list can be narrowed by."""

    status = MultipleChoiceFilter(
        label=_("Status"),
        method="filter_status",
        choices=[
            (PUBLISHED, _("Published")),
            (CHANGED, _("Published, with changes in a draft")),
            (DRAFT, _("Not published")),
        ],
        widget=CheckboxSelectMultiple,
    )
    missing_in = ChoiceFilter(
        label=_("No translation into"),
        method="filter_missing_in",
        choices=lambda: _list_open_languages(),
        empty_label=_("Any"),
        widget=RadioSelect,
    )
    latest_revision_created_at = DateFromToRangeFilter(
        label=_("Date updated"), widget=DateRangePickerWidget
    )

    class Meta:
        model = Page
        fields: ClassVar[list[str]] = []

    def filter_status(self, pages: Any, name: str, value: list[str]) -> Any:
        wanted = Q()
        for status in value:
            wanted |= STATUSES[status]
        return _only(pages, Page.objects.filter(wanted)) if value else pages

    def filter_missing_in(self, pages: Any, name: str, value: str) -> Any:
        return pages.filter(pk__in=find_pages_missing_in(value))


def _list_open_languages() -> list[tuple[str, str]]:
    names = dict(settings.LANGUAGES)
    codes = Locale.objects.order_by("language_code").values_list("language_code", flat=True)
    return [(code, str(names.get(code, code))) for code in codes]


def _only(pages: Any, wanted: QuerySet[Any]) -> Any:
    """Keep `wanted`; by primary key alone, since a search knows no other columns to filter by."""
    return pages.filter(pk__in=wanted.order_by().values("pk"))


class CourseFilterSet(ExplorerFilterSet):
    """Narrows a list of courses; other pages that a search has found drop out."""

    category = ChoiceFilter(
        label=_("Category"),
        method="filter_category",
        choices=list_category_choices,
        empty_label=_("Any"),
    )
    level = MultipleChoiceFilter(
        label=_("Level"),
        method="filter_column",
        field_name="canonical__difficulty_level",
        choices=Level.choices,
        widget=CheckboxSelectMultiple,
    )
    delivery = MultipleChoiceFilter(
        label=pgettext_lazy("how a course is taken", "Delivery"),
        method="filter_column",
        field_name="canonical__delivery",
        choices=Delivery.choices,
        widget=CheckboxSelectMultiple,
    )

    def filter_queryset(self, queryset: Any) -> Any:
        pages = super().filter_queryset(queryset)
        return _only(pages, CoursePage.objects.all()) if self.form.has_changed() else pages

    def filter_category(self, pages: Any, name: str, value: str) -> Any:
        return _only(
            pages, CoursePage.objects.filter(canonical__category__in=list_ids_under(value))
        )

    def filter_column(self, pages: Any, name: str, value: list[str]) -> Any:
        if not value:
            return pages
        return _only(pages, CoursePage.objects.filter(Q((f"{name}__in", value))))


class LessonFilterSet(ExplorerFilterSet):
    """Narrows what stands in a course by what only lessons have; modules drop out then."""

    minutes = RangeFilter(label=_("Minutes"), method="filter_minutes", widget=NumberRangeWidget)
    free_preview = ChoiceFilter(
        label=_("Free preview"),
        method="filter_free_preview",
        choices=[("true", _("Yes")), ("false", _("No"))],
        empty_label=_("Any"),
        widget=RadioSelect,
    )

    def filter_minutes(self, pages: Any, name: str, value: slice) -> Any:
        lessons = LessonPage.objects.all()
        if value.start is not None:
            lessons = lessons.filter(canonical__minutes__gte=value.start)
        if value.stop is not None:
            lessons = lessons.filter(canonical__minutes__lte=value.stop)
        return _only(pages, lessons)

    def filter_free_preview(self, pages: Any, name: str, value: str) -> Any:
        return _only(pages, LessonPage.objects.filter(canonical__free_preview=value == "true"))


class DescribedPagesMixin:
    """A list of pages that finds out about all its rows together, and sorts by what they tell."""

    request: Any
    is_searching: bool
    columns: Sequence[BaseColumn]
    ordering: str | None

    def get_valid_orderings(self) -> list[str]:
        orderings: list[str] = super().get_valid_orderings()  # type: ignore[misc]
        if self.is_searching:
            # The search index knows none of these.
            orderings = [key for key in orderings if key.lstrip("-") not in SORTS]
        return orderings

    def order_queryset(self, pages: QuerySet[Page]) -> QuerySet[Page]:
        key = (self.ordering or "").lstrip("-")
        if key not in SORTS:
            ordered: QuerySet[Page] = super().order_queryset(pages)  # type: ignore[misc]
            return ordered
        page_type, get_value = SORTS[key]
        row = page_type.objects.filter(pk=OuterRef("pk"))
        value = Subquery(row.values(value=get_value())[:1])
        is_down = (self.ordering or "").startswith("-")
        by_value = value.desc(nulls_last=True) if is_down else value.asc(nulls_last=True)
        return pages.order_by(by_value, "path")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        describe(context["object_list"])
        return context


def describe(pages: Iterable[Page]) -> None:
    """Leave on each page what its row shows."""
    rows = describe_pages(pages)
    for page in pages:
        page.explorer_row = rows.get(page.pk)


class ChildrenView(DescribedPagesMixin, ExplorableIndexView):
    """The children of a page, in the order in which learners meet them.

    A search or a filter looks at everything below, of whatever type.
    """

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        # Whatever the viewset is for: a search in a course finds its lessons too.
        self.model = Page

    @cached_property
    def is_original(self) -> bool:
        return bool(getattr(self.parent_page, "is_canonical", True))

    @cached_property
    def is_in_order(self) -> bool:
        """The list is in the order of the tree."""
        is_whole = not (self.is_searching or self.is_filtering)
        return is_whole and self.ordering in (None, self.sort_order_field)

    def get_ordering(self) -> str | None:
        if self.is_searching and not self.is_explicitly_ordered:
            return None
        ordering: str | None = self.request.GET.get("ordering")
        return ordering if ordering in self.get_valid_orderings() else None

    def get_valid_orderings(self) -> list[str]:
        orderings = super().get_valid_orderings()
        if not self.is_original and self.sort_order_field in orderings:
            orderings.remove(self.sort_order_field)
        return orderings

    def order_queryset(self, pages: QuerySet[Page]) -> QuerySet[Page]:
        if self.is_searching and not self.is_explicitly_ordered:
            return pages
        if self.ordering is None:
            return pages.order_by("path") if self.is_filtering else self._order_by_place(pages)
        return super().order_queryset(pages)

    def _order_by_place(self, pages: QuerySet[Page]) -> QuerySet[Page]:
        return pages.order_by(order_of(self.parent_page), "path")

    @cached_property
    def explorable_columns(self) -> list[BaseColumn]:
        columns: list[BaseColumn] = [*self.columns, NavigateToChildrenColumn("navigate")]
        if self.is_in_order and self.is_original and self.permissions.can_reorder_children():
            columns.insert(-1, MoveColumn("move", label=_("Order")))
        return columns

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        """The order of a translation is the original's: nothing can be sorted there."""
        buttons = super().header_more_buttons
        if self.is_original:
            return list(buttons)
        return _leave_out_sorting(buttons)


def _leave_out_sorting(buttons: Iterable[Any]) -> list[Any]:
    return [button for button in buttons if "?ordering=ord" not in (button.url or "")]


class CatalogueView(ChildrenView):
    """The courses of the catalogue, the newest changes first: its order is learners' to choose."""

    sort_order_field = None

    def _order_by_place(self, pages: QuerySet[Page]) -> QuerySet[Page]:
        newest = F("latest_revision_created_at").desc(nulls_last=True)
        return pages.order_by(newest, "-pk")

    @cached_property
    def is_in_order(self) -> bool:
        return False

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        return _leave_out_sorting(super().header_more_buttons)


class UsedTypeView(DescribedPagesMixin, ContentTypeUseView):
    """Every page of a type that the person may see."""


class CoursePageViewSet(WholePageViewSet):
    model = CoursePage
    icon = "doc-full"
    index_view_class = CatalogueView
    content_type_use_view_class = UsedTypeView
    filterset_class = CourseFilterSet
    columns = (
        *START,
        RowColumn("category", label=_("Category"), sort_key="category"),
        RowColumn("level", label=_("Level and pace"), accessor=_say_kind, sort_key="level"),
        RowColumn("price", label=_("Price"), accessor=_say_price, sort_key="price"),
        LESSONS,
        MINUTES_TOGETHER,
        *make_number_columns(CoursePage),
        *END,
    )


class ModulePageViewSet(WholePageViewSet):
    model = ModulePage
    icon = "folder-open-inverse"
    index_view_class = ChildrenView
    content_type_use_view_class = UsedTypeView
    filterset_class = LessonFilterSet
    columns = (*START, LESSONS, MINUTES_TOGETHER, *make_number_columns(ModulePage), *END)


class LessonPageViewSet(WholePageViewSet):
    model = LessonPage
    icon = "doc-full-inverse"
    index_view_class = ChildrenView
    content_type_use_view_class = UsedTypeView
    filterset_class = LessonFilterSet
    columns = (
        *START,
        RowNumberColumn("minutes", label=_("Minutes"), sort_key="minutes"),
        RowBooleanColumn(
            "free_preview",
            label=_("Free preview"),
            accessor="original.free_preview",
            sort_key="free_preview",
        ),
        *make_number_columns(LessonPage),
        *END,
    )
