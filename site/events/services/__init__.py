"""What apps above may do with events: announce them."""

from events.services.announcing import announce

__all__ = ["announce"]
