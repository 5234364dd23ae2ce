"""Puts pages into the place and the order of their source."""

from collections.abc import Sequence

from wagtail.models import Page


def put_in_order(parent: Page, pages: Sequence[Page]) -> None:
    """Make `pages` children of `parent` in this order; what stands right is not moved.

    Children that the source knows nothing of come before.
    """
    wanted = [page.pk for page in pages]
    parent = Page.objects.get(pk=parent.pk)
    present = list(parent.get_children().filter(pk__in=wanted).values_list("pk", flat=True))
    if present == wanted:
        return
    for pk in wanted:
        # Fresh rows: every move changes the paths of others.
        page = Page.objects.get(pk=pk).specific
        page.move(Page.objects.get(pk=parent.pk), pos="last-child")
