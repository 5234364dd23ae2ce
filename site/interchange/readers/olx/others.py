"""Blocks of Open edX that the site has no equal for: shown as well as can be, and kept whole."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Any

from interchange.document import (
    CalloutPart,
    DetailsPart,
    EmbedPart,
    Facts,
    FilePart,
    ImagePart,
    Part,
    TextPart,
)
from interchange.readers.olx.account import KEPT, Account
from interchange.readers.olx.markup import Node, inner_html
from interchange.readers.olx.pages import Pages, Spot, plain_words, text_part
from interchange.readers.olx.source import Block, OlxSource
from interchange.readers.olx.videos import read_json

DISCUSSION = "discussion"
EXERCISE = "exercise"
UNTOLD = "Answers are not collected: it is shown as a question to think about."


@dataclass(slots=True)
class Shown:
    """What a block became: parts, and what was lost. `fact` is its question, kept whole."""

    parts: list[Part] = field(default_factory=list)
    losses: list[str] = field(default_factory=list)
    fact: Facts | None = None


class OtherReader:
    """Reads the blocks that are neither pages, problems nor videos."""

    def __init__(self, source: OlxSource, pages: Pages, account: Account) -> None:
        self.source = source
        self.pages = pages
        self.account = account

    def read(self, block: Block, spot: Spot) -> Shown | None:
        """Return what a block became; None when it can only be kept."""
        read = READERS.get(block.kind)
        return read(self, block, spot) if read else None

    def words(self, html: str, spot: Spot, shown: Shown) -> list[Part]:
        """Return the parts of HTML in the settings of a block."""
        parts, lost = self.pages.read_aside(html or "", spot)
        shown.losses += lost
        return [part for part in parts if not isinstance(part, CalloutPart)]

    # --- drag and drop

    def read_drag_and_drop(self, block: Block, spot: Spot) -> Shown:
        data = read_json(block.facts.get("data"), dict)
        items = [item for item in data.get("items") or () if isinstance(item, dict)]
        zones = {
            str(zone.get("uid") or zone.get("id") or zone.get("title")): zone
            for zone in data.get("zones") or ()
            if isinstance(zone, dict)
        }
        shown = Shown([], ["Dragging is not possible here: it is shown as an exercise."])
        body = self.words(block.facts.get("question_text", ""), spot, shown)
        body += self.picture(data.get("targetImg"), data.get("targetImgDescription"), spot, shown)
        body += list_part(name_item(item) for item in items if not item.get("imageURL"))
        for item in items:
            body += self.picture(item.get("imageURL"), item.get("imageDescription"), spot, shown)
        solution = list_part(solve(item, zones) for item in items)
        if solution:
            body.append(DetailsPart("solution", "", tuple(solution)))
        shown.parts = callout(EXERCISE, shown_title(block), body)
        shown.fact = {"data": data}
        return shown

    def picture(self, address: object, words: object, spot: Spot, shown: Shown) -> list[Part]:
        if not address or not isinstance(address, str):
            return []
        file = self.source.static.find(address)
        fault = (
            self.source.assets.image(file)
            if file
            else f"The picture {address} is not in the source; add it in the editor."
        )
        if file is None or fault:
            shown.losses.append(fault)
            return []
        self.source.assets.use(file, lesson=spot.lesson)
        alt = " ".join(str(words or "").split())
        if not alt:
            shown.losses.append("A picture needs an alternative text; write it in the editor.")
        return [ImagePart(file, alt or name_picture(file.name), "")]

    # --- asking without an answer

    def read_word_cloud(self, block: Block, spot: Spot) -> Shown:
        shown = Shown([], [UNTOLD])
        body = self.words(block.facts.get("instructions", ""), spot, shown)
        if not body:
            body = [TextPart(f"<p>Write down {block.facts.get('num_inputs', '5')} words.</p>")]
        shown.parts = callout(DISCUSSION, block.title, body)
        return shown

    def read_poll(self, block: Block, spot: Spot) -> Shown:
        shown = Shown([], [UNTOLD])
        body = self.words(block.facts.get("question", ""), spot, shown)
        body += list_part(label_answer(answer) for answer in read_pairs(block, "answers"))
        for answer in read_pairs(block, "answers"):
            facts = answer if isinstance(answer, dict) else {}
            body += self.picture(facts.get("img"), facts.get("img_alt"), spot, shown)
        shown.parts = callout(DISCUSSION, block.title, body)
        return shown

    def read_survey(self, block: Block, spot: Spot) -> Shown:
        shown = Shown([], [UNTOLD])
        answers = ", ".join(label_answer(answer) for answer in read_pairs(block, "answers"))
        body: list[Part] = [*list_part(label_answer(one) for one in read_pairs(block, "questions"))]
        body += [text_part(f"Answers: {answers}")] if answers else []
        shown.parts = callout(DISCUSSION, block.title or block.facts.get("block_name", ""), body)
        return shown

    def read_old_poll(self, block: Block, spot: Spot) -> Shown:
        shown = Shown([], [UNTOLD])
        answers = [node for node in block.node if node.tag == "answer"]
        body: list[Part] = [*list_part("".join(node.itertext()) for node in answers)]
        asked = [block.node.text or ""] + [
            "".join(node.itertext()) + (node.tail or "")
            for node in block.node
            if node not in answers
        ]
        body = [*list_text("".join(asked)), *body]
        shown.parts = callout(DISCUSSION, block.title, body)
        return shown

    def read_open_question(self, block: Block, spot: Spot) -> Shown:
        loss = "Answers are neither handed in nor judged: it is shown as an exercise."
        shown = Shown([], [loss])
        body: list[Part] = []
        for prompt in (*block.node.findall("prompt"), *block.node.findall("prompts/prompt")):
            html = "".join(prompt.itertext())
            body += self.words(html, spot, shown)
        shown.parts = callout(EXERCISE, find_text(block.node, "title") or block.title, body)
        return shown

    # --- what lies elsewhere

    def read_file(self, block: Block, spot: Spot) -> Shown | None:
        address = block.facts.get("url") or block.facts.get("href") or ""
        file = self.source.static.find(address)
        if file and not self.source.assets.document(file):
            self.source.assets.use(file, lesson=spot.lesson)
            return Shown([FilePart(file, block.title or file.name.rsplit("/", 1)[-1])])
        if address.startswith("https://"):
            return Shown([EmbedPart(address, block.title or address)], ["It is shown as a link."])
        return None

    def read_frame(self, block: Block, spot: Spot) -> Shown | None:
        shown = Shown([], ["It is shown as a link."])
        shown.parts = self.words(block.facts.get("embed_code", ""), spot, shown)
        return shown if shown.parts else None

    def read_text(self, block: Block, spot: Spot) -> Shown:
        self.account.contents_read.add(block.element)
        parts = self.pages.read(inner_html(block.node), Spot(block.file, spot.lesson))
        return Shown(list(parts), ["Only its words are shown."])


READERS: Mapping[str, Callable[[OtherReader, Block, Spot], Shown | None]] = {
    "drag-and-drop-v2": OtherReader.read_drag_and_drop,
    "word_cloud": OtherReader.read_word_cloud,
    "poll": OtherReader.read_poll,
    "survey": OtherReader.read_survey,
    "poll_question": OtherReader.read_old_poll,
    "openassessment": OtherReader.read_open_question,
    "pdf": OtherReader.read_file,
    "google-document": OtherReader.read_frame,
    "google-calendar": OtherReader.read_frame,
    "annotatable": OtherReader.read_text,
    "textannotation": OtherReader.read_text,
}
REASONS = {
    "discussion": "A lesson has no discussion yet. " + KEPT,
    "lti": "Tools elsewhere on the web cannot be connected yet; link to it in the editor. " + KEPT,
    "lti_consumer": (
        "Tools elsewhere on the web cannot be connected yet; link to it in the editor. " + KEPT
    ),
    "edx_sga": "Work cannot be handed in yet; describe it in the editor. " + KEPT,
    "staffgradedxblock": "Work cannot be graded by hand yet. " + KEPT,
    "wiki": "The site has no wiki. " + KEPT,
    "textbook": "Textbooks have no place on the site; add their files in the editor. " + KEPT,
}


def why_kept(kind: str) -> str:
    """Return why a block can only be kept."""
    known = REASONS.get(kind)
    return known or f"The site has nothing like “{kind}”; say it otherwise in the editor. {KEPT}"


def shown_title(block: Block) -> str:
    return "" if str(block.facts.get("show_title", "true")).lower() == "false" else block.title


def callout(kind: str, title: str, body: list[Part]) -> list[Part]:
    """Return a callout, if there is anything to say in it."""
    if not body:
        body = list_text(title)
    return [CalloutPart(kind, title, tuple(body))] if body else []


def list_text(words: str) -> list[Part]:
    return [text_part(words)] if words.strip() else []


def list_part(words: Any) -> list[Part]:
    """Return texts as a list; nothing when there are none."""
    items = [" ".join(str(text).split()) for text in words]
    rows = "".join(f"<li>{escape(item, quote=False)}</li>" for item in items if item)
    return [TextPart(f"<ul>{rows}</ul>")] if rows else []


def name_item(item: Facts) -> str:
    """Return what an item is called; one with a picture shows that and no name."""
    name = plain_words(str(item.get("displayName") or ""))
    described = " ".join(str(item.get("imageDescription") or "").split())
    if item.get("imageURL"):
        return described or name_picture(str(item["imageURL"]))
    return name or described


def name_picture(name: str) -> str:
    stem = name.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    return " ".join(stem.replace("_", " ").replace("-", " ").split()) or "Picture"


def solve(item: Facts, zones: Mapping[str, Facts]) -> str:
    """Return where an item belongs, in words."""
    wished = item.get("zones")
    ids = wished if isinstance(wished, list) else [item.get("zone")]
    known = [zones[str(uid)] for uid in ids if str(uid) in zones]
    titles = [
        plain_words(str(zone.get("title") or zone.get("description") or "")) for zone in known
    ]
    return f"{name_item(item)} → {', '.join(filter(None, titles)) or 'nowhere'}"


def read_pairs(block: Block, key: str) -> list[Any]:
    """Return the values of a list of pairs: `[["R", {"label": "Red"}], ["B", "Blue"]]`."""
    pairs = read_json(block.facts.get(key), list)
    return [pair[1] for pair in pairs if isinstance(pair, list) and len(pair) == 2]


def label_answer(answer: Any) -> str:
    label = answer.get("label") if isinstance(answer, dict) else answer
    return plain_words(str(label or "")) or json_words(answer)


def json_words(answer: Any) -> str:
    alt = answer.get("img_alt") if isinstance(answer, dict) else ""
    return str(alt or "")


def find_text(node: Node, tag: str) -> str:
    found = node.find(tag)
    return "" if found is None else " ".join("".join(found.itertext()).split())
