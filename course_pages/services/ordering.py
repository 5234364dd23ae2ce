"""The order of modules and lessons: that of the original's tree, in every language."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.actions.move_page import MovePageAction
from wagtail.models import Page

from accounts.models import User
from core.exceptions import InvalidInput, NotAllowed
from course_pages.enums import Direction


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page stands among its siblings; the first is number 1."""

    number: int
    total: int


@transaction.atomic
def move_one_step(*, page: Page, direction: Direction, actor: User) -> Place:
    """Let `page` change places with its neighbour and return where it stands now.

    At the end of the row it stays where it is.

    Raises:
        NotAllowed: `actor` may not order what stands beside the page.
        InvalidInput: the page is a translation (`not_original`): its order is the original's.
    """
    parent = Page.objects.select_for_update().get(path=page.path[: -Page.steplen])
    if not parent.specific.permissions_for_user(actor).can_reorder_children():
        raise NotAllowed(_("You may not change the order here."))
    if not getattr(parent.specific_deferred, "is_canonical", True):
        raise InvalidInput(
            _("A translation has the order of the original. Change it there."), code="not_original"
        )
    keys = list(parent.get_children().order_by("path").values_list("pk", flat=True))
    here = keys.index(page.pk)
    there = here + (-1 if direction == Direction.UP else 1)
    if not 0 <= there < len(keys):
        return Place(here + 1, len(keys))
    neighbour = Page.objects.get(pk=keys[there])
    side = "left" if direction == Direction.UP else "right"
    moved = Page.objects.get(pk=page.pk)
    MovePageAction(moved, neighbour, pos=side, user=actor).execute(skip_permission_checks=True)
    return Place(there + 1, len(keys))
