"""Every word that a person reads can be translated."""

import re

import pytest

from tests.templates.sources import COMMENT, list_templates, read_template

BLOCK = re.compile(r"\{%\s*blocktrans(?:late)?\b.*?\{%\s*endblocktrans(?:late)?\s*%\}", re.DOTALL)
REMARK = re.compile(r"\{%\s*comment\s*%\}.*?\{%\s*endcomment\s*%\}", re.DOTALL)
READ_ATTRIBUTE = re.compile(r"""\s(?:aria-label|placeholder|title|alt)\s*=\s*"([^"]*)\"""")
VARIABLE = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
UNREAD = re.compile(r"<(?:script|style|svg)\b.*?</(?:script|style|svg)>|<!doctype[^>]*>", re.DOTALL)
MARKUP = re.compile(r"""<(?:[^>"']|"[^"]*"|'[^']*')*>""")
WORD = re.compile(r"[^\W\d_]{2,}")

PROPER_NAMES = ("Hybrid LMS",)
"""Names stay as they are in every language."""


def find_fixed_words(source: str) -> list[str]:
    """Return what of a template a reader would see in English whatever their language."""
    source = BLOCK.sub("", REMARK.sub("", COMMENT.sub("", source)))
    source = UNREAD.sub("", source)
    seen = [VARIABLE.sub("", words) for words in READ_ATTRIBUTE.findall(VARIABLE.sub("", source))]
    text = MARKUP.sub("\n", VARIABLE.sub("", source))
    for name in PROPER_NAMES:
        text = text.replace(name, "")
    return [line.strip() for line in [*seen, *text.splitlines()] if WORD.search(line)]


@pytest.mark.parametrize("name", [*list_templates(), *list_templates("*.txt")])
def test_a_template_holds_no_word_that_cannot_be_translated(name: str) -> None:
    assert find_fixed_words(read_template(name)) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("<p>Hello there</p>", ["Hello there"]),
        ('<a title="Go on" href="/x">{{ name }}</a>', ["Go on"]),
        ('<p>{% translate "Hello" %}: {{ name }}</p>', []),
        ("{% blocktranslate %}Hello{% endblocktranslate %}", []),
        ('<input placeholder="{% translate "Search" %}">', []),
    ],
)
def test_the_reader_of_words_sees_what_it_should(source: str, found: list[str]) -> None:
    assert find_fixed_words(source) == found
