"""What the words of a page say about it: its title, its first sentences, who wrote it, how long."""

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape

import nh3

from interchange.document import (
    CalloutPart,
    CheckPart,
    CodePart,
    DetailsPart,
    Part,
    QuotePart,
    TablePart,
    TextPart,
    VideoPart,
)
from interchange.readers.curriculum.marks import find_stretches, plain_words

TITLE = re.compile(r"<h1\b[^<>]*>", re.IGNORECASE)
COUNTED_INSIDE = re.compile(r"<(?!/?(?:code|em|strong|b|i|sup|sub|s|span)\b)", re.IGNORECASE)
HEADING = re.compile(r"<h[1-6]\b", re.IGNORECASE)
BLOCK = re.compile(r"<(/?)(?:p|ul|ol)\b[^<>]*>")
DESCRIPTION_LENGTH = 1_500
FEW_CHARACTERS = 10
"""What is shorter describes nothing."""
SENTENCE_END = re.compile(r"(?<=[.!?…。！？])[\"'”’)]*(?:\s+|(?<=[。！？]))")
SUMMARY_LENGTH = 300
TITLE_LENGTH = 60
"""A longer title of a course is cut at ": " into title and subtitle."""
WORDS_A_MINUTE = 180
CODE_LINES_A_MINUTE = 15
MOST_MINUTES = 600
SAID_MINUTES = re.compile(
    r"\b(?:estimated|duration|time|lesson|length|reading)\b[^.\n\d]{0,40}?(\d{1,3})[ -]?min",
    re.IGNORECASE,
)
WRITTEN_BY = re.compile(
    r"\b(?:written|created|authored|made|developed|designed)\b[^.\n]{0,40}?\bby[: ]+([^\n]{1,400})",
    re.IGNORECASE,
)
LINKED_NAME = re.compile(r"\[([^\[\]\n]{2,80})\]\([^()\s]*\)")
PLAIN_NAME = re.compile(r"\w[\w'’.-]*(?: \w[\w'’.-]*){0,4}")
MOST_AUTHORS = 12
DESCRIBING = {"p", "br", "strong", "em", "ol", "ul", "li", "a", "code"}
NOTE_TAGS = DESCRIBING | {"h2", "h3", "hr", "sub", "sup"}
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
SCHEMES = {"http", "https", "mailto"}


# --- titles ---------------------------------------------------------------------------------------


def take_title(html: str) -> tuple[str, str]:
    """Return the words of the first `<h1>` and the page without it.

    A title with a picture or a link in it stays in the page as a paragraph, for their sake.
    """
    opened = TITLE.search(html)
    end = html.find("</h1>", opened.end()) if opened else -1
    if opened is None or end < 0:
        return "", html
    inside = html[opened.end() : end]
    kept = f"<p>{inside}</p>" if COUNTED_INSIDE.search(inside) else ""
    return plain_words(inside), html[: opened.start()] + kept + html[end + len("</h1>") :]


def name_words(name: str) -> str:
    """Return a title for what has only the name of a folder or a file."""
    words = re.sub(r"[-_]+", " ", name).strip()
    return words[:1].upper() + words[1:]


def split_title(title: str) -> tuple[str, str]:
    """Return title and subtitle of a course."""
    if len(title) <= TITLE_LENGTH:
        return title, ""
    first, _colon, rest = title.partition(": ")
    return first, rest.strip()[:1].upper() + rest.strip()[1:]


# --- paragraphs -----------------------------------------------------------------------------------


def first_paragraph(html: str) -> str:
    """Return the words of the first paragraph that says something."""
    for stretch in find_stretches(html):
        words = plain_words(html[stretch.start : stretch.end]) if stretch.tag == "p" else ""
        if len(re.findall(r"\w+", words)) > 3:
            return words
    return ""


def first_words(items: Iterable[object]) -> str:
    """Return the words of the first paragraph of a lesson."""
    texts = (first_paragraph(item.html) for item in items if isinstance(item, TextPart))
    return next((words for words in texts if words), "")


def summarize(words: str) -> str:
    """Return the first sentences that fit into a summary."""
    summary = ""
    for sentence in SENTENCE_END.split(words):
        longer = f"{summary} {sentence}".strip()
        if len(longer) > SUMMARY_LENGTH:
            break
        summary = longer
    return summary or f"{words[: SUMMARY_LENGTH - 1].rsplit(' ', 1)[0]}…"


def describe(html: str) -> str:
    """Return the first paragraphs and lists of a page that introduces something.

    They stand above the first heading below the title, or under it where nothing stands above.
    """
    title = TITLE.search(html)
    html = html[title.start() :] if title else html
    html = take_title(html)[1]
    starts = [match.start() for match in HEADING.finditer(html)] + [len(html)]
    for begin, end in zip([0, *starts], starts, strict=False):
        words = clean(html[begin:end], DESCRIBING)
        if len(plain_words(words)) >= FEW_CHARACTERS:
            return cut(words)
    return ""


def cut(html: str) -> str:
    """Return the paragraphs and lists that fit into a description, at least the first."""
    depth = end = 0
    for tag in BLOCK.finditer(html):
        depth += -1 if tag[1] else 1
        if tag[1] and not depth:
            if end and tag.end() > DESCRIPTION_LENGTH:
                break
            end = tag.end()
    return html[:end] or html


def clean(html: str, tags: set[str]) -> str:
    """Return what the given tags hold; links only to other sites, and no empty paragraphs."""
    if "h3" in tags:
        html = re.sub(r"(</?)h[1456]\b[^<>]*>", r"\1h3>", html)
    found = nh3.clean(
        html,
        tags=tags,
        clean_content_tags={"script", "style", "table"} | (HEADINGS - tags),
        attributes={"a": {"href"}},
        url_schemes=SCHEMES,
        link_rel=None,
        attribute_filter=keep_outward,
    )
    found = re.sub(r"<a>(.*?)</a>", r"\1", found, flags=re.DOTALL)
    found = re.sub(r"<a [^<>]*>\s*</a>", "", found)
    return re.sub(r"<(p|h2|h3|li)>\s*</\1>", "", found).strip()


def keep_outward(tag: str, attribute: str, value: str) -> str | None:
    """Keep addresses of other sites: those within the source lead nowhere from here."""
    outward = tag != "a" or attribute != "href" or value.lower().startswith(OUTWARD)
    return value if outward else None


OUTWARD = ("https://", "http://", "mailto:")


def paragraph(words: str) -> str:
    return f"<p>{escape(words, quote=False)}</p>"


# --- authors --------------------------------------------------------------------------------------


def find_authors(markdown: str) -> Iterator[str]:
    """Yield the names after "written by" and its like."""
    for match in WRITTEN_BY.finditer(markdown):
        linked = LINKED_NAME.findall(match[1])
        yield from linked or split_names(match[1])


def split_names(words: str) -> Iterator[str]:
    sentence = re.split(r"[.;:(\[<]\s|[.;]$", words.replace("*", "").strip())[0]
    for name in re.split(r",| and | & ", sentence):
        match = PLAIN_NAME.match(name.strip())
        if match and match[0][0].isupper() and match[0] == name.strip():
            yield match[0]


# --- minutes --------------------------------------------------------------------------------------


def estimate_minutes(parts: Sequence[Part], markdown: str) -> int:
    """Return how long a lesson takes: what it says itself, else what its length says."""
    said = SAID_MINUTES.search(markdown[:3_000])
    minutes = float(said[1]) if said else sum(count_minutes(part) for part in parts)
    return max(1, min(MOST_MINUTES, math.ceil(minutes)))


def count_minutes(part: Part) -> float:
    if isinstance(part, CodePart):
        return (part.code.count("\n") + 1) / CODE_LINES_A_MINUTE
    if isinstance(part, CheckPart):
        return 1
    if isinstance(part, CalloutPart | DetailsPart):
        return sum(count_minutes(inner) for inner in part.body)
    return count_words(part) / WORDS_A_MINUTE + (3 if isinstance(part, VideoPart) else 0)


def count_words(part: Part) -> int:
    if isinstance(part, TextPart | QuotePart):
        text = part.html
    elif isinstance(part, TablePart):
        text = " ".join(cell for row in (part.header, *part.rows) for cell in row)
    else:
        return 0
    return len(plain_words(text).split())
