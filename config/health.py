"""Is it alive, is it ready? For whoever runs it, and for whatever stands in front of it."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from chat.keeping import replay
from config import clock
from config.draining import draining
from config.models import BackupMade, ProcessSeen
from config.storage import role_names
from config.tuning import setting
from moderation import choosing
from moderation.canary import come
from moderation.incidents import second_opinion_words

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
    """200 when a young person's message would be stored, read and acted on, and nothing that was erased is back; 503
    names what is missing."""
    names = ("database", "migrations", "erasures", "worker", "jobs", "model")
    parts = {"draining": not draining.is_set(), **dict.fromkeys(names, False)}
    warnings = _warnings()
    canary_seconds = None
    try:
        parts["migrations"] = _is_migrated()
        parts["database"] = True
        # A backup that was restored knows nothing of what was erased since: nobody comes in until it was told.
        parts["erasures"] = not replay.is_behind()
        seen = {process.name: process for process in ProcessSeen.objects.all()}
        for name in ("worker", "jobs"):
            parts[name] = _is_seen(seen.get(name))
        # The worker says which model it has read with; without one every message counts as not checked.
        parts["model"] = parts["worker"] and bool(seen["worker"].detail)
        warnings += _about_what_is_kept()
        warnings += [words] if (words := second_opinion_words()) else []
        if choosing.is_another_reading():
            warnings.append("Another model reads than the one that was chosen: `manage.py model status` says which.")
        canary_seconds = come.seconds_since()
        warnings += ["No test message has come through for a while."] if come.is_overdue() else []
        warnings += [] if _is_seen(seen.get("watchdog")) else ["Nobody watches the worker and the clocks: no watchdog."]
    except DatabaseError:
        pass
    is_ready = all(parts.values())
    missing = [name for name, is_well in parts.items() if not is_well]
    told = {"ready": is_ready, "missing": missing, "warnings": warnings, "canary_seconds": canary_seconds}
    answer = JsonResponse(told, status=200 if is_ready else 503)
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


def _about_what_is_kept() -> list[str]:
    found = []
    if replay.is_without_file():
        found.append("erasures.jsonl knows of fewer erasures than this database: it is an old file or another one.")
    newest = BackupMade.objects.order_by("-at").values_list("at", flat=True).first()
    hours = setting("backup.warn_hours")
    if settings.ENVIRONMENT == "production" and (newest is None or clock.now() - newest > timedelta(hours=hours)):
        found.append(f"No backup was made in the last {hours} hours.")
    return found


def _warnings() -> list[str]:
    roles = role_names()
    if len(set(roles.values())) < len(roles):
        return ["Database roles are not kept apart: set DATABASE_URL_MIGRATOR, _WORKER, _JOBS and _WATCHDOG."]
    return []
