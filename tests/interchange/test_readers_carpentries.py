"""Small lessons made for the test, today's style and that before 2023."""

from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from interchange.document import (
    CalloutPart,
    CodePart,
    CourseDocument,
    DetailsPart,
    ImagePart,
    Part,
    QuotePart,
    TextPart,
)
from interchange.enums import Outcome
from interchange.readers.carpentries.reader import read_carpentries, recognizes
from interchange.readers.formats import find_format
from interchange.report import InvalidCourse, Report
from tests.interchange.carpentries import PIXEL, balance_of, entries_of, read_balanced, write_files

CONFIG = "title: 'A Lesson'\ncarpentry: 'lc'\nlicense: 'CC-BY 4.0'\n"
DROPPED, DEGRADED, MAPPED = Outcome.DROPPED, Outcome.DEGRADED, Outcome.MAPPED


def episode(body: str, *, front: str = "title: One\nteaching: 5\nexercises: 3\n") -> str:
    return f"---\n{front}---\n\n{dedent(body).strip()}\n"


def read_one(root: Path, body: str, **files: str | bytes) -> tuple[tuple[Part, ...], Report]:
    """Return the body of a lesson with one episode."""
    write_files(root, {"config.yaml": CONFIG, "episodes/one.md": episode(body)})
    document, report = read_balanced(root)
    return next(document.lessons).body, report


def titles(document: CourseDocument) -> list[tuple[str, list[str]]]:
    return [(one.title, [lesson.title for lesson in one.lessons]) for one in document.modules]


def said(part: Part) -> str:
    assert isinstance(part, TextPart)
    return part.html


# --- what is a lesson -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("files", "known"),
    [
        ({"config.yaml": CONFIG, "episodes/a.md": ""}, True),
        ({"config.yaml": CONFIG, "episodes/a.Rmd": ""}, True),
        ({"_config.yml": "", "_episodes/a.md": ""}, True),
        ({"index.md": "", "episodes/a.md": ""}, True),
        ({"config.yaml": CONFIG, "episodes/a.txt": ""}, False),
        ({"config.yaml": CONFIG, "lessons/a.md": ""}, False),
        ({"episodes/a.md": ""}, False),
    ],
)
def test_a_lesson_is_recognized_by_its_layout(
    tmp_path: Path, files: dict[str, str], *, known: bool
) -> None:
    assert recognizes(write_files(tmp_path, files)) is known


def test_the_format_is_found_among_all(tmp_path: Path) -> None:
    write_files(tmp_path, {"config.yaml": CONFIG, "episodes/a.md": "x"})
    assert find_format(tmp_path).name == "carpentries"


def test_a_lesson_without_episodes_is_refused(tmp_path: Path) -> None:
    write_files(tmp_path, {"config.yaml": CONFIG, "index.md": "x"})
    with pytest.raises(InvalidCourse, match="there is no episode"):
        read_carpentries(tmp_path, Report())


# --- order and facts ------------------------------------------------------------------------------


def test_without_a_list_all_episodes_come_by_name(tmp_path: Path) -> None:
    pages = {f"episodes/{name}.md": episode("x", front=f"title: {name}\n") for name in "bca"}
    write_files(tmp_path, {"config.yaml": CONFIG, **pages})
    document, _ = read_balanced(tmp_path)
    assert titles(document) == [("Episodes", ["a", "b", "c"])]


def test_the_list_gives_the_order_and_leaves_drafts_out(tmp_path: Path) -> None:
    pages = {
        f"episodes/{name}.md": episode(f"![{name}](p.png)\n\n::: hint\n{name}\n:::")
        for name in "abc"
    }
    config = CONFIG + "episodes:\n- c.md\n- gone.md\n- a\n"
    write_files(tmp_path, {"config.yaml": config, "episodes/p.png": PIXEL, **pages})
    document, report = read_balanced(tmp_path)
    assert [one.id for one in document.lessons] == ["c", "a"]
    reason = "config.yaml does not list this episode; list it there and import again."
    assert [(name, outcome) for name, outcome, _ in entries_of(report, "episode")] == [
        ("a", MAPPED),
        ("b", DROPPED),
        ("c", MAPPED),
    ]
    assert {
        (entry.outcome, entry.reason)
        for entry in report.entries.values()
        if entry.element.path == "episodes/b.md"
    } == {(DROPPED, reason)}
    assert [str(warning) for warning in report.warnings] == [
        "config.yaml: episode-missing: the episode “gone.md” is listed, but there is no such page"
    ]


def test_pages_with_only_a_title_are_left_out(tmp_path: Path) -> None:
    lunch = "---\ntitle: Lunch\nteaching: 0\nexercises: 60\n---\n\n{% include lunch.html %}\n"
    config = CONFIG + "episodes: [a.md, lunch.md]\n"
    write_files(
        tmp_path,
        {"config.yaml": config, "episodes/a.md": episode("x"), "episodes/lunch.md": lunch},
    )
    document, report = read_balanced(tmp_path)
    assert [one.id for one in document.lessons] == ["a"]
    assert entries_of(report, "episode")[1] == (
        "lunch",
        DROPPED,
        "There is nothing on this page besides its title.",
    )
    assert report.warnings == []


def test_an_episode_of_hidden_code_keeps_its_title(tmp_path: Path) -> None:
    body, report = read_one(tmp_path, "```{r, include=FALSE}\n1\n```")
    assert body == (TextPart("<p>One</p>"),)
    assert [warning.code for warning in report.warnings] == ["body-empty"]


def test_a_comment_without_end_hides_nothing(tmp_path: Path) -> None:
    body, _ = read_one(tmp_path, "<!-- so -->\n\n<!-- never\n\n::: hint\nThink\n:::")
    assert body == (
        TextPart("<p>&lt;!-- never</p>"),
        DetailsPart("hint", "", (TextPart("<p>Think</p>"),)),
    )


def test_pages_for_learners_follow_with_setup_first(tmp_path: Path) -> None:
    write_files(
        tmp_path,
        {
            "config.yaml": CONFIG,
            "episodes/setup.md": episode("x"),
            "learners/reference.md": "---\ntitle: Terms\n---\nx",
            "learners/setup.md": "Install it.",
        },
    )
    document, _ = read_balanced(tmp_path)
    assert titles(document) == [("Episodes", ["One"]), ("For learners", ["Setup", "Terms"])]
    assert [one.id for one in document.lessons] == [
        "setup",
        "learners-setup",
        "learners-reference",
    ]


def test_facts_come_from_the_settings(tmp_path: Path) -> None:
    config = (
        CONFIG + "lang: fr\ncreated: 2020-01-31\nsource: https://example.org/x/git-novice.git\n"
    )
    write_files(tmp_path, {"config.yaml": config, "episodes/a.md": episode("x")})
    document, _ = read_balanced(tmp_path)
    assert (document.id, document.title, document.language) == ("git-novice", "A Lesson", "fr")
    assert (document.licence, document.authors) == ("CC-BY-4.0", ("Library Carpentry",))
    assert document.kept.settings["created"] == "2020-01-31"


@pytest.mark.parametrize(
    "source",
    [
        "https://github.com/carpentries/workbench-template-md",
        "https://github.com/<USERNAME>/<PROJECT>",
    ],
)
def test_the_address_of_a_template_names_no_lesson(tmp_path: Path, source: str) -> None:
    config = f"{CONFIG}source: '{source}'\n"
    write_files(tmp_path, {"config.yaml": config, "episodes/a.md": "x"})
    assert read_balanced(tmp_path)[0].id == "a-lesson"


def test_authors_are_named_line_by_line(tmp_path: Path) -> None:
    authors = "- Ana María Núñez <ana@example.org>\nWei\n\nThis is a line that is no name at all.\n"
    write_files(tmp_path, {"config.yaml": CONFIG, "episodes/a.md": "x", "AUTHORS": authors})
    assert read_balanced(tmp_path)[0].authors == ("Ana María Núñez", "Wei")


def test_authors_are_named_in_a_citation(tmp_path: Path) -> None:
    cff = "authors:\n- given-names: Ana\n  family-names: Núñez\n- name: A Group\n"
    write_files(tmp_path, {"config.yaml": CONFIG, "episodes/a.md": "x", "CITATION.cff": cff})
    document, report = read_balanced(tmp_path)
    assert document.authors == ("Ana Núñez", "A Group")


def test_settings_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    write_files(tmp_path, {"config.yaml": "title: [", "index.md": "x", "episodes/a.md": "x"})
    document, report = read_balanced(tmp_path)
    assert [warning.code for warning in report.warnings] == ["yaml"]
    assert len(list(document.lessons)) == 1


@pytest.mark.parametrize(
    ("front", "minutes"),
    [
        ("teaching: 10\nexercises: 5", 15),
        ("teaching: '10'\n", 10),
        ("teaching: 2.5\nexercises: 2", 4),
        ("teaching: 0\nexercises: 0", 1),
        ("teaching: long\nexercises: 7", 7),
        ("teaching: -3\nexercises: .nan", 1),
        ("teaching: 400\nexercises: 400", 600),
    ],
)
def test_minutes_are_teaching_and_exercises(tmp_path: Path, front: str, minutes: int) -> None:
    page = episode("word " * 150, front=f"title: T\n{front}\n")
    write_files(tmp_path, {"config.yaml": CONFIG, "episodes/a.md": page})
    (lesson,) = read_balanced(tmp_path)[0].lessons
    assert lesson.minutes == minutes


def test_an_episode_without_title_and_minutes_says_so(tmp_path: Path) -> None:
    write_files(tmp_path, {"config.yaml": CONFIG, "episodes/01-first_steps.md": "word " * 540})
    document, report = read_balanced(tmp_path)
    (lesson,) = document.lessons
    assert (lesson.title, lesson.minutes) == ("First steps", 3)
    ((_, outcome, reason),) = entries_of(report, "episode")
    assert outcome == DEGRADED
    assert reason == (
        "It has no title; it is called “First steps” after its file. "
        "It does not say how many minutes it takes; they are estimated."
    )


# --- boxes ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "kind", "title"),
    [
        ("objectives", "objectives", ""),
        ("questions", "objectives", "Questions"),
        ("keypoints", "key_points", ""),
        ("prereq", "prerequisites", ""),
        ("callout", "note", ""),
        ("testimonial", "note", ""),
        ("checklist", "note", "Checklist"),
        ("caution", "warning", ""),
        ("warning", "warning", ""),
        ("discussion", "discussion", ""),
        ("challenge", "exercise", ""),
    ],
)
def test_boxes_have_their_kinds(tmp_path: Path, name: str, kind: str, title: str) -> None:
    body, report = read_one(tmp_path, f"::: {name}\n\nWords\n\n:::")
    assert body == (CalloutPart(kind, title, (TextPart("<p>Words</p>"),)),)
    assert entries_of(report, name) == [(f"{name}-1", MAPPED, "")]


def test_boxes_of_other_tools_are_understood(tmp_path: Path) -> None:
    body, report = read_one(tmp_path, "::: {.callout-tip .wide}\n## So\nWords\n:::")
    assert body == (CalloutPart("tip", "So", (TextPart("<p>Words</p>"),)),)
    assert entries_of(report, "div") == [("callout-tip-1", MAPPED, "")]


@pytest.mark.parametrize(
    ("name", "kind"), [("solution", "solution"), ("hint", "hint"), ("spoiler", "more")]
)
def test_what_opens_on_demand_has_its_kind(tmp_path: Path, name: str, kind: str) -> None:
    body, _ = read_one(tmp_path, f"Words\n\n::: {name}\n## On Windows\nMore\n:::")
    assert body[1:] == (DetailsPart(kind, "On Windows", (TextPart("<p>More</p>"),)),)


def test_the_first_heading_is_the_title_and_others_stay(tmp_path: Path) -> None:
    body, _ = read_one(tmp_path, "::: callout\n# Use `ls` *now* #\n\n## Why\n\nSo\n:::")
    (box,) = body
    assert isinstance(box, CalloutPart)
    assert (box.title, said(box.body[0])) == ("Use ls now", "<h3>Why</h3><p>So</p>")


def test_an_exercise_takes_its_answers_in(tmp_path: Path) -> None:
    body, _ = read_one(
        tmp_path,
        """
        ::: challenge
        Ask
        ::: hint
        Think
        :::
        ```python
        x
        ```
        :::
        ::: solution
        Tell
        :::

        After
        """,
    )
    assert body == (
        CalloutPart(
            "exercise",
            "",
            (
                TextPart("<p>Ask</p>"),
                DetailsPart("hint", "", (TextPart("<p>Think</p>"),)),
                CodePart("python", "", "x"),
                DetailsPart("solution", "", (TextPart("<p>Tell</p>"),)),
            ),
        ),
        TextPart("<p>After</p>"),
    )


def test_an_exercise_in_a_box_comes_after_it(tmp_path: Path) -> None:
    text = "::: callout\nA\n::: challenge\nB\n::: solution\nC\n:::\n:::\nD\n:::\nE"
    body, report = read_one(tmp_path, text)
    assert body == (
        CalloutPart("note", "", (TextPart("<p>A</p><p>D</p>"),)),
        CalloutPart(
            "exercise",
            "",
            (TextPart("<p>B</p>"), DetailsPart("solution", "", (TextPart("<p>C</p>"),))),
        ),
        TextPart("<p>E</p>"),
    )
    reason = "An exercise cannot stand in another box; it comes after it."
    assert entries_of(report, "challenge") == [("challenge-1", DEGRADED, reason)]


def test_a_box_in_an_exercise_can_be_opened(tmp_path: Path) -> None:
    body, report = read_one(tmp_path, "::: challenge\nA\n::: callout\n## Mind\nB\n:::\n:::")
    assert body == (
        CalloutPart(
            "exercise",
            "",
            (TextPart("<p>A</p>"), DetailsPart("more", "Mind", (TextPart("<p>B</p>"),))),
        ),
    )
    assert [outcome for _, outcome, _ in entries_of(report, "callout")] == [DEGRADED]


def test_boxes_in_a_list_leave_the_list_whole(tmp_path: Path) -> None:
    body, _ = read_one(
        tmp_path,
        "1. First:\n\n   ```shell\n   ls\n   ```\n\n   ::: spoiler\n\n   ## On Windows\n\n"
        "   Use `dir`.\n\n   :::\n\n   Then go on.\n\n2. Second\n",
    )
    assert body == (
        TextPart("<p>1. First:</p>"),
        CodePart("bash", "", "ls"),
        DetailsPart("more", "On Windows", (TextPart("<p>Use <code>dir</code>.</p>"),)),
        TextPart("<p>Then go on.</p><p>2. Second</p>"),
    )


def test_a_box_in_an_answer_is_running_text(tmp_path: Path) -> None:
    body, report = read_one(tmp_path, "::: solution\nA\n::: callout\n## Mind\nB\n:::\n:::")
    html = "<p>A</p><p><strong>Mind</strong></p><p>B</p>"
    assert body == (DetailsPart("solution", "", (TextPart(html),)),)
    assert [outcome for _, outcome, _ in entries_of(report, "callout")] == [DEGRADED]


def test_what_is_not_closed_is_told(tmp_path: Path) -> None:
    body, report = read_one(tmp_path, "A\n\n::: callout\nB")
    assert body[1] == CalloutPart("note", "", (TextPart("<p>B</p>"),))
    ((_, outcome, reason),) = entries_of(report, "callout")
    assert (outcome, reason[:29]) == (DEGRADED, "It is not closed in the sourc")
    assert [str(warning) for warning in report.warnings] == [
        "episodes/one.md:9: div-open: “callout” is not closed"
    ]


def test_what_nobody_opened_is_told(tmp_path: Path) -> None:
    body, report = read_one(tmp_path, "A\n\n:::\n\nB")
    assert body == (TextPart("<p>A</p><p>B</p>"),)
    assert [warning.line for warning in report.warnings] == [9]
    ((_, outcome, reason), *_) = entries_of(report, "file")[1:]
    assert (outcome, reason[:11]) == (DEGRADED, "A box is cl")


def test_boxes_of_somebodys_own_are_running_text(tmp_path: Path) -> None:
    body, report = read_one(tmp_path, "## A\n\n::: img\n## B\nC\n:::")
    assert body == (TextPart("<h2>A</h2><h2>B</h2><p>C</p>"),)
    reason = "The site knows no box “img”; its content is running text."
    assert entries_of(report, "div") == [("img-1", DEGRADED, reason)]


def test_tabs_follow_each_other(tmp_path: Path) -> None:
    body, report = read_one(tmp_path, "## Top\n\n::: group-tab\n### Windows\nA\n### Mac\nB\n:::")
    assert body == (TextPart("<h2>Top</h2><h3>Windows</h3><p>A</p><h3>Mac</h3><p>B</p>"),)
    assert [outcome for _, outcome, _ in entries_of(report, "group-tab")] == [DEGRADED]


def test_empty_boxes_are_told(tmp_path: Path) -> None:
    body, report = read_one(tmp_path, "A\n\n::: callout\n:::\n\n::: hint\n## B\n:::")
    assert body == (
        TextPart("<p>A</p>"),
        DetailsPart("hint", "B", (TextPart("<p><strong>B</strong></p>"),)),
    )
    assert entries_of(report, "callout") == [("callout-1", DEGRADED, "It is empty in the source.")]


def test_headings_keep_their_ranks_across_boxes(tmp_path: Path) -> None:
    body, _ = read_one(tmp_path, "## A\n\n::: callout\nx\n:::\n\n### B\n\n#### C\n\n##### D")
    assert said(body[2]) == "<h3>B</h3><h4>C</h4><h4>D</h4>"


def test_an_overlong_title_is_there_in_full(tmp_path: Path) -> None:
    long = "word " * 50
    (box,) = read_one(tmp_path, f"::: callout\n## {long}\nx\n:::")[0]
    assert isinstance(box, CalloutPart)
    assert len(box.title) <= 200
    assert box.title.endswith("word…")
    assert said(box.body[0]) == f"<p><strong>{long.strip()}</strong></p><p>x</p>"


# --- notes ----------------------------------------------------------------------------------------


def test_notes_for_instructors_are_kept_with_the_course(tmp_path: Path) -> None:
    text = "A\n\n::: instructor\n## Mind\nThe [time](setup.md) & ![clock](fig/c.png)\n:::\n\nB"
    write_files(tmp_path, {"episodes/fig/c.png": PIXEL})
    write_files(
        tmp_path,
        {
            "config.yaml": CONFIG,
            "episodes/one.md": episode(text),
            "instructors/notes.md": "---\ntitle: Notes\n---\n::: callout\n## Tip\nBreathe\n:::\n",
            "README.md": "Hello <script>x</script>",
        },
    )
    document, report = read_balanced(tmp_path)
    assert next(document.lessons).body == (TextPart("<p>A</p><p>B</p>"),)
    first, second, readme = document.kept.notes
    assert (first["id"], first["title"], first["lesson"]) == ("one-instructor-1", "Mind", "one")
    assert first["html"].startswith("<p>The time &amp;</p>")
    assert "[episodes/fig/c.png: clock]" in first["html"]
    assert second == {
        "id": "instructors/notes.md",
        "title": "Notes",
        "html": "<h4>Tip</h4>\n<p>Breathe</p>",
    }
    assert readme["html"] == "<p>Hello</p>"
    assert {
        entry.outcome
        for entry in report.entries.values()
        if entry.element.kind in ("instructor", "link") or entry.element.path.startswith("inst")
    } == {DEGRADED}
    assert [
        entry.outcome for entry in report.entries.values() if entry.element.path.endswith("c.png")
    ] == [DROPPED]


# --- pictures, links, files -----------------------------------------------------------------------


def test_a_figure_has_its_words_and_its_caption(tmp_path: Path) -> None:
    write_files(tmp_path, {"episodes/fig/a.png": PIXEL})
    (image,) = read_one(tmp_path, "![A caption](fig/a.png){alt='A tree' width='50%'}")[0]
    assert isinstance(image, ImagePart)
    assert (image.file.name, image.alt, image.caption) == (
        "episodes/fig/a.png",
        "A tree",
        "A caption",
    )


def test_a_missing_figure_is_told(tmp_path: Path) -> None:
    _, report = read_one(tmp_path, "![](fig/gone.png){alt='A tree'}")
    ((_, outcome, reason),) = entries_of(report, "img")
    assert outcome != MAPPED
    assert "gone.png" in reason


@pytest.mark.parametrize(
    ("address", "lesson"),
    [
        ("two.md", "two"),
        ("two.html", "two"),
        ("./two.html#part", "two"),
        ("two/", "two"),
        ("../two/index.html", "two"),
        ("../learners/setup.md", "learners-setup"),
        ("setup.html", "learners-setup"),
        ("https://example.org/lesson/setup.html", "learners-setup"),
        ("https://example.org/lesson/two", "two"),
    ],
)
def test_links_lead_to_lessons(tmp_path: Path, address: str, lesson: str) -> None:
    write_files(
        tmp_path,
        {
            "config.yaml": CONFIG + "url: https://example.org/lesson\n",
            "episodes/one.md": episode(f"[there]({address})"),
            "episodes/two.md": episode("x"),
            "learners/setup.md": "x",
        },
    )
    document, report = read_balanced(tmp_path)
    html = said(next(document.lessons).body[0])
    assert html == f'<p><a href="course-lesson:{lesson}">there</a></p>'


def test_links_are_defined_for_a_page_or_for_all(tmp_path: Path) -> None:
    text = "[a] and [this][B]\n\n::: callout\n[a] and [c]\n:::\n\n[a]: https://a.example\n"
    shared = "[b]: https://b.example\n[c]: https://c.example\n[a]: https://other.example\n"
    write_files(
        tmp_path,
        {"config.yaml": CONFIG, "episodes/one.md": episode(text), "links.md": shared},
    )
    document, _ = read_balanced(tmp_path)
    first, box = next(document.lessons).body
    assert isinstance(box, CalloutPart)
    assert said(first).count("https://a.example") == 1
    assert said(first).count("https://b.example") == 1
    assert said(box.body[0]).count("https://a.example") == 1
    assert said(box.body[0]).count("https://c.example") == 1


def test_files_that_links_lead_to_come_along(tmp_path: Path) -> None:
    write_files(tmp_path, {"episodes/data/d.csv": "a,b\n", "episodes/data/e.csv": "a,b\n"})
    body, report = read_one(tmp_path, "Take [the data](data/d.csv) first.")
    assert "course-file:episodes/data/d.csv" in said(body[0])
    outcomes = {
        entry.element.path: entry.outcome
        for entry in report.entries.values()
        if entry.element.path.endswith("csv")
    }
    assert outcomes == {"episodes/data/d.csv": MAPPED, "episodes/data/e.csv": DROPPED}
    files = read_carpentries(tmp_path, Report()).files
    assert [file.name for file in files] == ["episodes/data/d.csv"]


def test_definitions_and_anchored_words(tmp_path: Path) -> None:
    body, _ = read_one(tmp_path, "[path]{#path}\n:   Where a file is ---\nalways.\n")
    assert said(body[0]) == "<p><b>path</b></p><p>Where a file is — always.</p>"


def test_a_link_leads_to_a_heading_a_box_or_a_term_wherever_it_stands_on_the_page(
    tmp_path: Path,
) -> None:
    text = dedent("""
        [up](#first) [box](#the-box) [own](#sol) [term](#fs) [far](one.md#last) [no](#gone)

        ## First

        ::: challenge
        ## The `Box`
        Words

        :::: solution
        ### How {#sol}
        Words
        ::::
        :::

        [file system]{#fs}
        : All files.

        ## Second ones {#last}
    """)
    body, report = read_one(tmp_path, text)
    assert said(body[0]).startswith(
        '<p><a href="#first">up</a> <a href="#the-box">box</a> <a href="#how">own</a> '
        '<a href="#file-system">term</a> <a href="#second-ones">far</a> no</p>'
    )
    mapped = [(f"link-{number}", MAPPED, "") for number in range(1, 6)]
    reason = "It leads to no heading of the lesson; the words stay."
    assert sorted(entries_of(report, "link")) == [*mapped, ("link-6", DEGRADED, reason)]


def test_the_title_of_a_box_is_shown_without_its_name(tmp_path: Path) -> None:
    body, _ = read_one(tmp_path, "::: callout\n## Mind {#mind .wide}\nThe gap\n:::")
    assert body == (CalloutPart("note", "Mind", (TextPart("<p>The gap</p>"),)),)


# --- R --------------------------------------------------------------------------------------------


def test_chunks_of_r_are_code_without_their_results(tmp_path: Path) -> None:
    text = dedent("""
        ```{r setup, include=FALSE}
        source("x.R")
        ```

        ```{r}
        1 + 1
        ```

        ```{r, eval = FALSE}
        install()
        ```

        ```{r plot, echo=FALSE, fig.cap="A plot"}
        plot(1)
        ```

        ```{r, child="files/more.Rmd"}
        ```

        ````{verbatim, lang = "markdown"}
        ```{r}
        ```
        ````
        """)
    write_files(tmp_path, {"config.yaml": CONFIG, "episodes/one.Rmd": episode(text)})
    document, report = read_balanced(tmp_path)
    assert next(document.lessons).body == (
        CodePart("r", "", "1 + 1"),
        CodePart("r", "", "install()"),
        CodePart("markdown", "", "```{r}\n```"),
    )
    assert [outcome for _, outcome, _ in entries_of(report, "chunk")] == [
        *(DROPPED, DEGRADED, MAPPED, DROPPED, DROPPED, MAPPED)
    ]


def test_a_chunk_that_shows_a_picture_is_the_picture(tmp_path: Path) -> None:
    write_files(tmp_path, {"episodes/fig/a.png": PIXEL})
    body, report = read_one(
        tmp_path,
        """
        ```{r, echo=FALSE, fig.cap="So", fig.alt='A tree'}
        knitr::include_graphics("fig/a.png")
        ```

        ```{r}
        knitr::include_graphics("fig/a.png")
        ```

        ```{r, echo=FALSE}
        knitr::include_graphics("fig/gone.png")
        ```
        """,
    )
    assert [(part.alt, part.caption) for part in body if isinstance(part, ImagePart)] == [
        ("A tree", "So"),
        ("a", ""),
    ]
    assert body[1] == CodePart("r", "", 'knitr::include_graphics("fig/a.png")')
    assert [outcome for _, outcome, _ in entries_of(report, "chunk")] == [
        *(MAPPED, DEGRADED, DROPPED)
    ]
    assert [outcome for _, outcome, _ in entries_of(report, "file")] == [MAPPED] * 3


def test_values_within_a_line_are_told(tmp_path: Path) -> None:
    page = episode("There are `r nrow(x)` rows.")
    write_files(tmp_path, {"config.yaml": CONFIG, "episodes/one.Rmd": page})
    _, report = read_balanced(tmp_path)
    assert [warning.code for warning in report.warnings] == ["inline-r"]
    assert [outcome for _, outcome, _ in entries_of(report, "file")] == [MAPPED, DEGRADED]


def test_code_and_what_it_prints(tmp_path: Path) -> None:
    body, _ = read_one(tmp_path, "```bash\nls\n```\n\n```output\na\n```\n\n```error\nno\n```")
    assert body == (
        CodePart("bash", "", "ls"),
        CodePart("text", "Output", "a"),
        CodePart("text", "Error", "no"),
    )


# --- the first page -------------------------------------------------------------------------------


def index_of(root: Path, text: str) -> tuple[CourseDocument, Report]:
    write_files(root, {"config.yaml": CONFIG, "episodes/a.md": "x", "index.md": text})
    return read_balanced(root)


def test_the_first_page_is_the_description(tmp_path: Path) -> None:
    write_files(tmp_path, {"fig/a.png": PIXEL})
    document, report = index_of(
        tmp_path,
        "---\nsite: x\n---\n\n# Hello\n\nWelcome.\n\n![A](fig/a.png)\n\n::: prereq\n"
        "## Prerequisites\n- A computer\n- Time\n:::\n\n::: callout\n## Mind\nThe gap\n:::\n",
    )
    assert document.description == (
        "<p><strong>Hello</strong></p><p>Welcome.</p><p><strong>Mind</strong></p><p>The gap</p>"
    )
    assert document.requirements == ("A computer", "Time")
    assert [outcome for _, outcome, _ in entries_of(report, "prereq")] == [MAPPED]
    assert [outcome for _, outcome, _ in entries_of(report, "callout")] == [DEGRADED]
    assert [outcome for _, outcome, _ in entries_of(report, "img")] == [DROPPED]
    assert [
        entry.outcome for entry in report.entries.values() if entry.element.path == "fig/a.png"
    ] == [DROPPED]


def test_long_prerequisites_stay_in_the_description(tmp_path: Path) -> None:
    document, report = index_of(tmp_path, f"::: prereq\n## Before\n{'word ' * 60}\n:::\n")
    assert document.requirements == ()
    assert document.description.startswith("<p><strong>Before</strong></p><p>word word")
    assert [outcome for _, outcome, _ in entries_of(report, "prereq")] == [DEGRADED]


# --- before 2023 ----------------------------------------------------------------------------------

OLD = """---
title: "Old `times`"
teaching: 10
exercises: 20
questions:
- "Why?"
objectives:
- "Do it."
keypoints:
- "It *was* so."
- "And `so`."
---

See [terms]({{ page.root }}/reference.html#x) and {{ site.host }}.

~~~
$ ls
~~~
{: .language-bash}

~~~
a.txt
~~~
{: .output}

> ## Your turn
>
> ![A tree](../fig/tree.png)
>
> > ## Solution
> > ~~~
> > yes
> > ~~~
> > {: .language-python}
> {: .solution}
{: .challenge}

> Only said.

{% include links.md %}
"""


def test_a_lesson_before_2023(tmp_path: Path) -> None:
    write_files(
        tmp_path,
        {
            "_config.yml": "title: Old\ncarpentry: swc\nrepository: swc/old-novice\n",
            "_episodes/01-old.md": OLD,
            "_extras/guide.md": "Teach slowly.",
            "_extras/discuss.md": "---\ntitle: Talk\n---\nx",
            "reference.md": "---\n---\nTerms",
            "setup.md": "---\ntitle: Setup\n---\nInstall",
            "fig/tree.png": PIXEL,
            "_includes/links.md": "[x]: https://x.example\n",
            "_layouts/page.html": "<p>",
            "bin/lesson_check.py": "x",
            "Makefile": "x",
        },
    )
    document, report = read_balanced(tmp_path)
    assert document.id == "old-novice"
    assert titles(document) == [
        ("Episodes", ["Old times"]),
        ("For learners", ["Setup", "Talk", "Reference"]),
    ]
    lesson = next(document.lessons)
    assert (lesson.minutes, lesson.summary) == (30, "Why?")
    questions, objectives, text, bash, output, challenge, quote, keypoints = lesson.body
    assert questions == CalloutPart(
        "objectives", "Questions", (TextPart("<ul><li>Why?</li></ul>"),)
    )
    assert said(text) == ('<p>See <a href="course-lesson:learners-reference">terms</a> and .</p>')
    assert (bash, output) == (CodePart("bash", "", "$ ls"), CodePart("text", "Output", "a.txt"))
    assert isinstance(challenge, CalloutPart)
    assert challenge.title == "Your turn"
    image, solution = challenge.body
    assert isinstance(image, ImagePart)
    assert image.file.name == "fig/tree.png"
    assert solution == DetailsPart("solution", "", (CodePart("python", "", "yes"),))
    assert quote == QuotePart("<p>Only said.</p>")
    assert isinstance(objectives, CalloutPart)
    assert isinstance(keypoints, CalloutPart)
    assert [outcome for _, outcome, _ in entries_of(report, "liquid")] == [
        *(MAPPED, DEGRADED, MAPPED)
    ]
    assert {
        entry.element.path: entry.reason
        for entry in report.entries.values()
        if entry.outcome == DROPPED
    } == dict.fromkeys(
        ("Makefile", "bin/lesson_check.py", "_layouts/page.html"),
        "It only serves to build the lesson's website.",
    )


def test_finished_markdown_wins_over_its_r_source(tmp_path: Path) -> None:
    write_files(
        tmp_path,
        {
            "_config.yml": "title: Old",
            "_episodes/01-a.md": episode("done"),
            "_episodes_rmd/01-a.Rmd": episode("```{r}\n1\n```"),
            "_episodes_rmd/02-b.Rmd": episode("only here"),
        },
    )
    document, report = read_balanced(tmp_path)
    assert [one.place.file for one in document.lessons] == [
        "_episodes/01-a.md",
        "_episodes_rmd/02-b.Rmd",
    ]
    assert entries_of(report, "chunk") == [
        ("chunk-1", DROPPED, "_episodes/01-a.md is the same page, and is read instead.")
    ]


# --- anything -------------------------------------------------------------------------------------

PIECES = st.sampled_from(
    [
        *("::: challenge", "::: solution", "::: callout", ":::", "::::::", "::: odd", "::: tab"),
        *("## Title", "words", "- item", "    deep", "", "", "```{r}", "```", "~~~bash", "> quote"),
        *(
            "![a](p.png)",
            "[l](#x)",
            "[l](one.md)",
            "| a |\n|---|\n| b |",
            "<details>",
            "</details>",
        ),
        *("::: instructor", "::: keypoints", "::: hint", "{: .callout}", "> > deep", "> ## Box"),
        *("{% include x %}", "<script>", "<!--", "-->", "term\n: meaning", "$$x$$", "   ::: note"),
        *("[^1]", "[^1]: ![n](p.png)", "[r]: one.md", "[r]", "<pre>", "</div>", "---"),
    ]
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(PIECES, max_size=30))
def test_whatever_stands_in_a_page_is_accounted_for(
    tmp_path_factory: pytest.TempPathFactory, pieces: list[str]
) -> None:
    root = tmp_path_factory.mktemp("lesson")
    text = "\n".join(pieces)
    write_files(
        root,
        {
            "config.yaml": CONFIG + "episodes: [one.md, two.md]\n",
            "episodes/one.md": text,
            "episodes/two.md": "words",
            "episodes/draft.md": text,
            "episodes/p.png": PIXEL,
            "instructors/notes.md": text,
            "index.md": text,
        },
    )
    balance = balance_of(root)
    assert (balance.missing, balance.unknown, balance.holds) == ((), (), True)
