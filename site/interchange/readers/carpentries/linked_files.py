"""Files of the course that only links lead to."""

import re
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import unquote

from interchange.document import FILE_LINK, Part, QuotePart, SourceFile, TablePart, TextPart
from interchange.readers.assets import Assets

LINK = re.compile(rf'href="{FILE_LINK}([^"#]*)')


def find_linked_files(
    bodies: Iterable[Sequence[Part]], description: str, assets: Assets
) -> tuple[SourceFile, ...]:
    """Return the files that words in the course lead to, each once."""
    texts = [html for body in bodies for part in body for html in texts_of(part)]
    names = [unquote(name) for html in [description, *texts] for name in LINK.findall(html)]
    found = (assets.find(name) for name in dict.fromkeys(names))
    return tuple(file for file in found if file is not None)


def texts_of(part: Part) -> Iterator[str]:
    if isinstance(part, TextPart | QuotePart):
        yield part.html
    elif isinstance(part, TablePart):
        for row in part.rows:
            yield from row
    for inner in getattr(part, "body", ()):
        yield from texts_of(inner)
