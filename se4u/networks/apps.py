"""The app `networks`."""

from django.apps import AppConfig


class NetworksConfig(AppConfig):
    """Registers itself as the provider of memberships and capabilities."""

    name = "se4u.networks"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Answer `core.authority`, so that lower apps can ask without knowing networks."""
        from se4u.core import authority  # noqa: PLC0415  needs the app registry

        from .provider import NetworkProvider  # noqa: PLC0415  needs the app registry

        authority.register_provider(NetworkProvider())
