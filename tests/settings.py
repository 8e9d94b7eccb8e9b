"""The product's settings with what tests need: quick hashing, plain static files, mail kept in memory."""

import atexit
import os
import shutil
import tempfile

os.environ.setdefault("SECRET_KEY", "for the tests alone")
if "SE4U_VAR_DIR" not in os.environ:  # made once, by the process that starts the others
    os.environ["SE4U_VAR_DIR"] = tempfile.mkdtemp(prefix="se4u-test-")
    atexit.register(shutil.rmtree, os.environ["SE4U_VAR_DIR"], ignore_errors=True)

from se4u.config.settings import *  # noqa: F403  settings are overridden, not repeated

DEMO = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}  # noqa: F405

# WhiteNoise warns about a missing folder, and warnings are errors here.
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405

# A file, as in the product: several threads at one in-memory database meet "table is locked" instead of waiting.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}  # noqa: F405

# One server for all processes of the run, and perhaps for other work: each has keys of its own and empties only those.
if CACHES["default"]["BACKEND"].endswith("RedisCache"):  # noqa: F405
    CACHES["default"]["BACKEND"] = "tests.redis_cache.OwnKeysRedisCache"  # noqa: F405
    CACHES["default"]["KEY_PREFIX"] = f"se4u-test-{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"  # noqa: F405
