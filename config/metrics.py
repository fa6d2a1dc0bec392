"""/metrics: how the service does, in numbers for a monitor (Prometheus's text format). No ids, no words.

Most are counted in the database when somebody asks, so that every web process gives the same answer. What
belongs to one process (its sockets, its commits, its memory) is that of the process that answered: behind
one listening socket scrape often, or give each process an address of its own, as the Compose file does.
"""

import hmac
from collections.abc import Iterable, Iterator

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, Metric, generate_latest
from prometheus_client.core import GaugeMetricFamily

from chat.live import open_screens
from config import clock

PREFIX = "nightlight"

# name: (what it says, its labels, one statement giving labels and value; %(now)s is the clock's)
COUNTED: dict[str, tuple[str, tuple[str, ...], str]] = {
    "waiting": (
        "Young people waiting for a person",
        ("urgency", "channel"),
        "SELECT urgency, channel, count(*) FROM chat_conversation WHERE state = 'waiting' GROUP BY 1, 2",
    ),
    "waiting_oldest_seconds": (
        "The longest wait",
        ("urgency",),
        "SELECT urgency, extract(epoch FROM %(now)s::timestamptz - min(waiting_since)) FROM chat_conversation "
        "WHERE state = 'waiting' GROUP BY 1",
    ),
    "replies_overdue": (
        "People waiting for longer than their urgency allows",
        (),
        "SELECT count(*) FROM chat_conversation WHERE reply_due_at < %(now)s AND owner_id IS NULL",
    ),
    "conversations_open": (
        "Conversations somebody owns",
        ("channel",),
        "SELECT channel, count(*) FROM chat_conversation WHERE owner_id IS NOT NULL AND ended_at IS NULL GROUP BY 1",
    ),
    "unread_messages": (
        "Messages that no check has read",
        ("reading",),
        "SELECT reading, count(*) FROM chat_message WHERE reading IN ('pending', 'failed') GROUP BY 1",
    ),
    "unread_oldest_seconds": (
        "Age of the oldest message that still waits to be read",
        (),
        "SELECT coalesce(extract(epoch FROM %(now)s::timestamptz - min(stored_at)), 0) FROM chat_message "
        "WHERE reading = 'pending'",
    ),
    "flags_open": (
        "Flags that nobody has settled",
        ("urgency",),
        "SELECT urgency, count(*) FROM moderation_flag WHERE state IN ('raised', 'acknowledged') GROUP BY 1",
    ),
    "escalations_undecided": (
        "Escalations without a decision",
        ("urgency", "state"),
        "SELECT urgency, state, count(*) FROM escalation_escalation "
        "WHERE state IN ('opened', 'acknowledged', 'assessing') AND about_staff_id IS NULL GROUP BY 1, 2",
    ),
    "escalations_overdue": (
        "Escalations past their time to be acknowledged or decided",
        ("due",),
        "SELECT 'acknowledgement', count(*) FROM escalation_escalation "
        "WHERE state = 'opened' AND about_staff_id IS NULL AND acknowledge_due_at < %(now)s UNION ALL "
        "SELECT 'decision', count(*) FROM escalation_escalation "
        "WHERE state IN ('acknowledged', 'assessing') AND about_staff_id IS NULL AND decide_due_at < %(now)s",
    ),
    "posts_to_review": (
        "Posts that wait for a moderator",
        ("lane", "urgency"),
        "SELECT lane, urgency, count(*) FROM moderation_review WHERE done_at IS NULL GROUP BY 1, 2",
    ),
    "texts": (
        "Texts on their way or gone wrong in the last day",
        ("state",),
        "SELECT state, count(*) FROM chat_outgoingtext WHERE created_at > %(now)s::timestamptz - interval '1 day' "
        "GROUP BY 1",
    ),
    "jobs_waiting": (
        "Jobs that are due and not begun",
        ("queue",),
        "SELECT queue_name, count(*) FROM procrastinate_jobs "
        "WHERE status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= %(now)s) GROUP BY 1",
    ),
    "process_silent_seconds": (
        "Since when a background process has not said that it is well",
        ("process",),
        "SELECT name, extract(epoch FROM %(now)s::timestamptz - seen_at) FROM config_processseen "
        "WHERE name IN ('worker', 'jobs', 'watchdog')",
    ),
    "canary_seconds": (
        "Since when no test message has come all the way through",
        (),
        "SELECT extract(epoch FROM %(now)s::timestamptz - max(arrived_at)) FROM moderation_canary "
        "HAVING max(arrived_at) IS NOT NULL",
    ),
    "incidents_open": (
        "Something is wrong with the service itself",
        ("kind",),
        "SELECT kind, count(*) FROM moderation_incident WHERE closed_at IS NULL GROUP BY 1",
    ),
}


class ServiceNumbers:
    """Asked for by the registry each time somebody scrapes."""

    def describe(self) -> Iterable[Metric]:
        """Nothing is counted when it is registered: there is no database yet."""
        return []

    def collect(self) -> Iterator[Metric]:
        is_there = GaugeMetricFamily(f"{PREFIX}_database_up", "Does the database answer?")
        try:
            found = [_family(name) for name in COUNTED]
        except DatabaseError:
            found = []
        is_there.add_metric([], 1.0 if found else 0.0)
        yield is_there
        yield from found
        yield _sockets()


def _family(name: str) -> Metric:
    says, labels, statement = COUNTED[name]
    family = GaugeMetricFamily(f"{PREFIX}_{name}", says, labels=labels)
    with connection.cursor() as cursor:
        cursor.execute(statement, {"now": clock.now()} if "%(now)s" in statement else None)
        for row in cursor.fetchall():
            family.add_metric([str(label) for label in row[:-1]], float(row[-1]))
    return family


def _sockets() -> Metric:
    family = GaugeMetricFamily(f"{PREFIX}_sockets", "Open sockets of the process that answers", labels=["door"])
    for door, count in open_screens().items():
        family.add_metric([door], count)
    return family


REGISTRY.register(ServiceNumbers())


@login_not_required
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """For whoever holds METRICS_TOKEN; without one set, only for this machine. To everybody else it is not there."""
    if not _may_ask(request):
        raise Http404
    return HttpResponse(generate_latest(REGISTRY), content_type=CONTENT_TYPE_LATEST)


def _may_ask(request: HttpRequest) -> bool:
    if settings.METRICS_TOKEN:
        given = request.headers.get("Authorization", "")
        return hmac.compare_digest(given.encode(), f"Bearer {settings.METRICS_TOKEN}".encode())
    is_forwarded = "HTTP_X_FORWARDED_FOR" in request.META or "HTTP_FORWARDED" in request.META
    return not is_forwarded and request.META.get("REMOTE_ADDR") in {"127.0.0.1", "::1"}
