"""Links within a lesson: what they lead to, and that both ends are written alike on the page."""

import pytest
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from course_pages.blocks.anchors import Anchors, make_anchor
from course_pages.blocks.rich_text import RUNNING_TEXT, clean_source
from tests.factories.bodies import (
    inside_blocks,
    make_block,
    make_callout,
    make_details,
    make_table,
    render_body,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("words", "anchor"),
    [
        ("Exploring Other Directories", "exploring-other-directories"),
        ("What's new in 2.0?", "whats-new-in-20"),
        ("Read-evaluate-print loop", "read-evaluate-print-loop"),
        ("  🚀  Challenge ", "challenge"),
        ("my_file & yours", "my_file-yours"),
        ("Operadores aritméticos", "operadores-aritméticos"),
        ("हिन्दी पाठ", "हिन्दी-पाठ"),
        ("?!", ""),
    ],
)
def test_an_anchor_is_made_of_the_words(words: str, anchor: str) -> None:
    assert make_anchor(words) == anchor


def test_an_anchor_is_handed_out_once() -> None:
    anchors = Anchors()
    given = [anchors.take(words) for words in ("Try", "Try 1", "Try", "Try", "Try 1", "…")]
    assert given == ["try", "try-1", "try-2", "try-3", "try-1-1", ""]


def show(*blocks: dict[str, object]) -> str:
    """Return what stands in the blocks, without the boxes that they can be led to by."""
    return " ".join(inside_blocks(render_body(*blocks)).split())


def test_a_link_leads_to_a_heading_of_the_lesson() -> None:
    html = show(
        make_block("text", '<p>See <a href="#two-cups">below</a>.</p>'),
        make_block("text", '<h2 data-block-key="a1b2c">Two <b>cups</b></h2><p>Pour.</p>'),
    )
    assert '<a href="#h-two-cups">below</a>' in html
    assert '<h2 id="h-two-cups" data-block-key="a1b2c">Two <b>cups</b></h2><p>Pour.</p>' in html


def test_a_line_in_bold_is_led_to_as_a_heading_is() -> None:
    text = "<p><strong>Loop body</strong></p><p><b>What</b> repeats.</p><p><b>A</b> <b>B</b></p>"
    assert show(make_block("text", text)) == (
        '<p id="h-loop-body"><strong>Loop body</strong></p><p><b>What</b> repeats.</p>'
        "<p><b>A</b> <b>B</b></p>"
    )


def test_no_two_ids_of_a_lesson_are_alike_however_deep_they_stand() -> None:
    html = show(
        make_callout(make_block("text", "<h3>Try it</h3>"), kind="exercise", title="Try it"),
        make_details(make_block("text", "<h3>End</h3>"), kind="hint", title="Try it"),
        make_block("text", "<h2>Try it</h2>"),
    )
    for bearer in (
        'role="note" id="h-try-it"',
        '<h3 id="h-try-it-1">Try it</h3>',
        '<details class="ondemand ondemand--hint" id="h-try-it-2"',
        '<h3 id="h-end">End</h3>',
        '<h2 id="h-try-it-3">Try it</h2>',
    ):
        assert html.count(bearer) == 1
    assert html.count(' id="') == 5


def test_boxes_without_a_title_have_no_id() -> None:
    text = make_block("text", "<p>Words</p>")
    assert " id=" not in show(make_callout(text, title=""), make_details(text, title=""))


def test_links_in_tables_lead_there_too() -> None:
    html = show(make_table(("End",), ('<a href="#end">the end</a>',)))
    assert '<a href="#h-end">the end</a>' in html


def test_words_that_look_like_a_link_are_left_alone() -> None:
    elsewhere = '<a href="https://a.example/#x">so</a>'
    text = f'<p>Write &lt;a href="#x"&gt; or {elsewhere}, <a href="#">up</a></p>'
    html = show(make_block("text", text))
    assert "#h-" not in html
    assert elsewhere in html


def test_the_words_of_a_heading_cannot_leave_its_id() -> None:
    html = show(make_block("text", "<h2>\"&gt;&lt;script&gt; x='</h2>"))
    assert html == '<h2 id="h-script-x">"&gt;&lt;script&gt; x=\'</h2>'


def test_a_formula_in_a_heading_is_drawn_and_has_its_anchor() -> None:
    html = show(make_block("text", r"<h2>Why \(x^2\)?</h2>"))
    assert html.startswith('<h2 id="h-why-x2">Why <math')


def test_the_editor_keeps_a_link_within_the_lesson() -> None:
    source = '<p data-block-key="a1b2c">See <a href="#two-cups">below</a>.</p>'
    converter = ContentstateConverter(features=list(RUNNING_TEXT))
    edited = converter.to_database_format(converter.from_database_format(source))
    assert clean_source(edited) == source
