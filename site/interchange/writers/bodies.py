"""Turns the parts of a lesson into the raw blocks of its body."""

from collections import Counter
from collections.abc import Iterable
from functools import singledispatchmethod
from html import escape
from typing import Any

from django.utils.html import strip_tags

from course_pages.blocks import LessonBodyBlock
from course_pages.blocks.code import LANGUAGES
from course_pages.blocks.embed import read_host
from course_pages.blocks.embeds import parse_embed
from course_pages.blocks.latex import read_latex
from interchange.document import (
    AudioPart,
    CalloutPart,
    CheckPart,
    Choice,
    CodePart,
    DetailsPart,
    EmbedPart,
    FilePart,
    ImagePart,
    LessonDocument,
    MathPart,
    Part,
    QuotePart,
    TablePart,
    TextPart,
    VideoPart,
)
from interchange.report import Report
from interchange.writers.files import FileShelf, make_title
from interchange.writers.identity import identify, make_id
from interchange.writers.limits import TITLE, cut
from interchange.writers.links import LinkTable

Block = dict[str, Any]
Made = tuple[str, Any] | None
"""The name of a block and its raw value; None when nothing is left to be shown."""
KNOWN_LANGUAGES = {name for name, _label in LANGUAGES}


class BodyWriter:
    """Writes the body of one lesson of a course.

    What the site has too little room for stands in a text block before the block it belongs to,
    and is a warning of the report.
    """

    def __init__(
        self,
        course_id: str,
        lesson: LessonDocument,
        shelf: FileShelf,
        links: LinkTable,
        report: Report,
    ) -> None:
        self.path = (course_id, "lesson", lesson.id)
        self.lesson = lesson
        self.shelf = shelf
        self.links = links
        self.report = report
        self.spilled: list[str] = []
        self.used_ids: set[str] = set()

    def write(self) -> list[Block]:
        """Return the blocks in order. Checks are known by their ids, other blocks by their place
        among the blocks of their kind, because nothing that a learner does hangs on them."""
        if len(self.lesson.title) > TITLE:
            self.spill(self.lesson.title, "title")
        return self._stream(self.lesson.body)

    def _stream(self, parts: Iterable[Part], *above: str) -> list[Block]:
        """Return the blocks of a body; `above` names the blocks that it is inside of."""
        counts: Counter[str] = Counter()
        blocks = self._take_spilled(counts, above)
        for part in parts:
            made = self.value(part)
            # Before the part's own block, and before those inside it spill theirs.
            blocks += self._take_spilled(counts, above)
            block = made and self._block(part, *made, counts, above)
            if block:
                blocks.append(block)
        return blocks

    def _block(
        self, part: Part, kind: str, value: Any, counts: Counter[str], above: tuple[str, ...]
    ) -> Block | None:
        """Return the block of a part; None for one that nothing is left inside of."""
        name = count_on(counts, kind)
        if isinstance(part, CalloutPart | DetailsPart) and kind != "text":
            value["body"] = self._stream(part.body, *above, name)
            if not value["body"]:
                return None
        if isinstance(part, CheckPart):
            return make_block(kind, value, self._identify(part))
        return make_block(kind, value, make_id(*self.path, "block", *above, name))

    def spill(self, words: str, what: str) -> None:
        """Keep whole what does not fit."""
        self.spilled.append(f"<p><b>{escape(words)}</b></p>")
        self.warn("too-long", f"the {what} “{cut(words, 60)}” is too long and stands in the text")

    def fit(self, words: str, most: int, what: str) -> str:
        """Return `words` in at most `most` characters; longer ones are kept whole in the text."""
        if len(words) > most:
            self.spill(words, what)
        return cut(words, most)

    def warn(self, code: str, message: str) -> None:
        self.report.warn(self.lesson.place.file, self.lesson.place.line, code, message)

    @singledispatchmethod
    def value(self, part: Part) -> Made:
        """Return the name of the block and its raw value."""
        raise TypeError(f"There is no block for {part!r}.")

    @value.register
    def _(self, part: TextPart) -> Made:
        html = self.links.rewrite(part.html)
        return ("text", html) if strip_tags(html).strip() or "<hr" in html else None

    @value.register
    def _(self, part: CodePart) -> Made:
        title = self.fit(part.title, room("code", "title"), "title")
        language = part.language if part.language in KNOWN_LANGUAGES else "text"
        value = {"language": language, "title": title, "code": part.code}
        return ("code", value) if part.code.strip() else None

    @value.register
    def _(self, part: MathPart) -> Made:
        if read_latex(part.latex, is_display=True).html:
            return "math", {"latex": part.latex}
        if not part.latex.strip():
            return None
        self.warn(
            "math-unreadable",
            f"the formula “{cut(part.latex, 60)}” cannot be shown and stands as LaTeX",
        )
        return "code", {"language": "text", "title": "LaTeX", "code": part.latex}

    @value.register
    def _(self, part: QuotePart) -> Made:
        attribution = self.fit(part.attribution, room("quote", "attribution"), "source")
        html = self.links.rewrite(part.html)
        value = {"text": html, "attribution": attribution}
        return ("quote", value) if strip_tags(html).strip() else None

    @value.register
    def _(self, part: TablePart) -> Made:
        wide = max([len(part.header), *(len(row) for row in part.rows)], default=0)
        headings = [*part.header, *[""] * (wide - len(part.header))]
        rows = [
            {"values": [*map(self.links.rewrite, row), *[""] * (wide - len(row))]}
            for row in part.rows
        ]
        table = {
            "columns": [{"type": "cell", "heading": heading} for heading in headings],
            "rows": rows,
            "caption": "",
        }
        caption = self.fit(part.caption, room("table", "caption"), "caption")
        return ("table", {"caption": caption, "table": table}) if wide else None

    @value.register
    def _(self, part: FilePart) -> Made:
        document = self.shelf.document(part.file, title=part.title)
        title = self.fit(part.title, room("file", "title"), "title")
        return "file", {"document": document.pk, "title": title}

    @value.register
    def _(self, part: EmbedPart) -> Made:
        if parse_embed(part.url):
            return self._video_elsewhere(part.url, part.title)
        if not read_host(part.url):
            return self._plain_link(part.url, part.title)
        return "embed", {
            "url": part.url,
            "title": self.fit(part.title, room("embed", "title"), "title"),
        }

    @value.register
    def _(self, part: AudioPart) -> Made:
        title = self.fit(part.title, room("audio", "title"), "title") or make_title(part.file)
        return "audio", {
            "media": self.shelf.audio(part.file, part).pk,
            "title": title,
            "transcript": part.transcript,
        }

    @value.register
    def _(self, part: ImagePart) -> Made:
        image = self.shelf.image(part.file, alt=part.alt)
        alt = self.fit(part.alt, room("image", "alt"), "description")
        if not alt.strip():
            alt = cut(part.caption.strip() or make_title(part.file), room("image", "alt"))
            self.warn(
                "no-description",
                f"the picture {part.file.name} came without a description; say in the editor what "
                "it shows",
            )
        caption = self.fit(part.caption, room("image", "caption"), "caption")
        return "image", {"image": image.pk, "alt": alt, "caption": caption}

    @value.register
    def _(self, part: VideoPart) -> Made:
        if part.file is None and not parse_embed(part.embed):
            return self._plain_link(part.embed, part.title)
        if part.file is None:
            return self._video_elsewhere(part.embed, part.title, part)
        title = self.fit(part.title, room("video", "title"), "title") or make_title(part.file)
        media = self.shelf.video(part.file, part)
        return "video", self._video(part, media=media.pk, embed="", title=title)

    @value.register
    def _(self, part: CalloutPart) -> Made:
        return self._aside("callout", part)

    @value.register
    def _(self, part: DetailsPart) -> Made:
        return self._aside("details", part)

    @value.register
    def _(self, part: CheckPart) -> Made:
        path = (*self.path, "check", part.id)
        return "check", {
            "question": part.question,
            "kind": part.kind,
            "choices": [self._choice(choice, path) for choice in part.choices],
            "hints": [
                make_block("item", hint, make_id(*path, "hint", str(place)))
                for place, hint in enumerate(part.hints, 1)
            ],
            "explanation": part.explanation,
        }

    def _choice(self, choice: Choice, path: tuple[str, ...]) -> Block:
        choices = LessonBodyBlock.base_blocks["check"].child_blocks["choices"].child_block
        text = self.fit(choice.text, limit_of(choices.child_blocks["text"]), "choice")
        value = {"text": text, "correct": choice.correct, "feedback": choice.feedback}
        return make_block("item", value, identify(choice.key, *path, "choice", choice.id))

    def _aside(self, kind: str, part: CalloutPart | DetailsPart) -> Made:
        title = self.fit(part.title, room(kind, "title"), "title")
        if part.body:
            return kind, {"kind": part.kind, "title": title, "body": []}
        return ("text", f"<p><b>{escape(title)}</b></p>") if title else None

    def _video_elsewhere(self, url: str, title: str, part: VideoPart | None = None) -> Made:
        embed = parse_embed(url)
        name = self.fit(title, room("video", "title"), "title")
        return "video", self._video(
            part, media=None, embed=url, title=name or (embed.provider if embed else url)
        )

    def _video(self, part: VideoPart | None, **value: Any) -> dict[str, Any]:
        poster = self.shelf.image(part.poster).pk if part and part.poster else None
        return {**value, "poster": poster, "transcript": part.transcript if part else ""}

    def _plain_link(self, url: str, title: str) -> Made:
        words = escape(title or url)
        if not url.startswith(("http://", "https://")):
            return ("text", f"<p>{words}</p>") if words else None
        return "text", f'<p><a href="{escape(url)}">{words}</a></p>'

    def _identify(self, part: CheckPart) -> str:
        """Return the check's id. Of two that the source calls alike, the second gets another."""
        block_id = str(identify(part.key, *self.path, "check", part.id))
        while block_id in self.used_ids:
            block_id = str(make_id(block_id))
        self.used_ids.add(block_id)
        return block_id

    def _take_spilled(self, counts: Counter[str], above: tuple[str, ...]) -> list[Block]:
        taken, self.spilled = self.spilled, []
        return [
            make_block("text", html, make_id(*self.path, "block", *above, count_on(counts, "text")))
            for html in taken
        ]


def count_on(counts: Counter[str], kind: str) -> str:
    """Return the name of the next block of a kind in one body: "text-1", "text-2" ..."""
    counts[kind] += 1
    return f"{kind}-{counts[kind]}"


def make_block(kind: str, value: Any, block_id: object) -> Block:
    return {"type": kind, "id": str(block_id), "value": value}


def room(kind: str, name: str) -> int:
    """Return how many characters the field `name` of a block takes."""
    return limit_of(LessonBodyBlock.base_blocks[kind].child_blocks[name])


def limit_of(block: Any) -> int:
    return block.field.max_length or 1_000_000
