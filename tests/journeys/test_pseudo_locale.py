"""In a language that is longer and looks strange, every screen keeps its words: a fixed sample.

`make pseudo` looks at all screens; see docs/languages.md.
"""

import os
import time

import pytest
from django.test import override_settings
from django.utils.translation import gettext, ngettext
from playwright.sync_api import Browser

from tests.gallery.pseudo import Content, find_clipped, find_hard_coded, inspect
from tests.gallery.pseudo_admin import SCREENS as ADMIN
from tests.gallery.pseudo_words import disguise, pseudo_language
from tests.gallery.restoring import raise_curtain
from tests.gallery.screens import SCREENS, Screen

SAMPLE = (
    "home-learner",
    "catalogue-drawer",
    "search-suggestions",
    "course-paid",
    "lesson-answered",
    "lesson-note-edited",
    "log-in-errors",
)


@pytest.mark.timeout(3600)
@pytest.mark.spec("S71")
@override_settings(ROOT_URLCONF="tests.gallery.urls")
def test_no_word_is_hard_coded_or_cut_off(browser: Browser, site: str) -> None:
    raise_curtain()  # What is written is written in English.
    began, found = time.monotonic(), []
    with pseudo_language():
        for name, fault in inspect(browser, site, choose()):
            print(f"    {name} {fault or 'ok'}", flush=True)
            found += [f"{name}: {fault}"] if fault else []
    print(f"==> {time.monotonic() - began:.0f} s, {len(found)} faults", flush=True)

    assert found == []


def choose() -> list[Screen]:
    """Return the sample, or the screens whose names begin as PSEUDO_SCREENS says, or `all`."""
    names = os.environ.get("PSEUDO_SCREENS", "")
    if not names:
        return [screen for screen in SCREENS if screen.name in SAMPLE]
    beginnings = tuple("" if name == "all" else name for name in names.split(","))
    chosen = [screen for screen in (*SCREENS, *ADMIN) if screen.name.startswith(beginnings)]
    if not chosen:
        raise ValueError(f"No screen is called {names}.")
    return chosen


# --- the instrument -------------------------------------------------------------------------------


def test_a_message_keeps_its_placeholders_and_tags() -> None:
    assert disguise("Save") == "⟦Şȧṽḗḗḗḗ⟧"
    assert disguise("%(count)s of <b>%%</b> {name}").startswith("⟦%(count)s ǿƒ <b>%%</b> {name}")


def test_english_gives_way_and_comes_back() -> None:
    with pseudo_language():
        assert gettext("Log in").startswith("⟦Ŀǿɠ īƞ")
        two = ngettext("%(count)s learner is enrolled.", "%(count)s learners are enrolled.", 2)
        assert two.startswith("⟦%(count)s ŀḗȧřƞḗřş ȧřḗ")

    assert gettext("Log in") == "Log in"


@pytest.mark.parametrize(
    ("text", "foreign"),
    [
        ("Flour and water", ""),
        ("⟦Ŀḗşşǿƞ⟧ Flour and water · 12 Nov 2026", ""),
        ("knead it for ten minutes", ""),
        ("Flour", "Flour"),
        ("⟦Ŀḗşşǿƞ⟧ by", "by"),
        ("Save", "Save"),
    ],
)
def test_what_nobody_wrote_and_no_message_brought_is_found(text: str, foreign: str) -> None:
    content = Content(["Flour and water", "Then knead it for ten minutes, and rest."])

    assert content.find_foreign(text) == foreign


def test_the_instrument_sees_what_is_wrong_on_a_page(browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 740})
    page.set_content(
        """<title>⟦Ŧīŧŀḗ⟧</title>
        <p>⟦Ħḗŀŀǿ⟧ Lena</p><button aria-label="Close">x</button>
        <p style="width: 90px; overflow: hidden; white-space: nowrap">⟦ŧǿǿ ŀǿƞɠ ƒǿř īŧş ƀǿẋ⟧</p>
        <div><button>⟦Ǿƞḗ⟧</button><button style="margin-left: -20px">⟦Ŧẇǿ⟧</button></div>"""
    )

    assert find_hard_coded(page, Content(["Lena"])) == [
        "hard-coded in body > button[aria-label]: Close"
    ]
    assert [fault.split(":")[0] for fault in find_clipped(page)] == [
        "cut off sideways in body > p",
        "runs out of body > p",
        "div > button lies on div > button",
    ]
    page.close()
