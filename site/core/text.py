"""Text that comes from outside, made safe to look things up with."""

import re
import unicodedata

QUERY_LENGTH = 100
"""Characters of a search query that are looked at; nobody types more, only attacks send more."""


def clean_query(raw: str) -> str:
    """Return `raw` as a search query that no database chokes on.

    NUL and lone surrogates break PostgreSQL and SQLite, `"` breaks SQLite's full-text syntax:
    everything that is no letter, mark, digit or plain joiner becomes a space.
    """
    text = unicodedata.normalize("NFKC", raw[: QUERY_LENGTH * 4])
    kept = "".join(
        char if unicodedata.category(char)[0] in "LMN" or char in "'+#-." else " " for char in text
    )
    return re.sub(r"\s+", " ", kept).strip()[:QUERY_LENGTH].strip()
