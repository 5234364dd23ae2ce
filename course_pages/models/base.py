"""What course, module and lesson pages have in common."""

from collections.abc import Callable
from typing import Any, ClassVar, Self

from django.db import OperationalError, connection, models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from course_pages.fields import CanonicalKey
from course_pages.models.previews import SeatedPreviews
from course_pages.models.routing import RestrictedByPath

DECIDES_CANONICAL = frozenset({"alias_of", "alias_of_id", "translation_key"})


DEADLOCK = "40P01"
"""How PostgreSQL says that it ended one of two transactions that waited for each other."""
TRIES = 3


def do_whole(change: Callable[[], Any]) -> Any:
    """Do `change` in one transaction, and again where another publication was in its way.

    Two at the same time write the same rows of Wagtail's search index, each in its own order. In a
    transaction of the caller nothing can be done again: the error is the caller's.
    """
    for tries_left in reversed(range(TRIES)):
        try:
            with transaction.atomic():
                return change()
        except OperationalError as error:
            is_deadlock = getattr(error.__cause__, "sqlstate", "") == DEADLOCK
            if not (is_deadlock and tries_left) or connection.in_atomic_block:
                raise
    return None


def _is_original(parent: Page) -> bool:
    return bool(getattr(parent.specific_deferred, "is_canonical", True))


class CanonicalPage(SeatedPreviews, RestrictedByPath, Page):
    """A page that is one thing in many languages.

    wagtail-localize makes one page per language with a shared `translation_key`. What learners do
    and what money hangs on points at `canonical`: the page that was there first. The canonical
    tree alone decides order, membership and liveness.
    """

    canonical = CanonicalKey(
        "self",
        verbose_name=_("canonical page"),
        on_delete=models.RESTRICT,
        related_name="language_versions",
        editable=False,
    )

    exclude_fields_in_copy: ClassVar[list[str]] = [*Page.exclude_fields_in_copy, "canonical"]

    class Meta:
        abstract = True

    @classmethod
    def can_create_at(cls, parent: Page) -> bool:
        """Say whether the editor may add such a page under `parent`.

        Not in a translated tree: what is written there first would have no place in the canonical
        tree, and so in no outline. It is written in the original, then translated.
        """
        return bool(super().can_create_at(parent)) and _is_original(parent)

    @property
    def is_canonical(self) -> bool:
        return self.canonical_id == self.pk

    def can_move_to(self, parent: Page) -> bool:
        """Say whether the editor may move this page there; an original stays among originals."""
        return bool(super().can_move_to(parent)) and (not self.is_canonical or _is_original(parent))

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Write the page; a save of single columns that `canonical` follows from writes it too."""
        columns = kwargs.get("update_fields")
        if columns is not None and DECIDES_CANONICAL.intersection(columns):
            kwargs["update_fields"] = {*columns, "canonical"}
        return super().save(*args, **kwargs)

    def publish(self, *args: Any, **kwargs: Any) -> Any:
        """Publish a revision, with the facts and events that follow, or do nothing of it."""
        publish = super().publish
        return do_whole(lambda: publish(*args, **kwargs))

    def unpublish(self, *args: Any, **kwargs: Any) -> Any:
        """Unpublish the page, with the facts and events that follow, or do nothing of it."""
        unpublish = super().unpublish
        return do_whole(lambda: unpublish(*args, **kwargs))

    def derive_canonical_id(self) -> int:
        """Return the primary key of the page that answers for this one; never empty.

        An alias answers for what its source answers for; any other page for the first page with
        its translation key, which may be itself.
        """
        pages = type(self)._base_manager
        if self.alias_of_id:
            source = pages.filter(pk=self.alias_of_id).values_list("canonical_id", flat=True)
            return source.get()
        first: Self | None = (
            pages.filter(translation_key=self.translation_key)
            .exclude(pk=self.pk)
            .order_by("pk")
            .only("canonical_id")
            .first()
        )
        return first.canonical_id if first else self.pk
