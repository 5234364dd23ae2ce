"""Codes of languages, as sources write them."""

import re

from django.conf import settings

CODE = re.compile(r"[a-z]{2,3}([-_][a-z]{4})?([-_]([a-z]{2}|\d{3}))?", re.IGNORECASE)
ALIASES = {
    "zh": "zh-hans",
    "zho": "zh-hans",
    "cn": "zh-hans",
    "zh-cn": "zh-hans",
    "zh-sg": "zh-hans",
    "tw": "zh-hant",
    "hk": "zh-hant",
    "mo": "zh-hant",
    "zh-tw": "zh-hant",
    "zh-hk": "zh-hant",
    "zh-mo": "zh-hant",
    # What translators write for the language of Brazil, Japan, Korea, Ukraine, Vietnam.
    "br": "pt-br",
    "jp": "ja",
    "kr": "ko",
    "ua": "uk",
    "vn": "vi",
    # Codes that changed.
    "in": "id",
    "iw": "he",
    "no": "nb",
    "nn": "nb",
}


def find_language(code: str) -> str:
    """Return the site's code of a language that a source calls `code`; "" when the site has none.

    A region is left aside where the site does not tell it apart: "es-MX" is "es".
    """
    known = dict(settings.WAGTAIL_CONTENT_LANGUAGES)
    name = code.strip().replace("_", "-").lower()
    while name:
        found = name if name in known else ALIASES.get(name, "")
        if found in known:
            return found
        name = name.rpartition("-")[0]
    return ""


def is_language_code(code: str) -> bool:
    """Return whether a word has the form of a language's code, whatever it means."""
    return CODE.fullmatch(code) is not None
