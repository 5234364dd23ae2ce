"""Program text, coloured on the server: the page needs no script and no inline style for it."""

from functools import cached_property, lru_cache
from typing import Any

from django import forms
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import TextLexer, get_lexer_by_name
from pygments.util import ClassNotFound
from wagtail.blocks import CharBlock, StructBlock
from wagtail.blocks import TextBlock as PlainTextBlock

from course_pages.blocks.choice import NameChoiceBlock

LANGUAGES = (
    ("text", _("Plain text")),
    ("bash", "Bash"),
    ("batch", "Batch"),
    ("c", "C"),
    ("cpp", "C++"),
    ("csharp", "C#"),
    ("clojure", "Clojure"),
    ("css", "CSS"),
    ("dart", "Dart"),
    ("diff", "Diff"),
    ("docker", "Dockerfile"),
    ("elixir", "Elixir"),
    ("fortran", "Fortran"),
    ("go", "Go"),
    ("graphql", "GraphQL"),
    ("haskell", "Haskell"),
    ("html", "HTML"),
    ("http", "HTTP"),
    ("ini", "INI"),
    ("java", "Java"),
    ("javascript", "JavaScript"),
    ("json", "JSON"),
    ("jsx", "JSX"),
    ("julia", "Julia"),
    ("kotlin", "Kotlin"),
    ("latex", "LaTeX"),
    ("lua", "Lua"),
    ("make", "Makefile"),
    ("markdown", "Markdown"),
    ("matlab", "MATLAB"),
    ("perl", "Perl"),
    ("php", "PHP"),
    ("powershell", "PowerShell"),
    ("python", "Python"),
    ("r", "R"),
    ("ruby", "Ruby"),
    ("rust", "Rust"),
    ("scala", "Scala"),
    ("scss", "SCSS"),
    ("console", _("Shell session")),
    ("sql", "SQL"),
    ("swift", "Swift"),
    ("toml", "TOML"),
    ("tsx", "TSX"),
    ("typescript", "TypeScript"),
    ("vbnet", "Visual Basic"),
    ("xml", "XML"),
    ("yaml", "YAML"),
)


@lru_cache(maxsize=512)
def highlight_code(code: str, language: str) -> SafeString:
    """Return `code` as escaped HTML with Pygments' token classes; an unknown language is plain."""
    try:
        lexer = get_lexer_by_name(language, stripnl=False)
    except ClassNotFound:
        lexer = TextLexer(stripnl=False)
    # Pygments escapes every character of the code itself: its output is the only markup here.
    return mark_safe(highlight(code, lexer, HtmlFormatter(nowrap=True)))  # noqa: S308


class SourceTextBlock(PlainTextBlock):
    """Text in which every space counts, and which is the same in every language.

    wagtail-localize would take it apart into sentences, so it is not offered for translation.
    """

    @cached_property
    def field(self) -> forms.CharField:
        field = super().field
        field.strip = False
        return field

    def clean(self, value: str | None) -> str:
        if value is None or not value.strip():
            value = ""
        return super().clean(value.replace("\r\n", "\n").strip("\n"))

    def get_translatable_segments(self, value: str) -> list[Any]:
        return []

    def restore_translated_segments(self, value: str, segments: list[Any]) -> str:
        return value


class CodeBlock(StructBlock):
    """Program text in one of `LANGUAGES`."""

    language = NameChoiceBlock(choices=LANGUAGES, default="text", label=_("Language"))
    title = CharBlock(
        required=False,
        max_length=120,
        label=_("Title"),
        help_text=_("What it is, or the name of the file."),
    )
    code = SourceTextBlock(rows=6, label=_("Code"))

    def get_context(
        self, value: Any, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        context["highlighted"] = highlight_code(value["code"] or "", value["language"] or "text")
        context["language_name"] = dict(LANGUAGES).get(value["language"], value["language"])
        return context

    class Meta:
        icon = "code"
        label = _("Code")
        label_format = "{title} {language}"
        description = _("Program text with coloured syntax.")
        template = "blocks/code.html"
        preview_template = "blocks/preview.html"
        preview_value = {
            "language": "sql",
            "title": "A price list",
            "code": "SELECT name, price\nFROM products\nWHERE price < 50000;",
        }
