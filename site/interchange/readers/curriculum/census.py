"""Counts what a curriculum consists of, apart from the reader.

Every file; in every Markdown file the tags that `html_parts` counts; in every quiz file each
question, named by its quiz and its place.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from interchange.readers.assets import count_files
from interchange.readers.curriculum.layout import is_page
from interchange.readers.curriculum.quizzes import ENDING, LARGEST, QUESTION, make_names
from interchange.readers.curriculum.texts import read_text
from interchange.readers.html_parts import count_in_html
from interchange.readers.loose_markdown import split_front_matter, to_html
from interchange.report import Element


def count_curriculum(root: Path) -> Iterator[Element]:
    """Yield every element of the source once."""
    for file in count_files(root):
        yield file
        path = root / file.path
        if is_page(file.path):
            _front, text = split_front_matter(read_text(path)[0])
            yield from count_in_html(to_html(text), file.path)
        elif file.path.lower().endswith(ENDING) and path.stat().st_size <= LARGEST:
            yield from count_questions(read_text(path)[0], file.path)


def count_questions(text: str, name: str) -> Iterator[Element]:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return
    quizzes = [quiz for quiz in list_quizzes(data) if isinstance(quiz, dict)]
    names = make_names([quiz.get("id") for quiz in quizzes])
    for quiz_name, quiz in zip(names, quizzes, strict=True):
        questions = quiz.get("quiz")
        if isinstance(questions, list):
            for number in range(1, len(questions) + 1):
                yield Element(name, QUESTION, f"{quiz_name}-{number}")


def list_quizzes(data: Any) -> Iterator[Any]:
    for group in data if isinstance(data, list) else (data,):
        if isinstance(group, dict) and isinstance(group.get("quizzes"), list):
            yield from group["quizzes"]
