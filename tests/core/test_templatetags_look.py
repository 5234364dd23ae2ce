"""The smallest pieces of a screen, in languages that write differently, or the other way."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template
from django.utils import timezone
from django.utils.translation import override

from core.money import Money
from core.templatetags.look import (
    comma,
    day,
    day_and_time,
    in_language,
    isolated,
    language_mark,
    listed,
    month,
    name_of_language,
    number,
    percent,
    price,
    size,
)

LATE = datetime(2026, 11, 22, 20, 24, tzinfo=UTC)


def test_a_list_has_the_comma_of_its_language() -> None:
    assert listed(["English", "Indonesia"]) == "English, Indonesia"
    with override("ar"):
        assert (comma(), listed(["a", "b"])) == ("، ", "a، b")


def test_isolated_words_are_escaped_once() -> None:
    words = "{% blocktranslate with w=w|isolated %}of “{{ w }}”{% endblocktranslate %}"
    page = Template("{% load i18n %}" + words)

    assert isolated("<b>") == "<bdi>&lt;b&gt;</bdi>"
    assert page.render(Context({"w": "a & b"})) == "of “<bdi>a &amp; b</bdi>”"


@pytest.mark.parametrize(
    ("language", "whole", "short"),
    [
        ("en", "November 22, 2026", "November 2026"),
        ("id", "22 November 2026", "November 2026"),
        ("ar", "22 نوفمبر 2026", "نوفمبر 2026"),
        ("zh-hans", "2026年11月22日", "2026年11月"),
    ],
)
def test_days_are_written_as_the_language_writes_them(
    language: str, whole: str, short: str
) -> None:
    with override(language):
        assert (day(LATE), month(LATE)) == (whole, short)
        assert day(date(2026, 11, 22)) == whole


def test_a_day_is_that_of_the_readers_clock() -> None:
    with timezone.override(ZoneInfo("Asia/Jakarta")):
        assert day(LATE) == "November 23, 2026"
        assert day_and_time(LATE) == "Nov 23, 2026, 3:24:00\u202fAM"


def test_no_day_is_no_words() -> None:
    assert (day(None), month(None), day_and_time(None)) == ("", "", "")


@pytest.mark.parametrize(
    ("language", "count", "share", "small", "large"),
    [
        ("en", "1,234,567.5", "45%", "18.4 kB", "2.4 MB"),
        ("id", "1.234.567,5", "45%", "18,4 kB", "2,4 MB"),
        ("ar", "1,234,567.5", "45%", "18.4 كيلوبايت", "2.4 م.ب"),
    ],
)
def test_numbers_and_sizes_are_written_as_the_language_writes_them(
    language: str, count: str, share: str, small: str, large: str
) -> None:
    with override(language):
        assert number(1_234_567.5) == count
        assert percent(45) == share
        assert (size(18_400), size(2_400_000)) == (small, large)


def test_sizes_begin_with_bytes_and_end_with_gigabytes() -> None:
    assert (size(None), size(0), size(999)) == ("0 bytes", "0 bytes", "999 bytes")
    assert size(7_500_000_000_000) == "7,500 GB"


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "IDR\xa0150,000"), ("id", "Rp\xa0150.000"), ("ar", "IDR")],
)
def test_a_price_is_written_as_the_language_writes_it(language: str, words: str) -> None:
    with override(language):
        assert words in price(Money(15_000_000, "IDR"))
        assert price(Money(0, "IDR")) != price(Money(1, "IDR"))


def test_words_of_another_language_say_so_to_machines() -> None:
    assert in_language("") == ""
    assert in_language("en") == ' lang="en" dir="ltr"'
    assert in_language("ar") == ' lang="ar" dir="rtl"'


@pytest.mark.parametrize(("language", "name"), [("en", "Arabic"), ("id", "Arab"), ("xx", "Arabic")])
def test_a_language_is_called_as_the_reader_calls_it(language: str, name: str) -> None:
    with override(language):
        assert name_of_language("ar") == name
        assert name_of_language("xx") == "xx"


def test_words_of_another_language_bear_a_mark_unless_all_around_do() -> None:
    mark = language_mark("en")

    assert '<span aria-hidden="true">EN</span>' in mark
    assert '<span class="vh"> (in English)</span>' in mark
    assert (language_mark(""), language_mark("en", "en")) == ("", "")
    assert language_mark("en", "id") == mark
