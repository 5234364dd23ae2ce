"""Text, callouts and code: only what the editor offers comes out, whatever went in."""

from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from course_pages.blocks import LessonBodyBlock
from course_pages.blocks.callout import CalloutBlock
from course_pages.blocks.code import LANGUAGES, CodeBlock, highlight_code
from course_pages.blocks.rich_text import clean_source
from course_pages.blocks.text import TextBlock
from tests.factories.bodies import make_block, make_check, read_body, render_body

pytestmark = pytest.mark.django_db

ATTACKS = [
    "<script>alert(1)</script>",
    '<img src="x" onerror="alert(1)">',
    '<a href="javascript:alert(1)">click</a>',
    '<svg onload="alert(1)"></svg>',
    '"><script>alert(1)</script>',
    "</code></pre><script>alert(1)</script>",
    '<iframe src="https://evil.example"></iframe>',
    '<p style="position:fixed" onclick="alert(1)">big</p>',
]
FOREIGN = {"script", "img", "iframe", "object", "embed", "style", "link", "base", "meta"}


class Markup(HTMLParser):
    """Collects what a browser would act on: elements and attributes, not text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [tag] if tag in FOREIGN else []
        for name, value in attrs:
            if name == "style" or name.startswith("on") or (value or "").startswith("javascript:"):
                self.found.append(f"{tag} {name}={value}")


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_watch_on_markup_sees_every_attack(attack: str) -> None:
    assert Markup(attack).found


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize(
    "make",
    [
        lambda words: make_block("text", f"<p>{words}</p>"),
        lambda words: make_block("callout", {"kind": "tip", "title": words, "body": words}),
        lambda words: make_block("code", {"language": "html", "title": words, "code": words}),
        lambda words: make_block("code", {"language": words, "title": "", "code": words}),
        lambda words: make_block("image", {"image": None, "alt": words, "caption": words}),
        lambda words: make_block(
            "video",
            {
                "media": None,
                "embed": "https://vimeo.com/76979871",
                "title": words,
                "poster": None,
                "transcript": words,
            },
        ),
        lambda words: make_check(question=words, explanation=words),
    ],
    ids=["text", "callout", "code", "language", "image", "video", "check"],
)
def test_no_block_lets_markup_of_an_attacker_through(
    make: Callable[[str], dict[str, Any]], attack: str
) -> None:
    assert Markup(render_body(make(attack))).found == []


def test_rich_text_keeps_what_the_editor_offers() -> None:
    source = (
        '<h2 data-block-key="a">One</h2><h3>Two</h3><p>A <b>b</b> <i>i</i> <code>c</code> '
        "x<sup>2</sup> y<sub>1</sub><br>"
        '<a linktype="page" id="3">page</a> <a linktype="document" id="4">file</a> '
        '<a href="https://example.com/">web</a></p><ul><li>one</li></ul><ol><li>two</li></ol><hr>'
    )
    assert clean_source(source) == source


def test_rich_text_is_cleaned_whatever_road_it_comes_by() -> None:
    dirty = '<p onclick="x()">Words<script>alert(1)</script></p>'
    block = TextBlock()
    assert block.to_python(dirty).source == "<p>Words</p>"
    assert block.normalize(dirty).source == "<p>Words</p>"
    assert block.clean(block.value_from_form(dirty)).source == "<p>Words</p>"
    assert read_body(make_block("text", dirty))[0].value.source == "<p>Words</p>"


@pytest.mark.parametrize(
    "nothing", ["", "<p></p>", '<p data-block-key="a1b2c"> </p>', "<p><br/></p>"]
)
def test_a_text_without_words_is_refused(nothing: str) -> None:
    block = TextBlock()
    with pytest.raises(ValidationError):
        block.clean(block.to_python(nothing))


def test_text_stands_in_the_lesson_without_a_box() -> None:
    html = render_body(make_block("text", "<h2>Ask</h2><p>Words</p>"))
    assert html.strip() == "<h2>Ask</h2><p>Words</p>"


@pytest.mark.parametrize(
    ("kind", "icon", "word"),
    [
        ("note", "note", "Note"),
        ("tip", "bulb", "Tip"),
        ("warning", "warn", "Warning"),
        ("example", "list", "Example"),
        ("shouting", "note", "Note"),
    ],
)
def test_a_callout_names_its_kind_by_word_and_icon(kind: str, icon: str, word: str) -> None:
    html = render_body(make_block("callout", {"kind": kind, "title": "", "body": "<p>Words</p>"}))
    assert f"icons.svg#{icon}" in html
    assert f"<strong>{word}</strong>" in html
    assert "<p>Words</p>" in html


def test_a_callout_with_a_title_still_tells_its_kind_to_those_who_hear_it() -> None:
    html = render_body(make_block("callout", {"kind": "tip", "title": "Try", "body": "<p>It</p>"}))
    assert '<strong><span class="vh">Tip: </span>Try</strong>' in html


def test_a_callout_needs_words() -> None:
    block = CalloutBlock()
    with pytest.raises(ValidationError) as refusal:
        block.clean(block.to_python({"kind": "tip", "title": "Empty", "body": "<p></p>"}))
    assert list(refusal.value.block_errors) == ["body"]  # type: ignore[attr-defined]


# --- code -----------------------------------------------------------------------------------------


def test_code_is_coloured_by_classes_alone() -> None:
    code = {"language": "sql", "title": "All products", "code": "SELECT * FROM products;"}
    html = render_body(make_block("code", code))
    assert '<span class="k">SELECT</span>' in html
    assert "style=" not in html
    assert "All products" in html
    assert "SQL" in html
    assert '<pre tabindex="0" role="group" aria-label="All products">' in html


def test_an_unknown_language_is_plain_text() -> None:
    assert highlight_code("a < b\n", "klingon") == "a &lt; b\n"
    assert "klingon" in render_body(
        make_block("code", {"language": "klingon", "title": "", "code": "a < b"})
    )


@pytest.mark.parametrize("language", [language for language, _name in LANGUAGES])
def test_every_language_on_offer_is_known_to_the_highlighter(language: str) -> None:
    from pygments.lexers import get_lexer_by_name

    assert get_lexer_by_name(language).name


def test_an_unknown_language_is_not_saved() -> None:
    block = CodeBlock()
    with pytest.raises(ValidationError) as refusal:
        block.clean(block.to_python({"language": "klingon", "title": "", "code": "x"}))
    assert list(refusal.value.block_errors) == ["language"]  # type: ignore[attr-defined]


def test_code_keeps_every_space_and_loses_the_carriage_returns() -> None:
    block = CodeBlock()
    value = block.to_python(
        {"language": "python", "title": "", "code": "\r\n    if x:\r\n        y\r\n\r\n"}
    )
    assert block.clean(value)["code"] == "    if x:\n        y"


def test_code_without_a_letter_is_refused() -> None:
    block = CodeBlock()
    with pytest.raises(ValidationError):
        block.clean(block.to_python({"language": "text", "title": "", "code": " \n "}))


# --- all of them ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", list(LessonBodyBlock().child_blocks))
def test_every_block_introduces_itself(name: str) -> None:
    block = LessonBodyBlock().child_blocks[name]
    assert block.meta.icon != "placeholder"
    assert block.meta.group
    assert block.label
    assert block.get_description()
    assert block.meta.template == f"blocks/{name}.html"
    assert block.is_previewable
    assert block.render(block.get_preview_value()).strip()
