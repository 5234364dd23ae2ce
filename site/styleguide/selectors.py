"""Sample courses, lessons and people for the style guide; no table is read.

The words are samples and stay in English; what the components say themselves is translated.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.contrib.staticfiles import finders

from core.money import Money
from course_pages.blocks import LessonBodyBlock
from course_pages.drawings.covers import (
    COMPOSITIONS,
    PALETTES,
    PATTERNS,
    Cover,
    Design,
    Palette,
    choose_design,
)
from course_pages.drawings.strips import Strip, make_strip, write_shape
from course_pages.selectors.cards import CourseCard, SpokenLanguage
from course_pages.selectors.catalogue import Chip
from course_pages.selectors.facets import Facet, Option
from course_pages.selectors.outline import OutlineLesson, OutlineModule
from course_pages.selectors.paging import PageLink, make_page_links
from learning.enums import CourseDoor, NotePlace
from learning.selectors.notes import NotesPanel, NoteView
from learning.selectors.screens import Neighbour, Progress, ShelfEntry, Teacher

ROLES = (
    *("desk", "paper", "sheet", "rule", "edge", "ink", "ink-2", "ink-3", "lamp", "lamp-wash"),
    *("night", "code", "ok", "bad", "warn", "info"),
)
PARTS = ((6, 6, 6), (9, 12, 14, 7), (15, 10, 20, 10), (30, 40))
"""Minutes of the lessons of the sample course, part by part."""
LONG_TITLE = (
    "Soil, Water, Seed: Everything a Kitchen Garden in the Tropics Asks of You in Its First Two "
    "Years, Month by Month"
)
ICON = re.compile(r'<symbol id="([^"]+)"')
HERE = "#top"
"""Where the links of samples lead: nowhere but to this page."""
TEACHER = Teacher(
    name="Naya R.",
    headline="Maintains other people's programs",
    bio="For fourteen years, in Bandung and by mail. Reads every patch that learners send.",
    url=HERE,
)


@dataclass(frozen=True, slots=True)
class NamedCover:
    name: str
    cover: Cover


@dataclass(frozen=True, slots=True)
class Pages:
    """What a list with pages gives its numbers."""

    previous_url: str
    next_url: str
    pages: tuple[PageLink, ...]


@dataclass(frozen=True, slots=True)
class Steps:
    """What a lesson gives its pager."""

    previous: Neighbour
    next: Neighbour


@dataclass(frozen=True, slots=True)
class Door:
    """What a course gives the sheet with its one action."""

    name: str
    door: CourseDoor
    price: Money
    progress: Progress
    strip: Strip
    continue_url: str = ""
    continue_title: str = "Reading with the debugger"
    preview_url: str = HERE
    pk: int = 0
    url_path: str = ""
    """It stands in no tree."""
    course_id: int = 0
    lesson_count: int = 13
    open_count: int = 2
    teachers: tuple[Teacher, ...] = ()


@dataclass(frozen=True, slots=True)
class Completion:
    """What a lesson gives the box at its end."""

    progress: Progress
    is_complete: bool
    next: Neighbour | None
    can_complete: bool = True
    minutes_left: int = 102
    lesson_id: int = 0
    course_id: int = 0


@dataclass(frozen=True, slots=True)
class Recording:
    """What a recording gives the controls of its player."""

    reach: int
    clock: str
    captions_name: str


@dataclass(frozen=True, slots=True)
class LessonGuideScreen:
    """The parts of a lesson in each of their states."""

    body: object
    steps: Steps
    completions: tuple[Completion, ...]
    recording: Recording
    notes: tuple[NoteView, ...]
    refused: NoteView
    refusal: str
    panel: NotesPanel


@dataclass(frozen=True, slots=True)
class StyleguideScreen:
    """Everything the style guide shows."""

    roles: tuple[str, ...]
    patterns: tuple[NamedCover, ...]
    palettes: tuple[NamedCover, ...]
    cards: tuple[CourseCard, ...]
    entries: tuple[ShelfEntry, ...]
    first: ShelfEntry
    modules: tuple[OutlineModule, ...]
    done: frozenset[int]
    unfolded: frozenset[int]
    facets: tuple[Facet, ...]
    chips: tuple[Chip, ...]
    paging: Pages
    doors: tuple[Door, ...]
    teacher: Teacher
    progress: tuple[Progress, ...]
    messages: tuple[Message, ...]
    icons: tuple[str, ...]


def get_styleguide() -> StyleguideScreen:
    """Return the samples; every one is the same each time."""
    cards = list_cards()
    modules = list_modules()
    entries = tuple(make_entry(card, done) for card, done in zip(cards, (11, 4, 0), strict=False))
    return StyleguideScreen(
        roles=ROLES,
        patterns=tuple(list_patterns()),
        palettes=tuple(list_palettes()),
        cards=cards,
        entries=entries,
        first=make_entry(cards[0], 4, second=252),
        modules=modules,
        done=frozenset((1, 2, 3, 4)),
        unfolded=frozenset((101,)),
        facets=list_facets(),
        chips=(
            Chip("English", HERE, language="en"),
            Chip("العربية", HERE, language="ar"),
            Chip("soil", HERE, is_words=True),
        ),
        paging=Pages(HERE, HERE, make_page_links(4, 16, lambda number: HERE)),
        doors=tuple(list_doors()),
        teacher=TEACHER,
        progress=(Progress(0, 13), Progress(5, 13), Progress(13, 13)),
        messages=(
            Message(constants.SUCCESS, "You are enrolled. The course is on your shelf."),
            Message(constants.INFO, "The recording appears an hour after the session."),
            Message(constants.WARNING, "This course has changed since you were here."),
            Message(constants.ERROR, "The file is larger than 10 MB. Nothing was kept."),
        ),
        icons=list_icons(),
    )


def get_lesson_guide() -> LessonGuideScreen:
    """Return the samples of a lesson's parts; every one is the same each time."""
    following = Neighbour("Reading with the debugger", HERE, 14, "")
    words = make_note(1, "An arrow is an import of our own, never of the language.")
    return LessonGuideScreen(
        body=make_body(),
        steps=Steps(previous=Neighbour("Entry points", HERE, 9, ""), next=following),
        completions=(
            Completion(Progress(4, 13), is_complete=False, next=following),
            Completion(Progress(5, 13), is_complete=True, next=following),
            Completion(Progress(12, 13), is_complete=True, next=None, minutes_left=9),
            Completion(Progress(13, 13), is_complete=True, next=None, minutes_left=0),
        ),
        recording=Recording(252, "4:12", "English"),
        notes=(words, make_note(2, "", quote="", clock="4:12", place=NotePlace.SECOND)),
        refused=make_note(3, "What was kept before."),
        refusal="A note has at most 5,000 characters; this one has 5,210.",
        panel=NotesPanel(0, 0, "", HERE),
    )


def make_note(
    number: int,
    text: str,
    *,
    quote: str = "from orders.prices import total_of",
    clock: str = "",
    place: str = NotePlace.PARAGRAPH,
) -> NoteView:
    return NoteView(
        note_id=number,
        text=text,
        place=place,
        block="",
        number=0,
        clock=clock,
        quote=quote,
        url=HERE,
        changed_at=datetime(2026, 10, 3, 19, tzinfo=UTC),
        version="",
        can_edit=True,
        lesson_title="Entry points",
        lesson_language="",
    )


def list_doors() -> Iterator[Door]:
    """Give every way into a course, and what stands there instead."""
    free, paid = Money(0, "USD"), Money(2400, "USD")
    some, strip = Progress(4, 13), make_strip(PARTS, done=range(4), here=4)
    yield Door("A visitor", CourseDoor.LOGIN, free, some, strip)
    yield Door("Logged in", CourseDoor.ENROL, free, some, strip)
    yield Door("Enrolled", CourseDoor.ENROLLED, free, some, strip, continue_url=HERE)
    yield Door("Paid for", CourseDoor.BUY, paid, some, strip, teachers=(TEACHER,))
    yield Door("Its teacher", CourseDoor.STAFF, free, some, strip, continue_url=HERE)


def list_patterns() -> Iterator[NamedCover]:
    palettes = list(PALETTES.values())
    for number, pattern in enumerate(PATTERNS):
        for place, composition in enumerate(COMPOSITIONS):
            design = Design(pattern, composition, is_pale=place % 2 == 1, scale=place)
            yield NamedCover(f"{pattern}, {composition}", Cover(design, palettes[number]))


def list_palettes() -> Iterator[NamedCover]:
    taken: list[str] = []
    for name, palette in PALETTES.items():
        design = choose_design(name, taken=taken)
        taken.append(design.code)
        yield NamedCover(name, Cover(design, palette))


def list_cards() -> tuple[CourseCard, ...]:
    return (
        make_card("Reading a Codebase", "Programming", PALETTES["indigo"], minor=2400),
        make_card("Statistika untuk Semua", "Data", PALETTES["forest"], language="id"),
        make_card(LONG_TITLE, "Science", PALETTES["leaf"], minor=1200),
        make_card("العربية للمسافرين", "Languages", PALETTES["soga"], language="ar", minor=1800),
    )


def make_card(
    title: str, category: str, palette: Palette, *, language: str = "", minor: int = 0
) -> CourseCard:
    is_class = language == "id"
    parts = PARTS[: 2 + len(title) % 3]
    names = {"id": "Bahasa Indonesia", "ar": "العربية", "": "English"}
    return CourseCard(
        course_id=0,
        title=title,
        subtitle="What a learner will be able to do, in one line.",
        url=HERE,
        language=language,
        thumbnail=None,
        category=category,
        level="Beginner",
        delivery="Self-paced",
        is_class=is_class,
        languages=(SpokenLanguage(language or "en", names[language]),),
        more_languages=0,
        price=Money(minor, "USD"),
        lesson_count=sum(map(len, parts)),
        minutes=sum(map(sum, parts)),
        teachers=("Naya R.", "Bima K.") if is_class else ("Naya R.",),
        cover=Cover(choose_design(title), palette),
        shape=write_shape(parts),
        strip=make_strip(parts, longest=sum(map(sum, PARTS))),
    )


def make_entry(card: CourseCard, done: int, *, second: int = 0) -> ShelfEntry:
    """Return a course of which the first `done` lessons are done, stopped at a second."""
    minutes = [length for part in PARTS for length in part]
    ticks = range(done)
    is_complete = done >= len(minutes)
    return ShelfEntry(
        card=card,
        progress=Progress(done, len(minutes)),
        strip=make_strip(PARTS, done=ticks, here=None if is_complete else done),
        strip_in_list=make_strip(
            PARTS, done=ticks, here=None if is_complete else done, longest=400
        ),
        minutes_left=sum(minutes[done:]),
        continue_url=HERE,
        continue_title="Reading with the debugger",
        continue_language="",
        continue_minutes=14,
        module_title="Finding the door",
        continue_second=second,
        is_begun=done > 0,
        completed_at=datetime(2026, 10, 3, 19, tzinfo=UTC) if is_complete else None,
        last_opened_at=None,
    )


def list_modules() -> tuple[OutlineModule, ...]:
    titles = (
        ("Before you read", ("What a codebase is for", "A tour of one request", "Check yourself")),
        ("Finding the door", ("Entry points", "Follow the import", "Reading with the debugger")),
    )
    modules = []
    number = 0
    for place, (title, names) in enumerate(titles):
        lessons = []
        for name in names:
            number += 1
            lessons.append(OutlineLesson(number, name, "", HERE, 4 + number, number == 1, ""))
        modules.append(
            OutlineModule(101 + place, title, "Three lessons for one evening.", tuple(lessons))
        )
    return tuple(modules)


def list_facets() -> tuple[Facet, ...]:
    return (
        Facet(
            "sample-subject",
            "Subject",
            (
                Option("programming", "Programming", 38, is_selected=True),
                Option("databases", "Databases", 12, is_selected=False, depth=1),
                Option("art", "Art and craft", 31, is_selected=False),
            ),
        ),
        Facet(
            "sample-price",
            "Price",
            (
                Option("", "Any", 81, is_selected=True),
                Option("free", "Free", 20, is_selected=False),
            ),
            is_single=True,
        ),
    )


def make_body() -> object:
    """Return a lesson with one of every block that needs no file."""
    check = {
        "question": "Which line is an arrow on your map?",
        "kind": "single",
        "choices": [
            {"text": "`from web import Response`", "correct": False, "feedback": ""},
            {"text": "`from orders.prices import total_of`", "correct": True, "feedback": ""},
        ],
        "hints": ["An arrow leads to what is ours."],
        "explanation": "",
    }
    text = (
        "<h2>Three questions</h2><p>Read the imports <i>before</i> any function: they tell what a "
        "program <b>believes</b>.</p><ol><li>Which come with the language?</li><li>Which come from "
        "others?</li></ol>"
    )
    code = "from orders.prices import total_of  # an arrow\n"
    blocks = [
        ("text", text),
        ("code", {"title": "orders/views.py", "language": "python", "code": code}),
        ("quote", {"text": "<p>A map is not the country.</p>", "attribution": "An old teacher"}),
        ("math", {"latex": r"d = \frac{e}{n(n - 1)}"}),
        ("check", check),
    ]
    block = LessonBodyBlock()
    return block.to_python(
        [
            {"type": kind, "id": f"5a3b1e00-0000-4000-8000-00000000000{place}", "value": value}
            for place, (kind, value) in enumerate(blocks)
        ]
    )


@cache
def list_icons() -> tuple[str, ...]:
    """Return the names of the sprite's icons, in its order."""
    sprite = finders.find("img/icons.svg")
    if sprite is None:
        return ()
    return tuple(name for name in ICON.findall(Path(sprite).read_text()) if name != "mark")
