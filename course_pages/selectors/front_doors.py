"""From an address to a page in one lookup.

Wagtail asks for the site, the locale, the home page and then twice for every level. The first
three hardly ever change and are remembered per process under a stamp that every process sees; the
rest is one statement in `HomePage.route`.
"""

import copy
from dataclasses import dataclass, field

from django.http import Http404, HttpRequest
from django.utils.translation import get_language
from wagtail.models import Page, Site
from wagtail.url_routing import RouteResult

MOST_DOORS = 200
"""Remembered combinations of host, port and language; hosts are the visitor's to invent."""

Address = tuple[str, str, str | None]


@dataclass(frozen=True, slots=True)
class FrontDoor:
    """A site and its home page in one language."""

    site: Site
    home: Page


@dataclass(slots=True)
class DoorMemory:
    """Front doors as they were under one stamp; shared by threads, so its objects are copied."""

    stamp: str = ""
    doors: dict[Address, FrontDoor] = field(default_factory=dict)


_memory = DoorMemory()


def find_front_door(request: HttpRequest, *, stamp: str) -> FrontDoor | None:
    """Return the site and home page for the host and the active language.

    `stamp` says how fresh they must be; with "" nothing is remembered. None without any site.
    """
    global _memory
    if not stamp:
        return _load(request)
    if _memory.stamp != stamp:
        _memory = DoorMemory(stamp)
    doors = _memory.doors
    address = (request._get_raw_host(), request.get_port(), get_language())  # type: ignore[attr-defined]
    door = doors.get(address) or _load(request)
    if door is not None and len(doors) < MOST_DOORS:
        doors[address] = door
    return door and FrontDoor(copy.copy(door.site), copy.copy(door.home))


def _load(request: HttpRequest) -> FrontDoor | None:
    site = Site.find_for_request(request)
    return FrontDoor(site, site.root_page.localized.specific) if site else None


def route_request(request: HttpRequest, path: str, *, stamp: str) -> RouteResult | None:
    """Do what `Page.route_for_request` does, and leave its answers where Wagtail looks for them."""
    door = find_front_door(request, stamp=stamp)
    if door is None:
        return None
    request._wagtail_site = door.site  # type: ignore[attr-defined]
    components = [component for component in path.split("/") if component]
    try:
        route: RouteResult | None = door.home.route(request, components)
    except Http404:
        route = None
    request._wagtail_route_for_request = route  # type: ignore[attr-defined]
    return route
