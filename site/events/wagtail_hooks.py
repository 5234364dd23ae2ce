"""What the spine adds to Wagtail's admin."""

from wagtail import hooks

from events.viewsets import DeliveryViewSet, deliveries


@hooks.register("register_admin_viewset")
def register_deliveries() -> DeliveryViewSet:
    return deliveries
