"""Reading a course folder: every part of the format, and every mistake with file, line and code."""

from pathlib import Path

import pytest

from core.money import Money
from interchange.document import (
    AudioPart,
    CalloutPart,
    Captions,
    CheckPart,
    Choice,
    CodePart,
    DetailsPart,
    EmbedPart,
    FilePart,
    ImagePart,
    Kept,
    MathPart,
    ModuleTranslation,
    Part,
    QuotePart,
    SourceFile,
    TablePart,
    TextPart,
    VideoPart,
)
from interchange.enums import Outcome
from interchange.readers.course_folder import count_course_folder, read_course_folder
from interchange.readers.folder_files import UNUSED
from interchange.report import Element, InvalidCourse, Report, strike_balance
from tests.interchange.folders import (
    CHECK,
    add_captions,
    add_image,
    add_video,
    lesson,
    make_folder,
    spoil,
)


def body(root: Path, text: str, report: Report | None = None) -> tuple[Part, ...]:
    """Return the parts of a lesson with this text."""
    make_folder(root, **{"lessons/leaves.md": lesson("leaves", text)})
    document = read_course_folder(root, report)
    return document.modules[0].lessons[1].body


def problems(root: Path) -> list[str]:
    """Return file, line and code of every problem."""
    with pytest.raises(InvalidCourse) as refused:
        read_course_folder(root)
    return [f"{found.file}:{found.line}:{found.code}" for found in refused.value.problems]


def test_a_course_comes_as_plain_values(tmp_path: Path) -> None:
    make_folder(tmp_path)
    spoil(tmp_path, "course.yaml", "language: en\n", "language: en\nlevel: advanced\n")
    spoil(tmp_path, "course.yaml", "modules:", 'price: {amount: "19.50", currency: USD}\nmodules:')

    course = read_course_folder(tmp_path)

    assert (course.id, course.language, course.title) == ("tea-for-guests", "en", "Tea for guests")
    assert course.description == "<p>How to make <em>good</em> tea for six people.</p>"
    assert course.outcomes == ("Choose a tea", "Brew it without bitterness", "Serve six people")
    assert (course.category, course.level) == (("Home", "Kitchen"), "advanced")
    assert (course.delivery, course.price) == ("self_paced", Money(1950, "USD"))
    assert [(m.id, [each.id for each in m.lessons]) for m in course.modules] == [
        ("brewing", ["water-first", "leaves"]),
        ("serving", ["six-cups"]),
    ]
    first = next(course.lessons)
    assert (first.title, first.minutes, first.free_preview) == ("Water first", 4, False)


def test_text_becomes_one_block_up_to_the_next_special_piece(tmp_path: Path) -> None:
    text = "## Green\n\nA *fine* [leaf](https://tea.example/).\n\n- one\n- two\n\n---\n\nEnd.\n"

    assert body(tmp_path, text + "\n```text\nx\n```\n\nAfter.\n") == (
        TextPart(
            "<h2>Green</h2>\n"
            '<p>A <em>fine</em> <a href="https://tea.example/">leaf</a>.</p>\n'
            "<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n<hr>\n<p>End.</p>"
        ),
        CodePart("text", "", "x"),
        TextPart("<p>After.</p>"),
    )


def test_a_link_may_lead_to_a_heading_of_the_lesson(tmp_path: Path) -> None:
    (text,) = body(tmp_path, "## Thé vert\n\nSee [above](#thé-vert).\n")
    assert text == TextPart('<h2>Thé vert</h2>\n<p>See <a href="#thé-vert">above</a>.</p>')


def test_code_keeps_its_spaces_and_knows_its_language(tmp_path: Path) -> None:
    report = Report()
    text = '```py title="A loop"\n\n  for x:\n      y\n\n```\n\n~~~tealang\n:::check\n~~~\n'

    assert body(tmp_path, text, report) == (
        CodePart("python", "A loop", "  for x:\n      y"),
        CodePart("text", "", ":::check"),
    )
    assert [(found.code, found.line) for found in report.warnings] == [("language-unknown", 15)]


def test_an_image_has_words_and_a_caption_of_its_place(tmp_path: Path) -> None:
    add_image(tmp_path)

    (part,) = body(tmp_path, '![A white cup](images/cup.png "Warm it.")\n')

    assert isinstance(part, ImagePart)
    assert (part.file.name, part.alt, part.caption) == ("images/cup.png", "A white cup", "Warm it.")
    assert len(part.file.digest) == 40


def test_a_callout(tmp_path: Path) -> None:
    text = ':::callout kind=tip title="Try it"\nBoil *it*.\n:::\n\n:::callout\nPlain.\n:::\n'

    assert body(tmp_path, text) == (
        CalloutPart("tip", "Try it", (TextPart("<p>Boil <em>it</em>.</p>"),)),
        CalloutPart("note", "", (TextPart("<p>Plain.</p>"),)),
    )


def test_videos_of_our_own_and_elsewhere(tmp_path: Path) -> None:
    add_video(tmp_path)
    add_captions(tmp_path)
    report = Report()
    text = (
        ":::video\nfile: media/pour.mp4\ntitle: Pour\n"
        "captions:\n  - {language: en, file: media/pour.en.vtt}\n"
        "transcript: |\n  One.\n\n  Two.\n:::\n\n"
        ":::video\nembed: https://vimeo.com/76979871\ntitle: Away\n:::\n"
    )

    own, away = body(tmp_path, text, report)

    assert isinstance(own, VideoPart)
    assert isinstance(away, VideoPart)
    assert own.file == SourceFile(tmp_path / "media/pour.mp4", "media/pour.mp4")
    assert own.captions == Captions(
        "en", SourceFile(tmp_path / "media/pour.en.vtt", "media/pour.en.vtt")
    )
    assert own.transcript == "One.\n\nTwo."
    assert (away.file, away.embed) == (None, "https://vimeo.com/76979871")
    assert [found.code for found in report.warnings] == ["transcript-missing"]


def test_a_check_is_plain_words_with_code_between_backticks(tmp_path: Path) -> None:
    assert body(tmp_path, CHECK) == (
        CheckPart(
            id="hottest",
            question="Which water is hottest? See `kettle`.",
            kind="single",
            choices=(
                Choice("boiling", "`boiling` water", True, "Right."),
                Choice("tepid", "tepid water", False, "No."),
            ),
            explanation="It bubbles.",
        ),
    )


def test_nothing_of_a_script_comes_through(tmp_path: Path) -> None:
    make_folder(tmp_path)
    spoil(tmp_path, "lessons/six-cups.md", "Pour.", "Pour <script>alert(1)</script>.")

    assert problems(tmp_path) == ["lessons/six-cups.md:8:markdown"] * 2


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("Text.\n\n<div>x</div>\n", "10:markdown"),
        ("> said\n>\n> > again\n", "10:markdown"),
        ("> — Ibu Rus\n", "8:body-empty"),
        ("# Big\n", "8:markdown"),
        ("##### Small\n", "8:markdown"),
        ("| a | b |\n|---|---|\n| 1 | ![x](images/cup.png) |\n", "10:markdown"),
        ("- $$x$$\n\n  | a |\n  |---|\n  | 1 |\n", "10:markdown"),
        ("$$\n\n$$\n", "8:body-empty"),
        ("Text.\n\n    indented\n", "10:markdown"),
        ("[x](javascript:alert)\n", "8:markdown"),
        ("[x](/courses/)\n", "8:markdown"),
        ("An ![x](images/cup.png) inside.\n", "8:markdown"),
        ("![](images/cup.png)\n", "8:alt-missing"),
        ("![x](images/none.png)\n", "8:file-missing"),
        ("![x](images/Cup.png)\n", "8:file-missing"),
        ("![x](../outside.png)\n", "8:file-outside"),
        ("![x](https://tea.example/cup.png)\n", "8:file-outside"),
        ("![x](/etc/passwd)\n", "8:file-outside"),
        ("![x](images/link.png)\n", "8:file-outside"),
        ("![x](images/false.png)\n", "8:file-type"),
        ("![x](course.yaml)\n", "8:file-type"),
        ("```\nx\n```\n", "8:code-language"),
        (":::tea\nx\n:::\n", "8:directive-unknown"),
        (":::callout\nx\n", "8:directive-open"),
        ("Text.\n\n:::\n", "10:directive-open"),
        (":::callout\n\n:::\n", "8:body-empty"),
        (":::callout kind=loud\nx\n:::\n", "8:value"),
        (":::callout size=3\nx\n:::\n", "8:key-unknown"),
        (":::callout\n# Big\n:::\n", "9:markdown"),
        (":::callout\nx\n:::details\ny\n:::\n", "10:directive-open"),
        ("::::callout\n:::check\nid: x\n:::\n::::\n", "9:directive-open"),
        ("::::details\n:::details\nx\n:::\n::::\n", "9:directive-open"),
        ("::::callout\n:::tea\n:::\n::::\n", "9:directive-unknown"),
        (":::details kind=loud\nx\n:::\n", "8:value"),
        (":::embed\nurl: http://tea.example/\ntitle: x\n:::\n", "9:value"),
        (":::embed\nurl: https://vimeo.com/76979871\ntitle: x\n:::\n", "9:value"),
        (":::file\nfile: images/cup.png\ntitle: x\n:::\n", "9:file-type"),
        (":::audio\ntitle: x\n:::\n", "9:key-missing"),
        (":::audio\ntitle: x\nfile: images/cup.png\n:::\n", "10:file-type"),
        ("[x](lesson:coffee)\n", "8:lesson-unknown"),
        ("[x](#)\n", "8:markdown"),
        ("[x](files/none.pdf)\n", "8:file-missing"),
        ("[x](images/cup.png)\n", "8:file-type"),
        ("[x](../course.yaml)\n", "8:file-outside"),
        (":::video\ntitle: x\n:::\n", "9:video-source"),
        (":::video\ntitle: x\nembed: https://tea.example/v\n:::\n", "10:embed-unknown"),
        (":::video\ntitle: x\nfile: media/none.mp4\n:::\n", "10:file-missing"),
        (":::video\ntitle: x\nfile: images/cup.png\n:::\n", "10:file-type"),
        (CHECK.replace("correct: false", "correct: true"), "12:check-correct"),
        (CHECK.replace("correct: true", "correct: false"), "12:check-correct"),
        (CHECK.replace("correct: true", 'correct: "yes"'), "15:value"),
        (CHECK.replace("id: tepid", "id: boiling"), "12:id-duplicate"),
        (CHECK.replace("id: hottest", "id: Hottest"), "9:id-invalid"),
        (CHECK.replace("explanation:", "explain:"), "21:key-unknown"),
        (CHECK.replace('text: "tepid water"', ""), "17:key-missing"),
        (CHECK.replace("id: hottest", "id: hottest\nkey: 7"), "10:value"),
        (CHECK.replace("id: hottest", "id: hottest\nhints: [5]"), "10:value"),
        (CHECK.replace("  - id: tepid", "\t- id: tepid"), "17:yaml"),
    ],
)
def test_a_mistake_in_a_lesson_is_found_where_it_stands(
    tmp_path: Path, text: str, problem: str
) -> None:
    add_image(tmp_path)
    (tmp_path / "images/false.png").write_text("no image")
    (tmp_path / "images/link.png").symlink_to(tmp_path / "images/cup.png")
    make_folder(tmp_path, **{"lessons/leaves.md": lesson("leaves", text)})

    assert f"lessons/leaves.md:{problem}" in problems(tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("format: 1", "format: 2", "1:format-unknown"),
        ("id: tea-for-guests", "id: Tea", "2:id-invalid"),
        ("id: tea-for-guests", "id: no", "2:id-invalid"),
        ("language: en", "language: xx", "3:language-unavailable"),
        ('title: "Tea for guests"\n', "", "1:key-missing"),
        ('title: "Tea for guests"', "title: 2026", "4:value"),
        ('title: "Tea for guests"', f'title: "{"x" * 256}"', "4:value"),
        ('title: "Tea for guests"', 'title: "Tea"\ntitle: "Tea"', "5:yaml"),
        ('title: "Tea for guests"', 'title: "Tea', "None:yaml"),
        ('title: "Tea for guests"', "title: " + "[" * 4000, "None:yaml"),
        ('title: "Tea for guests"', "title: 2026-13-45", "None:yaml"),
        ('title: "Tea for guests"', "title: " + "9" * 5000, "None:yaml"),
        ('title: "Tea for guests"', "title: &a [*a]", "None:yaml"),
        ('title: "Tea for guests"', "title: !!python/name:os.system x", "None:yaml"),
        ("licence:", "license:", "12:key-unknown"),
        ('  - "Choose a tea"\n', '  - ""\n', "8:value"),
        ("category: [Home, Kitchen]", "category: Home", "11:value"),
        ("licence: CC-BY-4.0", "licence: x\nlevel: guru", "13:value"),
        ("licence: CC-BY-4.0", "licence: x\nprice: {amount: 5, currency: USD}", "13:value"),
        ("licence: CC-BY-4.0", 'licence: x\nprice: {amount: "-5", currency: USD}', "13:value"),
        ("licence: CC-BY-4.0", 'licence: x\nprice: {amount: "5.5", currency: JPY}', "13:value"),
        ("licence: CC-BY-4.0", 'licence: x\nprice: {amount: "5", currency: XXX}', "13:value"),
        ("licence: CC-BY-4.0", "licence: x\nthumbnail: {file: images/no.png}", "13:alt-missing"),
        ("[six-cups]", "[seven-cups]", "20:lesson-missing"),
        ("[six-cups]", "[leaves]", "20:id-duplicate"),
        ("id: serving", "id: brewing", "18:id-duplicate"),
        ("[six-cups]", "[../course]", "20:id-invalid"),
    ],
)
def test_a_mistake_in_the_course_is_found_where_it_stands(
    tmp_path: Path, old: str, new: str, problem: str
) -> None:
    make_folder(tmp_path)
    spoil(tmp_path, "course.yaml", old, new)

    found = problems(tmp_path)

    line, _colon, code = problem.partition(":")
    if line == "None":
        assert any(item.endswith(f":{code}") for item in found)
    else:
        assert f"course.yaml:{problem}" in found


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("---\nid: leaves", "id: leaves", "1:front-matter"),
        ("id: leaves", "id: other", "2:id-mismatch"),
        ("minutes: 4", "minutes: 0", "5:value"),
        ("minutes: 4", "minutes: true", "5:value"),
        ("minutes: 4", "minutes: 4\nattachments: [{file: files/a.exe, title: A}]", "6:file-type"),
    ],
)
def test_a_mistake_in_front_matter_is_found(
    tmp_path: Path, old: str, new: str, problem: str
) -> None:
    make_folder(tmp_path)
    (tmp_path / "files").mkdir()
    (tmp_path / "files/a.exe").write_text("x")
    spoil(tmp_path, "lessons/leaves.md", old, new)

    assert f"lessons/leaves.md:{problem}" in problems(tmp_path)


def test_everything_is_reported_at_once(tmp_path: Path) -> None:
    make_folder(tmp_path)
    spoil(tmp_path, "course.yaml", "language: en", "language: xx")
    spoil(tmp_path, "lessons/leaves.md", "minutes: 4", "minutes: many")
    spoil(tmp_path, "lessons/six-cups.md", "Pour.", "# Pour.")

    assert sorted(problems(tmp_path)) == [
        "course.yaml:3:language-unavailable",
        "lessons/leaves.md:5:value",
        "lessons/six-cups.md:8:markdown",
    ]


def test_what_is_no_course_or_no_text_is_said(tmp_path: Path) -> None:
    assert problems(tmp_path) == ["course.yaml:None:course-missing"]
    (tmp_path / "course.yaml").write_bytes(b"title: \xff")
    assert problems(tmp_path) == ["course.yaml:None:encoding"]
    (tmp_path / "course.yaml").write_text("- a list")
    assert problems(tmp_path) == ["course.yaml:1:yaml"]


def test_a_word_aside_holds_everything_but_checks(tmp_path: Path) -> None:
    add_image(tmp_path)
    text = """\
::::callout kind=exercise title="Say \\"hot\\""
### Now you

```text
:::
```

:::details title="A: b"
![A cup](images/cup.png)

$$
x :::
$$

:::

> Hot.
>
> — Ibu Rus
:::::
"""

    (part,) = body(tmp_path, text)

    assert part == CalloutPart(
        "exercise",
        'Say "hot"',
        (
            TextPart("<h3>Now you</h3>"),
            CodePart("text", "", ":::"),
            DetailsPart(
                "solution",
                "A: b",
                (
                    ImagePart(
                        SourceFile(tmp_path / "images/cup.png", "images/cup.png"), "A cup", ""
                    ),
                    MathPart("x :::"),
                ),
            ),
            QuotePart("<p>Hot.</p>", "Ibu Rus"),
        ),
    )


def test_three_backticks_in_yaml_begin_no_code(tmp_path: Path) -> None:
    text = ":::embed\nurl: https://tea.example/\ntitle: |\n  ```x\n:::\n\n#### After\n"

    assert body(tmp_path, text) == (
        EmbedPart("https://tea.example/", "```x"),
        TextPart("<h4>After</h4>"),
    )


def test_formulas_stand_alone_and_in_a_line(tmp_path: Path) -> None:
    text = "Let \\( a_1 < b*c* \\) be, or \\(not.\n\n$$ x^2 $$\n$$\na\n\n:::b\n$$\nEnd $$.\n"

    assert body(tmp_path, text) == (
        TextPart("<p>Let \\( a_1 &lt; b*c* \\) be, or (not.</p>"),
        MathPart("x^2"),
        MathPart("a\n\n:::b"),
        TextPart("<p>End $$.</p>"),
    )


def test_a_table_has_plain_headings_and_a_caption(tmp_path: Path) -> None:
    text = (
        "| *Tea* | `°C` |\n|---|:-:|\n| Sen\\|cha | **70**<br>or 75 |\n| Assam |\n\nTable: Heat\n"
    )

    assert body(tmp_path, text + "\nTable: not again\n") == (
        TablePart(
            ("Tea", "`°C`"),
            (("Sen|cha", "<strong>70</strong><br>or 75"), ("Assam", "")),
            "Heat",
        ),
        TextPart("<p>Table: not again</p>"),
    )


def test_a_quotation_ends_with_whose_words_it_is(tmp_path: Path) -> None:
    text = "> One.\n> — Two\n\n> — Three\n>\n> Four.\n\n> Five\n>\n> &mdash; Six\n"

    assert body(tmp_path, text) == (
        QuotePart("<p>One.</p>", "Two"),
        QuotePart("<p>— Three</p>\n<p>Four.</p>", ""),
        QuotePart("<p>Five</p>\n<p>— Six</p>", ""),
    )


def test_links_lead_to_lessons_and_files_of_the_course(tmp_path: Path) -> None:
    make_folder(tmp_path, **{"files/a b.txt": "x", "lessons/leaves.md": lesson("leaves", "x\n")})
    spoil(
        tmp_path,
        "lessons/water-first.md",
        "Tea is",
        "[Next](lesson:six-cups) [list](files/a%20b.txt) [us](mailto:a@tea.example) is",
    )

    course = read_course_folder(tmp_path)

    text = next(course.lessons).body[0]
    assert isinstance(text, TextPart)
    assert text.html == (
        '<p><a href="course-lesson:six-cups">Next</a> <a href="course-file:files/a%20b.txt">list'
        '</a> <a href="mailto:a@tea.example">us</a> is mostly <strong>water</strong>.</p>'
    )
    assert course.files == (SourceFile(tmp_path / "files/a b.txt", "files/a b.txt"),)


def test_audio_files_and_links_elsewhere(tmp_path: Path) -> None:
    make_folder(tmp_path, **{"files/tea.csv": "a,b\n"})
    (tmp_path / "media").mkdir()
    (tmp_path / "media/hiss.mp3").write_bytes(b"ID3 hiss")
    text = (
        ":::audio\nfile: media/hiss.mp3\ntitle: Hiss\ntranscript: Sss.\n:::\n\n"
        ":::file\nfile: files/tea.csv\ntitle: Teas\n:::\n\n"
        ":::embed\nurl: https://tea.example/\ntitle: Shop\n:::\n"
    )

    assert body(tmp_path, text) == (
        AudioPart(SourceFile(tmp_path / "media/hiss.mp3", "media/hiss.mp3"), "Hiss", "Sss."),
        FilePart(SourceFile(tmp_path / "files/tea.csv", "files/tea.csv"), "Teas"),
        EmbedPart("https://tea.example/", "Shop"),
    )


def test_a_check_may_have_hints_and_do_without_feedback(tmp_path: Path) -> None:
    text = CHECK.replace("explanation:", "hints:\n  - Look at the `lid`.\nexplanation:")

    (check,) = body(tmp_path, text.replace('    feedback: "No."\n', ""))

    assert isinstance(check, CheckPart)
    assert (check.hints, check.choices[1].feedback) == (("Look at the `lid`.",), "")


def test_what_a_site_has_named_keeps_its_name(tmp_path: Path) -> None:
    keys = [f"{number}0000000-0000-4000-8000-000000000000" for number in range(1, 6)]
    make_folder(tmp_path)
    spoil(tmp_path, "course.yaml", "format: 1", f"format: 1\nkey: {keys[0]}")
    spoil(tmp_path, "course.yaml", "id: serving", f'id: serving\n    key: "{keys[1].upper()}"')
    spoil(tmp_path, "lessons/water-first.md", "minutes: 4", f"minutes: 4\nkey: {keys[2]}")
    spoil(tmp_path, "lessons/water-first.md", "id: hottest", f"id: hottest\nkey: {keys[3]}")
    spoil(tmp_path, "lessons/water-first.md", "id: tepid", f"id: tepid\n    key: {keys[4]}")

    course = read_course_folder(tmp_path)

    first = next(course.lessons)
    check = first.body[1]
    assert isinstance(check, CheckPart)
    named = [course.key, course.modules[1].key, first.key, check.key, check.choices[1].key]
    assert named == keys
    assert (course.modules[0].key, check.choices[0].key) == ("", "")


def test_a_course_that_is_not_finished_is_warned_of(tmp_path: Path) -> None:
    make_folder(tmp_path)
    spoil(tmp_path, "course.yaml", '  - "Choose a tea"\n', "")
    spoil(tmp_path, "course.yaml", "authors: [Wulan Adiputri]\n", "")
    spoil(tmp_path, "course.yaml", "category: [Home, Kitchen]\n", "")
    spoil(tmp_path, "lessons/leaves.md", "summary: One sentence.\n", "")
    spoil(tmp_path, "lessons/leaves.md", "## Green\n\nGreen or black.\n", "")
    report = Report()

    course = read_course_folder(tmp_path, report)

    assert (len(course.outcomes), course.authors, course.category) == (2, (), ())
    assert [(found.file, found.line, found.code) for found in report.warnings] == [
        ("lessons/leaves.md", 2, "summary-missing"),
        ("lessons/leaves.md", None, "body-empty"),
        ("course.yaml", 7, "outcomes-few"),
        ("course.yaml", 1, "category-missing"),
        ("course.yaml", 1, "authors-missing"),
    ]


INDONESIAN = """\
title: Teh untuk tamu
description: Cara membuat *teh*.
outcomes: [Memilih teh]
modules:
  - {id: serving, title: Menyajikan}
  - {id: cleaning, title: Mencuci}
"""


def test_a_course_comes_in_other_languages_too(tmp_path: Path) -> None:
    words = lesson("water-first", "Teh [berikut](lesson:leaves).\n\n" + CHECK, title="Air dulu")
    stray = CHECK.replace("hottest", "coldest").replace("    correct: true\n", "")
    make_folder(
        tmp_path,
        **{
            "translations/id/course.yaml": INDONESIAN,
            "translations/id/lessons/water-first.md": words.replace("minutes: 4\n", "")
            + "\n"
            + stray,
            "translations/id/lessons/coffee.md": "Kopi",
        },
    )
    report = Report()

    course = read_course_folder(tmp_path, report)

    (indonesian,) = course.translations
    assert (indonesian.language, indonesian.title) == ("id", "Teh untuk tamu")
    assert indonesian.description == "<p>Cara membuat <em>teh</em>.</p>"
    assert (indonesian.outcomes, indonesian.subtitle) == (("Memilih teh",), "")
    assert indonesian.modules == (ModuleTranslation("serving", "Menyajikan", ""),)
    (water,) = indonesian.lessons
    assert (water.id, water.title, water.summary) == ("water-first", "Air dulu", "One sentence.")
    text, check = water.body
    assert text == TextPart('<p>Teh <a href="course-lesson:leaves">berikut</a>.</p>')
    assert isinstance(check, CheckPart)
    assert check.id == "hottest"
    assert [(found.file, found.code) for found in report.warnings] == [
        ("translations/id/course.yaml", "module-unused"),
        ("translations/id/lessons/water-first.md", "check-unused"),
        ("translations/id/lessons/coffee.md", "lesson-unused"),
    ]
    balance = strike_balance(report, count_course_folder(tmp_path))
    # 7 files, 4 modules, 4 lessons, 3 checks.
    assert str(balance) == "18 elements: 15 mapped, 0 degraded, 3 dropped"
    assert balance.holds


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("translations/en/course.yaml", "translations/en:None:value"),
        ("translations/Bahasa/course.yaml", "translations/Bahasa:None:value"),
        ("translations/id/lessons/leaves.md", "translations/id/course.yaml:None:course-missing"),
    ],
)
def test_a_translation_that_is_none_is_refused(tmp_path: Path, name: str, problem: str) -> None:
    make_folder(tmp_path, **{name: "title: x\n"})

    assert problems(tmp_path) == [problem]


def test_what_the_site_has_no_place_for_is_kept_as_it_is(tmp_path: Path) -> None:
    kept = (
        'grading:\n  - {type: Exam, weight: 0.4, "no": null}\ncutoffs: {Pass: 0.8}\n'
        "dates:\n  - {lesson: leaves, due: 2026-01-31}\nsettings: {a: [1, true, {b: ' c '}]}\n"
    )
    make_folder(tmp_path, **{"kept.yaml": kept})

    assert read_course_folder(tmp_path).kept == Kept(
        grading=({"type": "Exam", "weight": 0.4, "no": None},),
        cutoffs={"Pass": 0.8},
        dates=({"lesson": "leaves", "due": "2026-01-31"},),
        settings={"a": [1, True, {"b": " c "}]},
    )


@pytest.mark.parametrize(
    ("kept", "problem"),
    [
        ("- a\n", "kept.yaml:1:yaml"),
        ("grading: [\n", "kept.yaml:2:yaml"),
        ("grading: {a: 1}\n", "kept.yaml:None:value"),
        ("settings: {a: &a [1], b: [*a, *a]}\n", "kept.yaml:1:yaml"),
        ("cutoffs: [1]\n", "kept.yaml:None:value"),
        ("grade: []\n", "kept.yaml:None:key-unknown"),
    ],
)
def test_what_is_kept_must_have_its_form(tmp_path: Path, kept: str, problem: str) -> None:
    make_folder(tmp_path, **{"kept.yaml": kept})

    assert problems(tmp_path) == [problem]


def test_every_element_of_a_folder_is_accounted_for(tmp_path: Path) -> None:
    add_image(tmp_path)
    add_image(tmp_path, "images/spare.png", color="red")
    add_video(tmp_path)
    add_captions(tmp_path)
    add_captions(tmp_path, "media/pour.fr.vtt", words="Verse.")
    text = (
        "![A](images/cup.png)\n\n```text\n![x](no.png)\n:::check\n```\n\n"
        "::::callout\n![B](images/cup.png)\n\n:::details\n![C](images/cup.png)\n:::\n::::\n\n"
        ":::video\nfile: media/pour.mp4\ntitle: '![no](no.png)'\ntranscript: x\n"
        "captions:\n  - {language: en, file: media/pour.en.vtt}\n"
        "  - {language: fr, file: media/pour.fr.vtt}\n:::\n\n" + CHECK
    )
    make_folder(
        tmp_path,
        **{
            "lessons/leaves.md": lesson("leaves", text),
            "lessons/spare.md": lesson("spare", CHECK),
            ".git/config": "x",
        },
    )
    report = Report()

    read_course_folder(tmp_path, report)

    balance = strike_balance(report, count_course_folder(tmp_path))
    assert (balance.missing, balance.unknown) == ((), ())
    # 10 files, 2 modules, 3 lessons, 2 checks, 3 images.
    assert str(balance) == "20 elements: 17 mapped, 0 degraded, 3 dropped"
    left_out = [entry for entry in report.entries.values() if entry.outcome == Outcome.DROPPED]
    assert sorted((entry.element.path, entry.reason) for entry in left_out) == [
        ("images/spare.png", UNUSED),
        ("lessons/spare.md", UNUSED),
        (
            "media/pour.fr.vtt",
            "A recording keeps captions in one language; the first ones were taken.",
        ),
    ]
    found = report.entries[Element("lessons/leaves.md", "image", "image-3")]
    assert (found.outcome, found.lesson) == (Outcome.MAPPED, "leaves")
    assert report.entries[Element("images/cup.png", "file", "")].lesson == "leaves"


def test_no_text_is_read_through_a_link(tmp_path: Path) -> None:
    make_folder(tmp_path / "course")
    (tmp_path / "secret.md").write_text("secret")
    (tmp_path / "course/lessons/leaves.md").unlink()
    (tmp_path / "course/lessons/leaves.md").symlink_to(tmp_path / "secret.md")

    assert problems(tmp_path / "course") == ["lessons/leaves.md:None:file-outside"]


def test_a_formula_in_a_line_has_an_end(tmp_path: Path) -> None:
    near, far = "x" * 2000, "x" * 2001

    assert body(tmp_path, f"\\({near}\\) \\({far}\\)\n") == (
        TextPart(f"<p>\\({near}\\) ({far})</p>"),
    )


def test_windows_line_ends_and_a_byte_order_mark_are_no_mistake(tmp_path: Path) -> None:
    make_folder(tmp_path)
    for path in tmp_path.rglob("*.*"):
        text = path.read_text(encoding="utf-8")
        path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())

    assert read_course_folder(tmp_path).title == "Tea for guests"


def test_what_nothing_refers_to_is_a_warning(tmp_path: Path) -> None:
    make_folder(tmp_path, **{"lessons/spare.md": lesson("spare", "x\n")})
    add_image(tmp_path)
    (tmp_path / ".hidden").write_text("x")
    report = Report()

    read_course_folder(tmp_path, report)

    assert [(found.file, found.code) for found in report.warnings] == [
        ("images/cup.png", "file-unused"),
        ("lessons/spare.md", "lesson-unused"),
    ]


def test_a_problem_reads_like_a_compilers() -> None:
    report = Report()
    report.error("course.yaml", 4, "value", "too long")

    with pytest.raises(InvalidCourse, match="^course.yaml:4: value: too long$"):
        report.refuse()
