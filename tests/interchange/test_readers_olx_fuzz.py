"""Whatever an OLX course holds: reader and census agree, element by element."""

import shutil
from contextlib import suppress
from pathlib import Path
from tempfile import mkdtemp

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from interchange.readers.olx.census import count_olx
from interchange.readers.olx.reader import read_olx
from interchange.report import InvalidCourse, Report, strike_balance
from tests.interchange.olx import policy, write_files

Files = dict[str, str]

NAMES = st.sampled_from(["a", "b", "c", "d", "e", ""])
CONTAINERS = ["chapter", "sequential", "vertical", "library_content", "split_test", "conditional"]
STRETCHES = st.sampled_from(
    [
        "words",
        "<p>one <b>two</b></p>",
        '<img src="/static/x.png"/>',
        '<a href="/static/y.pdf">file</a>',
        '<a href="/jump_to_id/a">there</a>',
        "<table><tr><td>1</td></tr></table>",
        "<pre>x = 1</pre>",
        "<script>alert(1)</script>",
        '<iframe src="https://example.org/x"/>',
        "<h3>Water</h3>",
        "<form><input type='text'/></form>",
        "&lt;img src=''&gt;",
        "<svg xmlns='http://www.w3.org/2000/svg'><path d='M0 0'/></svg>",
    ]
)
CHOICES = st.lists(
    st.builds(
        lambda right, inner, hint: f'<choice correct="{right}">{inner}{hint}</choice>',
        st.sampled_from(["true", "false", "True", "partial"]),
        st.one_of(STRETCHES, st.just("yes"), st.just("no"), st.just("perhaps")),
        st.sampled_from(["", "<choicehint>so <img src='h.png'/></choicehint>"]),
    ),
    max_size=4,
).map("".join)
ANY = st.one_of(STRETCHES, CHOICES)
RESPONSES = st.builds(
    str.format,
    st.sampled_from(
        [
            "<multiplechoiceresponse>{0}<choicegroup>{1}</choicegroup></multiplechoiceresponse>",
            "<choiceresponse><label>{0}</label><checkboxgroup>{1}</checkboxgroup></choiceresponse>",
            (
                "<choiceresponse><checkboxgroup>{0}</checkboxgroup>"
                "<checkboxgroup>{1}</checkboxgroup></choiceresponse>"
            ),
            (
                "<optionresponse>{0}<optioninput options=\"('x','y')\" correct=\"x\"/>{1}"
                "</optionresponse>"
            ),
            (
                "<optionresponse><optioninput><option correct='True'>{0}</option></optioninput>"
                "<optioninput>{1}</optioninput></optionresponse>"
            ),
            (
                "<stringresponse answer='x'><p>{0}</p><textline/>"
                "<additional_answer>{1}</additional_answer></stringresponse>"
            ),
            "<customresponse>{0}<choicegroup>{1}</choicegroup></customresponse>",
        ]
    ),
    ANY,
    ANY,
)
PROBLEMS = st.recursive(
    st.one_of(
        STRETCHES,
        RESPONSES,
        st.builds("<solution><p>Explanation</p>{}</solution>".format, STRETCHES),
        st.builds("<demandhint>{0}<hint>{0}</hint></demandhint>".format, STRETCHES),
        st.builds("<label>{}</label>".format, STRETCHES),
    ),
    lambda inner: st.builds(
        "<{0}>{1}</{0}>".format,
        st.sampled_from(["div", "p", "table", "form", "label", "solution", "numericalresponse"]),
        st.lists(inner, max_size=3).map("".join),
    ),
    max_leaves=5,
)


@st.composite
def blocks(draw: st.DrawFn, depth: int = 0) -> tuple[str, Files]:
    """One block as XML, and the files that it needs."""
    kinds = ["html", "html", "problem", "problem", "video", "word_cloud", "lti", "poll_question"]
    kind = draw(st.sampled_from(kinds if depth > 3 else kinds + CONTAINERS * 2))
    name = draw(NAMES)
    given = f' url_name="{name}"' if name else ""
    given += draw(
        st.sampled_from(["", "", ' visible_to_staff_only="true"', ' display_name="Water"'])
    )
    inside = ""
    files: Files = {}
    if kind in CONTAINERS:
        for inner, more in draw(st.lists(blocks(depth + 1), max_size=3)):
            inside += inner
            files |= more
    elif kind == "html" and draw(st.booleans()):
        given += f' filename="{name}"'
        files |= draw(
            st.sampled_from([{}, {f"html/{name}.html": "<h2>Water</h2><img src='q.png'>"}])
        )
    elif kind == "video":
        given += draw(
            st.sampled_from(["", ' youtube="1.00:abcdefghijk"', ' transcripts=\'{"en": "a.srt"}\''])
        )
        inside = draw(st.sampled_from(["", '<transcript language="fr" src="b.srt"/>']))
    else:
        inside = draw(PROBLEMS if kind == "problem" else STRETCHES)
    block = f"<{kind}{given}>{inside}</{kind}>"
    if name and draw(st.booleans()):
        files[f"{kind}/{name}.xml"] = draw(st.sampled_from([block, block, block, block[:-3]]))
        block = f'<{kind} url_name="{name}"/>'
    elif name and draw(st.integers(0, 5)) == 0:
        block = f'<{kind} url_name="{name}"/>'
    return block, files


@st.composite
def courses(draw: st.DrawFn) -> Files:
    inside = ""
    files: Files = {}
    for block, more in draw(st.lists(blocks(), min_size=1, max_size=4)):
        inside += block
        files |= more
    if draw(st.booleans()):
        files["course.xml"] = '<course url_name="run" org="o" course="c"/>'
        files["course/run.xml"] = f"<course>{inside}</course>"
    else:
        files["course.xml"] = f'<course url_name="run" org="o" course="c">{inside}</course>'
    extra = {
        "drafts/html/a.xml": '<html url_name="a"><img src="z"/></html>',
        "about/overview.html": "<p>Tea</p><img src='t.png'><a href='/static/u'>u</a>",
        "tabs/t.html": "<table><tr><td>x</td></tr></table>",
        "info/handouts.html": "<a href='/static/x.pdf'>x</a>",
        "policies/run/policy.json": policy(tabs=[{"type": "static_tab", "url_slug": "t"}, {}]),
        "policies/run/grading_policy.json": '{"GRADER": [{"type": "Quiz"}]}',
        "static/x.png": "no picture",
        "static/y.pdf": "%PDF-1.4",
        "translation-fr/html__a.html": "<h2>Eau</h2><img src='e.png'>",
        "translation-fr/problem__a__xml.html": "<problem><p>Eau</p><pre>x</pre></problem>",
        "translation-fr/vertical__b__xml.html": "<vertical><video/></vertical>",
        "html/orphan.html": "<table></table>",
    }
    for name in draw(st.sets(st.sampled_from(sorted(extra)))):
        files.setdefault(name, extra[name])
    return files


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(courses())
def test_every_element_has_one_entry(files: Files) -> None:
    root = Path(mkdtemp())
    try:
        write_files(root, files)
        report = Report()
        with suppress(InvalidCourse):
            read_olx(root, report)
        assert {problem.code for problem in report.errors} <= {"course-empty"}
        balance = strike_balance(report, count_olx(root))
        assert (balance.missing, balance.unknown) == ((), ())
        assert balance.holds
    finally:
        shutil.rmtree(root)
