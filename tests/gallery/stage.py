"""Fills an empty, migrated database with what the screens need to be looked at.

Seventeen published courses in nine subjects and three languages, six teachers, a learner in the
middle of four courses with one completed and some notes, a newcomer. To look at a screen with all
that in it, in a database of your own:

    export VAR_DIR=/tmp/stage
    .venv/bin/python -m tests.gallery.stage      # migrates, sets the stage, tells the addresses
    .venv/bin/python manage.py runserver 8123

Everybody's password is `learn-with-joy`: learner@example.com, newcomer@example.com,
instructor@example.com, admin@example.com, and the teachers in `shelf.py`.

On a database that has the stage already, nothing is set twice.
"""

import io
import math
import os
import shutil
import sys
import tempfile
import time
import uuid
import wave
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django
from PIL import Image, ImageDraw

ROOT = Path(__file__).resolve().parents[2]

if __name__ == "__main__":  # the models below want settings
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    sys.path[:0] = [str(ROOT), str(ROOT / "site")]
    django.setup()

from allauth.account.models import EmailAddress  # noqa: E402
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes  # noqa: E402
from allauth.mfa.totp.internal.auth import TOTP  # noqa: E402
from django.core.management import call_command, get_commands  # noqa: E402
from django.db import transaction  # noqa: E402
from django.utils import translation  # noqa: E402
from wagtail.models import Locale  # noqa: E402

from accounts.services.avatars import cut_avatar, keep_avatar  # noqa: E402
from accounts.services.erasure import request_erasure  # noqa: E402
from accounts.services.people import create_account  # noqa: E402
from accounts.services.profiles import update_profile  # noqa: E402
from course_pages.models import (  # noqa: E402
    Category,
    CourseIndexPage,
    CoursePage,
    HomePage,
    LessonPage,
)
from course_pages.services.languages import open_language  # noqa: E402
from interchange.document import (  # noqa: E402
    CourseDocument,
    CourseTranslation,
    LessonDocument,
    ModuleDocument,
    ModuleTranslation,
    Place,
    SourceFile,
    TextPart,
    Thumbnail,
)
from interchange.readers.course_folder import read_course_folder  # noqa: E402
from interchange.report import Report  # noqa: E402
from interchange.services.demo import FOLDER as DEMO_FOLDER  # noqa: E402
from interchange.services.demo import LEARNER, NEWCOMER, load_demo, make_person  # noqa: E402
from interchange.writers.course_pages import write_course  # noqa: E402
from learning.enums import NotePlace  # noqa: E402
from learning.models import Note  # noqa: E402
from learning.selectors.access import get_lesson_access  # noqa: E402
from learning.services.checks import answer_check  # noqa: E402
from learning.services.enrollment import enroll_student  # noqa: E402
from learning.services.progress import complete_lesson  # noqa: E402
from learning.services.visits import record_position, record_visit  # noqa: E402
from tests.gallery.shelf import BOOKS, SUBJECTS, TEACHERS, Book, Words  # noqa: E402

if TYPE_CHECKING:
    from accounts.models import User

CAREFUL = "careful@example.com"
LEAVING = "leaving@example.com"
RICH = "honest-numbers"
"""The course whose lessons have every kind of block; in English and Arabic."""
FOLDER = Path(__file__).resolve().parent / RICH
PLACE = Place("shelf.py", 1)
FRONT_WORDS = {
    "id": (
        "Belajar dengan tenang, sendiri atau bersama",
        "Kursus yang bisa Anda ikuti kapan saja, dan kelas bersama orang lain.",
        "Kursus",
        "Semua kursus punya setidaknya satu pelajaran yang boleh dibuka siapa saja.",
    ),
    "ar": (
        "تعلّم على مهل، وحدك أو مع غيرك",
        "دورات تأخذها متى شئت، وصفوف تحضرها مع غيرك.",
        "الدورات",
        "في كل دورة درس واحد على الأقل مفتوح للجميع.",
    ),
}
"""Title and introduction of the home page, then of the catalogue."""


@dataclass(frozen=True, slots=True)
class Stage:
    """Who and what stands on it; courses by their slugs, lessons of the rich one by theirs."""

    people: "dict[str, User]"
    """By e-mail address."""
    courses: dict[str, CoursePage]
    lessons: dict[str, LessonPage]


def set_stage() -> Stage:
    """Set everything that is not there yet, and return it."""
    with translation.override("en"), tempfile.TemporaryDirectory() as scratch:
        if not CoursePage.objects.filter(slug=RICH).exists():
            _set(Path(scratch))
            if "rebuild_search" in get_commands():
                call_command("rebuild_search", verbosity=0)
        return get_stage()


def get_stage() -> Stage:
    """Return a stage that has been set."""
    from accounts.models import User

    courses = CoursePage.objects.filter(alias_of=None).select_related("locale").order_by("path")
    originals = [course for course in courses if course.is_canonical]
    rich = next(course for course in originals if course.slug == RICH)
    return Stage(
        people={user.email: user for user in User.objects.all()},
        courses={course.slug: course for course in originals},
        lessons={lesson.slug: lesson for lesson in LessonPage.objects.descendant_of(rich)},
    )


@transaction.atomic
def _set(scratch: Path) -> None:
    _open_doors()
    _make_subjects()
    demo = load_demo()
    EmailAddress.objects.filter(user=demo.people[NEWCOMER.email]).update(verified=False)
    teachers = {person.email: make_person(person) for person in TEACHERS}
    for book in BOOKS:
        _write(_read_book(book, scratch), teachers[book.teacher.email])
    _write(_read_folder(scratch), demo.people["instructor@example.com"])
    stage = get_stage()
    _study(stage, stage.people[LEARNER.email])
    _keep_notes(stage, stage.people[LEARNER.email])
    _show_profile(stage.people[LEARNER.email])
    _guard()
    _let_go()


# --- what is taught -------------------------------------------------------------------------------


def _open_doors() -> None:
    """Open Indonesian and Arabic, each with a home page and a catalogue in its own words."""
    home = HomePage.objects.get(locale__language_code="en")
    home.title = "Learn at a well-lit desk"
    home.introduction = "Courses to take alone at your own pace, and classes to take together."
    home.save_revision().publish()
    for code, (title, introduction, shelf, words) in FRONT_WORDS.items():
        catalogue = open_language(code=code)
        home = HomePage.objects.get(locale__language_code=code)
        home.title, home.introduction, home.seo_title = title, introduction, ""
        home.save_revision().publish()
        catalogue = CourseIndexPage.objects.get(pk=catalogue.pk)
        catalogue.title, catalogue.introduction = shelf, words
        catalogue.save_revision().publish()


def _make_subjects() -> None:
    made: dict[tuple[str, str], Category] = {}
    for code in ("en", "id", "ar"):
        locale = Locale.objects.get(language_code=code)
        for number, subject in enumerate(SUBJECTS, start=1):
            name = {"en": subject.name, "id": subject.indonesian, "ar": subject.arabic}[code]
            original = made.get(("en", subject.name))
            made[code, subject.name] = Category.objects.create(
                name=name,
                slug=f"subject-{number}-{code}" if code == "ar" else name.lower().replace(" ", "-"),
                parent=made.get((code, subject.parent)),
                locale=locale,
                deep=_color(original, subject.palette, "deep"),
                pale=_color(original, subject.palette, "pale"),
                translation_key=original.translation_key if original else uuid.uuid4(),
            )


def _color(original: Category | None, palette: Any, side: str) -> str:
    color: str = getattr(original or palette, side, "")
    return color


def _write(document: CourseDocument, owner: "User") -> None:
    report = Report()
    write_course(document=document, owner=owner, report=report)


def _read_folder(scratch: Path) -> CourseDocument:
    """Return the rich course, with the demo's film and what can be drawn and played here."""
    folder = scratch / RICH
    shutil.copytree(FOLDER, folder)
    for name in ("media/how-a-join-works.mp4", "media/how-a-join-works.en.vtt"):
        (folder / name).parent.mkdir(exist_ok=True)
        shutil.copyfile(DEMO_FOLDER / name, folder / name)
    (folder / "images").mkdir()
    poster = "images/how-a-join-works.png"
    shutil.copyfile(DEMO_FOLDER / poster, folder / poster)
    _draw_bars(folder / "images" / "bars.png")
    _play_tones(folder / "media" / "scale.wav", (3, 5, 2))
    return read_course_folder(folder, Report())


def _read_book(book: Book, scratch: Path) -> CourseDocument:
    modules = tuple(
        ModuleDocument(f"part-{number}", title, "", tuple(_read_lessons(lessons, number)), PLACE)
        for number, (title, lessons) in enumerate(book.modules.items(), start=1)
    )
    return CourseDocument(
        id=book.slug,
        language=book.language,
        title=book.title,
        subtitle=book.subtitle,
        description=book.description,
        outcomes=book.outcomes,
        requirements=book.requirements,
        category=book.category,
        level=book.level,
        delivery=book.delivery,
        price=book.price,
        licence="CC-BY-4.0",
        authors=(f"{book.teacher.first_name} {book.teacher.last_name}",),
        thumbnail=_paint_thumbnail(book, scratch) if book.has_thumbnail else None,
        modules=modules,
        place=PLACE,
        translations=tuple(_translate(book, words) for words in book.translations),
        cover=book.cover,
    )


def _read_lessons(line: str, part: int) -> Iterator[LessonDocument]:
    for number, entry in enumerate(line.split(", "), start=1):
        title, _, minutes = entry.rpartition(" ")
        yield LessonDocument(
            id=f"lesson-{part}-{number}",
            title=title,
            summary="",
            minutes=int(minutes.rstrip("*")),
            free_preview=entry.endswith("*"),
            attachments=(),
            body=(TextPart(f"<p>{title}.</p>"),),
            place=PLACE,
        )


def _translate(book: Book, words: Words) -> CourseTranslation:
    return CourseTranslation(
        language=words.language,
        title=words.title,
        subtitle=words.subtitle,
        description=book.description,
        outcomes=book.outcomes,
        requirements=book.requirements,
        modules=tuple(
            ModuleTranslation(f"part-{number}", title, "")
            for number, title in enumerate(words.modules, start=1)
        ),
        lessons=(),
        place=PLACE,
    )


# --- pictures and sounds --------------------------------------------------------------------------


def _paint_thumbnail(book: Book, scratch: Path) -> Thumbnail:
    """Paint hills under a sun, 1280 by 800, in colors that follow from the slug."""
    seed = sum(book.slug.encode())
    picture = Image.new("RGB", (1280, 800), _shade(seed, 235))
    draw = ImageDraw.Draw(picture)
    draw.ellipse((660, 110, 830, 280), fill="#fff6dc")
    for layer in range(4):
        line = [
            (x, 360 + 100 * layer + 60 * math.sin(x / (150 + 40 * layer) + seed + layer))
            for x in range(0, 1281, 16)
        ]
        draw.polygon(
            [*line, (1280, 800), (0, 800)], fill=_shade(seed + 25 * layer, 190 - 40 * layer)
        )
    path = scratch / f"{book.slug}.png"
    picture.quantize(64).save(path, optimize=True)
    return Thumbnail(SourceFile(path, path.name), "Hills in four layers under a pale sun")


def _shade(seed: int, light: int) -> tuple[int, int, int]:
    red, green, blue = (0.75 + 0.25 * math.sin(seed + turn) for turn in (0, 2, 4))
    return round(light * red), round(light * green), round(light * blue)


def _draw_bars(path: Path) -> None:
    """Draw what the farms brought: 310, 204 and 118 kilograms on one ground line."""
    picture = Image.new("RGB", (960, 480), "#fbfaf6")
    draw = ImageDraw.Draw(picture)
    for place, (kilograms, color) in enumerate(
        ((310, "#0d4d44"), (204, "#94293c"), (118, "#f2b134"))
    ):
        start = 120 + place * 260
        draw.rectangle((start, 420 - kilograms, start + 180, 420), fill=color)
    draw.line((80, 421, 880, 421), fill="#1d2b5c", width=3)
    picture.save(path, optimize=True)


def _play_tones(path: Path, groups: tuple[int, ...]) -> None:
    """Write groups of short tones with a pause after each, 8 kHz in 8 bits."""
    silence = bytes([128]) * 1600
    tone = bytes(round(128 + 60 * math.sin(2 * math.pi * 440 * n / 8000)) for n in range(1600))
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(8000)
        for count in groups:
            sound.writeframes((tone + silence) * count + silence * 4)


# --- who learns -----------------------------------------------------------------------------------


def _study(stage: Stage, learner: "User") -> None:
    """Let the learner complete one course, begin two, and stop in the film of the rich one."""
    _take(stage, learner, "first-aid-at-home", done=3)
    _take(stage, learner, "watercolour-basics", done=5)
    _take(stage, learner, RICH, done=3)
    first = stage.lessons["one-row-one-thing"]
    check = _find_block(first, "check")
    wrong = check.value["choices"].bound_blocks[1].id
    answer_check(student=learner, lesson=first, block_id=check.id, choice_ids=[wrong])
    film = stage.lessons["follow-the-key"]
    block = _find_block(film, "video")
    record_position(student=learner, lesson=film, position=22, block=block.id)
    record_visit(student=learner, access=get_lesson_access(learner, film.pk))


def _take(stage: Stage, learner: "User", slug: str, *, done: int) -> None:
    course = stage.courses[slug]
    enroll_student(student=learner, course=course, paid=True)
    lessons = list(LessonPage.objects.descendant_of(course).order_by("path"))
    for lesson in lessons[:done]:
        complete_lesson(student=learner, lesson=lesson)
    opened = lessons[min(done, len(lessons) - 1)]
    record_visit(student=learner, access=get_lesson_access(learner, opened.pk))


def _show_profile(learner: "User") -> None:
    """Give the learner a picture and a page that everybody may see."""
    picture = Image.new("RGB", (300, 300), (214, 168, 92))
    brush = ImageDraw.Draw(picture)
    brush.ellipse((95, 60, 205, 180), fill=(96, 56, 40))
    brush.ellipse((40, 190, 260, 420), fill=(42, 68, 112))
    target = io.BytesIO()
    picture.save(target, "PNG")
    keep_avatar(user=learner, squares=cut_avatar(target.getvalue()))
    update_profile(
        user=learner,
        first_name=learner.first_name,
        last_name=learner.last_name,
        headline="Keeps the books of a bakery",
        bio="I count bread, hours and people.\n\nOn Sundays I count nothing.",
        language="",
        timezone="Asia/Jakarta",
        public_profile=True,
    )


def _keep_notes(stage: Stage, learner: "User") -> None:
    first, film = stage.lessons["one-row-one-thing"], stage.lessons["follow-the-key"]
    text, video = _find_block(first, "text"), _find_block(film, "video")
    for lesson, words, place in (
        (first, "Ask Bu Sari which unit the old pages use.", {}),
        (
            first,
            "Our notebook has no days on it.\nBegin with that.",
            {
                "place": NotePlace.PARAGRAPH,
                "block": text.id,
                "quote": "Monday's page in the notebook of Tani Rukun says",
            },
        ),
        (
            film,
            "The key is a number on purpose: names change.",
            {
                "place": NotePlace.SECOND,
                "block": video.id,
                "number": 11,
                "quote": "This number is the key.",
            },
        ),
        (
            film,
            "",
            {"place": NotePlace.SECOND, "block": video.id, "number": 37, "quote": "No line points"},
        ),
    ):
        Note.objects.create(student=learner, lesson=lesson, text=words, **place)


def _guard() -> None:
    """Let somebody be there whose login takes two steps."""
    person = create_account(
        email=CAREFUL, password="learn-with-joy", first_name="Citra", last_name="Careful"
    )
    EmailAddress.objects.update_or_create(
        user=person, email=CAREFUL, defaults={"primary": True, "verified": True}
    )
    TOTP.activate(person, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(person)


def _let_go() -> None:
    """Let somebody be there who is about to leave, and may still stay."""
    person = create_account(email=LEAVING, password="learn-with-joy", first_name="Lintang")
    request_erasure(person=person, actor=person)


def _find_block(lesson: LessonPage, kind: str) -> Any:
    return next(block for block in lesson.body if block.block_type == kind)


def main() -> None:
    began = time.monotonic()
    call_command("migrate", verbosity=0, interactive=False)
    stage = set_stage()
    print(f"The stage is set in {time.monotonic() - began:.0f} s: {len(stage.courses)} courses.")
    for slug, course in stage.courses.items():
        print(f"  {course.get_url() or '-':<40} {slug}")
    for lesson in stage.lessons.values():
        print(f"    {lesson.get_url()}")
    print("  Everybody's password: learn-with-joy")


if __name__ == "__main__":
    main()
