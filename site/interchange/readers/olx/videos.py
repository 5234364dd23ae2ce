"""Videos of Open edX: where they are, and what is said in them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import TypeVar

from interchange.document import Captions, EmbedPart, FilePart, Part, SourceFile, VideoPart
from interchange.readers.assets import read_captions
from interchange.readers.olx.markup import Node
from interchange.readers.olx.source import Block, OlxSource, name_in_store
from interchange.report import Element

Value = TypeVar("Value")
YOUTUBE = "https://www.youtube.com/watch?v="
SPEEDS = ("youtube_id_1_0", "youtube_id_0_75", "youtube_id_1_25", "youtube_id_1_5")


@dataclass(slots=True)
class Spoken:
    """The words of a video in one language."""

    language: str
    names: list[str]
    """Files that may hold them, the best first."""


@dataclass(slots=True)
class Video:
    """What a video block became."""

    parts: list[Part] = field(default_factory=list)
    losses: list[str] = field(default_factory=list)
    spoken: dict[str, str] = field(default_factory=dict)
    """The words by language."""


class VideoReader:
    """Reads the video blocks of a course whose language is `language`."""

    def __init__(self, source: OlxSource, language: str) -> None:
        self.source = source
        self.language = language

    def read(self, block: Block, lesson: str) -> Video:
        video = Video()
        captions = self.read_words(block, lesson, video)
        part = self.find_part(block, lesson, video, captions)
        if part is not None:
            video.parts.append(part)
        else:
            video.losses.append("The address of the video is missing; add the video in the editor.")
        self.add_handout(block, lesson, video)
        return video

    # --- the picture

    def find_part(
        self, block: Block, lesson: str, video: Video, captions: SourceFile | None
    ) -> Part | None:
        title = block.title or "Video"
        words = self.choose(video.spoken)
        youtube = find_youtube(block)
        if youtube:
            return VideoPart(None, f"{YOUTUBE}{youtube}", title, None, words, None)
        addresses = list(list_addresses(block))
        own = self.find_recording(addresses, lesson, video)
        if own is not None:
            told = Captions(self.language, captions) if captions else None
            return VideoPart(own, "", title, told, words, self.find_poster(block, lesson))
        elsewhere = [address for address in addresses if address.startswith("https://")]
        if not elsewhere:
            return None
        video.losses.append("The video lies elsewhere on the web: it is shown as a link.")
        return EmbedPart(elsewhere[0], title)

    def find_recording(self, addresses: list[str], lesson: str, video: Video) -> SourceFile | None:
        for address in addresses:
            file = self.source.static.find(address)
            if file is None:
                continue
            fault = self.source.assets.video(file)
            if not fault:
                self.source.assets.use(file, lesson=lesson)
                return file
            self.source.assets.refuse(file, fault)
            video.losses.append(fault)
        return None

    def find_poster(self, block: Block, lesson: str) -> SourceFile | None:
        assets = self.source.assets
        file = self.source.static.find(block.facts.get("thumbnail") or "")
        if file is None or assets.image(file):
            return None
        assets.use(file, lesson=lesson)
        return file

    def add_handout(self, block: Block, lesson: str, video: Video) -> None:
        address = (block.facts.get("handout") or "").strip()
        node = block.node.find("handout")
        address = address or (node.get("src") or "" if node is not None else "")
        if not address or address == "null":
            return
        assets = self.source.assets
        file = self.source.static.find(address)
        fault = (
            assets.document(file)
            if file
            else (
                f"The handout {name_in_store(address)} is not in the source; add it in the editor."
            )
        )
        if fault or file is None:
            video.losses.append(fault)
            if file:
                assets.refuse(file, fault)
            return
        assets.use(file, lesson=lesson)
        video.parts.append(FilePart(file, file.name.rsplit("/", 1)[-1]))

    # --- the words

    def read_words(self, block: Block, lesson: str, video: Video) -> SourceFile | None:
        """Read what is said in each language; return the captions of the course's language."""
        captions = None
        for spoken in list_spoken(block):
            file, words = self.find_words(spoken, video)
            element = Element(block.file, "transcript", f"{block.name}-{spoken.language}")
            if file is None:
                name = spoken.names[0] if spoken.names else spoken.language
                reason = f"The words of the video ({name}) are not in the source, or not readable."
                self.source.report.dropped(element, reason, lesson=lesson)
                continue
            self.source.assets.use(file, lesson=lesson)
            video.spoken[spoken.language] = words
            if spoken.language == self.language and file.name.endswith((".srt", ".vtt")):
                captions = file
            self.enter(element, block, spoken.language, lesson)
        return captions

    def enter(self, element: Element, block: Block, language: str, lesson: str) -> None:
        report = self.source.report
        if language != self.language:
            reason = "The words in another language are shown where the course has that language."
            report.degraded(element, reason, lesson=lesson)
        elif find_youtube(block):
            reason = "The words stand below the video; when each is said, YouTube's captions show."
            report.degraded(element, reason, lesson=lesson)
        else:
            report.mapped(element, lesson=lesson)

    def find_words(self, spoken: Spoken, video: Video) -> tuple[SourceFile | None, str]:
        for name in spoken.names:
            file = self.source.static.find(name)
            words = read_spoken(file) if file else ""
            if file and words:
                self.refuse_others(spoken, file)
                return file, words
            if file:
                reason = f"Nothing that is said can be read from {name}."
                self.source.assets.refuse(file, reason)
        return None, ""

    def refuse_others(self, spoken: Spoken, read: SourceFile) -> None:
        for name in spoken.names:
            file = self.source.static.find(name)
            if file and file.name != read.name:
                reason = f"The words of the video were read from {read.name} instead."
                self.source.assets.refuse(file, reason)

    def choose(self, spoken: dict[str, str]) -> str:
        return spoken.get(self.language) or next(iter(spoken.values()), "")


def find_youtube(block: Block) -> str:
    """Return the id of a video at YouTube; "" when the block has none."""
    for key in SPEEDS:
        found = (block.facts.get(key) or "").strip().strip('"')
        if found and found != "null":
            return found
    pairs = (pair.split(":", 1) for pair in (block.facts.get("youtube") or "").split(","))
    by_speed = {pair[0].strip(): pair[1].strip() for pair in pairs if len(pair) == 2}
    encoded = [str(node.get("url") or "") for node in list_encoded(block, "youtube")]
    named = [by_speed.get("1.00", ""), by_speed.get("1.0", ""), *by_speed.values(), *encoded]
    return next(filter(None, named), "")


def list_encoded(block: Block, profile: str) -> list[Node]:
    """Return the recordings that Open edX made of an upload, of one profile."""
    return [node for node in block.node.iter("encoded_video") if node.get("profile") == profile]


def list_addresses(block: Block) -> Iterator[str]:
    """Yield where the recording lies, as the block says."""
    for address in read_json(block.facts.get("html5_sources"), list):
        if isinstance(address, str) and address.strip():
            yield address.strip()
    for node in block.node.iter("source"):
        if (node.get("src") or "").strip():
            yield node.get("src").strip()
    for profile in ("desktop_mp4", "mobile_high", "mobile_low", "desktop_webm"):
        yield from (node.get("url") for node in list_encoded(block, profile) if node.get("url"))
    if (block.facts.get("source") or "").strip():
        yield block.facts["source"].strip()


def list_spoken(block: Block) -> list[Spoken]:
    """Return the files of a video's words by language."""
    found: dict[str, list[str]] = {}
    for language, name in read_json(block.node.get("transcripts"), dict).items():
        found.setdefault(language, []).append(str(name))
    for node in block.node.findall("transcript"):
        found.setdefault(node.get("language") or "", []).append(node.get("src") or "")
    sub = (block.node.get("sub") or "").strip()
    if sub:
        found.setdefault("en", []).append(f"subs_{sub}.srt.sjson")
    youtube = find_youtube(block)
    for language, names in found.items():
        prefix = "" if language == "en" else f"{language}_"
        names += [f"{prefix}subs_{stem}.srt.sjson" for stem in (sub, youtube) if stem]
    return [
        Spoken(language, [name for name in dict.fromkeys(names) if name])
        for language, names in sorted(found.items())
        if language
    ]


def read_json(text: str | None, kind: type[Value]) -> Value:
    try:
        value = json.loads(text or "null")
    except (ValueError, RecursionError):
        value = None
    return value if isinstance(value, kind) else kind()


def read_spoken(file: SourceFile) -> str:
    """Return what is said, as running words; "" when the file cannot be read."""
    if file.name.endswith(".sjson"):
        text = read_json(file.path.read_bytes().decode("utf-8", errors="replace"), dict)
        lines = [str(line) for line in text.get("text", ()) if line]
    else:
        try:
            lines = read_captions(file)
        except Exception:
            lines = []
    return " ".join(" ".join(unescape(line).split()) for line in lines)
