"""Pages stay light: the budgets of docs/gallery.md, at a desk and on a phone."""

from playwright.sync_api import Browser

from tests.gallery.stage import Stage
from tests.gallery.weighing import PAGES, find_excess, format_table, weigh


def test_pages_keep_their_budgets(browser: Browser, site: str, stage: Stage) -> None:
    rows = [
        (f"{page.name}{', phone' if phone else ''}", weigh(browser, site, stage, page, phone=phone))
        for page in PAGES
        for phone in (False, True)
    ]
    budgets = [page.budget for page in PAGES for _ in range(2)]
    table = [(name, weight, budget) for (name, weight), budget in zip(rows, budgets, strict=True)]
    print("\n" + format_table(table))

    assert [excess for row in table for excess in find_excess(*row)] == []
