"""The app `directory`."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    """Registered by name in the settings."""

    name = "se4u.directory"
    default_auto_field = "django.db.models.BigAutoField"
