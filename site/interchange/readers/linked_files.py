"""The files of a source that only the words of a course lead to."""

import re
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import unquote

from interchange.document import (
    FILE_LINK,
    CalloutPart,
    DetailsPart,
    Part,
    QuotePart,
    SourceFile,
    TablePart,
    TextPart,
)
from interchange.readers.assets import Assets

LINK = re.compile(rf'href="{FILE_LINK}([^"#?]+)')


def list_linked_files(
    bodies: Iterable[Sequence[Part]], assets: Assets, *, texts: Iterable[str] = ()
) -> tuple[SourceFile, ...]:
    """Return the files that links in `texts` (rich text) and in bodies lead to, each once."""
    words = [*texts, *(html for body in bodies for part in body for html in list_texts(part))]
    names = (unquote(name) for html in words for name in LINK.findall(html))
    found = (assets.find(name) for name in dict.fromkeys(names))
    return tuple(file for file in found if file is not None)


def list_texts(part: Part) -> Iterator[str]:
    """Yield all rich text of a part."""
    if isinstance(part, (TextPart, QuotePart)):
        yield part.html
    elif isinstance(part, TablePart):
        for row in part.rows:
            yield from row
    elif isinstance(part, (CalloutPart, DetailsPart)):
        for inner in part.body:
            yield from list_texts(inner)
