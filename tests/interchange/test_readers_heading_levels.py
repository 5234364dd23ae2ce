"""Headings in steps, whatever levels a source leaves out."""

import pytest

from interchange.document import CalloutPart, CodePart, DetailsPart, TextPart
from interchange.readers.heading_levels import level_body


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<h2>a</h2><p>x</p><h3>b</h3><h4>c</h4>", "<h2>a</h2><p>x</p><h3>b</h3><h4>c</h4>"),
        ("<h3>a</h3><h3>b</h3><h2>c</h2><h3>d</h3>", "<h2>a</h2><h2>b</h2><h2>c</h2><h3>d</h3>"),
        ("<h2>a</h2><h4>b</h4><h4>c</h4><h3>d</h3>", "<h2>a</h2><h3>b</h3><h3>c</h3><h3>d</h3>"),
        ("<h4>a</h4><p>&lt;h4&gt;</p>", "<h2>a</h2><p>&lt;h4&gt;</p>"),
        ("<h3><b>a</b>\n<code>h4</code></h3>", "<h2><b>a</b>\n<code>h4</code></h2>"),
    ],
)
def test_no_level_is_left_out(source: str, expected: str) -> None:
    assert level_body([TextPart(source)]) == (TextPart(expected),)


def test_parts_go_on_with_the_levels_before_them() -> None:
    body = (TextPart("<h2>a</h2>"), CodePart("text", "", "<h4>x</h4>"), TextPart("<h4>b</h4>"))

    assert level_body(body) == (*body[:2], TextPart("<h3>b</h3>"))


def test_a_box_is_in_steps_of_its_own_and_below_all_sections() -> None:
    inside = DetailsPart("solution", "", (TextPart("<h4>c</h4>"),))
    box = CalloutPart("note", "", (TextPart("<h2>a</h2><h3>b</h3><h4>c</h4>"), inside))

    assert level_body([TextPart("<h3>a</h3>"), box, TextPart("<h4>d</h4>")]) == (
        TextPart("<h2>a</h2>"),
        CalloutPart(
            "note",
            "",
            (
                TextPart("<h3>a</h3><h4>b</h4><h4>c</h4>"),
                DetailsPart("solution", "", (TextPart("<h3>c</h3>"),)),
            ),
        ),
        TextPart("<h3>d</h3>"),
    )
