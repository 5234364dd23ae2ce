"""Lesson pages as a learner's browser gets them, taken apart without the templates' help."""

import re
from dataclasses import dataclass

from django.test import Client
from lxml import html

from course_pages.models import LessonPage


def squeeze(words: str) -> str:
    return " ".join(words.split())


def read_words(node: html.HtmlElement) -> str:
    return squeeze("".join(node.itertext()))


@dataclass(frozen=True)
class ShownChoice:
    id: str
    text: str
    verdict: str
    """right, wrong, or "" where nothing is told."""


@dataclass(frozen=True)
class ShownCheck:
    """A knowledge check on a page. `said` is all words of it."""

    action: str
    """Where its form posts to."""
    question: str
    is_multiple: bool
    choices: tuple[ShownChoice, ...]
    result: str
    """The line under an answer; "" before there is one."""
    said: str

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(choice.text for choice in self.choices)


@dataclass(frozen=True)
class LessonScreen:
    url: str
    source: str
    """The HTML as it came."""
    tree: html.HtmlElement
    checks: tuple[ShownCheck, ...]

    @property
    def article(self) -> html.HtmlElement:
        """What the author wrote: neither the frame nor the outline."""
        (body,) = self.tree.find_class("prose")
        return body


def open_lesson(client: Client, lesson: LessonPage) -> LessonScreen:
    """Open a lesson as its learner; it must be there."""
    response = client.get(lesson.url)
    assert response.status_code == 200, (lesson.url, response.status_code)
    source = response.content.decode()
    tree = html.document_fromstring(source)
    checks = tuple(read_check(node) for node in tree.iter("section") if "check" in node.classes)
    return LessonScreen(lesson.url, source, tree, checks)


def read_check(node: html.HtmlElement) -> ShownCheck:
    (form,) = node.iter("form")
    (legend,) = node.iter("legend")
    results = node.find_class("check__result")
    options = [read_choice(label) for label in node.iter("label") if "option" in label.classes]
    return ShownCheck(
        action=form.get("action"),
        question=read_words(legend),
        is_multiple=bool(node.xpath('.//input[@type="checkbox"]')),
        choices=tuple(options),
        result=read_words(results[0]) if results else "",
        said=read_words(node),
    )


def read_choice(label: html.HtmlElement) -> ShownChoice:
    (field,) = label.iter("input")
    found = re.search(r"option--(\w+)", label.get("class"))
    return ShownChoice(
        field.get("value"), read_words(label.find("span")), found[1] if found else ""
    )
