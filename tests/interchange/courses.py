"""A course that holds everything a course folder can say, in three languages."""

from pathlib import Path

from tests.interchange.folders import add_captions, add_image, add_video, lesson, make_folder

COURSE = """\
format: 1
id: all-of-it
language: en
title: "All: of \\"it\\""
subtitle: "# Not a heading, isn't it?"
description: |
  What *everything* is, with [a list](files/list.csv).

  - one
  - two
outcomes: ["See 100 %", "- Hear", "yes"]
requirements: ["no", "1. Time", "A: b", "4"]
category: [Home, "A: b"]
level: advanced
delivery: classroom
price: {amount: "19.50", currency: EUR}
licence: CC-BY-4.0
authors: ["Wulan Adiputri", "O'Neil: Anna"]
thumbnail: {file: images/cover.png, alt: "A \\"cover\\""}
cover: tumpal
modules:
  - {id: first, title: First things, lessons: [parts, asides]}
  - {id: second, title: "Second: more", summary: Then., lessons: [checks]}
"""
PARTS = """\
## Words of **all** `kinds` #1

A half<strong>bold</strong> word, *italic* and x<sup>2</sup>; \\( a_1 < b \\) and \\*stars\\*.\\
A line, 5 < 6 & 7 > 3, a&amp;amp; "quoted" to [the checks](lesson:checks) and
[home](https://home.example/a_(b)?c=1&d=2).

#### Deep

1. one
   - in one
2. two

   again
3. three

---

| Name | `Code` |
|---|---|
| *a* \\| b | `x\\|y` |
| [list](files/list.csv) |  |

Table: What there is | and not

Table: not a caption.

> To be,\\
> or not.
>
> — W. S., *1603*

> Nobody's words

$$
\\begin{pmatrix} a & b \\\\ c & d \\end{pmatrix}

:::
$$

```python title="say \\"hi\\" \\\\ back"
def f():
	return "```"

:::check
```

![A "cup" [of] `tea`](images/cup.png "A \\"cup\\" & saucer")

![The same](images/cup.png)

:::video
file: media/pour.mp4
title: "Pour: how"
captions: [{language: en, file: media/pour.en.vtt}]
transcript: |
  One.

  ::: Two
    - three
poster: images/cup.png
:::

:::video
embed: https://vimeo.com/76979871
title: Away
transcript: None.
:::

:::audio
file: media/hiss.mp3
title: Hiss
transcript: Sss.
:::

:::file
file: files/sheet.txt
title: Sheet
:::

:::embed
url: https://home.example/fiddle?a=1&b=2
title: Fiddle
:::
"""
ASIDES = """\
:::::callout kind=exercise title="Say \\"yes\\""
### Now

Do it.

::::details kind=hint title="Look \\\\ here"
Up.

:::file
file: files/sheet.txt
title: Sheet
:::

> Said.
::::

```text
:::
```

:::details
![In](images/other.png)
:::
:::::

:::callout
Plain.
:::

:::details kind=more
More of it.
:::
"""
CHECKS = """\
:::check
id: check-1
question: |
  What does `a_b` *mean*?

  - Line \\( x_1 \\)
choices:
  - {id: a, text: "`one` [1]", correct: true, feedback: "Right: *yes*."}
  - {id: b, text: "\\\\# two", correct: false}
hints: ["Think of `x`.", "1. Then"]
explanation: "So it is."
:::

:::check
id: check-2
question: Which?
kind: multiple
choices:
  - {id: a, text: "yes", correct: true, feedback: "Good."}
  - {id: b, text: "3", correct: true, feedback: "Good."}
  - {id: c, text: "no", correct: false, feedback: "Bad."}
:::
"""
KEPT = """\
grading: [{type: Exam, weight: 0.4}]
cutoffs: {Pass: 0.8}
dates: [{lesson: checks, due: "2026-01-31T10:00:00Z"}]
questions: [{lesson: checks, check: check-2, kind: choice, points: 2.5, data: {a: [1, null]}}]
notes: [{id: about, title: About, html: "<p>x: y</p>"}]
settings: {"on": "off", empty: ""}
"""
INDONESIAN = """\
title: "Semua: ini"
subtitle: Semuanya
description: Apa *semua* itu.
outcomes: [Melihat]
requirements: [Waktu]
modules:
  - {id: second, title: Kedua, summary: Lalu.}
"""
ARABIC = """\
title: كل شيء
"""


def make_whole_course(root: Path) -> Path:
    """Write the course: 2 modules, 3 lessons, two of them in Indonesian and one in Arabic."""
    translated = {
        "translations/id/course.yaml": INDONESIAN,
        "translations/id/lessons/parts.md": lesson(
            "parts", "Ke [soal](lesson:checks).\n\n![Piala](images/piala.png)\n", title="Bagian"
        ),
        "translations/id/lessons/checks.md": lesson(
            "checks",
            CHECKS.replace("Which?", "Yang mana?").replace("correct: true", "correct: false"),
            title="Soal",
            attachments="[{file: files/lembar.txt, title: Lembar}]",
        ),
        "translations/ar/course.yaml": ARABIC,
        "translations/ar/lessons/asides.md": lesson("asides", ASIDES, title="'جانب: 1'"),
    }
    make_folder(
        root,
        **{
            "course.yaml": COURSE,
            "lessons/parts.md": lesson("parts", PARTS, free_preview="true"),
            "lessons/asides.md": lesson("asides", ASIDES),
            "lessons/checks.md": lesson(
                "checks", CHECKS, attachments='[{file: files/sheet.txt, title: "Sheet: 1"}]'
            ),
            "files/sheet.txt": "sheet",
            "files/lembar.txt": "lembar",
            "files/list.csv": "a,b\n",
            "kept.yaml": KEPT,
        },
        **{name: text.replace("minutes: 4\n", "") for name, text in translated.items()},
    )
    for name in ("water-first", "leaves", "six-cups"):
        (root / f"lessons/{name}.md").unlink()
    for number, name in enumerate(("cover", "cup", "other", "piala"), 1):
        add_image(root, f"images/{name}.png", color=f"#00000{number}")
    add_video(root)
    add_captions(root)
    (root / "media/hiss.mp3").write_bytes(b"ID3 hiss")
    return root


def read_bytes(root: Path) -> dict[str, bytes]:
    """Return the content of every file below a folder by name."""
    files = sorted(path for path in root.rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}
