"""A course drawn to scale: one line, each lesson as wide as its minutes, parts set apart.

Done is ink, the lesson where the learner is now is lit. In a list all strips share one scale, so a
shorter course looks shorter. One stroke a state, its dashes are the lessons: a strip costs some
four bytes a lesson.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

LENGTH = 1000
"""Units that the longest course of a list takes, gaps included."""
GAP, PART_GAP = 2, 9


@dataclass(frozen=True, slots=True)
class Strip:
    """The dashes of each state, as `stroke-dasharray` takes them; "" where no lesson is in it."""

    todo: str
    done: str
    here: str


def write_shape(parts: Iterable[Sequence[int]]) -> str:
    """Return minutes by part as they are kept with a course: "8,12,15;14,22"."""
    return ";".join(",".join(map(str, part)) for part in parts if part)


def read_shape(shape: str) -> tuple[tuple[int, ...], ...]:
    """Return minutes by part from what `write_shape` wrote."""
    return tuple(tuple(map(int, part.split(","))) for part in shape.split(";") if part)


def make_strip(
    parts: Sequence[Sequence[int]],
    *,
    done: Collection[int] = (),
    here: int | None = None,
    longest: int = 0,
) -> Strip:
    """Return the strip of a course.

    `parts` are minutes by part. `done` and `here` are places of lessons, counted from 0 through the
    whole course. `longest` are the minutes of the longest course of the same list; 0 lets this one
    fill the line.
    """
    minutes = [length for part in parts for length in part]
    gaps = GAP * max(len(minutes) - 1, 0) + (PART_GAP - GAP) * max(len(parts) - 1, 0)
    total = sum(minutes)
    unit = max(LENGTH - gaps, LENGTH / 2) / max(longest, total, 1)
    shrink = min(1.0, (LENGTH / 2) / gaps) if gaps > LENGTH / 2 else 1.0
    places = _places(parts, unit, shrink)
    states = ["here" if i == here else "done" if i in done else "todo" for i in range(len(minutes))]
    return Strip(*(_dashes(places, states, state) for state in ("todo", "done", "here")))


def _places(
    parts: Sequence[Sequence[int]], unit: float, shrink: float
) -> list[tuple[float, float]]:
    """Return where each lesson begins and ends."""
    places: list[tuple[float, float]] = []
    at = 0.0
    for part in parts:
        for length in part:
            places.append((at, at + length * unit))
            at += length * unit + GAP * shrink
        at += (PART_GAP - GAP) * shrink
    return places


def _dashes(places: Sequence[tuple[float, float]], states: Sequence[str], state: str) -> str:
    """Return dash, gap, dash, gap ... of the lessons in `state`; the first dash may be empty."""
    wanted = [place for place, own in zip(places, states, strict=True) if own == state]
    if not wanted:
        return ""
    numbers: list[float] = []
    at = 0.0
    for start, end in wanted:
        numbers += [start - at, end - start]
        at = end
    first, *rest = numbers
    dashes = rest if first == 0 else [0.0, first, *rest]
    if len(dashes) % 2:
        # The pattern begins again after its end: nothing more may be drawn on this line.
        dashes.append(float(2 * LENGTH))
    return " ".join(f"{number:.1f}".removesuffix(".0") for number in dashes)
