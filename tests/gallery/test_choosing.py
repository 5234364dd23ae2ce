"""What a run of the gallery looks at is asked for, or drawn so that it can be drawn again."""

import pytest

from tests.gallery.choosing import choose, draw_sample, filter_orders, list_orders
from tests.gallery.screens import SCREENS

ASKED = ("GALLERY_SCREENS", "GALLERY_VARIANTS", "GALLERY_SEED")


@pytest.fixture(autouse=True)
def nothing_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ASKED:
        monkeypatch.delenv(name, raising=False)


def names(orders: object) -> list[str]:
    return [f"{screen.name}/{variant.name}" for screen, variant in orders]  # type: ignore[attr-defined]


def test_names_of_screens_are_their_own() -> None:
    assert len({screen.name for screen in SCREENS}) == len(SCREENS)


def test_a_sample_is_drawn_again_by_its_seed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GALLERY_SEED", "4f1c")

    orders, command = choose()

    assert names(orders) == names(draw_sample("4f1c"))
    assert len(set(names(orders))) == 12
    assert names(orders) != names(draw_sample("4f1d"))
    assert command == "make gallery SEED=4f1c"


def test_screens_and_variants_are_asked_for_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GALLERY_SCREENS", "home,menu-phone")
    monkeypatch.setenv("GALLERY_VARIANTS", "light-ar")

    orders, command = choose()

    assert names(orders) == [
        "home/1280-light-ar",
        "home/360-light-ar",
        "home-learner/1280-light-ar",
        "home-learner/360-light-ar",
        "menu-phone/360-light-ar",
    ]
    assert command == "make gallery SCREENS=home,menu-phone VARIANTS=light-ar"


def test_everything_is_asked_for_in_one_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GALLERY_SCREENS", "all")

    assert names(choose()[0]) == names(list_orders())


@pytest.mark.parametrize(("screens", "variants"), [(["hone"], []), ([], ["sepia"])])
def test_a_name_that_fits_nothing_is_refused(screens: list[str], variants: list[str]) -> None:
    with pytest.raises(ValueError):
        filter_orders(screens, variants)
