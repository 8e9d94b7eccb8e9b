"""The product's settings with a way to ask for bare answers beside its own."""

from se4u.config.settings import *  # noqa: F403

ROOT_URLCONF = "bench.urls"
WSGI_APPLICATION = "bench.wsgi.application"
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
