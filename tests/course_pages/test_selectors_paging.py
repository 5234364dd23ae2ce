"""The row of numbers under a list."""

import pytest

from course_pages.selectors.paging import make_page_links


def row(number: int, page_count: int) -> list[int]:
    return [link.number for link in make_page_links(number, page_count, str)]


@pytest.mark.parametrize(
    ("number", "page_count", "shown"),
    [
        (1, 1, []),
        (1, 2, [1, 2]),
        (1, 9, [1, 2, 0, 9]),
        (3, 9, [1, 2, 3, 4, 0, 9]),
        (4, 9, [1, 2, 3, 4, 5, 0, 9]),
        (5, 9, [1, 0, 4, 5, 6, 0, 9]),
        (7, 9, [1, 0, 6, 7, 8, 9]),
        (9, 9, [1, 0, 8, 9]),
        (500, 900, [1, 0, 499, 500, 501, 0, 900]),
    ],
)
def test_first_last_and_neighbors_are_shown(number: int, page_count: int, shown: list[int]) -> None:
    assert row(number, page_count) == shown


def test_a_number_knows_its_address_and_where_one_is() -> None:
    first, second, third = make_page_links(2, 3, lambda number: f"?page={number}")

    assert [link.url for link in (first, second, third)] == ["?page=1", "?page=2", "?page=3"]
    assert [link.is_current for link in (first, second, third)] == [False, True, False]
