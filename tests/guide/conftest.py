"""The browser and the stage of the journeys, for the pictures of the guide."""

from tests.journeys.conftest import browser, guest, site, stage

__all__ = ["browser", "guest", "site", "stage"]
