"""Text that comes from outside, made safe to look things up with; the names of languages."""

import re
import unicodedata

from django.utils.translation import get_language_info

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


LONGEST_WORD = 60
"""Characters of a word that it is looked up by; what is longer is no word."""
TATWEEL = "\u0640"
ALIKE = str.maketrans({"\u0649": "\u064a", "\u0629": "\u0647", TATWEEL: None})
"""Arabic letters that are written one for the other: alef maqsura as ya, ta marbuta as ha."""


def fold_words(text: str) -> list[str]:
    """Return the words of `text` as they are looked up: small letters without marks.

    "Café" is `cafe`; Arabic loses its vowel marks and the hamza on its letters. What is neither
    letter nor digit parts two words.
    """
    bare = "".join(
        char
        for char in unicodedata.normalize("NFKD", text.translate(ALIKE)).casefold()
        if unicodedata.category(char) != "Mn"
    )
    kept = "".join(char if unicodedata.category(char)[0] in "LMN" else " " for char in bare)
    return [word[:LONGEST_WORD] for word in unicodedata.normalize("NFKC", kept).split()]


def get_own_name(language: str) -> str:
    """Return what a language calls itself: "Bahasa Indonesia" for "id"; the code if unknown."""
    try:
        name: str = get_language_info(language)["name_local"]
    except KeyError:
        return language
    return name[:1].upper() + name[1:]


def clean_lines(raw: str) -> str:
    """Return text of several lines without what a database or a file cannot hold.

    Line ends become line feeds. What nobody sees goes: NUL, other controls but the tab, and lone
    surrogates.
    """
    text = re.sub(r"\r\n?|[\x85\u2028\u2029]", "\n", raw)
    kept = "".join(
        char for char in text if char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cs")
    )
    return kept.strip()
