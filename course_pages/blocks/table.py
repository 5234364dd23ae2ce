"""Tables of words. wagtail-localize knows none, so they say themselves what is to translate."""

from collections.abc import Iterable
from functools import cached_property
from hashlib import sha1
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from wagtail.admin.telepath import register
from wagtail.blocks import CharBlock, StructBlock
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.contrib.typed_table_block.blocks import (
    TypedTable,
    TypedTableBlock,
    TypedTableBlockAdapter,
    TypedTableBlockValidationError,
)
from wagtail.rich_text import RichText
from wagtail_localize.segments import StringSegmentValue, TemplateSegmentValue
from wagtail_localize.segments.ingest import organise_template_segments
from wagtail_localize.strings import extract_strings, restore_strings

from course_pages.blocks.rich_text import INLINE_TEXT, CleanRichTextBlock


class CellBlock(CleanRichTextBlock):
    """What stands in one cell: words, code and links."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("features", list(INLINE_TEXT))
        super().__init__(required=False, **kwargs)

    class Meta:
        label = _("Column")
        icon = "pilcrow"


class WordTableBlock(TypedTableBlock):
    """A table all of whose columns hold words."""

    cell = CellBlock()

    def bulk_to_python(self, values: Iterable[Any]) -> list[TypedTable]:
        """Read several tables at once, so that the links in all their cells are asked for once."""
        raw_tables = [value or {"columns": [], "rows": []} for value in values]
        raw_rows = [row["values"] for raw in raw_tables for row in raw["rows"]]
        block = self.child_blocks["cell"]
        cells = iter(block.bulk_to_python([cell for row in raw_rows for cell in row]))
        return [
            TypedTable(
                columns=[{"block": block, "heading": col["heading"]} for col in raw["columns"]],
                row_data=[
                    {"values": [next(cells) for _cell in row["values"]]} for row in raw["rows"]
                ],
                caption=raw.get("caption", ""),
            )
            for raw in raw_tables
        ]

    def to_python(self, value: Any) -> TypedTable:
        return self.bulk_to_python([value])[0]

    def get_translatable_segments(self, table: TypedTable) -> list[Any]:
        """Return headings and cells as wagtail-localize takes them, named by what they say.

        So a translated cell is found again when rows or columns move, and what stands in several
        cells is translated once.
        """
        segments: list[Any] = [
            StringSegmentValue(_name_heading(heading), heading)
            for heading in dict.fromkeys(column["heading"] for column in table.columns)
            if heading
        ]
        cells = (cell.source for row in table.row_data for cell in row["values"])
        for source in dict.fromkeys(cells):
            segments += _list_cell_segments(source)
        return segments

    def restore_translated_segments(self, table: TypedTable, segments: list[Any]) -> TypedTable:
        """Return the table with the words of the translated segments in it."""
        said: dict[str, list[Any]] = {}
        for segment in segments:
            name, inner = segment.unwrap()
            said.setdefault(name, []).append(inner)
        return TypedTable(
            columns=[
                {**column, "heading": _translate_heading(column["heading"], said)}
                for column in table.columns
            ],
            row_data=[
                {"values": [_translate_cell(cell, said) for cell in row["values"]]}
                for row in table.row_data
            ],
            caption=table.caption,
        )


class WordTableAdapter(TypedTableBlockAdapter):
    """Leaves the table's own field for a caption out of the form: the block around it has one."""

    @cached_property
    def media(self) -> forms.Media:
        return super().media + forms.Media(css={"all": ["css/editor_table.css"]})


register(WordTableAdapter(), WordTableBlock)


def _name_heading(words: str) -> str:
    return f"heading-{_digest(words)}"


def _name_cell(source: str) -> str:
    return f"cell-{_digest(source)}"


def _digest(words: str) -> str:
    return sha1(words.encode(), usedforsecurity=False).hexdigest()[:16]


def _list_cell_segments(source: str) -> list[Any]:
    # A number is the same in every language: nobody is asked to copy it.
    if not any(letter.isalpha() for letter in strip_tags(source)):
        return []
    name = _name_cell(source)
    template, strings = extract_strings(source)
    return [
        TemplateSegmentValue(name, "html", template, len(strings)),
        *(StringSegmentValue(name, words, attrs=attrs) for words, attrs in strings),
    ]


def _translate_heading(heading: str, said: dict[str, list[Any]]) -> str:
    translated = said.get(_name_heading(heading))
    return str(translated[0].render_text()) if translated else heading


def _translate_cell(cell: RichText, said: dict[str, list[Any]]) -> RichText:
    segments = said.get(_name_cell(cell.source))
    if not segments:
        return cell
    _format, template, strings = organise_template_segments(segments)
    return RichText(restore_strings(template, strings))


class TableBlock(StructBlock):
    """A table with a caption."""

    caption = CharBlock(
        required=False,
        max_length=300,
        label=_("Caption"),
        help_text=_("What the table shows, in one sentence."),
    )
    table = WordTableBlock(label=_("Table"))

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        table = cleaned["table"]
        if not self.is_deferred_validation and not (table.columns and table.row_data):
            message = ValidationError(_("Add at least one column and one row."))
            raise StructBlockValidationError(
                block_errors={"table": TypedTableBlockValidationError(non_block_errors=[message])}
            )
        return cleaned

    def get_context(
        self, value: Any, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        table = value["table"]
        context["headings"] = [column["heading"] for column in table.columns]
        context["has_headings"] = any(context["headings"])
        context["rows"] = [row["values"] for row in table.row_data]
        return context

    class Meta:
        icon = "table"
        label = _("Table")
        label_format = "{caption}"
        description = _("Rows and columns of words, with a caption.")
        template = "blocks/table.html"
        preview_template = "blocks/preview.html"
        preview_value = {
            "caption": "What the shop sells",
            "table": {
                "columns": [
                    {"type": "cell", "heading": "Name"},
                    {"type": "cell", "heading": "Price"},
                ],
                "rows": [
                    {"values": ["Rice", "62,000"]},
                    {"values": ["Tea", "18,500"]},
                ],
                "caption": "",
            },
        }
