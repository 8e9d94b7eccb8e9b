"""The app `core`."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Loads every app's panels once the models are known."""

    name = "se4u.core"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Import the modules that register themselves."""
        from django.utils.module_loading import autodiscover_modules  # noqa: PLC0415  needs the app registry

        from . import checks  # noqa: F401, PLC0415  registers itself

        autodiscover_modules(
            "rules", "services", "followers", "panels", "search", "personal", "tick", "files", "mentions"
        )
