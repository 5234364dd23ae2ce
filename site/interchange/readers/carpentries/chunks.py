"""R chunks: code that runs when a lesson's website is built. What it makes is not in the source."""

import re

from interchange.document import CodePart, ImagePart, Part, SourceFile
from interchange.readers.assets import FileCheck
from interchange.readers.carpentries.divs import Chunk
from interchange.readers.html_parts import Links
from interchange.readers.lesson_body import find_language
from interchange.report import Element, Report

CHILD = re.compile(r"""\bchild\s*=\s*(?:c\()?["']([^"']+)""")
LANG = re.compile(r"""\blang\s*=\s*["']([^"']+)""")
GRAPHICS = re.compile(r"""\binclude_graphics\s*\(""")
PICTURE = re.compile(r"""["']([^"'\n]+\.(?:png|jpe?g|gif|svg|webp))["']""", re.IGNORECASE)
RESULT_REASON = (
    "What this code prints or draws is not in the source: run it and add the result in the editor."
)
ALT_REASON = "The picture has no alternative text; say in the editor what it shows."


class ChunkReader:
    """Reads the chunks of one page."""

    def __init__(self, links: Links, files: FileCheck, report: Report) -> None:
        self.links = links
        self.files = files
        self.report = report

    def read(self, chunk: Chunk, *, path: str, lesson: str) -> list[Part]:
        """Return the code of a chunk, or the pictures that it shows; report what it would make."""
        element = Element(path, "chunk", chunk.id)
        pictures = self.read_pictures(chunk, path)
        if pictures:
            return self.show(pictures, chunk, element, lesson)
        loss = find_loss(chunk)
        if loss:
            self.report.dropped(element, loss, lesson=lesson)
            return []
        if is_off(chunk, "eval") or chunk.language == "verbatim":
            self.report.mapped(element, lesson=lesson)
        else:
            self.report.degraded(element, RESULT_REASON, lesson=lesson)
        return [make_code(chunk)]

    def read_pictures(self, chunk: Chunk, path: str) -> list[SourceFile]:
        """Return the pictures of the lesson that a chunk shows."""
        hidden = is_off(chunk, "include") or is_off(chunk, "eval")
        if hidden or not GRAPHICS.search(chunk.code):
            return []
        found = [self.links.find_file(name, page=path) for name in PICTURE.findall(chunk.code)]
        known = [file for file in found if file is not None and not self.files.image(file)]
        return known if len(known) == len(found) else []

    def show(
        self, pictures: list[SourceFile], chunk: Chunk, element: Element, lesson: str
    ) -> list[Part]:
        caption = option_of(chunk, "fig.cap")
        alt = option_of(chunk, "fig.alt") or caption
        if alt:
            self.report.mapped(element, lesson=lesson)
        else:
            self.report.degraded(element, ALT_REASON, lesson=lesson)
        for file in pictures:
            self.files.use(file, lesson=lesson)
        code = [] if is_off(chunk, "echo") else [make_code(chunk)]
        return [*code, *(ImagePart(file, alt or name_of(file), caption) for file in pictures)]


def make_code(chunk: Chunk) -> CodePart:
    return CodePart(find_language(language_of(chunk)) or "text", "", chunk.code)


def find_loss(chunk: Chunk) -> str:
    """Return why a chunk puts no code before a reader's eyes; empty when it does."""
    child = CHILD.search(chunk.options)
    if child is not None:
        return f"The text of {child[1]} belongs here; add it in the editor."
    if is_off(chunk, "include"):
        return "This code prepares the lesson when it is built; its author hides it."
    if is_off(chunk, "echo"):
        return RESULT_REASON
    return "" if chunk.code.strip() else "There is no code in it."


def is_off(chunk: Chunk, option: str) -> bool:
    """Whether an option of a chunk is FALSE, said in its first line or in a comment below."""
    said = rf"\b{option}\s*=\s*F(ALSE)?\b"
    below = rf"^#\|\s*{option}:\s*false\b"
    found = re.search(said, chunk.options, re.IGNORECASE)
    return bool(found or re.search(below, chunk.code, re.IGNORECASE | re.MULTILINE))


def option_of(chunk: Chunk, name: str) -> str:
    """Return a text among the options of a chunk; empty when it is not there."""
    key = name.replace(".", "[.-]")
    said = re.search(rf"""\b{key}\s*=\s*(?:"([^"]*)"|'([^']*)')""", chunk.options)
    below = re.search(rf"""^#\|\s*{key}:\s*["']?(.*?)["']?\s*$""", chunk.code, re.MULTILINE)
    words = (said[1] or said[2] or "") if said else below[1] if below else ""
    return " ".join(words.split())


def language_of(chunk: Chunk) -> str:
    """Return the language of a chunk; one that is only shown says it in an option."""
    said = LANG.search(chunk.options)
    return said[1] if chunk.language == "verbatim" and said else chunk.language


def name_of(file: SourceFile) -> str:
    """Return words that stand for a picture without alternative text."""
    return re.sub(r"[-_]+", " ", file.path.stem).strip() or "Picture"
