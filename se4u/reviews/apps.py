"""The app `reviews`."""

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    """Registered by name in the settings."""

    name = "se4u.reviews"
    default_auto_field = "django.db.models.BigAutoField"
