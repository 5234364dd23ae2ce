"""Our classes that libraries call by name: allauth's adapter, Django's password hashers."""
