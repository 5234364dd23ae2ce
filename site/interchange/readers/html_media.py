"""Pictures, recordings and frames of foreign HTML, and the links."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from urllib.parse import quote, unquote, urlsplit

from course_pages.blocks.embeds import parse_embed
from interchange.document import (
    FILE_LINK,
    LESSON_LINK,
    AudioPart,
    Captions,
    EmbedPart,
    FilePart,
    ImagePart,
    SourceFile,
    VideoPart,
)
from interchange.readers.html_anchors import REASON as NO_HEADING
from interchange.readers.html_anchors import make_pending
from interchange.readers.html_page import Flow, Handler, Made, Page
from interchange.readers.html_tree import Node
from interchange.readers.html_words import Block, Mark, Marks, Words, add_mark

PLAIN_SCHEMES = ("http", "https", "mailto", "tel")
ADD = "add it in the editor."
HOST = re.compile(r"(www\.[a-z0-9-]+\.|[a-z0-9-]+\.(com|org|net|edu|gov|io)(/|$))", re.IGNORECASE)
"""How an address begins that was written without its scheme."""
SIGNS = ("", "¶", "#", "§", "🔗", "↩", "↩︎", "↑", "^")
"""What links within a page say that only help to move about in it."""


def words_block(text: str) -> tuple[Block, ...]:
    return (Block("p", (Words(text),)),) if text else ()


def squeeze(text: str) -> str:
    return " ".join(text.split())


def address_of(node: Node, *names: str) -> str:
    """Return the first of the attributes that is given, without white space around it."""
    found = next((node.attributes[name] for name in names if node.attributes.get(name)), "")
    return found.strip()


def scheme_of(address: str) -> str:
    try:
        return urlsplit(address).scheme.lower()
    except ValueError:
        return "?"


def whole_address(address: str) -> str:
    """Return an address on the web with its scheme; "" for all others."""
    if address.startswith("//"):
        address = f"https:{address}"
    return address if scheme_of(address) in ("http", "https") else ""


def last_step(address: str) -> str:
    """Return what an address ends with: the name of a file, else the host."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return address[:60]
    return unquote(PurePosixPath(parts.path).name) or parts.netloc


def title_words(name: str) -> str:
    """Return the name of a file as words: "Figure 2 map" for "figure-2_map.png"."""
    stem = PurePosixPath(name).stem.replace("-", " ").replace("_", " ")
    words = squeeze(stem)
    return words[:1].upper() + words[1:] if words else name


# --- pictures -------------------------------------------------------------------------------------


def read_image(node: Node, flow: Flow, marks: Marks, page: Page) -> None:
    address = address_of(node, "src", "data-src")
    file = find_file(address, page)
    if file:
        made = make_image(node, file, page)
        if made:
            flow.add(made)
    elif whole_address(address):
        link_image(node, whole_address(address), flow, marks, page)
    else:
        page.dropped(node, why_no_image(address))


def find_file(address: str, page: Page) -> SourceFile | None:
    if not address or scheme_of(address) in ("data", "mailto", "tel", "javascript"):
        return None
    return page.links.find_file(address, page=page.path)


def why_no_image(address: str) -> str:
    if not address:
        return f"The picture has no address; {ADD}"
    if scheme_of(address) == "data":
        return f"A picture written into the page itself is not taken over; {ADD}"
    return f"The picture {last_step(address)} is not in the source; {ADD}"


def make_image(node: Node, file: SourceFile, page: Page) -> Made | None:
    fault = page.files.image(file)
    if fault:
        page.files.refuse(file, fault)
        page.dropped(node, fault)
        return None
    given = squeeze(node.attributes.get("alt", ""))
    title = squeeze(node.attributes.get("title", ""))
    alt = given or title or title_words(file.name)
    loss = "" if given else f"The picture {last_step(file.name)} needs an alternative text."
    caption = title if title != alt else ""
    return Made(
        ImagePart,
        lambda: ImagePart(file, alt, caption),
        node.element,
        loss,
        (file,),
        words_block(given),
    )


def link_image(node: Node, address: str, flow: Flow, marks: Marks, page: Page) -> None:
    """Put a link in the place of a picture that stands elsewhere on the web."""
    alt = squeeze(node.attributes.get("alt", "")) or last_step(address)
    flow.words(alt, add_mark(marks, Mark("a", address)))
    reason = f"The picture {last_step(address)} stands on another site: it is a link now; {ADD}"
    page.degraded(node, reason)


def read_drawing(node: Node, flow: Flow, marks: Marks, page: Page) -> None:
    reason = "A drawing in the page's own code is not taken over; add it as a picture."
    page.dropped(node, reason)
    page.drop_inside(node, reason)


# --- frames ---------------------------------------------------------------------------------------


def read_frame(node: Node, flow: Flow, marks: Marks, page: Page) -> None:
    """Read an iframe, an embed or an object."""
    address = address_of(node, "src", "data", "data-src")
    made = make_frame(node, address, page)
    if made:
        flow.add(made)
        page.drop_inside(node, "It stands in for the frame around it.")
    elif node.tag == "object":
        page.read_wrapper(node, flow, marks)
    else:
        page.drop_inside(node, "It stands in for the frame around it.")


def make_frame(node: Node, address: str, page: Page) -> Made | None:
    """Return what a frame shows; None, entered as left out, when the site cannot show it."""
    file = find_file(address, page)
    if file:
        made, reason = make_any(node, file, page)
        if not made:
            page.files.refuse(file, reason)
            page.dropped(node, reason)
        return made
    made = make_embed(node, address)
    if not made:
        page.dropped(node, why_no_frame(address))
    return made


def why_no_frame(address: str) -> str:
    if not address:
        return "The frame has no address."
    if whole_address(address):
        return f"The frame shows {address}, which is not secure (https); add a link in the editor."
    return f"What the frame shows, {last_step(address) or address}, is not in the source; {ADD}"


def make_embed(node: Node, address: str) -> Made | None:
    """Return a video or a page elsewhere on the web."""
    address = whole_address(address)
    title = squeeze(node.attributes.get("title", ""))
    video = parse_embed(address) if address else None
    if video:
        return make_video_elsewhere(node, video.watch_url, title or "Video")
    if scheme_of(address) != "https":
        return None
    title = title or host_of(address)
    return Made(
        EmbedPart,
        lambda: EmbedPart(address, title),
        node.element,
        "What the page showed in a frame is a link now.",
        words=link_block(title, address),
    )


def make_video_elsewhere(
    node: Node, address: str, title: str, poster: SourceFile | None = None
) -> Made:
    return Made(
        VideoPart,
        lambda: VideoPart(None, address, title, None, "", poster),
        node.element,
        files=(poster,) if poster else (),
        words=link_block(title, address),
    )


def host_of(address: str) -> str:
    try:
        return urlsplit(address).hostname or address
    except ValueError:
        return address


def link_block(title: str, address: str) -> tuple[Block, ...]:
    return (Block("p", (Words(title, (Mark("a", address),)),)),)


def make_any(node: Node, file: SourceFile, page: Page) -> tuple[Made | None, str]:
    """Return a file of the course as whatever it is, or why it cannot be shown."""
    title = squeeze(node.attributes.get("title", "")) or title_words(file.name)
    words = words_block(title)
    reason = page.files.document(file)
    if not reason:
        return Made(FilePart, lambda: FilePart(file, title), node.element, "", (file,), words), ""
    if not page.files.image(file):
        return make_image(node, file, page), ""
    made = make_recording(node, file, title, page)
    return made, reason


# --- recordings -----------------------------------------------------------------------------------


def make_recording(node: Node, file: SourceFile, title: str, page: Page) -> Made | None:
    """Return a recording of the course's own; None when the site cannot play it."""
    words = words_block(title)
    if not page.files.video(file):
        captions = find_captions(node, page)
        poster = find_poster(node, page)
        files = tuple(found for found in (file, captions and captions.file, poster) if found)
        return Made(
            VideoPart,
            lambda: VideoPart(file, "", title, captions, "", poster),
            node.element,
            files=files,
            words=words,
        )
    if not page.files.audio(file):
        return Made(AudioPart, lambda: AudioPart(file, title), node.element, "", (file,), words)
    return None


def read_recording(node: Node, flow: Flow, marks: Marks, page: Page) -> None:
    """Read an audio or a video with its sources and captions."""
    made, reason = find_recording(node, page)
    if made:
        flow.add(made)
    else:
        page.dropped(node, reason)
    page.drop_inside(node, "It stands in for the recording around it.")


def find_recording(node: Node, page: Page) -> tuple[Made | None, str]:
    """Return the first source that the site can play, or why there is none."""
    reason = f"The recording has no address; {ADD}"
    for address in sources_of(node):
        file = find_file(address, page)
        if file is None:
            made = make_embed(node, address)
            reason = f"The recording {last_step(address)} is not in the source; {ADD}"
        else:
            title = squeeze(node.attributes.get("title", "")) or title_words(file.name)
            made = make_recording(node, file, title, page)
            reason = page.files.video(file) if node.tag == "video" else page.files.audio(file)
        if made:
            return made, ""
        if file:
            page.files.refuse(file, reason)
    return None, reason


def sources_of(node: Node) -> Iterator[str]:
    for source in (node, *(inner for inner in node.inside() if inner.tag == "source")):
        address = address_of(source, "src", "data-src")
        if address:
            yield address


def find_captions(node: Node, page: Page) -> Captions | None:
    for track in node.inside():
        kind = track.attributes.get("kind", "subtitles").lower()
        if track.tag != "track" or kind not in ("subtitles", "captions"):
            continue
        file = find_file(address_of(track, "src"), page)
        fault = page.files.captions(file) if file else ""
        if file and not fault:
            return Captions(track.attributes.get("srclang", "").strip().lower() or "en", file)
        if file:
            page.files.refuse(file, fault)
    return None


def find_poster(node: Node, page: Page) -> SourceFile | None:
    file = find_file(address_of(node, "poster"), page)
    return file if file and not page.files.image(file) else None


# --- links ----------------------------------------------------------------------------------------


def read_link(node: Node, flow: Flow, marks: Marks, page: Page) -> None:
    if "href" not in node.attributes:
        page.read(node.children, flow, marks)
        return
    images = [inner for inner in node.inside() if inner.tag == "img"]
    if address_of(node, "href").startswith("#") and node.text.strip() in SIGNS and not images:
        page.dropped(node, "Signs that link within a page are not needed here.")
        page.drop_inside(node, "It stood in a sign that linked within the page.")
        return
    speaks = bool(node.text.strip())
    video = parse_embed(whole_address(address_of(node, "href")))
    if video and images and not speaks:
        flow.add(make_linked_video(images[0], video.watch_url, page))
        drop_others(node, images[0], page)
        return
    mark = find_target(node, page)
    inside = add_mark(marks, mark) if mark else marks
    page.read(node.children, flow, inside)
    carried = bool(flow.line) and mark in flow.line[-1].marks
    if mark and images and not speaks and not carried:
        # A picture is no link here: its words are one, below it.
        flow.words(squeeze(images[0].attributes.get("alt", "")) or last_step(mark.href), inside)


def drop_others(node: Node, image: Node, page: Page) -> None:
    for inner in node.inside():
        if inner is not image:
            page.dropped(inner, "The video stands in its place.")


def make_linked_video(image: Node, address: str, page: Page) -> Made:
    """Return the video that a picture led to, with the picture as its poster where it can be."""
    file = find_file(address_of(image, "src", "data-src"), page)
    poster = file if file and not page.files.image(file) else None
    alt = squeeze(image.attributes.get("alt", ""))
    made = make_video_elsewhere(image, address, alt or "Video", poster)
    if not poster:
        made.loss = "The picture that led to the video is replaced by the video itself."
    return made


def find_target(node: Node, page: Page) -> Mark | None:
    """Return the link that the site can have; None, entered, where only the words can stay."""
    address = address_of(node, "href")
    scheme = scheme_of(address)
    if address.startswith("#") or not address:
        return find_heading(node, address[1:], page)
    if scheme in ("mailto", "tel"):
        return Mark("a", address)
    own = find_own(node, address, page)
    if own or node.element:
        return own
    if scheme in PLAIN_SCHEMES or address.startswith("//"):
        return Mark("a", whole_address(address))
    page.report.warn(page.path, None, "link", f"The link to {address[:80]} is left out.")
    return None


def find_heading(node: Node, name: str, page: Page) -> Mark | None:
    """Return a link to a heading of the lesson, pending: it may be further below."""
    name = unquote(name).strip()
    if not name or not node.element or not node.text.strip():
        page.degraded(node, NO_HEADING)
        return None
    address = make_pending(node.element, page.names.get(name, name))
    return await_words(Mark("a", address, node.element), "", page)


def find_own(node: Node, address: str, page: Page) -> Mark | None:
    """Return a link to a lesson or a file of the course."""
    lesson = page.links.find_lesson(address, page=page.path)
    name = address.partition("#")[2]
    if lesson and lesson == page.lesson and name and "/" not in name:
        return find_heading(node, name, page)
    if lesson:
        loss = "It leads to the beginning of the lesson." if "#" in address else ""
        return await_words(Mark("a", f"{LESSON_LINK}{lesson}", node.element), loss, page)
    file = find_file(address, page)
    fault = page.files.document(file) if file else ""
    if file and not fault:
        href = f"{FILE_LINK}{quote(file.name)}"
        return await_words(Mark("a", href, node.element, file), "", page)
    if file:
        page.files.refuse(file, fault)
        page.degraded(node, f"{fault} The words of the link stay.")
    elif HOST.match(address):
        loss = f"The address {address[:80]} lacked https://, which was added: try the link."
        return await_words(Mark("a", f"https://{address}", node.element), loss, page)
    else:
        page.degraded(node, f"The link to {address[:80]} leads nowhere in the course.")
    return None


def await_words(mark: Mark, loss: str, page: Page) -> Mark:
    if mark.element:
        page.unmarked[mark.element] = loss
    return mark


HANDLERS: dict[str, Handler] = {
    "img": read_image,
    "svg": read_drawing,
    "iframe": read_frame,
    "embed": read_frame,
    "object": read_frame,
    "audio": read_recording,
    "video": read_recording,
    "a": read_link,
}
