"""The languages that courses are taught in."""

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.urls import URLResolver, get_resolver
from django.urls.resolvers import LocalePrefixPattern


def list_first_parts() -> set[str]:
    """Return the first part of every address that stands outside the tree of pages."""
    parts = set()
    for item in get_resolver().url_patterns:
        below = [item]
        if isinstance(item, URLResolver) and isinstance(item.pattern, LocalePrefixPattern):
            below = item.url_patterns
        for pattern in below:
            parts.add(str(pattern.pattern).split("/", 1)[0])
    return parts - {""}


def test_no_address_of_ours_begins_like_a_language() -> None:
    parts = list_first_parts()

    assert {"admin", "learn", "accounts"} <= parts
    assert not parts & {code for code, _name in settings.LANGUAGES}


def test_every_language_has_a_name_of_its_own() -> None:
    codes = [code for code, _name in settings.LANGUAGES]

    assert len(codes) == len(set(codes))
    assert all(LANG_INFO[code]["name_local"] for code in codes)
    assert {code for code, _name in settings.INTERFACE_LANGUAGES} == {"en", "id", "ar"}
