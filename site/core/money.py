"""Money as integer minor units with the currency's own exponent; never a float."""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from babel import Locale
from babel.numbers import (
    format_currency,
    get_currency_precision,
    get_currency_symbol,
    list_currencies,
)
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.exceptions import InvalidInput

CURRENCIES = ("USD", "EUR", "IDR", "SAR", "JPY", "KWD")
"""ISO 4217 codes that prices may be set in."""

# Where CLDR's display precision differs from the ISO 4217 minor unit that banks count in.
ISO_EXPONENTS = {"IDR": 2}
LETTERS_FIRST = re.compile("¤#")
DECIMALS = re.compile(r"\.0+")
"""In a pattern of CLDR: a currency right before its digits, and the places of a fraction."""


def exponent(currency: str) -> int:
    """Return how many decimal places one unit of `currency` has: JPY 0, USD 2, KWD 3.

    Raises:
        InvalidInput: `currency` is no ISO 4217 code.
    """
    if currency not in list_currencies():
        raise InvalidInput(_("“%(code)s” is not a currency code.") % {"code": currency})
    return ISO_EXPONENTS.get(currency, get_currency_precision(currency))


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in minor units (cents, fils, whole yen) of an ISO 4217 currency."""

    minor: int
    currency: str

    @classmethod
    def from_decimal(cls, amount: Decimal | str, currency: str) -> "Money":
        """Return the amount typed as a decimal of whole units.

        Raises:
            InvalidInput: not a number, or more decimal places than the currency has.
        """
        try:
            scaled = Decimal(amount).scaleb(exponent(currency))
        except InvalidOperation as error:
            raise InvalidInput(_("“%(amount)s” is not an amount.") % {"amount": amount}) from error
        if not scaled.is_finite() or scaled != scaled.to_integral_value():
            raise InvalidInput(
                _("%(currency)s has %(places)d decimal places; “%(amount)s” has more.")
                % {"currency": currency, "places": exponent(currency), "amount": amount}
            )
        return cls(int(scaled), currency)

    @property
    def amount(self) -> Decimal:
        """The amount in whole units."""
        places = exponent(self.currency)
        return Decimal(self.minor).scaleb(-places).quantize(Decimal(1).scaleb(-places))

    @property
    def is_free(self) -> bool:
        return self.minor == 0

    def display(self, language: str | None = None) -> str:
        """Return the amount as readers of `language` (default: the active one) write it."""
        return self._format(self.amount, language, whole=False)

    def display_price(self, language: str | None = None) -> str:
        """Return the amount as a shop window shows it: a whole one without decimals."""
        return self._format(self.amount, language, whole=self.amount == int(self.amount))

    def _format(self, amount: Decimal, language: str | None, *, whole: bool) -> str:
        locale = (language or get_language() or "en").replace("-", "_")
        pattern: str = Locale.parse(locale).currency_formats["standard"].pattern
        if get_currency_symbol(self.currency, locale)[-1].isalpha():
            # Letters stand apart from digits (CLDR, "currency spacing"), which Babel leaves out.
            pattern = LETTERS_FIRST.sub("¤\N{NO-BREAK SPACE}#", pattern)
        if Locale.parse(locale).text_direction == "rtl":
            # "US$" is one word: without a mark behind it, its "$" goes to the far end of the line.
            pattern = pattern.replace("¤", "¤\N{LEFT-TO-RIGHT MARK}")
        if whole:
            pattern = DECIMALS.sub("", pattern)
        return format_currency(
            amount, self.currency, format=pattern, locale=locale, currency_digits=not whole
        )

    def __str__(self) -> str:
        return self.display()
