"""How fresh deliveries leave the process that announced them.

`events.tasks` registers the carrier; services know only that there is one.
"""

from collections.abc import Sequence
from typing import Protocol


class Carrier(Protocol):
    """Takes deliveries that are committed to whoever makes them. Must never raise."""

    def __call__(self, delivery_ids: Sequence[int], long_ids: Sequence[int] = ()) -> None:
        """Take short deliveries, and the long ones apart from them."""
        ...


_carriers: list[Carrier] = []


def register(carrier: Carrier) -> None:
    """Make `carrier` the one in use."""
    _carriers[:] = [carrier]


def carry(delivery_ids: Sequence[int], long_ids: Sequence[int] = ()) -> None:
    """Hand committed deliveries over. Without a carrier they wait for a sweep."""
    for carrier in _carriers:
        carrier(delivery_ids, long_ids)
