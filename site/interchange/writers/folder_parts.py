"""The parts of a lesson as the Markdown and the directives of a course folder."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import singledispatch
from typing import Any
from urllib.parse import quote

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
    MathPart,
    Part,
    QuotePart,
    TablePart,
    TextPart,
    VideoPart,
)
from interchange.writers.folder_yaml import write_yaml
from interchange.writers.markdown import (
    one_line,
    tidy_lines,
    write_line,
    write_markdown,
    write_plain,
    write_plain_line,
)


def write_body(parts: Sequence[Part]) -> str:
    """Return the parts as Markdown, without a newline at the end."""
    written = (write_part(part) for part in join_texts(parts))
    return "\n\n".join(text for text in written if text)


def join_texts(parts: Sequence[Part]) -> Iterator[Part]:
    """Yield the parts; texts after each other are one: Markdown has nothing between them."""
    texts: list[str] = []
    for part in parts:
        if isinstance(part, TextPart):
            texts.append(part.html)
            continue
        if texts:
            yield TextPart("\n".join(texts))
        texts = []
        yield part
    if texts:
        yield TextPart("\n".join(texts))


@singledispatch
def write_part(part: Part) -> str:
    raise TypeError(f"There is no way to write {part!r}.")


@write_part.register
def _(part: TextPart) -> str:
    return write_markdown(part.html)


@write_part.register
def _(part: CodePart) -> str:
    code = tidy_lines(part.code).strip("\n")
    title = f' title="{escape_quoted(part.title)}"' if part.title else ""
    # What is said after backticks cannot hold any.
    char = "~" if "`" in title else "`"
    longest = max((len(run) for run in re.findall(f"{char}+", code)), default=0)
    fence = char * max(3, longest + 1)
    return f"{fence}{part.language or 'text'}{title}\n{code}\n{fence}"


@write_part.register
def _(part: ImagePart) -> str:
    alt = write_plain_line(part.alt, before="[", after="]")
    caption = f' "{escape_caption(part.caption)}"' if part.caption else ""
    return f"![{alt}]({quote(part.file.name)}{caption})"


@write_part.register
def _(part: MathPart) -> str:
    lines = [line.rstrip() for line in tidy_lines(part.latex).split("\n")]
    latex = "\n".join(line for line in lines if line != "$$").strip()
    return f"$$\n{latex}\n$$" if latex else ""


@write_part.register
def _(part: QuotePart) -> str:
    words = write_markdown(part.html)
    before, newline, last = words.rpartition("\n")
    if last.startswith("— "):
        # Without a dash of its own it would be taken for the name.
        words = f"{before}{newline}&mdash;{last[1:]}"
    name = write_plain_line(part.attribution)
    lines = f"{words}\n\n— {name}" if name else words
    return "\n".join(f"> {line}" if line else ">" for line in lines.split("\n"))


@write_part.register
def _(part: TablePart) -> str:
    header = [write_plain_line(words, before="|", after="|") for words in part.header]
    rows = [[write_line(cell) for cell in row] for row in part.rows]
    lines = [write_row(header), f"|{'---|' * len(header)}", *(write_row(row) for row in rows)]
    caption = write_plain_line(part.caption, before=" ")
    return "\n".join(lines) + (f"\n\nTable: {caption}" if caption else "")


def write_row(cells: Sequence[str]) -> str:
    inside = " | ".join(cell.replace("|", "\\|") for cell in cells)
    return f"| {inside} |"


@write_part.register
def _(part: FilePart) -> str:
    return write_directive("file", {"file": part.file.name, "title": one_line(part.title)})


@write_part.register
def _(part: EmbedPart) -> str:
    return write_directive("embed", {"url": part.url, "title": one_line(part.title)})


@write_part.register
def _(part: AudioPart) -> str:
    return write_directive(
        "audio",
        {
            "file": part.file.name,
            "title": one_line(part.title),
            "transcript": tidy_text(part.transcript),
        },
    )


@write_part.register
def _(part: VideoPart) -> str:
    captions = part.captions
    return write_directive(
        "video",
        {
            "file": part.file.name if part.file else "",
            "embed": part.embed,
            "title": one_line(part.title),
            "captions": [{"language": captions.language, "file": captions.file.name}]
            if captions
            else [],
            "transcript": tidy_text(part.transcript),
            "poster": part.poster.name if part.poster else "",
        },
    )


@write_part.register
def _(part: CheckPart) -> str:
    return write_directive(
        "check",
        {
            "id": part.id,
            "key": part.key,
            "question": write_plain(part.question),
            "kind": part.kind,
            "choices": [write_choice(choice) for choice in part.choices],
            "hints": [write_plain(hint) for hint in part.hints if hint.strip()],
            "explanation": write_plain(part.explanation),
        },
    )


def write_choice(choice: Choice) -> dict[str, Any]:
    return without_empty(
        {
            "id": choice.id,
            "key": choice.key,
            "text": write_plain(choice.text),
            "correct": choice.correct,
            "feedback": write_plain(choice.feedback),
        }
    )


@write_part.register
def _(part: CalloutPart) -> str:
    return write_container("callout", part)


@write_part.register
def _(part: DetailsPart) -> str:
    return write_container("details", part)


def write_container(name: str, part: CalloutPart | DetailsPart) -> str:
    title = f' title="{escape_quoted(part.title)}"' if part.title else ""
    colons = ":" * (2 + depth_of(part))
    return f"{colons}{name} kind={part.kind}{title}\n{write_body(part.body)}\n{colons}"


def depth_of(part: Part) -> int:
    """Return how many directives stand in each other, this one included."""
    if isinstance(part, CalloutPart | DetailsPart):
        return 1 + max((depth_of(inner) for inner in part.body), default=0)
    return int(isinstance(part, FilePart | EmbedPart | AudioPart | VideoPart | CheckPart))


def write_directive(name: str, values: Mapping[str, Any]) -> str:
    return f":::{name}\n{write_yaml(without_empty(values))}:::"


def without_empty(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values that say something; False does."""
    return {key: value for key, value in values.items() if value or value is False}


def escape_quoted(text: str) -> str:
    return re.sub(r'[\\"]', r"\\\g<0>", one_line(text))


def escape_caption(text: str) -> str:
    return re.sub(r'[\\"]|&(?=#?[A-Za-z0-9]+;)', r"\\\g<0>", one_line(text))


def tidy_text(text: str) -> str:
    """Return plain text of several lines without spaces at their ends."""
    return "\n".join(line.rstrip() for line in tidy_lines(text).split("\n")).strip()
