"""The app `accounts`."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Registered by name in the settings."""

    name = "se4u.accounts"
    default_auto_field = "django.db.models.BigAutoField"
