"""Rich text and plain words as Markdown: what is written is read again as the same."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interchange.readers.folder_files import Folder
from interchange.readers.markdown import CELL, RUNNING, SHORT, Words, read_html, read_plain
from interchange.report import Report
from interchange.writers.markdown import one_line, write_line, write_markdown, write_plain
from interchange.writers.rich_text import tidy, tidy_line

EXAMPLES = 60


def read_again(markdown: str, allowed: frozenset[str] = RUNNING) -> str:
    report = Report()
    html = read_html(Words(markdown, "x.md", 1), allowed, Folder(Path(), report))
    assert report.errors == [], markdown
    return html


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<p>Plain words.</p>", "Plain words."),
        ("<p>a <b>b</b>, <i>c</i></p>", "a **b**, *c*"),
        ("<p>half<strong>bold</strong></p>", "half<strong>bold</strong>"),
        ("<p><strong> x</strong></p>", "<strong> x</strong>"),
        ("<p><strong><em>x</em></strong></p>", "<strong><em>x</em></strong>"),
        ("<p>snake_case _x_ 2*3 a[0]</p>", r"snake_case \_x\_ 2\*3 a\[0\]"),
        ("<p>x<sup>2</sup> H<sub>2</sub>O</p>", "x<sup>2</sup> H<sub>2</sub>O"),
        ("<p><code>a`b</code> <code> c </code></p>", "``a`b`` `  c  `"),
        ("<p>one<br>two<br><br>three</p>", "one\\\ntwo<br><br>three"),
        ("<p>1. x<br>- y<br># z</p>", "1\\. x\\\n\\- y\\\n\\# z"),
        ("<p>::: x</p><p>$$</p><p>Table: y</p>", "\\::: x\n\n\\$$\n\nTable\\: y"),
        ("<p>a &lt;b&gt; &amp;amp; &amp; c</p>", r"a \<b> \&amp; & c"),
        ("<h2>A #</h2><h4>B</h4><hr>", "## A \\#\n\n#### B\n\n---"),
        (r"<p>\( a_1 &lt; b*c* \) and \(</p>", r"\( a_1 < b*c* \) and \\("),
        ("<ul><li>a<ol><li>b</li></ol></li><li>c</li></ul>", "- a\n  1. b\n- c"),
        ("<ul><li>a</li></ul><ul><li>b</li></ul>", "- a\n\n* b"),
        ("<ul><li><p>a</p><p>b</p></li><li>c</li></ul>", "- a\n\n  b\n\n- c"),
        (
            '<p>!<a href="course-lesson:six">it</a> <a href="course-file:files/a%20b.c">c</a></p>',
            r"\![it](lesson:six) [c](files/a%20b.c)",
        ),
        ('<p><a href="#thé-vert">up</a></p>', "[up](#thé-vert)"),
        ('<p><a href="https://x.example/a_(b)">c</a></p>', "[c](<https://x.example/a_(b)>)"),
        ("<p>\xa0x\xa0y\xa0</p><p></p><p> </p>", "&#160;x\xa0y&#160;"),
    ],
)
def test_rich_text_is_written_as_markdown(html: str, markdown: str) -> None:
    assert write_markdown(html) == markdown


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<p>a | <code>b|c</code></p><p>d</p>", "a | `b|c`<br>d"),
        ("x", "x"),
        ("<p># <b>y</b></p>", r"\# **y**"),
    ],
)
def test_a_cell_is_one_line(html: str, markdown: str) -> None:
    assert write_line(html) == markdown


WORDS = st.text(
    alphabet=st.one_of(
        st.sampled_from("ab1 Z.,!?-+*_#`~<>&;:()[]{}|\\\"'/=$%^@\n\xa0é€„—"),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=12,
)
PIECES = st.one_of(
    WORDS,
    st.sampled_from(
        ["&amp;lt; &copy;", r"\(x_1\)", r"\(", r"\)", "- a", "1. b", "Table: c", "— d", "``", "***"]
    ),
).map(lambda text: text.replace("&", "&amp;").replace("<", "&lt;"))
ADDRESSES = st.sampled_from(
    ["https://x.example/?a=1&amp;copy;=2", "https://x.example/(a b)\\", "mailto:a@b.example"]
)


def wrap(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    tags = st.sampled_from(["b", "strong", "i", "em", "code", "sup", "sub"])
    return st.one_of(
        st.lists(inner, min_size=1, max_size=4).map("".join),
        st.builds("<{0}>{1}</{0}>".format, tags, inner),
        st.builds('<a href="{0}">{1}</a>'.format, ADDRESSES, inner),
        st.builds("{0}<br>{1}".format, inner, inner),
    )


LINES = st.recursive(PIECES, wrap, max_leaves=8)


def nest(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    item = st.lists(inner, min_size=1, max_size=3).map("".join)
    items = st.lists(item.map("<li>{}</li>".format), min_size=1, max_size=3).map("".join)
    return st.builds("<{0}>{1}</{0}>".format, st.sampled_from(["ul", "ol"]), items)


BLOCK = st.one_of(
    st.builds("<{0}>{1}</{0}>".format, st.sampled_from(["p", "h2", "h3", "h4"]), LINES),
    st.just("<hr>"),
    LINES,
)
BLOCKS = st.lists(st.recursive(BLOCK, nest, max_leaves=6), min_size=1, max_size=5).map("".join)


@settings(max_examples=EXAMPLES, deadline=None)
@given(BLOCKS)
def test_whatever_rich_text_is_written_is_read_again(html: str) -> None:
    assert tidy(read_again(write_markdown(html))) == tidy(html)


@settings(max_examples=EXAMPLES, deadline=None)
@given(BLOCKS)
def test_tidy_rich_text_stays_as_it_is(html: str) -> None:
    assert tidy(tidy(html)) == tidy(html)


@settings(max_examples=EXAMPLES, deadline=None)
@given(LINES)
def test_whatever_is_written_on_a_line_is_read_again(html: str) -> None:
    # Something before it, as in a cell: a line of its own might be taken for another block.
    line = f"x {write_line(html)}"

    assert "\n" not in line
    assert tidy_line(read_again(line, CELL)) == tidy_line(f"x {tidy_line(html)}")


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.lists(PIECES, max_size=6).map("".join))
def test_whatever_plain_words_are_written_are_read_again(text: str) -> None:
    report = Report()

    words = read_plain(Words(write_plain(text), "x.md", 1), SHORT, report)

    assert report.errors == []
    assert words.split() == text.split() or one_line(words) == one_line(text)
    assert write_plain(words) == write_plain(text)
