"""Probes for the operator's monitoring; they say nothing about the data."""

import os
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS, task_backends
from django_tasks_db import DatabaseBackend
from django_tasks_db.models import DBTaskResult, get_date_max

# A worker takes a task within seconds; what lies longer than this has none, or one that hangs.
WORKER_IS_LATE = timedelta(minutes=15)
Probe = Callable[[], bool | str]


@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer that the process lives."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """Answer 200 when database, migrations, queue and storage are usable, else 503; each by its name: true, false or a word."""
    checks: dict[str, Probe] = {
        "database": _database,
        "migrations": _migrations,
        "queue": _queue,
        "storage": _storage,
    }
    result = {name: _holds(check) for name, check in checks.items()}
    return JsonResponse(result, status=200 if all(result.values()) else 503)


def _holds(check: Probe) -> bool | str:
    try:
        return check()
    except Exception:  # noqa: BLE001  a probe reports, it does not fail
        return False


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone() == (1,))


def _migrations() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _queue() -> bool | str:
    """Whether a worker takes what lies in the queue; by its name if there is none, since tasks are done with the request."""
    if not isinstance(task_backends[DEFAULT_TASK_BACKEND_ALIAS], DatabaseBackend):
        return "immediate"
    waited = timezone.now() - WORKER_IS_LATE
    due = Q(run_after=get_date_max()) | Q(run_after__lte=waited)
    return not DBTaskResult.objects.ready().filter(due, enqueued_at__lte=waited).exists()


def _storage() -> bool:
    """Whether a file of the largest size could be written; nothing is, since anybody may ask, and as often as they like."""
    folder = Path(default_storage.path(""))
    while not folder.exists():  # it is made with the first file
        folder = folder.parent
    writable = folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)
    return writable and shutil.disk_usage(folder).free > settings.UPLOAD_MAX_BYTES
