"""Ids, codes of languages and licences, as sources write them."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interchange.readers.languages import find_language, is_language_code
from interchange.readers.licences import name_licence, read_holder, read_licence
from interchange.readers.slugs import make_slug, make_unique, strip_number
from interchange.readers.yaml_tables import is_identifier


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Getting Started: Äpfel & Tee", "getting-started-apfel-tee"),
        ("2. Loops", "part-2-loops"),
        ("入门", "xefb6ecd"),
        ("", "part"),
        ("a" * 70, "a" * 55 + "-xed6c69d"),
    ],
)
def test_a_slug_is_made_of_words(text: str, slug: str) -> None:
    assert make_slug(text) == slug


@given(st.text())
def test_every_slug_is_an_id(text: str) -> None:
    taken: set[str] = set()
    assert is_identifier(make_slug(text))
    assert is_identifier(make_unique(make_slug(text), taken))
    assert is_identifier(make_unique(make_slug(text), taken))
    assert len(taken) == 2


@pytest.mark.parametrize(
    ("name", "rest"),
    [("1-getting-started", "getting-started"), ("02_loops", "loops"), ("3", "3"), ("a1-b", "a1-b")],
)
def test_the_number_of_a_folder_is_no_part_of_its_name(name: str, rest: str) -> None:
    assert strip_number(name) == rest


@pytest.mark.parametrize(
    ("code", "language"),
    [
        ("en", "en"),
        ("ID", "id"),
        ("pt-BR", "pt-br"),
        ("pt_PT", "pt"),
        ("zh-cn", "zh-hans"),
        ("zh-Hans-CN", "zh-hans"),
        ("zh-TW", "zh-hant"),
        ("es-mx", "es"),
        ("kr", "ko"),
        ("kn", ""),
        ("", ""),
        ("readme", ""),
    ],
)
def test_a_language_is_found_by_its_code(code: str, language: str) -> None:
    assert find_language(code) == language


@pytest.mark.parametrize(
    ("code", "is_code"),
    [("kn", True), ("zh-Hant-TW", True), ("es_419", True), ("old", True), ("draft", False)],
)
def test_a_code_is_told_by_its_form(code: str, is_code: bool) -> None:
    assert is_language_code(code) is is_code


@pytest.mark.parametrize(
    ("text", "licence"),
    [
        ("MIT License\n\nCopyright (c) Ada", "MIT"),
        ("Creative Commons Attribution 4.0 International Public License", "CC-BY-4.0"),
        ("Creative Commons Attribution-ShareAlike 3.0 Unported", "CC-BY-SA-3.0"),
        ("Attribution: https://creativecommons.org/licenses/by-nc-sa/4.0/", "CC-BY-NC-SA-4.0"),
        ("CC-BY 4.0", "CC-BY-4.0"),
        ("CC0 1.0 Universal", "CC0-1.0"),
        ("                 Apache License\n           Version 2.0", "Apache-2.0"),
        ("GNU GENERAL PUBLIC LICENSE\n Version 3, 29 June 2007", "GPL-3.0-or-later"),
        ("GNU GENERAL PUBLIC LICENSE\n    Version 2, June 1991", "GPL-2.0-or-later"),
        ("Do as you like", ""),
    ],
)
def test_a_licence_is_named_by_its_words(text: str, licence: str) -> None:
    assert name_licence(text) == licence


def test_the_licence_of_words_holds_over_the_licence_of_code(tmp_path: Path) -> None:
    (tmp_path / "LICENSE").write_text("Apache License\nVersion 2.0")
    (tmp_path / "LICENSE-docs.md").write_text("Creative Commons Attribution 4.0")
    assert read_licence(tmp_path) == "CC-BY-4.0"


def test_a_source_may_say_nothing_of_its_licence(tmp_path: Path) -> None:
    assert (read_licence(tmp_path), read_holder(tmp_path)) == ("", "")


@pytest.mark.parametrize(
    ("line", "holder"),
    [
        ("    Copyright (c) Microsoft Corporation.", "Microsoft Corporation"),
        ("Copyright 2019-2021, Ada Lovelace", "Ada Lovelace"),
        ("Copyright © 2020 The Tea House. All rights reserved.", "The Tea House"),
        ("The above copyright notice is kept", ""),
    ],
)
def test_the_holder_of_the_copyright_is_read(tmp_path: Path, line: str, holder: str) -> None:
    (tmp_path / "LICENSE").write_text(f"MIT License\n\n{line}\n\nThe above copyright notice.\n")
    assert read_holder(tmp_path) == holder


def test_a_licence_that_speaks_of_another_is_named_by_its_title() -> None:
    text = (
        "GNU GENERAL PUBLIC LICENSE\nVersion 3, 29 June 2007\n...\n"
        "13. Use with the GNU Affero General Public License.\n"
    )

    assert name_licence(text) == "GPL-3.0-or-later"
