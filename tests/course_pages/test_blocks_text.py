"""Text, callouts and code: only what the editor offers comes out, whatever went in."""

import json
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.html import escape

from course_pages.blocks import LessonBodyBlock
from course_pages.blocks.callout import CalloutBlock
from course_pages.blocks.code import LANGUAGES, CodeBlock, highlight_code
from course_pages.blocks.details import DetailsBlock
from course_pages.blocks.embed import EmbedBlock
from course_pages.blocks.inner import TEXT_ID
from course_pages.blocks.rich_text import clean_source
from course_pages.blocks.table import TableBlock
from course_pages.blocks.text import TextBlock
from tests.factories.bodies import (
    inside_blocks,
    make_block,
    make_callout,
    make_check,
    make_details,
    make_table,
    read_body,
    render_body,
)

pytestmark = pytest.mark.django_db

SPRITE = settings.BASE_DIR / "site" / "static" / "img" / "icons.svg"

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
        lambda words: make_check(hints=[make_block("item", words)]),
        lambda words: make_block("quote", {"text": f"<p>{words}</p>", "attribution": words}),
        lambda words: make_block("math", {"latex": words}),
        lambda words: make_block("math", {"latex": rf"\text{{{words}}}"}),
        lambda words: make_block("math", {"latex": rf"\href{{{words}}}{{x}}"}),
        lambda words: make_block("math", {"latex": rf"\style{{{words}}}{{x}}"}),
        lambda words: make_block("text", rf"<p>\({words}\) \(\text{{{escape(words)}}}\)</p>"),
        lambda words: make_table((words, "B"), (words, f"<p>{words}</p>"), caption=words),
        lambda words: make_block("file", {"document": None, "title": words}),
        lambda words: make_block("embed", {"url": "https://example.com/", "title": words}),
        lambda words: make_block("embed", {"url": words, "title": ""}),
        lambda words: make_block("embed", {"url": f"https://example.com/{words}", "title": ""}),
        lambda words: make_block("audio", {"media": None, "title": words, "transcript": words}),
        lambda words: make_details(make_block("text", words), title=words),
        lambda words: make_callout(make_details(make_block("text", words)), title=words),
        lambda words: make_callout(make_table((words,), (words,)), kind=words),
    ],
    ids=[
        *("text", "callout", "code", "language", "image", "video", "check", "hint", "quote"),
        *("formula", "words in a formula", "link in a formula", "style in a formula"),
        *(
            "formula in text",
            "table",
            "file",
            "embed",
            "address",
            "path",
            "audio",
            "details",
            "inside",
            "table inside",
        ),
    ],
)
def test_no_block_lets_markup_of_an_attacker_through(
    make: Callable[[str], dict[str, Any]], attack: str
) -> None:
    assert Markup(render_body(make(attack))).found == []


def test_rich_text_keeps_what_the_editor_offers() -> None:
    source = (
        '<h2 data-block-key="a">One</h2><h3>Two</h3><h4>Three</h4>'
        "<p>A <b>b</b> <i>i</i> <code>c</code> "
        "x<sup>2</sup> y<sub>1</sub><br/>"
        '<a linktype="page" id="3">page</a> <a linktype="document" id="4">file</a> '
        '<a href="https://example.com/">web</a></p><ul><li>one</li></ul><ol><li>two</li></ol><hr/>'
    )
    assert clean_source(source) == source


@pytest.mark.parametrize("words", ["<p>one<br/>two</p>", "<p>one<br>two</p><hr><p>three</p>"])
def test_breaks_and_rules_open_in_the_editor(words: str) -> None:
    block = TextBlock()
    once = block.to_python(words)

    in_editor = json.loads(block.field.widget.format_value(once.source))

    assert in_editor["blocks"][0]["text"] == "one\ntwo"
    assert block.to_python(once.source).source == once.source


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
    html = inside_blocks(render_body(make_block("text", "<h2>Ask</h2><p>Words</p>")))
    assert html.strip() == '<h2 id="h-ask">Ask</h2><p>Words</p>'


@pytest.mark.parametrize(
    ("kind", "icon", "word"),
    [
        ("note", "note", "Note"),
        ("tip", "bulb", "Tip"),
        ("warning", "warn", "Warning"),
        ("example", "list", "Example"),
        ("exercise", "pencil", "Exercise"),
        ("discussion", "people", "Discussion"),
        ("objectives", "target", "What you will learn"),
        ("key_points", "key", "Key points"),
        ("prerequisites", "flag", "Before you start"),
        ("shouting", "note", "Note"),
    ],
)
def test_a_callout_names_its_kind_by_word_and_icon(kind: str, icon: str, word: str) -> None:
    html = render_body(make_block("callout", {"kind": kind, "title": "", "body": "<p>Words</p>"}))
    assert f"icons.svg#{icon}" in html
    assert f'<symbol id="{icon}"' in SPRITE.read_text()
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


def test_a_callout_of_rich_text_alone_is_one_text_block() -> None:
    block = CalloutBlock()
    old = {"kind": "tip", "title": "", "body": '<p onclick="x()">Words</p>'}
    (text,) = block.to_python(old)["body"]
    assert (text.block_type, text.id, text.value.source) == ("text", TEXT_ID, "<p>Words</p>")
    assert block.get_prep_value(block.clean(block.to_python(old)))["body"] == [
        {"type": "text", "id": TEXT_ID, "value": "<p>Words</p>"}
    ]
    assert block.normalize(old)["body"][0].value.source == "<p>Words</p>"


def test_old_and_new_callouts_stand_in_one_lesson() -> None:
    html = render_body(
        make_block("callout", {"kind": "tip", "title": "", "body": "<p>Old</p>"}),
        make_callout(make_block("text", "<p>New</p>")),
    )
    assert "<p>Old</p>" in html
    assert "<p>New</p>" in html


def test_a_callout_holds_everything_but_callouts_and_checks() -> None:
    inside = set(CalloutBlock().child_blocks["body"].child_blocks)
    assert set(LessonBodyBlock().child_blocks) - inside == {"callout", "check"}
    inside_details = set(DetailsBlock().child_blocks["body"].child_blocks)
    assert inside - inside_details == {"details"}


def test_an_exercise_holds_its_solution() -> None:
    solution = make_details(make_block("text", "<p>Four.</p>"))
    html = render_body(make_callout(make_block("text", "<p>Two and two?</p>"), solution))
    assert html.index("Two and two?") < html.index('<details class="ondemand') < html.index("Four.")


@pytest.mark.parametrize(
    ("kind", "title", "summary"),
    [
        ("solution", "", "<span>Solution</span>"),
        ("hint", "", "<span>Hint</span>"),
        ("more", "", "<span>More about this</span>"),
        ("secret", "", "<span>More about this</span>"),
        ("hint", "Think", '<span><span class="vh">Hint: </span>Think</span>'),
    ],
)
def test_details_are_closed_and_say_what_they_are(kind: str, title: str, summary: str) -> None:
    html = render_body(make_details(make_block("text", "<p>Four.</p>"), kind=kind, title=title))
    assert summary in html
    assert " open" not in html


@pytest.mark.parametrize("name", list(LessonBodyBlock().child_blocks))
def test_an_unfinished_block_may_wait_as_a_draft(name: str) -> None:
    block = LessonBodyBlock().child_blocks[name]
    value = block.normalize(block.get_default())
    block.clean_deferred(value)
    with pytest.raises(ValidationError):
        block.clean(value)


# --- quotations, tables, links to elsewhere -------------------------------------------------------


def test_a_quotation_names_who_said_it() -> None:
    html = render_body(make_block("quote", {"text": "<p>Look twice</p>", "attribution": "Sari"}))
    assert "<blockquote" in html
    assert "<p>Look twice</p></blockquote>" in html
    assert "<figcaption>Sari</figcaption>" in html


def test_a_quotation_without_a_name_has_no_caption() -> None:
    html = render_body(make_block("quote", {"text": "<p>Look twice</p>", "attribution": ""}))
    assert "<figcaption" not in html


def test_a_table_says_what_its_columns_are() -> None:
    html = render_body(
        make_table(("Name", "`price` < 9"), ("Rice", "<b>62</b>"), ("Tea", ""), caption="A < B")
    )
    assert '<div class="table" tabindex="0" role="group" aria-label="A &lt; B">' in html
    assert "<caption>A &lt; B</caption>" in html
    assert '<th scope="col">Name</th><th scope="col"><code>price</code> &lt; 9</th>' in html
    assert "<tr><td>Rice</td><td><b>62</b></td></tr><tr><td>Tea</td><td></td></tr>" in html


def test_a_table_without_headings_or_caption_has_none() -> None:
    html = render_body(make_table(("", ""), ("Rice", "62")))
    assert 'aria-label="Table"' in html
    for tag in ("<thead", "<caption", "<th"):
        assert tag not in html


def test_a_table_without_rows_is_not_published() -> None:
    block = TableBlock()
    with pytest.raises(ValidationError) as refusal:
        block.clean(block.to_python(make_table(("Name",))["value"]))
    errors = refusal.value.as_json_data()["blockErrors"]  # type: ignore[attr-defined]
    assert errors == {"table": {"messages": ["Add at least one column and one row."]}}


def test_a_link_to_elsewhere_says_where_it_leads_and_tells_nothing_there() -> None:
    value = {"url": "https://www.example.com/a?b=1&c=2", "title": "A game"}
    html = render_body(make_block("embed", value))
    assert (
        '<a class="card" href="https://www.example.com/a?b=1&amp;c=2" target="_blank" '
        'rel="noopener noreferrer">'
    ) in html
    assert "<strong>A game</strong>" in html
    assert "example.com, opens in a new tab" in html
    untitled = render_body(make_block("embed", value | {"title": ""}))
    assert "<strong>example.com</strong>" in untitled


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("http://example.com/", "Give an address that begins with https://."),
        ("ftp://example.com/", "Give an address that begins with https://."),
        (
            "https://youtu.be/dQw4w9WgXcQ",
            "This is a video: use the video block, where learners can play it.",
        ),
        (
            "https://vimeo.com/76979871",
            "This is a video: use the video block, where learners can play it.",
        ),
        ("javascript:alert(1)", "Enter a valid URL."),
    ],
)
def test_other_addresses_are_refused(url: str, message: str) -> None:
    block = EmbedBlock()
    with pytest.raises(ValidationError) as refusal:
        block.clean(block.to_python({"url": url, "title": ""}))
    errors = refusal.value.block_errors  # type: ignore[attr-defined]
    assert {name: error.messages for name, error in errors.items()} == {"url": [message]}


def test_an_address_that_is_not_ours_to_follow_is_shown_and_no_link() -> None:
    html = render_body(make_block("embed", {"url": "javascript:alert(1)", "title": "Game"}))
    assert "<a " not in html
    assert "javascript:alert(1)" in html


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
