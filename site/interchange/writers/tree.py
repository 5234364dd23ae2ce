"""Puts pages into the place and the order of their source."""

from collections.abc import Mapping, Sequence

from wagtail.coreutils import find_available_slug
from wagtail.models import Page


def put_in_order(parent_path: str, wanted: Sequence[int], paths: Mapping[int, str]) -> bool:
    """Make the pages with the keys `wanted` children of a page in this order; return whether any
    was moved. `paths` says where every page stands now.

    What stands right is not moved, and no more is moved than must be.
    """
    inside = [pk for pk in wanted if is_child(paths[pk], parent_path)]
    staying = set(find_longest_run(inside, paths))
    if len(staying) == len(wanted):
        return False
    before: int | None = None
    first = next((pk for pk in wanted if pk in staying), None)
    for pk in wanted:
        if pk not in staying:
            move(pk, parent_path, before, first)
        before = pk
    return True


def move(pk: int, parent_path: str, before: int | None, first: int | None) -> None:
    """Move a page behind `before`, or else in front of `first`, or else to the end."""
    # Fresh rows: every move changes the paths of others.
    page = Page.objects.get(pk=pk).specific
    if not is_child(page.path, parent_path):
        find_address(page, Page.objects.get(path=parent_path))
    if before is not None:
        page.move(Page.objects.get(pk=before), pos="right")
    elif first is not None:
        page.move(Page.objects.get(pk=first), pos="left")
    else:
        page.move(Page.objects.get(path=parent_path), pos="last-child")


def find_address(page: Page, parent: Page) -> None:
    """Give the page an address that no child of its new parent has."""
    slug = find_available_slug(parent, page.slug)
    if slug != page.slug:
        page.slug = slug
        page.save()


def is_child(path: str, parent_path: str) -> bool:
    return path[: -Page.steplen] == parent_path


def find_longest_run(pks: Sequence[int], paths: Mapping[int, str]) -> list[int]:
    """Return the most of `pks`, in order, whose paths rise: those that need not be moved."""
    runs: list[list[int]] = []
    for place, pk in enumerate(pks):
        fitting = [runs[i] for i in range(place) if paths[pks[i]] < paths[pk]]
        runs.append([*max(fitting, key=len, default=[]), pk])
    return max(runs, key=len, default=[])
