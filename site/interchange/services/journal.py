"""What an import made and changed, kept as plain JSON with its row, to be undone."""

from dataclasses import asdict, dataclass
from typing import Any

from interchange.writers.written import Written


@dataclass(frozen=True, slots=True)
class Revision:
    """A page that was given another version."""

    page: int
    previous: int | None
    """The version it had before; None when it had none."""
    was_live: bool


@dataclass(frozen=True, slots=True)
class Journal:
    """Primary keys of what one import touched."""

    created: tuple[int, ...]
    revised: tuple[Revision, ...]
    unpublished: tuple[int, ...]
    files: tuple[tuple[str, int], ...]
    """Label of the model and primary key."""

    @property
    def is_empty(self) -> bool:
        return not (self.created or self.revised or self.unpublished or self.files)


def make_journal(written: Written) -> dict[str, Any]:
    """Return the journal of an import as the row keeps it."""
    revised = (Revision(page.pk, page.previous_revision, page.was_live) for page in written.revised)
    return asdict(Journal(written.created, tuple(revised), written.unpublished, written.files))


def read_journal(kept: dict[str, Any]) -> Journal:
    """Return the journal that a row keeps; an empty one for an import that wrote nothing."""
    return Journal(
        created=tuple(kept.get("created", ())),
        revised=tuple(Revision(**row) for row in kept.get("revised", ())),
        unpublished=tuple(kept.get("unpublished", ())),
        files=tuple((label, pk) for label, pk in kept.get("files", ())),
    )
