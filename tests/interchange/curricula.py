"""Curriculum folders for tests."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from PIL import Image

from interchange.document import CourseDocument
from interchange.readers.curriculum.census import count_curriculum
from interchange.readers.curriculum.reader import read_curriculum
from interchange.report import Balance, Element, Report, strike_balance

SMALL = {
    "README.md": "# Tea: from leaf to cup\n\nSix lessons about tea.\n\nFor *everybody*.\n\n## A\n",
    "LICENSE": "MIT License\n\nCopyright (c) The Tea House\n",
    "1-leaves/README.md": "# About leaves\n\nWhere the leaves come from.\n",
    "1-leaves/1-green/README.md": "# Green tea\n\nGreen tea is not fermented at all.\n",
    "1-leaves/2-black/README.md": "# Black tea\n\nBlack tea is fermented for hours.\n",
}


def write_files(root: Path, files: Mapping[str, str]) -> Path:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def write_picture(root: Path, name: str) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (4, 3), "green").save(path)


def question(text: str, *choices: str, right: Sequence[int] = (0,)) -> dict[str, Any]:
    """Return a question as a quiz file holds it; `right` are places from 0."""
    return {
        "questionText": text,
        "answerOptions": [
            {"answerText": choice, "isCorrect": str(place in right).lower()}
            for place, choice in enumerate(choices)
        ],
    }


def quiz_file(*quizzes: Sequence[Any], title: str = "Tea: Quizzes") -> str:
    """Return a quiz file with quizzes 1, 2 ... of these questions."""
    rows = [
        {"id": number, "title": f"Quiz {number}", "quiz": list(quiz)}
        for number, quiz in enumerate(quizzes, 1)
    ]
    return json.dumps([{"title": title, "quizzes": rows}])


def read(root: Path, files: Mapping[str, str]) -> tuple[CourseDocument, Report]:
    """Read a curriculum with these files; its balance holds."""
    write_files(root, files)
    return read_balanced(root)


def read_balanced(root: Path) -> tuple[CourseDocument, Report]:
    report = Report()
    document = read_curriculum(root, report)
    balance = balance_of(root, report)
    assert (balance.missing, balance.unknown) == ((), ())
    return document, report


def balance_of(root: Path, report: Report) -> Balance:
    return strike_balance(report, count_curriculum(root))


def outcome(report: Report, path: str, kind: str = "file", name: str = "") -> tuple[str, str]:
    """Return outcome and reason of one element."""
    entry = report.entries[Element(path, kind, name)]
    return entry.outcome, entry.reason
