"""What a check says."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise


class Severity(StrEnum):
    """How much a finding matters."""

    MUST = "must"
    """Learners would stand before something that does not work; keeps a course from "ready"."""
    SHOULD = "should"
    """Better with it."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a page lacks."""

    code: str
    """Stable, for programs: "alt_missing", "outcome_missing"."""
    severity: Severity
    message: "str | Promise"
    """What is missing and how to mend it, in one sentence."""
    page_id: int
    page_title: str
    block_id: str = ""
    """Of the block of the body it is about; "" for the page as such."""

    @property
    def fragment(self) -> str:
        """Where the editor of the page shows it: "#block-<id>-section", "" for the page."""
        return f"#block-{self.block_id}-section" if self.block_id else ""
