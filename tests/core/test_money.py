"""Amounts as people of several languages write them."""

import pytest

from core.money import Money

SPACE = "\N{NO-BREAK SPACE}"
LEFT, RIGHT = "\N{LEFT-TO-RIGHT MARK}", "\N{RIGHT-TO-LEFT MARK}"


@pytest.mark.parametrize(
    ("minor", "currency", "language", "shown"),
    [
        (2400, "USD", "en", "$24.00"),
        (1950, "EUR", "en", "€19.50"),
        (60_000_000, "IDR", "en", f"IDR{SPACE}600,000.00"),
        (60_000_000, "IDR", "id", f"Rp{SPACE}600.000,00"),
        (1250, "KWD", "en", f"KWD{SPACE}1.250"),
        (900, "JPY", "en", "¥900"),
        (2400, "EUR", "de", f"24,00{SPACE}€"),
    ],
)
def test_an_amount_is_shown_to_the_last_place(
    minor: int, currency: str, language: str, shown: str
) -> None:
    assert Money(minor, currency).display(language) == shown


@pytest.mark.parametrize(
    ("minor", "currency", "language", "shown"),
    [
        (2400, "USD", "en", "$24"),
        (2450, "USD", "en", "$24.50"),
        (60_000_000, "IDR", "en", f"IDR{SPACE}600,000"),
        (60_000_000, "IDR", "id", f"Rp{SPACE}600.000"),
        (5000, "KWD", "en", f"KWD{SPACE}5"),
        (900, "JPY", "en", "¥900"),
        (2400, "EUR", "de", f"24{SPACE}€"),
        (2400, "USD", "ar", f"{RIGHT}24{SPACE}US${LEFT}"),
    ],
)
def test_a_whole_price_has_no_decimals(
    minor: int, currency: str, language: str, shown: str
) -> None:
    assert Money(minor, currency).display_price(language) == shown


@pytest.mark.parametrize("language", ["ar", "fa", "pt-br", "zh-hans", "hi"])
def test_every_language_has_a_way_to_write_it(language: str) -> None:
    shown = Money(2400, "USD").display_price(language)

    assert any(digits in shown for digits in ("24", "٢٤", "۲۴"))
    assert "." not in shown
