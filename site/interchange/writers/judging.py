"""What an import does with each page: write it, leave it, or ask."""

from dataclasses import dataclass
from enum import Enum, auto

from interchange.enums import Conflicts
from interchange.writers.digests import GONE, Note
from interchange.writers.plan import PlannedPage


class Verdict(Enum):
    """What becomes of one planned page."""

    WRITE = auto()
    LEAVE = auto()
    ASK = auto()
    """Edited on the site and changed in the source: left alone and listed."""
    KEEP = auto()
    """The same, and the site's version was chosen: noted, so that it is not asked again."""
    DRAFT = auto()
    """To be published, but edited on the site meanwhile: the editor publishes it there."""


@dataclass(frozen=True, slots=True)
class Judge:
    """Decides for one import. `notes` are those of earlier imports, by page."""

    notes: dict[int, Note]
    publish: bool
    conflicts: Conflicts

    def judge(self, planned: PlannedPage) -> Verdict:
        page = planned.page
        if page is None or page.alias_of_id:
            return Verdict.WRITE
        last = self.notes.get(page.pk)
        unchanged = last is not None and last.own == planned.digest
        if last and unchanged and self._is_out(page, last):
            return Verdict.LEAVE
        if not page.locked and not is_edited(page, last):
            return Verdict.WRITE
        if unchanged:
            return Verdict.LEAVE if page.live else Verdict.DRAFT
        return {
            Conflicts.ASK: Verdict.ASK,
            Conflicts.OURS: Verdict.KEEP,
            Conflicts.THEIRS: Verdict.WRITE,
        }[self.conflicts]

    def goes_live(self, planned: PlannedPage) -> bool:
        """Whether the version to be written is published. What an editor has taken off the site
        stays off it."""
        page = planned.page
        last = self.notes.get(page.pk) if page is not None else None
        if not self.publish:
            return False
        return page is None or page.live or last is None or not last.published or last.own == GONE

    def _is_out(self, page: object, last: Note) -> bool:
        """Whether the version noted is as public as is asked for."""
        live_revision = getattr(page, "live_revision_id", None)
        is_live = getattr(page, "live", False) and live_revision == last.revision
        return not self.publish or last.published or is_live


def is_edited(page: object, last: Note | None) -> bool:
    """Whether somebody has saved the page since an import wrote it."""
    revision = getattr(page, "latest_revision_id", None)
    if revision is None:
        return False
    if last is None:
        return True
    if last.revision is not None:
        return bool(revision != last.revision)
    # Notes of the first edition do not name a revision.
    saved_at = getattr(page, "latest_revision_created_at", None)
    return bool(saved_at and last.noted_at and saved_at > last.noted_at)
