"""The app `portal`."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Registered by name in the settings."""

    name = "se4u.portal"
    default_auto_field = "django.db.models.BigAutoField"
