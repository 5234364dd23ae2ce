"""Which file of a curriculum is what: told by names and folders alone, nothing is opened here."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from interchange.readers.languages import find_language, is_language_code
from interchange.readers.slugs import make_slug, make_unique, strip_number

PAGES = ("readme", "index", "_index", "lesson", "intro", "introduction")
"""Stems of the file that is a folder's own page, the surest first."""
ROOT_PAGES = ("readme", "index", "_index")
ENDINGS = (".md", ".markdown")
TRANSLATIONS = ("translations", "translation", "i18n", "locales", "localization")
NUMBERED = re.compile(
    r"(?:week|day|lesson|lecture|chapter|module|unit|part|session|topic|section|episode|"
    r"ch|l|m|w)?[-_ .]*\d",
    re.IGNORECASE,
)
WRAPPING = frozenset(
    {"lessons", "lesson", "content", "contents", "curriculum", "course", "courses", "chapters"}
    | {"episodes", "modules", "units", "lectures", "weeks", "sections", "topics"}
)
"""Folders that only hold lessons together: what is in them counts as lying where they lie."""
ASIDE = re.compile(
    r"(images?|imgs?|pictures|assets|media|static|figures?|figs|sketchnotes|screenshots|icons|"
    r"translated[-_]images|solutions?|starter|start|end|final|finished|your-work|code|src|data|"
    r"datasets?|node_modules|quiz(zes)?|quiz-(app|src)|docs?|etc|templates?|lesson-template|"
    r"presentations|slides|pdfs?|venv|env|myenv|tests?|scripts|tools|build|dist|vendor|"
    r"site-packages|bin|lib|css|js|fonts)([-_].*)?",
    re.IGNORECASE,
)
"""Folders that lie beside lessons and hold none."""
FRAME = re.compile(
    r"(intro(duction)?|welcome|setup|course-setup|getting-started|prerequisites?|projects?|"
    r"capstone|appendix|appendices|conclusion|summary|wrap-?up|extras?|bonus|next-steps)([-_].*)?",
    re.IGNORECASE,
)
"""Folders that are lessons although their neighbours are numbered and they are not."""
TASK = re.compile(
    r"(assignments?|exercises?|homework|challenges?)([-_ ].*|\d+)?|labs?([-_ ]?\d+)?", re.IGNORECASE
)
"""What a learner is to do: files and folders that belong to a lesson."""
META = re.compile(
    r"(readme|contributing|contributors?|code[-_]of[-_]conduct|security|support|licen[cs]e.*|"
    r"copying|change-?log|changes|authors?|credits|citation|translations?|for[-_]teachers|"
    r"teachers?|instructors?|agents|claude|maintainers|governance|pull_request_template|"
    r"issue_template|summary|_sidebar|_navbar|_coverpage|todo|study[-_]guide)",
    re.IGNORECASE,
)
"""Pages about the course, not of it."""
NO_NUMBER = 10**9
NO_LESSON = "This page is not part of a lesson; if learners need it, add its words in the editor."
DEEPEST = 12
"""How many folders a page may lie in."""


@dataclass(frozen=True, slots=True)
class LessonFiles:
    """One lesson: its page, and the pages of what is to be done at its end."""

    id: str
    page: str
    tasks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ModuleFiles:
    """One module; `page` is "" where no page speaks of it, `folder` where it is made up."""

    id: str
    folder: str
    page: str
    lessons: tuple[LessonFiles, ...]
    own: LessonFiles | None = None
    """The module's page as a lesson of its own, for a page that is one by what it says."""


@dataclass(slots=True)
class Layout:
    """What every Markdown file of a source is."""

    root_page: str
    modules: tuple[ModuleFiles, ...]
    notes: tuple[str, ...]
    """Pages at the root that are not for learners."""
    translations: dict[str, dict[str, str]] = field(default_factory=dict)
    """By the original's name: the file in each language of the site."""
    strays: dict[str, str] = field(default_factory=dict)
    """Pages that have no place, with the reason in a sentence."""

    @property
    def lessons(self) -> Iterator[LessonFiles]:
        for module in self.modules:
            yield from module.lessons

    def used(self) -> Iterator[str]:
        """Yield every original page that has a place."""
        yield from filter(None, (self.root_page, *self.notes))
        for module in self.modules:
            yield from filter(None, (module.page,))
            for lesson in module.lessons:
                yield lesson.page
                yield from lesson.tasks
            if module.own:
                yield from module.own.tasks


def is_page(name: str) -> bool:
    """Return whether a file of this name is Markdown."""
    return name.lower().endswith(ENDINGS)


def stem_of(name: str) -> str:
    return PurePosixPath(name).name.rpartition(".")[0]


def folder_of(name: str) -> str:
    return name.rpartition("/")[0]


def lay_out(names: Iterable[str], mentions: Sequence[str] = ()) -> Layout:
    """Return what the files of a source are.

    `mentions` are the files that the pages about the course link to, in that order: it is the
    order of lessons whose names have no numbers.
    """
    pages = [name for name in names if is_page(name)]
    deep = [name for name in pages if name.count("/") > DEEPEST]
    translations, originals, strays = sort_languages(
        [name for name in pages if name.count("/") <= DEEPEST]
    )
    strays |= dict.fromkeys(deep, "This page lies too many folders deep to be part of a lesson.")
    shelf = Shelf(originals, mentions)
    modules = shelf.modules()
    root_page = shelf.page_of("")
    beside = {root_page, *shelf.taken}
    notes = tuple(name for name in shelf.pages_in("") if name not in beside)
    layout = Layout(root_page, modules, notes, translations, strays)
    used = set(layout.used())
    for name in originals:
        if name not in used:
            strays[name] = NO_LESSON
    return layout


# --- languages ------------------------------------------------------------------------------------


def sort_languages(
    pages: Sequence[str],
) -> tuple[dict[str, dict[str, str]], list[str], dict[str, str]]:
    """Return translations by original and language, the originals, and what is neither."""
    known = {name.lower(): name for name in pages}
    translations: dict[str, dict[str, str]] = {}
    originals: list[str] = []
    strays: dict[str, str] = {}
    for name in pages:
        meant = find_original(name, known)
        if meant is None:
            originals.append(name)
            continue
        original, code = meant
        reason = explain_stray(known.get(original.lower()), code)
        language = find_language(code)
        if not reason:
            versions = translations.setdefault(known[original.lower()], {})
            if language in versions:
                reason = f"Another page is the “{language}” of this one: {versions[language]}."
            versions.setdefault(language, name)
        if reason:
            strays[name] = reason
    return translations, originals, strays


def explain_stray(original: str | None, code: str) -> str:
    """Return why a translation cannot be taken; "" when it can."""
    if not code:
        return "The name of this translation does not say which language it is in."
    if not find_language(code):
        return f"The site does not have the language “{code}”; ask an administrator to add it."
    return "" if original else "The page that this translates is not in the source."


def find_original(name: str, known: Mapping[str, str]) -> tuple[str, str] | None:
    """Return the page that a translation translates and the code of its language; None for none.

    Three ways are in use: `translations/README.fr.md`, `README.fr.md` beside the original, and
    `translations/fr/` with the same folders again.
    """
    *folders, file = name.split("/")
    small = [folder.lower() for folder in folders]
    at = next((place for place, part in enumerate(small) if part in TRANSLATIONS), None)
    stem, code, ending = split_language(file)
    if at is not None:
        before, after = folders[:at], folders[at + 1 :]
        if after and is_language_code(after[0]):
            return "/".join([*before, *after[1:], file]), after[0]
        return "/".join([*before, *after, stem + ending]), code
    original = "/".join([*folders, stem + ending])
    return (original, code) if code and original.lower() in known else None


def split_language(file: str) -> tuple[str, str, str]:
    """Return stem, language code ("" for none) and ending of `README.pt-br.md`."""
    stem, _dot, ending = file.rpartition(".")
    before, dot, code = stem.rpartition(".")
    if dot and before and is_language_code(code):
        return before, code, f".{ending}"
    return stem, "", f".{ending}"


# --- modules and lessons --------------------------------------------------------------------------


class Shelf:
    """The original pages of a source, put into modules and lessons."""

    def __init__(self, originals: Sequence[str], mentions: Sequence[str]) -> None:
        self.by_folder: dict[str, list[str]] = {}
        self.folders: dict[str, set[str]] = {"": set()}
        for name in originals:
            self.by_folder.setdefault(folder_of(name), []).append(name)
            self._note_folders(folder_of(name))
        self.mentioned: dict[str, int] = {}
        for place, name in enumerate(mentions):
            self._mention(name, place)
        self.ids: set[str] = set()
        self.taken: set[str] = set()

    def _note_folders(self, folder: str) -> None:
        while folder:
            above = folder_of(folder)
            known = self.folders.setdefault(above, set())
            if folder in known:
                return
            known.add(folder)
            folder = above

    def _mention(self, name: str, place: int) -> None:
        while name:
            self.mentioned.setdefault(name, place)
            name = folder_of(name)

    # --- what lies in a folder

    def pages_in(self, folder: str) -> list[str]:
        return self.by_folder.get(folder, [])

    def page_of(self, folder: str) -> str:
        """Return the folder's own page; "" when it has none."""
        here = {stem_of(name).lower(): name for name in reversed(self.pages_in(folder))}
        stems = PAGES if folder else ROOT_PAGES
        return next((here[stem] for stem in stems if stem in here), "")

    def tasks_of(self, folder: str) -> tuple[str, ...]:
        """Return the pages of what is to be done at the end of the lesson in a folder."""
        page = self.page_of(folder)
        here = [
            name for name in self.pages_in(folder) if TASK.fullmatch(stem_of(name)) and name != page
        ]
        below = [
            name
            for found in sorted(self.folders.get(folder, ()), key=self.order)
            if TASK.fullmatch(found.rpartition("/")[2])
            for name in self.pages_in(found)
            if not META.fullmatch(stem_of(name)) or name == self.page_of(found)
        ]
        return (*sorted(here, key=self.order), *below)

    def extras_of(self, folder: str) -> list[str]:
        """Return the other lessons in a folder: pages that are neither its own nor tasks."""
        page = self.page_of(folder)
        return [
            name
            for name in self.pages_in(folder)
            if name != page
            and not META.fullmatch(stem_of(name))
            and not TASK.fullmatch(stem_of(name))
        ]

    def members(self, folder: str) -> tuple[list[str], list[str]]:
        """Return the folders that hold lessons, and the lessons that are single files."""
        folders: list[str] = []
        files = self.extras_of(folder)
        for found in self.folders.get(folder, ()):
            name = found.rpartition("/")[2]
            if name.lower() in WRAPPING:
                more_folders, more_files = self.members(found)
                folders += more_folders
                files += more_files
            elif not ASIDE.fullmatch(name) and not TASK.fullmatch(name):
                folders.append(found)
        return self.choose(folders), files

    def choose(self, folders: Sequence[str]) -> list[str]:
        """Return all folders, or the numbered ones where there are such."""
        names = {folder: folder.rpartition("/")[2] for folder in folders}
        if any(NUMBERED.match(name) for name in names.values()):
            return [
                folder
                for folder, name in names.items()
                if NUMBERED.match(name) or FRAME.fullmatch(name)
            ]
        return list(folders)

    def order(self, name: str) -> tuple[int, int, list[tuple[int, str]]]:
        """Sort by number, then by where the course's pages mention it, then by name."""
        last = name.rpartition("/")[2].lower()
        number = re.search(r"\d+", last) if NUMBERED.match(last) else None
        place = self.mentioned.get(name, NO_NUMBER)
        if number is None and FRAME.fullmatch(last) and last.startswith(("intro", "welcome")):
            place = -1
        return (int(number[0][:9]) if number else NO_NUMBER, place, natural(last))

    # --- what becomes of it

    def modules(self) -> tuple[ModuleFiles, ...]:
        folders, files = self.members("")
        files = self.root_lessons(files, folders)
        self.taken.update(files)
        found = sorted([*folders, *files], key=self.order)
        if not self.has_modules(folders):
            lessons = [lesson for name in found for lesson in self.lessons_of(name)]
            whole = ModuleFiles("lessons", "", "", tuple(lessons))
            return (whole,) if lessons else ()
        return tuple(self.make_modules(found))

    def root_lessons(self, files: Sequence[str], folders: Sequence[str]) -> list[str]:
        """Return the single files that are lessons; of those at the root itself, numbered ones.

        A page at the root that has no number is a lesson only where there are no others.
        """
        sure = [name for name in files if folder_of(name) or NUMBERED.match(stem_of(name))]
        return sure if sure or folders else list(files)

    def has_modules(self, folders: Sequence[str]) -> bool:
        """Return whether most of a course is in modules, and not only a lesson or two in parts."""
        held = {folder: sum(1 for _lesson in self.lessons_in(folder)) for folder in folders}
        modules = [folder for folder in folders if self.is_module(folder)]
        inside = sum(held[folder] for folder in modules)
        return bool(modules) and (
            2 * len(modules) >= len(folders) or 2 * inside >= sum(held.values())
        )

    def is_module(self, folder: str) -> bool:
        """Return whether a folder holds several lessons, and not only more pages of one."""
        folders, files = self.members(folder)
        if any(self.has_lessons(found) for found in folders):
            return True
        numbered = [name for name in files if NUMBERED.match(stem_of(name))]
        page = self.page_of(folder)
        # A page called "_index" speaks of all in its folder, and is no lesson among them.
        return bool(numbered or (files and stem_of(page) == "_index") or (not page and files[1:]))

    def has_lessons(self, folder: str) -> bool:
        return next(self.lessons_in(folder), None) is not None

    def make_modules(self, found: Sequence[str]) -> Iterator[ModuleFiles]:
        """Yield a module for every folder; single files in a row share one."""
        ids: set[str] = set()
        loose: list[str] = []
        for name in found:
            if is_page(name):
                loose.append(name)
                continue
            if loose:
                yield self.gather(loose, ids)
                loose = []
            if self.is_module(name):
                found_module = self.make_module(name, ids)
            else:
                lessons = tuple(self.lessons_of(name))
                found_module = ModuleFiles(self.module_id(name, ids), name, "", lessons)
            if found_module.lessons:
                yield found_module
        if loose:
            yield self.gather(loose, ids)

    def make_module(self, folder: str, ids: set[str]) -> ModuleFiles:
        page = self.page_of(folder)
        lessons = tuple(self.lessons_of(folder, without=page))
        own = None
        if page:
            own_id = make_unique(make_lesson_id(page), self.ids)
            own = LessonFiles(own_id, page, self.tasks_of(folder))
        return ModuleFiles(self.module_id(folder, ids), folder, page, lessons, own)

    def module_id(self, folder: str, ids: set[str]) -> str:
        slug = make_slug(strip_number(folder.rpartition("/")[2]), "module")
        return make_unique(slug, ids)

    def gather(self, loose: Sequence[str], ids: set[str]) -> ModuleFiles:
        lessons = tuple(lesson for name in loose for lesson in self.lessons_of(name))
        return ModuleFiles(make_unique("lessons", ids), "", "", lessons)

    def lessons_of(self, name: str, without: str = "") -> Iterator[LessonFiles]:
        """Yield the lessons of a folder or a single file, with their ids."""
        for page, tasks in self.lessons_in(name):
            if page != without:
                yield LessonFiles(make_unique(make_lesson_id(page), self.ids), page, tasks)

    def lessons_in(self, name: str) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield page and tasks of every lesson in a folder, its own page first."""
        if is_page(name):
            yield name, ()
            return
        page, tasks = self.page_of(name), self.tasks_of(name)
        folders, files = self.members(name)
        if page:
            yield page, tasks
        elif tasks and not files and not folders:
            # A folder with nothing but something to do: that is the lesson.
            yield tasks[0], tasks[1:]
        for found in sorted([*folders, *files], key=self.order):
            yield from self.lessons_in(found)


def natural(name: str) -> list[tuple[int, str]]:
    """Return a key by which "lesson-10" comes after "lesson-2"."""
    pieces = re.findall(r"\d+|\D+", name)
    return [(int(piece[:9]), "") if piece.isdigit() else (NO_NUMBER, piece) for piece in pieces]


def make_lesson_id(page: str) -> str:
    """Return the id of the lesson on a page: its folders' names without the numbers."""
    *folders, _file = page.split("/")
    stem = stem_of(page)
    names = [name for name in folders if name.lower() not in WRAPPING]
    if stem.lower() not in PAGES or not names:
        names.append(stem)
    return make_slug("-".join(strip_number(name) for name in names), "lesson")
