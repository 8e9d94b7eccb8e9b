"""The app `demo`."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Registered by name in the settings."""

    name = "se4u.demo"
    default_auto_field = "django.db.models.BigAutoField"
