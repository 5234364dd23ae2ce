"""Screens of the gallery are accessible, quiet and never too wide: a sample, or those asked for.

`make gallery` asks for all of them and lays the pictures out on sheets; see docs/gallery.md.
"""

import time

import pytest
from django.test import override_settings
from playwright.sync_api import Browser

from tests.gallery.choosing import choose
from tests.gallery.rendering import render
from tests.gallery.screens import SCREENS
from tests.gallery.sheets import make_sheet


@pytest.mark.timeout(3600)
@pytest.mark.spec("B5")
@override_settings(ROOT_URLCONF="tests.gallery.urls")
def test_screens_of_the_gallery(browser: Browser, site: str) -> None:
    orders, command = choose()
    print(f"\n==> {len(orders)} pictures; to repeat: {command}", flush=True)
    for screen in SCREENS:
        if screen.awaits:
            print(f"    {screen.name}: waits for {screen.awaits}")
    began = time.monotonic()

    found = []
    for number, shot in enumerate(render(browser, site, orders), start=1):
        name = f"{shot.screen.name}/{shot.variant.name}"
        print(f"    {number}/{len(orders)} {name} {'; '.join(shot.faults) or 'ok'}", flush=True)
        found += [f"{name}: {fault}" for fault in shot.faults]
    for screen_name in dict.fromkeys(screen.name for screen, _ in orders):
        make_sheet(screen_name)
    print(f"==> {time.monotonic() - began:.0f} s, {len(found)} faults", flush=True)

    assert found == []
