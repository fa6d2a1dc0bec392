"""Is it alive, is it ready? For whoever runs it, and for whatever stands in front of it."""

from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from config import clock
from config.draining import draining
from config.models import ProcessSeen
from config.storage import role_names

SEEN_WITHIN = timedelta(seconds=30)
_migrated = False


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """This process answers. Touches nothing else."""
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when a young person's message would be stored, read and acted on; 503 names what is missing."""
    names = ("database", "migrations", "worker", "jobs", "model")
    parts = {"draining": not draining.is_set(), **dict.fromkeys(names, False)}
    warnings = _warnings()
    try:
        parts["migrations"] = _is_migrated()
        parts["database"] = True
        seen = {process.name: process for process in ProcessSeen.objects.all()}
        for name in ("worker", "jobs"):
            parts[name] = _is_seen(seen.get(name))
        # The worker says which model it has read with; without one every message counts as not checked.
        parts["model"] = parts["worker"] and bool(seen["worker"].detail)
        warnings += [] if _is_seen(seen.get("watchdog")) else ["Nobody watches the worker and the clocks: no watchdog."]
    except DatabaseError:
        pass
    is_ready = all(parts.values())
    missing = [name for name, is_well in parts.items() if not is_well]
    answer = JsonResponse(
        {"ready": is_ready, "missing": missing, "warnings": warnings}, status=200 if is_ready else 503
    )
    # "Not yet" is an answer, not an error: whoever asks every second must not fill the log.
    answer._has_been_logged = True  # type: ignore[attr-defined]
    return answer


def _is_seen(process: ProcessSeen | None) -> bool:
    return process is not None and abs(clock.now() - process.seen_at) < SEEN_WITHIN


def _is_migrated() -> bool:
    global _migrated
    if not _migrated:
        executor = MigrationExecutor(connection)
        _migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return _migrated


def _warnings() -> list[str]:
    roles = role_names()
    if len(set(roles.values())) < len(roles):
        return ["Database roles are not kept apart: set DATABASE_URL_MIGRATOR, _WORKER and _WATCHDOG."]
    return []
