"""The rail beside a lesson: where it stands in its course, and what is around it.

The current module lists its lessons; the others are lines with counts and load their lessons when
they are opened. Two queries, whatever the size of the course.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from wagtail.models import Page

from accounts.models import User
from course_pages.drawings.strips import Strip
from course_pages.selectors.outline import OutlineLesson, OutlineModule
from learning.selectors.screens import ModuleLine, Neighbour, Progress, RailModule
from learning.selectors.steps import (
    Step,
    count_minutes,
    count_minutes_left,
    count_progress,
    draw_steps,
    list_steps,
)
from learning.selectors.words import Words, get_words


@dataclass(frozen=True, slots=True)
class Rail:
    """What stands around a lesson."""

    course: Words
    lesson: Words | None
    """The lesson itself as a link would show it; None for one that was never saved."""
    modules: tuple[ModuleLine, ...]
    current: OutlineModule
    done: frozenset[int]
    """Ids of the completed lessons of the current module."""
    progress: Progress
    strip: Strip
    minutes_left: int
    number: int
    """Counted from 1 over the whole course; 0 for a lesson that is not open."""
    previous: Neighbour | None
    next: Neighbour | None


def get_rail(
    lesson_id: int, path: str, course_id: int, student: User | None, *, language: str
) -> Rail:
    """Return what stands around the canonical lesson at the place `path` of a canonical course."""
    steps = list_steps(course_id, student)
    return make_rail(steps, lesson_id, path, course_id, language=language)


def make_rail(
    steps: Sequence[Step],
    lesson_id: int,
    path: str,
    course_id: int,
    *,
    language: str,
    lesson_words: Words | None = None,
) -> Rail:
    """Return the rail that these steps of a course make; one query.

    `lesson_words` are those of the lesson itself where they are not those in the database.
    """
    module_path = path[: -Page.steplen]
    index = next((i for i, step in enumerate(steps) if step.lesson_id == lesson_id), None)
    before, after = _neighbours(steps, index)
    modules = _by_module(steps)
    own = modules.get(module_path, [])
    shown = [step for step in (before, after, *own) if step] + [s[0] for s in modules.values()]
    words = get_words(
        {course_id, lesson_id, *(step.lesson_id for step in shown)},
        language,
        paths={module_path, *modules},
    )
    by_path = {entry.path: entry for entry in words.values()}
    if lesson_words:
        words[lesson_id] = lesson_words
    return Rail(
        course=words[course_id],
        lesson=words.get(lesson_id),
        modules=tuple(_lines(modules, by_path, words, module_path)),
        current=_current(by_path.get(module_path), own, words),
        done=_done(own),
        progress=count_progress(steps),
        strip=draw_steps(steps, here=lesson_id),
        minutes_left=count_minutes_left(steps),
        number=0 if index is None else index + 1,
        previous=_neighbour(before, words),
        next=_neighbour(after, words),
    )


def get_rail_module(
    module_id: int, lesson_id: int, course_id: int, student: User | None, *, language: str
) -> RailModule | None:
    """Return the lessons of one module of a canonical course, beside the lesson `lesson_id`.

    None when the course has no such module with an open lesson; two queries.
    """
    steps = list_steps(course_id, student, module_id=module_id)
    if not steps:
        return None
    words = get_words({module_id, *(step.lesson_id for step in steps)}, language)
    return RailModule(
        lesson_id=lesson_id,
        current=_current(words.get(module_id), steps, words),
        done=_done(steps),
    )


def _done(steps: Iterable[Step]) -> frozenset[int]:
    return frozenset(step.lesson_id for step in steps if step.is_done)


def _neighbours(steps: Sequence[Step], index: int | None) -> tuple[Step | None, Step | None]:
    if index is None:
        return None, None
    before = steps[index - 1] if index else None
    return before, steps[index + 1] if index + 1 < len(steps) else None


def _by_module(steps: Sequence[Step]) -> dict[str, list[Step]]:
    """Return module path to steps, the modules in order."""
    modules: dict[str, list[Step]] = {}
    for step in steps:
        modules.setdefault(step.module_path, []).append(step)
    return modules


def _lines(
    modules: dict[str, list[Step]],
    by_path: dict[str, Words],
    words: dict[int, Words],
    current: str,
) -> Iterator[ModuleLine]:
    for path, steps in modules.items():
        yield ModuleLine(
            module_id=by_path[path].page_id,
            title=by_path[path].title,
            url=words[steps[0].lesson_id].url,
            is_current=path == current,
            done=sum(step.is_done for step in steps),
            total=len(steps),
            minutes=count_minutes(steps),
            language=by_path[path].language,
        )


def _current(module: Words | None, steps: Sequence[Step], words: dict[int, Words]) -> OutlineModule:
    return OutlineModule(
        module_id=module.page_id if module else 0,
        title=module.title if module else "",
        # The rail has no room for summaries.
        summary="",
        lessons=tuple(_lesson(step, words[step.lesson_id]) for step in steps),
        language=module.language if module else "",
    )


def _lesson(step: Step, words: Words) -> OutlineLesson:
    return OutlineLesson(
        lesson_id=step.lesson_id,
        title=words.title,
        summary="",
        url=words.url,
        minutes=step.minutes,
        is_preview=step.is_preview,
        language=words.language,
    )


def _neighbour(step: Step | None, words: dict[int, Words]) -> Neighbour | None:
    if step is None:
        return None
    found = words[step.lesson_id]
    return Neighbour(
        title=found.title, url=found.url, minutes=step.minutes, language=found.language
    )
