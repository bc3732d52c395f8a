"""/healthz: whether this installation can do its work, for a monitor that reads JSON."""

import shutil

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from members.access import public
from members.models import Job
from reports.documents import faces

# Alive means that a job finished within the last minute: a worker may run and yet be deaf.
QUIET_SECONDS = 60
LEAST_DISK_BYTES = 1024**3


@public
@never_cache
@require_GET
def healthz(request):
    """Answer 200 when every part is well, 503 when one is sick; no secrets, no counts of cases."""
    parts = {
        "database": _database(),
        "queue": _queue(),
        "fonts": _fonts(),
        "harfbuzz-subset": _harfbuzz(),
        "disk": _disk(),
    }
    well = all(part["ok"] for part in parts.values())
    answer = {"ok": well, "version": settings.VERSION, **parts}
    return JsonResponse(answer, status=200 if well else 503)


def _database() -> dict:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return {"ok": False}
    return {"ok": True}


def _queue() -> dict:
    try:
        last = Job.objects.filter(done_at__isnull=False).order_by("-done_at").values_list("done_at", flat=True).first()
    except DatabaseError:
        return {"ok": False, "last_job_seconds": None}
    if last is None:
        return {"ok": False, "last_job_seconds": None}
    seconds = round((timezone.now() - last).total_seconds())
    return {"ok": seconds <= QUIET_SECONDS, "last_job_seconds": seconds}


def _fonts() -> dict:
    missing = faces.missing_faces()
    return {"ok": not missing, "missing": missing}


def _harfbuzz() -> dict:
    return {"ok": faces.has_harfbuzz_subset()}


def _disk() -> dict:
    free = shutil.disk_usage(settings.BASE_DIR).free
    return {"ok": free >= LEAST_DISK_BYTES, "free_gb": round(free / 1024**3, 1)}
