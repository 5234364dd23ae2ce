"""Links within a page lead to a heading of the lesson, whichever site made the anchors."""

from pathlib import Path

import pytest

from interchange.document import (
    CalloutPart,
    DetailsPart,
    LessonDocument,
    ModuleDocument,
    Part,
    Place,
    SourceFile,
    TextPart,
)
from interchange.readers.html_anchors import (
    find_names,
    list_anchors,
    make_pending,
    settle,
    settle_body,
)
from interchange.readers.html_parts import HtmlReader, count_in_html
from interchange.readers.html_tree import parse_html
from interchange.report import Element, Report, strike_balance

PAGE = "pages/one.html"
REASON = "It leads to no heading of the lesson; the words stay."


class Course:
    """A source of two pages, one for each lesson, read as far as it goes."""

    def __init__(self) -> None:
        self.report = Report()
        self.reader = HtmlReader(self, self.report)

    def find_file(self, address: str, *, page: str) -> SourceFile | None:
        return None

    def find_lesson(self, address: str, *, page: str) -> str | None:
        return {"one.html": "one", "two.html": "two"}.get(address.partition("#")[0])

    def read(self, html: str) -> tuple[Part, ...]:
        parts = settle_body(self.reader.read(html, path=PAGE, lesson="one"), self.report)
        assert strike_balance(self.report, count_in_html(html, PAGE)).holds
        return parts

    def text(self, html: str) -> str:
        (part,) = self.read(html)
        assert isinstance(part, TextPart)
        return part.html

    def said(self, number: int = 1) -> tuple[str, str]:
        entry = self.report.entries[Element(PAGE, "link", f"link-{number}")]
        return str(entry.outcome), entry.reason


MAPPED = ("mapped", "")


@pytest.fixture
def course() -> Course:
    return Course()


@pytest.mark.parametrize(
    ("address", "heading", "anchor"),
    [
        ("#two-cups", "<h2>Two <i>cups</i></h2>", "two-cups"),
        ("#Two-Cups", "<h2>Two cups</h2>", "two-cups"),
        ("#a--b", "<h2>A &amp; B</h2>", "a-b"),
        ("#-challenge", "<h2>🚀Challenge</h2>", "challenge"),
        ("#first-steps", "<h2>1. First steps</h2>", "1-first-steps"),
        ("#aritm%C3%A9tica", "<h2>Aritmética</h2>", "aritmética"),
        ("#why", "<h2 id='why'>The reason</h2>", "the-reason"),
        ("#why", "<h2><a name='why'></a>The reason</h2>", "the-reason"),
        ("#why", "<a id='why'></a>\n<h2>The reason</h2>", "the-reason"),
        ("#why", "<section id='why'><div><h2>The reason</h2></div>words</section>", "the-reason"),
        ("#path", "<dl><dt>path</dt><dd>words</dd></dl>", "path"),
        ("#path", "<p><b id='path'>The path</b></p>", "the-path"),
        ("one.html#end", "<h2>End</h2>", "end"),
    ],
)
def test_a_link_finds_its_heading(course: Course, address: str, heading: str, anchor: str) -> None:
    html = course.text(f"<p><a href='{address}'>there</a></p>{heading}")
    assert html.startswith(f'<p><a href="#{anchor}">there</a></p>')
    assert course.said() == MAPPED


@pytest.mark.parametrize(
    ("address", "page"),
    [
        ("#top", "<h2>Start</h2>"),
        ("#figure", "<h2>Start</h2><p id='figure'>A picture</p>"),
        ("#figure", "<p id='figure'>A picture</p><h2>Start</h2>"),
        ("#", "<h2>Start</h2>"),
        ("#bold", "<p><b>Bold</b> words</p>"),
        ("one.html#gone", "<h2>Start</h2>"),
    ],
)
def test_a_link_to_anything_else_keeps_its_words(course: Course, address: str, page: str) -> None:
    html = course.text(f"<p>See <a href='{address}'>the <b>end</b></a>.</p>{page}")
    assert html.startswith("<p>See the <b>end</b>.</p>")
    assert course.said() == ("degraded", REASON)


def test_several_headings_alike_are_told_apart_as_other_sites_do(course: Course) -> None:
    links = "<p><a href='#try'>1</a> <a href='#try-1'>2</a> <a href='#try-2'>3</a></p>"
    html = course.text(f"{links}<h2>Try</h2><h2>Try</h2>")
    assert html.startswith('<p><a href="#try">1</a> <a href="#try-1">2</a> 3</p>')
    assert [course.said(number)[0] for number in (1, 2, 3)] == ["mapped", "mapped", "degraded"]


def test_a_link_may_lead_to_what_is_read_later(course: Course) -> None:
    course.reader.learn_names("<h2 id='x'>The end</h2>", PAGE)
    parts = course.reader.read("<p><a href='#x'>on</a></p>", path=PAGE, lesson="one")
    parts += course.reader.read("<h2 id='x'>The end</h2>", path=PAGE, lesson="one")
    assert settle_body(parts, course.report)[0] == TextPart('<p><a href="#the-end">on</a></p>')
    assert course.said() == MAPPED


def test_where_nothing_but_words_can_stand_the_loss_is_said_once(course: Course) -> None:
    words = course.reader.read_plain("<a href='#x'>x</a>", path=PAGE, lesson="one")
    assert words == "x"
    assert course.said() == ("degraded", "A question holds no links; the words stay.")


def test_a_picture_that_leads_within_the_page_is_only_a_picture(course: Course) -> None:
    html = "<p><a href='#end'><img src='gone.png' alt='Map'></a></p><h2>End</h2>"
    assert course.text(html) == "<h2>End</h2>"
    assert course.said() == ("degraded", REASON)


def test_every_lesson_knows_its_own_headings() -> None:
    report = Report()
    link = Element(PAGE, "link", "link-1")
    report.mapped(link, lesson="one")
    words = f'<p><a href="{make_pending(link, "end")}">on</a></p>'
    place = Place(PAGE, 1)

    def lesson(name: str, html: str) -> LessonDocument:
        return LessonDocument(name, name, "", 1, False, (), (TextPart(html),), place)

    module = ModuleDocument(
        "m", "M", "", (lesson("one", words), lesson("two", f"{words}<h2>End</h2>")), place
    )
    one, two = settle(module, lambda html: html, report).lessons
    assert one.body == (TextPart("<p>on</p>"),)
    assert two.body == (TextPart('<p><a href="#end">on</a></p><h2>End</h2>'),)
    assert str(report.entries[link].outcome) == "degraded"


def test_what_nothing_is_done_to_stays_the_same_thing() -> None:
    body = (TextPart("<p>words</p>"), DetailsPart("hint", "", (TextPart("<h2>A</h2>"),)))
    assert settle_body(body, Report())[1] is body[1]


def test_anchors_are_listed_in_the_order_of_the_page() -> None:
    inner = DetailsPart("hint", "Try", (TextPart("<h3>Try</h3><p><b>Term</b></p>"),))
    body = (CalloutPart("exercise", "Try", (inner,)), TextPart("<h2>Try</h2><p>Try</p>"))
    assert list(list_anchors(body)) == ["try", "try-1", "try-2", "term", "try-3"]


def test_a_name_means_the_first_heading_that_bears_it() -> None:
    html = "<div id='a'><h2 id='b'>One <span id='c'>1</span></h2></div>x<h2 id='a'>Two</h2>"
    assert find_names(parse_html(html)[0]) == {"a": "one-1", "b": "one-1", "c": "one-1"}


def test_a_file_of_any_name_is_found_again(tmp_path: Path) -> None:
    report = Report()
    link = Element("a b/\udcff#\n?.html", "link", "link-1")
    report.mapped(link)
    body = (TextPart(f'<p><a href="{make_pending(link, "x y")}">on</a></p>'),)
    assert settle_body(body, report) == (TextPart("<p>on</p>"),)
    assert report.entries[link].reason == REASON
