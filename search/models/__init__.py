"""The index: what can be found, in every language."""

from search.models.entry import Entry, EntryTerms

__all__ = ["Entry", "EntryTerms"]
