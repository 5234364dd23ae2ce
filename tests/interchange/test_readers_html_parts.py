"""Foreign HTML, piece by piece: what it becomes, and what the report says of it."""

from pathlib import Path

import pytest
from PIL import Image

from interchange.document import (
    AudioPart,
    Captions,
    CodePart,
    DetailsPart,
    EmbedPart,
    FilePart,
    ImagePart,
    MathPart,
    Part,
    QuotePart,
    SourceFile,
    TablePart,
    TextPart,
    VideoPart,
)
from interchange.enums import Outcome
from interchange.readers.assets import Assets
from interchange.readers.html_parts import HtmlReader, count_in_html
from interchange.report import Element, Report, strike_balance
from tests.interchange.real import real_folder

PAGE = "pages/one.html"
NO_PICTURE = "the site does not show; save it as PNG or JPEG and add it in the editor."
NO_DOWNLOAD = (
    "the site does not offer for download; save it as PDF or ZIP and add it in the editor."
)
LATEX = "<annotation encoding='application/x-tex'>x^2</annotation>"


class Course:
    """A source with some files and one other page, `two.html`, which is the lesson "two"."""

    def __init__(self, root: Path) -> None:
        self.report = Report()
        self.assets = Assets(root, self.report)
        self.reader = HtmlReader(self, self.report, self.assets)

    def find_file(self, address: str, *, page: str) -> SourceFile | None:
        return self.assets.near(address, page=page)

    def find_lesson(self, address: str, *, page: str) -> str | None:
        return "two" if address.startswith("two.html") else None

    def file(self, name: str) -> SourceFile:
        found = self.assets.find(name)
        assert found is not None
        return found

    def read(self, html: str, *, deepest: int = 2) -> tuple[Part, ...]:
        parts = self.reader.read(html, path=PAGE, lesson="one", deepest=deepest)
        assert strike_balance(self.report, count_in_html(html, PAGE)).holds
        return parts

    def text(self, html: str, *, deepest: int = 2) -> str:
        """Return what the page becomes where all of it is running text."""
        (part,) = self.read(html, deepest=deepest)
        assert isinstance(part, TextPart)
        return part.html

    def said(self, kind: str, number: int = 1) -> tuple[str, str]:
        entry = self.report.entries[Element(PAGE, kind, f"{kind}-{number}")]
        return str(entry.outcome), entry.reason


MAPPED = (Outcome.MAPPED.value, "")


@pytest.fixture
def course(tmp_path: Path) -> Course:
    pages = tmp_path / "pages"
    pages.mkdir()
    Image.new("RGB", (3, 2)).save(pages / "river-map_2.png")
    (pages / "notes 1.pdf").write_bytes(b"%PDF-1.7")
    (pages / "talk.mp3").write_bytes(b"ID3....")
    (pages / "film.mp4").write_bytes(b"\0\0\0\x18ftypmp42")
    (pages / "film.vtt").write_text("WEBVTT\n\n00:00.000 --> 00:01.000\nHello\n")
    (pages / "old.doc").write_bytes(b"\xd0\xcf\x11\xe0 words")
    return Course(tmp_path)


# --- running text ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("bare words", "<p>bare words</p>"),
        ("<div>one</div><div>two</div>", "<p>one</p><p>two</p>"),
        ("<p>  one \n two  </p><p> &nbsp; </p><p></p>", "<p>one two</p>"),
        ("<p><strong>a</strong><em>b</em> <u>c</u><font color=red>d</font></p>",)
        + ("<p><b>a</b><i>b</i> cd</p>",),
        ("<p><b>a <b>b</b></b><b>c</b></p>", "<p><b>a bc</b></p>"),
        ("<p>press <kbd>Ctrl</kbd>, see <samp>x</samp></p>",)
        + ("<p>press <code>Ctrl</code>, see <code>x</code></p>",),
        ("<p>H<sub>2</sub>O, x<sup>2</sup></p>", "<p>H<sub>2</sub>O, x<sup>2</sup></p>"),
        ("<p>a<br>b<br></p>", "<p>a<br>b</p>"),
        ("<p>a < b &amp; c</p>", "<p>a &lt; b &amp; c</p>"),
        ("<p>one</p><hr><p>two</p><hr>", "<p>one</p><hr><p>two</p>"),
        ("<b><div>one</div><div>two</div></b>", "<p><b>one</b></p><p><b>two</b></p>"),
        ("<dl><dt>Tea</dt><dd>A drink</dd></dl>", "<p><b>Tea</b></p><p>A drink</p>"),
        ("<p>say <q>hi</q></p>", "<p>say “hi”</p>"),
        ("<ul><li>a<ul><li>b</li></ul></li><li><p>c</p><p>d</p></li></ul>",)
        + ("<ul><li>a<ul><li>b</li></ul></li><li>c<br>d</li></ul>",),
        ("<ol><li>a</li><ol><li>b</li></ol></ol>", "<ol><li>a<ol><li>b</li></ol></li></ol>"),
        ('<ol start="3"><li>c</li><li>d</li></ol>', "<p>3. c</p><p>4. d</p>"),
        ("<ol><li>a</li></ol><p>x</p><ol start=2><li>b</li></ol><hr><ol start=3><li>c</li></ol>",)
        + ("<p>1. a</p><p>x</p><p>2. b</p><hr><p>3. c</p>",),
        ("<ol><li>a</li></ol><h2>x</h2><ol start=2><li>b</li></ol>",)
        + ("<ol><li>a</li></ol><h2>x</h2><p>2. b</p>",),
        ("<ol><li>a</li><li>b</li></ol><p>x</p><ol start=2><li>c</li></ol>",)
        + ("<ol><li>a</li><li>b</li></ol><p>x</p><p>2. c</p>",),
        ("<ul><li>[ ] <h3>Title</h3></li></ul>", "<ul><li>[ ]<br><b>Title</b></li></ul>"),
        ("<p>a<!-- hidden --><?php echo 1 ?>b</p>", "<p>ab</p>"),
        ("<title>Page</title><p>words</p>", "<p>words</p>"),
        ("a\x00\x08b", "<p>ab</p>"),
        ("<!DOCTYPE html [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><p>&e;</p>",)
        + ("<p>]&gt;</p><p>&amp;e;</p>",),
        ("<?xml version='1.0' encoding='latin-1'?><p>é</p>", "<p>é</p>"),
    ],
)
def test_words_keep_what_the_editor_has(course: Course, html: str, expected: str) -> None:
    assert course.text(html) == expected


def test_the_highest_heading_sets_the_level(course: Course) -> None:
    html = "<h3>Chapter</h3><p>words</p><h4>Section</h4><h6>Note</h6>"
    assert course.text(html) == ("<h2>Chapter</h2><p>words</p><h3>Section</h3><h4>Note</h4>")
    assert course.text("<h1>One</h1><h2>Two</h2>", deepest=3) == "<h3>One</h3><h4>Two</h4>"


def test_an_empty_page_has_no_parts(course: Course) -> None:
    assert course.read(" <p></p><div><br></div>") == ()
    assert course.read("") == ()


def test_a_picture_interrupts_its_paragraph(course: Course) -> None:
    html = "<p>Look <b>here: <img src='river-map_2.png' alt='A map'> and</b> there.</p>"
    assert course.read(html) == (
        TextPart("<p>Look <b>here:</b></p>"),
        ImagePart(course.file("pages/river-map_2.png"), "A map", ""),
        TextPart("<p><b>and</b> there.</p>"),
    )
    assert course.said("img") == MAPPED
    assert course.assets.used == {"pages/river-map_2.png": "one"}


def test_steps_keep_their_numbers_around_pictures(course: Course) -> None:
    html = "<ol><li>Boil<img src=river-map_2.png alt=M></li><li>Pour</li></ol>"
    assert course.read(html) == (
        TextPart("<p>1. Boil</p>"),
        ImagePart(course.file("pages/river-map_2.png"), "M", ""),
        TextPart("<p>2. Pour</p>"),
    )


def test_points_around_pictures_stay_points(course: Course) -> None:
    html = "<ul><li>a</li><li>b<pre>x</pre></li><li>c</li></ul>"
    assert course.read(html) == (
        TextPart("<ul><li>a</li><li>b</li></ul>"),
        CodePart("text", "", "x"),
        TextPart("<ul><li>c</li></ul>"),
    )


# --- pictures -------------------------------------------------------------------------------------


def test_a_picture_without_alternative_text_gets_its_name(course: Course) -> None:
    (part,) = course.read("<img src='river-map_2.png' title=''>")
    assert part == ImagePart(course.file("pages/river-map_2.png"), "River map 2", "")
    outcome, reason = course.said("img")
    assert outcome == "degraded"
    assert reason == "The picture river-map_2.png needs an alternative text."


def test_a_figure_lends_its_words_as_caption(course: Course) -> None:
    html = (
        "<figure><img src='river-map_2.png' alt='Map'>"
        "<figcaption>The <em>Rhine</em></figcaption></figure>"
    )
    assert course.read(html) == (
        ImagePart(course.file("pages/river-map_2.png"), "Map", "The Rhine"),
    )


@pytest.mark.parametrize(
    ("tag", "reason"),
    [
        ("<img src=gone.png>",)
        + ("The picture gone.png is not in the source; add it in the editor.",),
        ("<img src='data:image/png;base64,AA'>",)
        + ("A picture written into the page itself is not taken over; add it in the editor.",),
        ("<img alt=x>", "The picture has no address; add it in the editor."),
        ("<img src=talk.mp3>", f"The picture talk.mp3 is of a kind that {NO_PICTURE}"),
    ],
)
def test_a_picture_that_cannot_be_had_is_left_out(course: Course, tag: str, reason: str) -> None:
    assert course.read(f"<p>words {tag}</p>") == (TextPart("<p>words</p>"),)
    assert course.said("img") == ("dropped", reason)


def test_a_picture_elsewhere_becomes_a_link(course: Course) -> None:
    html = "<p>See <img src='//example.org/a/b.png' alt='B'></p>"
    assert course.text(html) == '<p>See <a href="https://example.org/a/b.png">B</a></p>'
    assert course.said("img")[0] == "degraded"


def test_a_picture_that_links_to_a_video_is_the_video(course: Course) -> None:
    html = (
        "<a href='https://youtu.be/aqz-KE-bpKQ'><img src='river-map_2.png' alt='Rabbit'></a>"
        "<a href='https://youtu.be/aqz-KE-bpKQ'><img src='https://img.youtube.com/1.jpg'></a>"
    )
    address = "https://www.youtube.com/watch?v=aqz-KE-bpKQ"
    poster = course.file("pages/river-map_2.png")
    assert course.read(html) == (
        VideoPart(None, address, "Rabbit", None, "", poster),
        VideoPart(None, address, "Video", None, "", None),
    )
    assert course.said("img", 1) == MAPPED
    assert course.said("img", 2)[0] == "degraded"


def test_a_picture_that_links_elsewhere_has_its_link_below(course: Course) -> None:
    html = "<a href='two.html'><img src='river-map_2.png' alt='On'></a>"
    assert course.read(html) == (
        ImagePart(course.file("pages/river-map_2.png"), "On", ""),
        TextPart('<p><a href="course-lesson:two">On</a></p>'),
    )
    assert course.said("link") == MAPPED


# --- links ----------------------------------------------------------------------------------------


def test_links_into_the_course_are_pointed_anew(course: Course) -> None:
    html = "<a href='two.html'>on</a> <a href='notes%201.pdf?x=1'>notes</a>"
    assert course.text(html) == (
        '<p><a href="course-lesson:two">on</a> '
        '<a href="course-file:pages/notes%201.pdf">notes</a></p>'
    )
    assert course.said("link", 1) == course.said("link", 2) == MAPPED
    assert course.assets.used == {"pages/notes 1.pdf": "one"}


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("#", "It leads to no heading of the lesson; the words stay."),
        ("gone.html", "The link to gone.html leads nowhere in the course."),
        ("../../outside.pdf", "The link to ../../outside.pdf leads nowhere in the course."),
        (
            "old.doc",
            f"The file old.doc is of a kind that {NO_DOWNLOAD} The words of the link stay.",
        ),
    ],
)
def test_a_link_that_leads_nowhere_keeps_its_words(
    course: Course, address: str, reason: str
) -> None:
    assert course.text(f"<a href='{address}'>words</a>") == "<p>words</p>"
    assert course.said("link") == ("degraded", reason)


def test_an_address_without_scheme_gets_one(course: Course) -> None:
    expected = '<p><a href="https://github.com/a/b">x</a></p>'
    assert course.text("<a href='github.com/a/b'>x</a>") == expected
    assert course.said("link") == (
        "degraded",
        "The address github.com/a/b lacked https://, which was added: try the link.",
    )


def test_signs_that_link_within_the_page_go(course: Course) -> None:
    html = "<h2>Tea<a class='headerlink' href='#tea'>¶</a></h2>"
    assert course.text(html) == "<h2>Tea</h2>"
    assert course.said("link")[0] == "dropped"


def test_a_link_into_the_middle_of_a_lesson_says_so(course: Course) -> None:
    assert course.text("<a href='two.html#end'>x</a>") == '<p><a href="course-lesson:two">x</a></p>'
    assert course.said("link") == ("degraded", "It leads to the beginning of the lesson.")


@pytest.mark.parametrize("address", ["https://a.org/?b=1&c", "mailto:a@b.org", "tel:+49"])
def test_links_out_of_the_course_stay(course: Course, address: str) -> None:
    expected = address.replace("&", "&amp;")
    assert course.text(f'<a href="{address}" onclick="x()">x</a>') == (
        f'<p><a href="{expected}">x</a></p>'
    )
    assert course.report.entries == {}


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "java\nscript:alert(1)", "data:text/html,x", "file:///etc"]
)
def test_links_that_run_something_keep_their_words_only(course: Course, address: str) -> None:
    assert course.text(f'<a href="{address}">x</a>') == "<p>x</p>"
    assert [warning.code for warning in course.report.warnings] == ["link"]


def test_a_link_around_code_alone_is_said_to_be_lost(course: Course) -> None:
    assert course.read("<a href='two.html'><pre>x</pre></a>") == (CodePart("text", "", "x"),)
    assert course.said("link")[0] == "degraded"


# --- frames and recordings ------------------------------------------------------------------------


def test_frames_are_videos_or_links(course: Course) -> None:
    html = (
        "<iframe src='https://www.youtube.com/embed/aqz-KE-bpKQ?rel=0' title='Rabbit'></iframe>"
        "<iframe src='https://forms.example.org/1'></iframe>"
        "<iframe src='http://forms.example.org/1'></iframe>"
        "<embed src='notes%201.pdf'><object data='film.mp4'><p>no player</p></object>"
    )
    watch = "https://www.youtube.com/watch?v=aqz-KE-bpKQ"
    film = course.file("pages/film.mp4")
    assert course.read(html) == (
        VideoPart(None, watch, "Rabbit", None, "", None),
        EmbedPart("https://forms.example.org/1", "forms.example.org"),
        FilePart(course.file("pages/notes 1.pdf"), "Notes 1"),
        VideoPart(film, "", "Film", None, "", None),
    )
    assert course.said("iframe", 1) == MAPPED
    assert course.said("iframe", 2) == (
        "degraded",
        "What the page showed in a frame is a link now.",
    )
    assert course.said("iframe", 3)[0] == "dropped"
    assert course.said("embed") == course.said("object") == MAPPED


def test_recordings_bring_their_captions(course: Course) -> None:
    html = (
        "<video poster='river-map_2.png' title='Rain'><source src='gone.webm'>"
        "<source src='film.mp4'><track src='film.vtt' srclang='EN' kind='captions'>"
        "<a href='film.mp4'>Download</a></video><audio src='talk.mp3'></audio>"
    )
    captions = Captions("en", course.file("pages/film.vtt"))
    film, poster = course.file("pages/film.mp4"), course.file("pages/river-map_2.png")
    assert course.read(html) == (
        VideoPart(film, "", "Rain", captions, "", poster),
        AudioPart(course.file("pages/talk.mp3"), "Talk"),
    )
    assert course.said("video") == course.said("audio") == MAPPED
    assert course.said("link") == ("dropped", "It stands in for the recording around it.")
    assert len(course.assets.used) == 4


def test_tags_without_an_end_swallow_nothing(course: Course) -> None:
    html = (
        "<picture><source srcset='x.webp'><img src='river-map_2.png' alt='M'></picture>"
        "<p>a <embed src='gone.swf'> b<wbr>c</p><p>d</p>"
    )
    assert course.read(html) == (
        ImagePart(course.file("pages/river-map_2.png"), "M", ""),
        TextPart("<p>a bc</p><p>d</p>"),
    )


def test_what_runs_is_left_out(course: Course) -> None:
    html = (
        "<script>alert('x')</script><style>p{}</style><p onclick='x()'>words</p>"
        "<svg onload='x()'><script>y()</script><text>drawn</text></svg>"
        "<form><p>Name <input name=n></p></form>"
    )
    assert course.text(html) == "<p>words</p><p>Name</p>"
    assert course.said("script") == ("dropped", "Scripts are not taken over.")
    assert course.said("style") == ("dropped", "The page's own styles are not taken over.")
    for kind in ("svg", "form", "input"):
        assert course.said(kind)[0] == "dropped"


def test_boxes_of_a_list_of_tasks_are_signs(course: Course) -> None:
    html = "<ul><li><input type=checkbox disabled checked> a</li><li>b</li></ul>"
    assert course.text(html) == "<ul><li>☑ a</li><li>b</li></ul>"
    assert course.said("input") == MAPPED


# --- code and formulas ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<pre><code class="language-py">a &lt; b\n\n  c\n</code></pre>',)
        + (CodePart("python", "", "a < b\n\n  c"),),
        ('<pre class="sourceCode bash"><code class="sourceCode bash"><b>ls</b> -l</code></pre>',)
        + (CodePart("bash", "", "ls -l"),),
        ('<div class="highlight-js"><div class="highlight"><pre>x()</pre></div></div>',)
        + (CodePart("javascript", "", "x()"),),
        ('<pre class="brush:sql;">SELECT</pre>', CodePart("sql", "", "SELECT")),
        ('<pre class="output"><code>42</code></pre>', CodePart("text", "Output", "42")),
        ('<pre class="klingon">x<br>y</pre>', CodePart("text", "", "x\ny")),
        ("<pre><div>a</div><div>  b</div><br>c</pre>", CodePart("text", "", "a\n  b\n\nc")),
        ('<div class="c"><pre>x</pre></div>', CodePart("text", "", "x")),
    ],
)
def test_program_text_keeps_spaces_and_language(
    course: Course, html: str, expected: CodePart
) -> None:
    assert course.read(html) == (expected,)
    assert course.said("pre") == MAPPED


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>so \\[a &lt; b\\] holds</p>",)
        + ((TextPart("<p>so</p>"), MathPart("a < b"), TextPart("<p>holds</p>")),),
        ("<p>$$ x^2 $$</p>", (MathPart("x^2"),)),
        ("[mathjax]y[/mathjax]", (MathPart("y"),)),
        ("<p>if [mathjaxinline]z[/mathjaxinline] or \\(w\\)</p>",)
        + ((TextPart("<p>if \\(z\\) or \\(w\\)</p>"),),),
        ('<div class="math block">\\[q\\]</div>', (MathPart("q"),)),
        ('<p>a <span class="math inline">\\(q\\)</span></p>', (TextPart("<p>a \\(q\\)</p>"),)),
        ("<script type='math/tex; mode=display'>r</script>", (MathPart("r"),)),
        ("<p>it costs $$ 5</p>", (TextPart("<p>it costs $$ 5</p>"),)),
        ("<p><code>$$x$$</code></p>", (TextPart("<p><code>$$x$$</code></p>"),)),
        ("<ul><li>so $$x$$</li></ul>", (TextPart("<ul><li>so<br>\\(x\\)</li></ul>"),)),
        (f"<math display='block'><mi>x</mi>{LATEX}</math>", (MathPart("x^2"),)),
        (f"<p>so <math><mi>x</mi>{LATEX}</math></p>", (TextPart("<p>so \\(x^2\\)</p>"),)),
    ],
)
def test_formulas(course: Course, html: str, expected: tuple[Part, ...]) -> None:
    assert course.read(html) == expected


def test_mathml_without_latex_is_words(course: Course) -> None:
    assert course.text("<p><math><mi>x</mi><mo>+</mo><mn>1</mn></math></p>") == "<p>x+1</p>"
    assert course.said("math")[0] == "degraded"


# --- tables ---------------------------------------------------------------------------------------


def test_a_table_has_a_header_and_equal_rows(course: Course) -> None:
    html = (
        "<table><caption>Teas</caption><thead><tr><th>Name</th><th>Min <code>x</code></th></tr>"
        "</thead><tbody><tr><td><b>Sencha</b></td><td>2</td></tr><tr><td>Assam</td></tr>"
        "<tr><td></td></tr></tbody></table>"
    )
    rows = (("<b>Sencha</b>", "2"), ("Assam", ""))
    assert course.read(html) == (TablePart(("Name", "Min `x`"), rows, "Teas"),)
    assert course.said("table") == MAPPED


@pytest.mark.parametrize(
    ("html", "header", "rows"),
    [
        ("<tr><td>a<td>b<tr><td>c<td>d", ("a", "b"), (("c", "d"),)),
        ("<tr><th>a<td>b<tr><th>c<td>d", ("", ""), (("<b>a</b>", "b"), ("<b>c</b>", "d"))),
        ("<tr><td>a<td>b", ("", ""), (("a", "b"),)),
        ("<tr><th>a<th>b", ("", ""), (("<b>a</b>", "<b>b</b>"),)),
        ("<td>a<td>b<tr><td>c<td>d", ("a", "b"), (("c", "d"),)),
    ],
)
def test_the_header_of_a_table(
    course: Course, html: str, header: tuple[str, ...], rows: tuple[tuple[str, ...], ...]
) -> None:
    assert course.read(f"<table>{html}</table>") == (TablePart(header, rows),)


def test_stretched_cells_become_single_ones(course: Course) -> None:
    html = (
        "<table><tr><th>a</th><th colspan=2>b</th></tr>"
        "<tr><td rowspan=2>c</td><td>d</td><td>e</td></tr><tr><td>f</td><td>g</td></tr></table>"
    )
    rows = (("c", "d", "e"), ("c", "f", "g"))
    assert course.read(html) == (TablePart(("a", "b", ""), rows),)
    assert course.said("table") == (
        "degraded",
        "Cells that went over several rows or columns are single cells now.",
    )


def test_cells_of_several_lines_become_one_line(course: Course) -> None:
    html = "<table><tr><th>h<th>i<tr><td><p>One.</p><p>Two</p><ul><li>a<li>b</ul><td>x<br>y</table>"
    assert course.read(html) == (TablePart(("h", "i"), (("One. Two; a; b", "x; y"),)),)
    assert course.said("table")[0] == "degraded"


def test_pictures_of_a_table_stand_below_it(course: Course) -> None:
    html = "<table><tr><th>h<th>i<tr><td>x<img src=river-map_2.png alt=M><td>y</table>"
    assert course.read(html) == (
        TablePart(("h", "i"), (("x", "y"),)),
        ImagePart(course.file("pages/river-map_2.png"), "M", ""),
    )
    assert course.said("table")[0] == "degraded"


@pytest.mark.parametrize(
    "html", ["<tr><td><h2>T</h2><p>x</p>", "<tr><td><h2>T</h2><td><p>x</p><pre>c</pre>"]
)
def test_a_table_that_arranges_the_page_is_running_text(course: Course, html: str) -> None:
    assert course.read(f"<table>{html}</table>")[0] == TextPart("<h2>T</h2><p>x</p>")
    assert course.said("table") == (
        "degraded",
        "A table that only arranged the page is running text now.",
    )


# --- quotes and details ---------------------------------------------------------------------------


def test_a_quotation_has_an_author(course: Course) -> None:
    html = "<blockquote><h3>T</h3><p>To <i>be</i></p><footer>W. S.</footer></blockquote>"
    assert course.read(html) == (QuotePart("<p><b>T</b></p><p>To <i>be</i></p>", "W. S."),)
    assert course.said("blockquote") == MAPPED


def test_code_interrupts_a_quotation(course: Course) -> None:
    html = "<blockquote><p>a</p><pre>b</pre><p>c</p></blockquote>"
    parts = (QuotePart("<p>a</p>"), CodePart("text", "", "b"), QuotePart("<p>c</p>"))
    assert course.read(html) == parts
    assert course.said("blockquote")[0] == "degraded"


def test_details_hold_parts_but_no_details(course: Course) -> None:
    html = (
        "<details><summary>More <b>now</b></summary><p>a</p><pre>b</pre>"
        "<details><summary>Deeper</summary>c</details></details>"
    )
    body = (
        TextPart("<p>a</p>"),
        CodePart("text", "", "b"),
        TextPart("<p><b>Deeper</b></p><p>c</p>"),
    )
    assert course.read(html) == (DetailsPart("more", "More now", body),)
    assert course.said("details", 1) == MAPPED
    assert course.said("details", 2)[0] == "degraded"


# --- one line and plain words ---------------------------------------------------------------------


def test_one_line(course: Course) -> None:
    html = "<p>See <a href='two.html'>two</a></p><p>and <code>x</code>, $$y$$</p>"
    line = course.reader.read_inline(html, path=PAGE, lesson="one")
    assert line == 'See <a href="course-lesson:two">two</a>; and <code>x</code>, \\(y\\)'
    assert course.said("link") == MAPPED


def test_plain_words(course: Course) -> None:
    html = (
        "<p>What is <b>x<sup>2</sup></b> in <code>f <i>x</i></code>?<br>See "
        "<a href='https://a.org'>A</a>, <a href='two.html'>two</a>.</p>"
        "<ul><li>one</li><li>H<sub>ab</sub></li></ul><pre>y = 1</pre>"
        "<img src='river-map_2.png' alt='a map'><img src='gone.png' alt='gone'>"
    )
    plain = course.reader.read_plain(html, path=PAGE, lesson="one")
    assert plain == (
        "What is x² in `f x`?\nSee A (https://a.org), two.\n\n- one\n- H_(ab)\n\n`y = 1`\n\na map"
    )
    assert course.said("link") == ("degraded", "A question holds no links; the words stay.")
    assert course.said("img")[0] == course.said("pre")[0] == "degraded"
    assert course.said("img", 2)[0] == "dropped"
    assert strike_balance(course.report, count_in_html(html, PAGE)).holds
    assert course.assets.used == {}


def test_what_a_question_cannot_hold_stands_before_it(course: Course) -> None:
    html = "<p>Which?</p><img src='river-map_2.png' alt='a map'><p>This?</p>"
    parts, words = course.reader.read_question(html, path=PAGE, lesson="one")
    assert parts == (ImagePart(course.file("pages/river-map_2.png"), "a map", ""),)
    assert words == "Which?\n\nThis?"
    assert course.said("img") == MAPPED


# --- real pages -----------------------------------------------------------------------------------


def test_every_page_of_a_real_course() -> None:
    root = real_folder("olx-dhis2-intro") / "course"

    class Static(Course):
        def find_file(self, address: str, *, page: str) -> SourceFile | None:
            return self.assets.find(address.removeprefix("/"))

    course = Static(root)
    counted: list[Element] = []
    pages = sorted(root.glob("html/*.html"))
    for page in pages:
        html = page.read_text("utf-8")
        path = page.relative_to(root).as_posix()
        assert course.reader.read(html, path=path, lesson=page.stem)
        counted += count_in_html(html, path)
    assert len(pages) == 49
    assert [element.kind for element in counted].count("img") == 14
    assert [element.kind for element in counted].count("iframe") == 8
    assert strike_balance(course.report, counted).holds
    assert not course.report.errors
