"""Who saw it: every look that the audit has. What somebody did is told where it was done.

A row that stands on an allegation is in no other record but its own: what is printed goes through many hands.
"""

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from escalation.access import REFRESHED
from escalation.models import Escalation, Glass, Referral, Share
from escalation.review.entries import SEEN, Entry, entry, local
from escalation.review.scope import Scope
from escalation.subjects import name
from rota.audit_pages.words import action_words, ground_words, thing_words
from rota.models import AuditRow

LONDON = ZoneInfo("Europe/London")
# The end of a verb that is a look, and no deed of which the history tells anyway.
LOOKS = ("opened", "read", "quoted", "note_read", "explained", "listed", "looked", "previewed", "notice", "printed",
         "exported", "seen", "taken")  # fmt: skip
DEEDS = ("escalation.taken", "pack.taken")


def seen(scope: Scope) -> Iterator[Entry]:
    rows = _rows(scope)
    for row in rows.exclude(action=REFRESHED):
        if row.action.rpartition(".")[2] in LOOKS and row.action not in DEEDS:
            yield _look(scope, row)
    yield from _open_pages(scope, rows.filter(action=REFRESHED))


def _rows(scope: Scope) -> "QuerySet[AuditRow]":
    own = [f"escalation:{number}" for number in scope.numbers]
    beside = [
        *(
            f"referral:{pk}"
            for pk in Referral.objects.filter(escalation__in=scope.numbers).values_list("pk", flat=True)
        ),
        *(f"share:{pk}" for pk in Share.objects.filter(escalation__in=scope.numbers).values_list("pk", flat=True)),
        *(f"glass:{pk}" for pk in Glass.objects.filter(escalation__in=scope.numbers).values_list("pk", flat=True)),
    ]
    subjects = [name(one) for one in scope.subjects] + [f"member:{one.author_id}" for one in scope.posts]
    rows = AuditRow.objects.select_related("who").order_by("at", "pk")
    if scope.is_allegation:
        return rows.filter(Q(about__in=[*own, *beside]) | Q(about__in=subjects, ground__in=own))
    return rows.filter(about__in=[*own, *beside, *subjects]).exclude(ground__in=_of_allegations(subjects))


def _of_allegations(subjects: list[str]) -> list[str]:
    chats = [int(one.partition(":")[2]) for one in subjects if one.startswith("conversation:")]
    heard = Escalation.objects.filter(heard_in__in=chats, about_staff__isnull=False).values_list("pk", flat=True)
    return [f"escalation:{number}" for number in heard]


def _look(scope: Scope, row: AuditRow) -> Entry:
    return entry(
        f"audit:{row.pk}", row.at, SEEN, action_words(row.action),
        who=scope.people.who(row.who, row.at, nobody=_("somebody at a terminal of the server, or the program")),
        facts=[(_("What"), thing_words(row.about)), (_("Because"), ground_words(row.ground) if row.ground else "")],
    )  # fmt: skip


def _open_pages(scope: Scope, rows: "QuerySet[AuditRow]") -> Iterator[Entry]:
    """A page that is open fetches what is new: one line a person, thing and day."""
    every = sorted(rows, key=_by_day)
    for _which, some in groupby(every, key=_by_day):
        found = list(some)
        first, last = found[0], found[-1]
        times = ngettext("%(count)d time", "%(count)d times", len(found)) % {"count": len(found)}
        yield entry(
            f"audit:{first.pk}", first.at, SEEN, _("Had its page open as it changed"),
            who=scope.people.who(first.who, first.at),
            facts=[
                (_("What"), thing_words(first.about)),
                (_("Shown again"), _("%(times)s, until %(at)s") % {"times": times, "at": local(last.at)}),
            ],
        )  # fmt: skip


def _by_day(row: AuditRow) -> tuple[int, str, datetime]:
    day = row.at.astimezone(LONDON).replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
    return row.who_id or 0, row.about, day
