"""The raw blocks of a lesson as the parts of a document."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from course_pages.blocks.inner import read_old_text
from course_pages.models import CourseDocument, CourseImage, CourseMedia
from interchange.document import (
    AudioPart,
    CalloutPart,
    Captions,
    CheckPart,
    Choice,
    CodePart,
    DetailsPart,
    EmbedPart,
    FilePart,
    ImagePart,
    MathPart,
    Part,
    QuotePart,
    TablePart,
    TextPart,
    VideoPart,
)
from interchange.gatherers.files import FileBasket
from interchange.gatherers.links import LinkGatherer, list_html
from interchange.gatherers.names import letter_of, make_key

Raw = Mapping[str, Any]
CHOSEN: dict[str, type[Any]] = {
    "image": CourseImage,
    "poster": CourseImage,
    "document": CourseDocument,
    "media": CourseMedia,
}
"""What the keys of raw blocks choose."""
CONTAINERS = ("callout", "details")


@dataclass(frozen=True, slots=True)
class CheckIds:
    """The ids of a lesson's checks and choices, by the keys of their blocks."""

    checks: Mapping[str, str] = field(default_factory=dict)
    choices: Mapping[tuple[str, str], str] = field(default_factory=dict)


def name_checks(body: Sequence[Raw]) -> CheckIds:
    """Return ids for the checks of a canonical lesson: check-1, check-2 ... with a, b, c ..."""
    checks: dict[str, str] = {}
    choices: dict[tuple[str, str], str] = {}
    for block in body:
        if block["type"] == "check":
            key = str(block.get("id"))
            checks[key] = f"check-{len(checks) + 1}"
            for number, (choice, _value) in enumerate(list_items(block["value"].get("choices"))):
                choices[key, choice] = letter_of(number)
    return CheckIds(checks, choices)


def list_items(raw: Any) -> Iterator[tuple[str, Any]]:
    """Yield key and value of every item of a raw list, in its older form too."""
    for number, item in enumerate(raw or ()):
        if isinstance(item, Mapping) and item.get("type") == "item":
            yield str(item.get("id") or number), item["value"]
        else:
            yield str(number), item


class BodyGatherer:
    """Makes the parts of all lessons of one course."""

    def __init__(self, basket: FileBasket, links: LinkGatherer) -> None:
        self.basket = basket
        self.links = links
        self.rows: dict[type[Any], dict[int, Any]] = defaultdict(dict)
        self.makers: dict[str, Callable[[Any], Part | None]] = {
            "text": lambda html: TextPart(self.links.rewrite(html)),
            "code": self.make_code,
            "quote": self.make_quote,
            "math": lambda value: MathPart(word(value, "latex")),
            "image": self.make_image,
            "video": self.make_video,
            "audio": self.make_audio,
            "table": self.make_table,
            "file": self.make_file,
            "embed": lambda value: EmbedPart(word(value, "url"), word(value, "title")),
            "callout": self.make_callout,
            "details": self.make_details,
        }

    def fetch(self, body: Sequence[Raw]) -> None:
        """Fetch all that a body names, with one statement for each kind of thing."""
        wanted: dict[type[Any], set[int]] = defaultdict(set)
        for block in list_blocks(body):
            for name, model in CHOSEN.items():
                value = block["value"]
                key = value.get(name) if isinstance(value, Mapping) else None
                if isinstance(key, int) and key not in self.rows[model]:
                    wanted[model].add(key)
        for model, keys in wanted.items():
            self.rows[model] |= model.objects.in_bulk(keys)
        self.links.fetch(list_html(list(body)))

    def gather(self, body: Sequence[Raw], ids: CheckIds) -> tuple[Part, ...]:
        """Return the parts of a body. `ids` are those of the canonical lesson: a check that it
        does not have is left out, because nobody could answer it."""
        self.fetch(body)
        parts: list[Part] = []
        for block in body:
            if block["type"] == "check":
                part = self.make_check(block, ids)
            else:
                part = self.make_part(block)
            parts += [part] if part else []
        return tuple(parts)

    def make_part(self, block: Raw) -> Part | None:
        maker = self.makers.get(block["type"])
        return maker(block["value"]) if maker else None

    def make_inner(self, raw: Any) -> tuple[Part, ...]:
        parts = [self.make_part(block) for block in read_old_text(raw)]
        return tuple(part for part in parts if part)

    def make_code(self, value: Raw) -> Part | None:
        return CodePart(
            word(value, "language") or "text", word(value, "title"), word(value, "code")
        )

    def make_quote(self, value: Raw) -> Part | None:
        return QuotePart(self.links.rewrite(word(value, "text")), word(value, "attribution"))

    def make_image(self, value: Raw) -> Part | None:
        row = self.row(CourseImage, value.get("image"))
        file = self.basket.image(row) if row else None
        return ImagePart(file, word(value, "alt"), word(value, "caption")) if file else None

    def make_video(self, value: Raw) -> Part | None:
        media = self.row(CourseMedia, value.get("media"))
        file = self.basket.recording(media) if media else None
        embed = "" if file else word(value, "embed")
        if not (file or embed):
            return None
        poster = self.row(CourseImage, value.get("poster")) if file else None
        return VideoPart(
            file=file,
            embed=embed,
            title=word(value, "title"),
            captions=self.make_captions(media) if file else None,
            transcript=word(value, "transcript") or (media.transcript if media else ""),
            poster=self.basket.image(poster) if poster else None,
        )

    def make_captions(self, media: Any) -> Captions | None:
        file = self.basket.captions(media) if media.captions else None
        return Captions(media.captions_language, file) if file else None

    def make_audio(self, value: Raw) -> Part | None:
        media = self.row(CourseMedia, value.get("media"))
        file = self.basket.recording(media) if media else None
        if media is None or file is None:
            return None
        transcript = word(value, "transcript") or media.transcript
        return AudioPart(file, word(value, "title"), transcript)

    def make_table(self, value: Raw) -> Part | None:
        table = value.get("table") or {}
        header = tuple(str(column.get("heading") or "") for column in table.get("columns", ()))
        rows = tuple(
            tuple(self.links.rewrite(str(cell or "")) for cell in row["values"])
            for row in table.get("rows", ())
        )
        return TablePart(header, rows, word(value, "caption")) if header else None

    def make_file(self, value: Raw) -> Part | None:
        row = self.row(CourseDocument, value.get("document"))
        file = self.basket.document(row) if row else None
        return FilePart(file, word(value, "title") or row.title) if row and file else None

    def make_callout(self, value: Raw) -> Part | None:
        body = self.make_inner(value.get("body"))
        return CalloutPart(word(value, "kind"), word(value, "title"), body) if body else None

    def make_details(self, value: Raw) -> Part | None:
        body = self.make_inner(value.get("body"))
        return DetailsPart(word(value, "kind"), word(value, "title"), body) if body else None

    def make_check(self, block: Raw, ids: CheckIds) -> Part | None:
        key = str(block.get("id"))
        value = block["value"]
        if key not in ids.checks:
            return None
        choices = [
            Choice(
                id=ids.choices[key, choice],
                text=word(inner, "text"),
                correct=bool(inner.get("correct")),
                feedback=word(inner, "feedback"),
                key=make_key(choice),
            )
            for choice, inner in list_items(value.get("choices"))
            if (key, choice) in ids.choices
        ]
        return CheckPart(
            id=ids.checks[key],
            question=word(value, "question"),
            kind=word(value, "kind") or "single",
            choices=tuple(choices),
            explanation=word(value, "explanation"),
            hints=tuple(str(hint) for _key, hint in list_items(value.get("hints")) if hint),
            key=make_key(key),
        )

    def row(self, model: type[Any], key: Any) -> Any:
        return self.rows[model].get(key) if isinstance(key, int) else None


def list_blocks(body: Iterable[Raw]) -> Iterator[Raw]:
    """Yield the blocks of a body and those inside of them."""
    for block in body:
        yield block
        if block["type"] in CONTAINERS:
            yield from list_blocks(read_old_text(block["value"].get("body")))


def word(value: Raw, name: str) -> str:
    """Return a text of a raw block; empty when it has none."""
    return str(value.get(name) or "")
