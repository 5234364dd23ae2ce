"""The templates and static files keep the rules that no screenshot shows."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import get_template

from tests.templates.sources import (
    COMMENT,
    INCLUDE,
    SCRIPT,
    STATIC,
    STYLESHEET,
    TAG,
    TEMPLATES,
    compressed,
    list_static,
    list_templates,
    read_all_of,
    read_static,
    read_template,
    with_imports,
)

HTML = list_templates()
CSS = list_static("css/*.css")
JS = list_static("js/*.js")

INLINE = re.compile(r"\sstyle\s*=|\son[a-z]+\s*=|<style\b|javascript:", re.IGNORECASE)
INLINE_SCRIPT = re.compile(r"<script(?![^>]*\ssrc=)", re.IGNORECASE)
PHYSICAL = re.compile(
    r"(?<![-\w])(?:(?:margin|padding|border|inset|scroll-margin|scroll-padding)-(?:left|right|top|bottom)"
    r"|left|right|top|bottom|width|height|(?:min|max)-(?:width|height)|border-(?:top|bottom)-(?:left|right)"
    r"-radius)\s*:|text-align\s*:\s*(?:left|right)|float\s*:\s*(?:left|right)"
)
MEDIA_QUERY = re.compile(r"@(?:media|container)[^{]*\{")
STATIC_TAG = re.compile(r"""\{%\s*static\s+["']([^"']+)["']""")
STATIC_TEXT = re.compile(r"""["'(]/static/([^"')]+)""")
CSS_URL = re.compile(r"""url\(["']?(?!data:)([^"')#]+)""")
ICON = re.compile(r"""\{%\s*icon\s+["']([\w-]+)["']""")
RAW_COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|\brgb\(|\bhsl\(", re.IGNORECASE)


@pytest.mark.parametrize("name", [*HTML, *list_templates("*.txt")])
def test_every_template_compiles(name: str) -> None:
    origin = get_template(name).template.origin  # type: ignore[attr-defined]

    assert Path(origin.name) == TEMPLATES / name


@pytest.mark.parametrize("name", HTML)
def test_nothing_inline_that_the_content_policy_refuses(name: str) -> None:
    source = TAG.sub("", COMMENT.sub("", read_template(name)))

    assert not INLINE.search(source)
    assert not INLINE_SCRIPT.search(source)


@pytest.mark.parametrize("name", [name for name in HTML if name.startswith("components/")])
def test_a_component_names_its_inputs_at_its_top(name: str) -> None:
    first_line = read_template(name).splitlines()[0]

    assert re.match(r"\{#.*(?:Inputs?: \S|No inputs\.).*#\}", first_line)


@pytest.mark.parametrize("name", HTML)
def test_what_a_template_refers_to_is_there(name: str) -> None:
    source = read_template(name)
    sprite = read_static("img/icons.svg")

    for path in [*STATIC_TAG.findall(source), *STATIC_TEXT.findall(source)]:
        assert finders.find(path), path
    for icon in ICON.findall(source):
        assert f'id="{icon}"' in sprite, icon
    for included in INCLUDE.findall(source):
        assert included in HTML


def test_every_component_is_used() -> None:
    used = {found for name in HTML for found in INCLUDE.findall(read_template(name))}

    assert {name for name in HTML if name.startswith("components/")} <= used


@pytest.mark.parametrize("name", CSS)
def test_styles_use_logical_properties_alone(name: str) -> None:
    """So that right-to-left pages need no styles of their own."""
    source = MEDIA_QUERY.sub("{", re.sub(r"/\*.*?\*/", "", read_static(name), flags=re.DOTALL))

    assert PHYSICAL.findall(source) == []


@pytest.mark.parametrize("name", CSS)
def test_what_styles_refer_to_is_there(name: str) -> None:
    for url in CSS_URL.findall(read_static(name)):
        assert (STATIC / "css" / url).resolve().is_file(), url


@pytest.mark.parametrize("name", [name for name in CSS if name != "css/tokens.css"])
def test_raw_colours_live_in_the_tokens_alone(name: str) -> None:
    assert RAW_COLOUR.findall(read_static(name)) == []


FRAMES = {"base.html", "bare.html"}
PAGES = [name for name in HTML if FRAMES & read_all_of(name).keys()]
LESSONS = ("pages/lesson.html", "pages/lesson_closed.html")
STYLES_KB, SCRIPTS_KB, LESSON_SCRIPTS_KB = 15, 30, 50
"""Compressed, everything that one page loads; a lesson may be a video lesson."""


@pytest.mark.parametrize("name", PAGES)
def test_styles_and_scripts_of_a_page_stay_small(name: str) -> None:
    sources = read_all_of(name).values()
    styles = {found for source in sources for found in STYLESHEET.findall(source)}
    scripts = {found for source in sources for found in SCRIPT.findall(source)}

    assert styles
    assert sum(map(compressed, styles)) <= STYLES_KB * 1024
    limit = LESSON_SCRIPTS_KB if name in LESSONS else SCRIPTS_KB
    assert sum(map(compressed, with_imports(scripts))) <= limit * 1024


def test_scripts_write_no_markup_and_no_code() -> None:
    for name in JS:
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|\beval\(|Function\(", read_static(name)
        )
