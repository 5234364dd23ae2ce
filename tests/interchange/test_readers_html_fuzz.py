"""Whatever HTML comes in: everything in it is accounted for, and nothing dangerous comes out."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image

from interchange.document import QuotePart, SourceFile
from interchange.readers.assets import Assets
from interchange.readers.html_anchors import list_anchors, settle_body
from interchange.readers.html_parts import HtmlReader, count_in_html
from interchange.report import Report, strike_balance

WRAPPING = (
    *("div", "p", "span", "b", "em", "code", "sup", "h1", "h3", "ul", "ol", "li", "dl", "dt", "dd"),
    *("table", "thead", "tbody", "tr", "th", "td", "caption", "blockquote", "footer", "details"),
    *("summary", "figure", "figcaption", "pre", "form", "svg", "math", "annotation", "object"),
    *("audio", "video", "a", "section", "q", "button", "select", "noscript", "template", "head"),
    *("iframe", "textarea", "label", "font", "center", "picture", "title", "body", "html"),
)
EMPTY = ("img", "embed", "input", "br", "hr", "source", "track", "iframe", "script", "style")
ADDRESSES = (
    *(
        "#top",
        "#Words",
        "",
        "map.png",
        "notes.pdf",
        "next.html",
        "gone.html",
        "fake.png",
        "//example.org/x",
    ),
    *("https://example.org/a?b=1&c=2", "http://example.org/x.png", "https://youtu.be/aqz-KE-bpKQ"),
    *(
        "javascript:alert(1)",
        "data:text/html,<script>",
        "mailto:a@example.org",
        "http://[bad",
        "x:y",
    ),
    *("java\nscript:alert(1)", "vbscript:x", "asset-v1:map.png", "talk.mp3", "?a=1"),
)
TEXTS = (
    *(
        "words",
        " ",
        "two words ",
        "&nbsp;",
        "&lt;script&gt;",
        "\\[a+b\\]",
        "$$x$$",
        "\\(y\\)",
        "$$",
    ),
    *(
        "[mathjax]q[/mathjax]",
        "[mathjaxinline]r[/mathjaxinline]",
        "\\[",
        "\x00\x07",
        "😀",
        "<",
        ">",
    ),
    *(
        "onclick=alert(1)",
        "`tick`",
        "\n\n",
        "<!-- note -->",
        "</p>",
        "</table>",
        "<![CDATA[",
        "&bogus;",
    ),
)
attributes = st.lists(
    st.one_of(
        st.builds(
            '{}="{}"'.format, st.sampled_from(("href", "src", "data")), st.sampled_from(ADDRESSES)
        ),
        st.sampled_from(
            (
                *(
                    'onclick="alert(1)"',
                    'style="color:red"',
                    'class="math display"',
                    'class="output"',
                ),
                *(
                    'colspan="3"',
                    'rowspan="2"',
                    'rowspan="0"',
                    'colspan="99999999999"',
                    'start="4"',
                ),
                *('alt="A map"', 'title="Map"', 'type="math/tex"', 'type="checkbox" disabled', "<"),
                *('class="language-python"', 'class="katex-html"', 'encoding="tex"', 'srcdoc="x"'),
            )
        ),
    ),
    max_size=3,
)


def write_tag(tag: str, given: list[str], inside: list[str], *, closed: bool) -> str:
    return f"<{' '.join([tag, *given])}>{''.join(inside)}" + (f"</{tag}>" if closed else "")


html = st.recursive(
    st.one_of(
        st.sampled_from(TEXTS),
        st.builds(
            lambda tag, given: f"<{' '.join([tag, *given])}>", st.sampled_from(EMPTY), attributes
        ),
    ),
    lambda inner: st.builds(
        write_tag,
        st.sampled_from(WRAPPING),
        attributes,
        st.lists(inner, max_size=4),
        closed=st.sampled_from((True, True, True, False)),
    ),
    max_leaves=25,
)
wild = st.lists(html, max_size=4).map("".join)


def inside(tag: str, *contents: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.tuples(*contents).map(lambda found: f"<{tag}>{''.join(found)}</{tag.split()[0]}>")


def several(content: st.SearchStrategy[str], most: int) -> st.SearchStrategy[str]:
    return st.lists(content, max_size=most).map("".join)


words = st.sampled_from(("words ", "more", "", "\\(y\\)", "\\[a\\]", "<br>", "&lt;b&gt;"))
images = st.sampled_from(
    (
        "<img src=map.png>",
        "<img src=gone.png alt=A>",
        "<img src=fake.png>",
        "<img src=//a.org/x.png>",
    )
)
own_links = st.sampled_from(
    ("a href=next.html", "a href=notes.pdf", "a href=#Words", "a href=gone.html")
)


@st.composite
def linked(draw: st.DrawFn, content: st.SearchStrategy[str]) -> str:
    return f"<{draw(own_links)}>{draw(content)}</a>"


inline = st.recursive(
    words | images,
    lambda inner: (
        linked(several(inner, 2)) | inside("b", inner) | inside("code", several(inner, 2))
    ),
    max_leaves=4,
)
rulings = st.sampled_from(("td", "td", "th", "td rowspan=2", "td colspan=2"))


@st.composite
def table(draw: st.DrawFn, content: st.SearchStrategy[str]) -> str:
    rows = [
        "".join(f"<{draw(rulings)}>{draw(content)}</td>" for _ in range(draw(st.integers(1, 3))))
        for _ in range(draw(st.integers(1, 3)))
    ]
    return f"<table><caption>{draw(inline)}</caption><tr>{'</tr><tr>'.join(rows)}</tr></table>"


lines = inside("p", inline) | inside("h2", inline) | inside("pre", inline) | inline
media = (
    inside("video src=talk.mp3", images)
    | inside("object data=notes.pdf", images)
    | inside("svg", linked(words))
)


def make_flow(leaves: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.recursive(leaves, grow, max_leaves=8)


def grow(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return (
        table(inner)
        | linked(inner)
        | inside("ol", several(inside("li", several(inner, 2)), 3))
        | inside("ul", several(inside("li", several(inner, 2)), 3))
        | inside("blockquote", several(inner, 2), inside("footer", inline))
        | inside("blockquote", several(inner, 3))
        | inside("details", inside("summary", inline), several(inner, 2))
        | inside("figure", several(inner, 2), inside("figcaption", inline))
        | inside("figure", inner, inside("figcaption", inner))
    )


flow = make_flow(lines | media)
pages = st.one_of(wild, several(flow, 3), several(flow, 3))


class Course:
    """A course of a picture, a paper, a recording, a broken picture and one other lesson."""

    def __init__(self, root: Path, report: Report) -> None:
        self.assets = Assets(root, report)

    def find_file(self, address: str, *, page: str) -> SourceFile | None:
        return self.assets.find(address.removeprefix("asset-v1:"))

    def find_lesson(self, address: str, *, page: str) -> str | None:
        return "next" if address == "next.html" else None


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("course")
    Image.new("RGB", (2, 2)).save(folder / "map.png")
    (folder / "notes.pdf").write_bytes(b"%PDF-1.7 notes")
    (folder / "talk.mp3").write_bytes(b"ID3 talk")
    (folder / "fake.png").write_bytes(b"no picture")
    return folder


def open_reader(root: Path) -> tuple[HtmlReader, Report]:
    report = Report()
    course = Course(root, report)
    return HtmlReader(course, report, course.assets), report


def strings_in(value: Any) -> Iterator[tuple[str, str]]:
    """Yield the name of the field and the text of everything said in parts."""
    if isinstance(value, tuple):
        for item in value:
            yield from [("plain", item)] if isinstance(item, str) else strings_in(item)
    elif is_dataclass(value) and not isinstance(value, SourceFile):
        for field in fields(value):
            found = getattr(value, field.name)
            if isinstance(found, str):
                yield field.name, found
            elif field.name == "rows":
                yield from (("html", cell) for row in found for cell in row)
            else:
                yield from strings_in(found)


TAG = re.compile(r"<(/?)([a-z0-9]+)([^>]*)>")
ALLOWED = {"p", "br", "h2", "h3", "h4", "b", "i", "ol", "ul", "li", "hr", "a", "code", "sup", "sub"}
HREF = re.compile(r' href="(https?|mailto|tel|course-file|course-lesson):[^"<>]*"| href="#[^"<>]+"')
INNER = re.compile(r'<a href="#([^"]*)"')
"""A link within the page; words that only look like one have no bracket before them."""


def check_html(text: str) -> None:
    assert "<" not in TAG.sub("", text)
    for closing, tag, rest in TAG.findall(text):
        assert tag in ALLOWED
        assert HREF.fullmatch(rest) if tag == "a" and not closing else not rest


@settings(max_examples=250, deadline=None)
@given(pages)
@example("<a href='#x'><pre>code</pre></a>")
@example("<h1>words</h1><p><a href=#words>more</a></p><table><td><a href=#words>more</a></table>")
@example("<math><iframe><img href='#top'></iframe></math><a href='#top'>x</a>")
@example('<math><iframe><img href="#top">')
@example("<table><tr><td><a href='next.html'><img src='map.png'></a></td></tr></table>")
@example("<blockquote><details><summary><a href='notes.pdf'>x</a></summary></details></blockquote>")
def test_everything_is_accounted_for_and_nothing_dangerous_comes_out(root: Path, page: str) -> None:
    reader, report = open_reader(root)
    parts = settle_body(reader.read(page, path="page.html", lesson="one"), report)
    balance = strike_balance(report, count_in_html(page, "page.html"))
    assert (balance.missing, balance.unknown) == ((), ())
    for name, text in strings_in(parts):
        if name == "html":
            check_html(text)
            assert set(INNER.findall(text)) <= set(list_anchors(parts))
        if name in ("url", "embed") and text:
            assert text.startswith("https://")


@settings(max_examples=100, deadline=None)
@given(pages)
def test_one_line_and_plain_words_account_for_everything_too(root: Path, page: str) -> None:
    for way in ("read_inline", "read_plain", "read_question"):
        reader, report = open_reader(root)
        text = getattr(reader, way)(page, path="page.html", lesson="one")
        balance = strike_balance(report, count_in_html(page, "page.html"))
        assert (balance.missing, balance.unknown) == ((), ())
        if way == "read_inline":
            for _, settled in strings_in(settle_body((QuotePart(text),), report)):
                check_html(settled)
            assert "<p>" not in text and "<br>" not in text


@settings(max_examples=120, deadline=None)
@given(several(make_flow(lines), 3))
def test_no_word_is_lost_and_none_is_said_twice(root: Path, page: str) -> None:
    numbers = count(1)
    page = re.sub("words|more", lambda _: f"word{next(numbers)}x", page)
    reader, report = open_reader(root)
    parts = reader.read(page, path="page.html", lesson="one")
    said = re.findall(r"word\d+x", " ".join(text for _, text in strings_in(parts)))
    spans = "rowspan" in page
    assert sorted(set(said) if spans else said) == sorted(re.findall(r"word\d+x", page))


@settings(max_examples=40, deadline=None)
@given(pages, pages)
def test_two_stretches_of_a_file_are_counted_on(root: Path, one: str, two: str) -> None:
    reader, report = open_reader(root)
    counts: Counter[str] = Counter()
    counted = []
    for stretch in (one, two):
        reader.read(stretch, path="page.html", lesson="one")
        counted += list(count_in_html(stretch, "page.html", counts))
    assert strike_balance(report, counted).holds


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 5000 + "deep" + "</div>" * 5000,
        "<ul><li>" * 3000 + "deep",
        "<b><i>" * 3000 + "deep",
        "<blockquote>" * 1000 + "deep" + "</blockquote>" * 1000,
        "<details>" * 1000 + "deep" + "</details>" * 1000,
        "<table><tr><td>" * 600 + "deep" + "</td></tr></table>" * 600,
    ],
    ids=["div", "ul", "b", "blockquote", "details", "table"],
)
def test_a_page_nested_without_end_keeps_its_words(root: Path, page: str) -> None:
    reader, report = open_reader(root)
    parts = reader.read(page, path="page.html", lesson="one")
    assert any("deep" in text for _, text in strings_in(parts))
    assert not report.errors
    assert strike_balance(report, count_in_html(page, "page.html")).holds


@pytest.mark.parametrize(
    "page",
    [
        "\\[" * 200_000,
        "$$" * 200_001,
        "<" * 500_000,
        "<a" * 100_000,
        "<p>x" * 20_000,
        "[mathjax]" * 60_000,
    ]
    + [
        "<td colspan=100 rowspan=100>x" * 20_000,
        "<li>" * 50_000,
        "&" * 300_000,
        "<b>x</b> " * 20_000,
    ]
    + ["<table><tr>" + "<td colspan=100 rowspan=100>x" * 20_000, "<img>" * 30_000]
    + ["<a href=gone.html>x</a> " * 10_000],
    ids=range(13),
)
@pytest.mark.slow
@pytest.mark.timeout(60)
def test_a_huge_page_is_read_in_seconds(root: Path, page: str) -> None:
    reader, report = open_reader(root)
    reader.read(page, path="page.html", lesson="one")
    assert strike_balance(report, count_in_html(page, "page.html")).holds
