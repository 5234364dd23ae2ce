"""What is known of how the platform is used."""

from analytics.models.activity import UserActivity

__all__ = ["UserActivity"]
