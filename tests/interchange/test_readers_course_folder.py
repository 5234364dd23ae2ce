"""Reading a course folder: every part of the format, and every mistake with file, line and code."""

from pathlib import Path

import pytest

from core.money import Money
from interchange.document import (
    CalloutPart,
    Captions,
    CheckPart,
    Choice,
    CodePart,
    ImagePart,
    Part,
    SourceFile,
    TextPart,
    VideoPart,
)
from interchange.readers.course_folder import read_course_folder
from interchange.report import InvalidCourse, Report
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
        CalloutPart("tip", "Try it", "<p>Boil <em>it</em>.</p>"),
        CalloutPart("note", "", "<p>Plain.</p>"),
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
        ("> said\n", "8:markdown"),
        ("# Big\n", "8:markdown"),
        ("#### Small\n", "8:markdown"),
        ("| a | b |\n|---|---|\n| 1 | 2 |\n", "8:markdown"),
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
        (":::callout\n## Big\n:::\n", "9:markdown"),
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
        (CHECK.replace('feedback: "No."', ""), "17:key-missing"),
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
        ('title: "Tea for guests"', f'title: "{"x" * 201}"', "4:value"),
        ('title: "Tea for guests"', 'title: "Tea"\ntitle: "Tea"', "5:yaml"),
        ('title: "Tea for guests"', 'title: "Tea', "None:yaml"),
        ('title: "Tea for guests"', "title: " + "[" * 4000, "None:yaml"),
        ('title: "Tea for guests"', "title: 2026-13-45", "None:yaml"),
        ('title: "Tea for guests"', "title: " + "9" * 5000, "None:yaml"),
        ('title: "Tea for guests"', "title: &a [*a]", "None:yaml"),
        ('title: "Tea for guests"', "title: !!python/name:os.system x", "None:yaml"),
        ("licence:", "license:", "12:key-unknown"),
        ('  - "Choose a tea"\n', "", "7:value"),
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
        ("## Green\n\nGreen or black.\n", "", "None:body-empty"),
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
    spoil(tmp_path, "lessons/six-cups.md", "Pour.", "> Pour.")

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
