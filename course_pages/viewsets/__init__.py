"""Native screens of the Wagtail admin for what is no page."""
