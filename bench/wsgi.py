"""Two handlers in one process: the product's, and one without any middleware for the bare view."""

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler

from se4u.config.wsgi import application as product


def without_middleware() -> WSGIHandler:
    """Return Django's handler with nothing between the server and the view."""
    kept, settings.MIDDLEWARE = settings.MIDDLEWARE, []
    try:
        return WSGIHandler()
    finally:
        settings.MIDDLEWARE = kept


bare = without_middleware()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Send addresses below /bare/ to the bare handler, all others to the product's."""
    chosen = bare if environ["PATH_INFO"].startswith("/bare/") else product
    answer: Iterable[bytes] = chosen(environ, start_response)
    return answer
