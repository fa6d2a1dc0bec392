"""Asking the table: for one thing, for many at once, and on the way into a page."""

from collections.abc import Callable
from functools import cached_property, wraps
from typing import Any, NamedTuple, TypeVar

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase

from config import clock
from rota.models import StaffMember
from rota.policy.relations import condition
from rota.policy.table import EVERYBODY, TABLE, Action, Relation, Row
from rota.policy.veils import hidden_from

View = Callable[..., HttpResponseBase]
Thing = TypeVar("Thing", bound=Model)


class Decision(NamedTuple):
    """May they, on what ground, and if not why. As good as yes or no: `if may(sam, Action.TALK, conversation)`."""

    allowed: bool
    ground: str = ""
    why: str = ""

    def __bool__(self) -> bool:
        return self.allowed


class _Asker:
    """Somebody who asks: their roles and duties are read once, and only where a row wants to know."""

    def __init__(self, staff: StaffMember) -> None:
        self.staff = staff

    @cached_property
    def roles(self) -> frozenset[str]:
        return self.staff.roles_held()

    @cached_property
    def duties(self) -> frozenset[str]:
        running = self.staff.shifts.filter(during__contains=clock.now())
        return frozenset(running.values_list("duty", flat=True))

    def fits(self, row: Row) -> bool:
        if row.roles != EVERYBODY and not row.roles & self.roles:
            return False
        return not row.on or bool(self.duties.intersection(row.on))


def may(staff: StaffMember, action: Action, thing: Model | None = None) -> Decision:
    """May `staff` do this to `thing` now? Without a thing: could there be one they may do it to?"""
    if not staff.is_active:
        return Decision(False, why="not_here_any_more")
    rows = _ways_in(_Asker(staff), action)
    for row in rows:
        if thing is None or _stands_so(staff, row.relation, thing):
            return Decision(True, row.ground)
    return Decision(False, why="not_related" if rows else "not_their_role_or_shift")


def open_to(staff: StaffMember, action: Action, things: QuerySet[Thing]) -> QuerySet[Thing]:
    """Of these things, those to which `staff` may do this now."""
    rows = _ways_in(_Asker(staff), action) if staff.is_active else []
    if not rows:
        return things.none()
    hidden = hidden_from(things.model, staff)
    seen = things if hidden is None else things.exclude(hidden)
    if any(row.relation == Relation.ANY for row in rows):
        return seen
    related = Q()
    for row in rows:
        related |= condition(things.model, row.relation, staff)
    return seen.filter(related)


def unveiled(things: QuerySet[Thing], staff: StaffMember) -> QuerySet[Thing]:
    """Of these things, those that exist for `staff` at all."""
    hidden = hidden_from(things.model, staff)
    return things if hidden is None else things.exclude(hidden)


def roles_for(action: Action) -> tuple[str, ...]:
    """Every role that a row of this action names."""
    return tuple(sorted({role for row in TABLE if row.action == action for role in row.roles}))


def action_required(action: Action, *, hidden: bool = False) -> Callable[[View], View]:
    """For views: only people who may. Strangers are sent to the sign-in; others are refused, or find nothing there."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not isinstance(request.user, StaffMember):
                return redirect_to_login(request.get_full_path())
            if not may(request.user, action):
                raise Http404 if hidden else PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return guard


def _ways_in(asker: _Asker, action: Action) -> list[Row]:
    return [row for row in TABLE if row.action == action and asker.fits(row)]


def _stands_so(staff: StaffMember, relation: Relation, thing: Model) -> bool:
    """Asked of the database, and not of a row that was read a while ago."""
    kind = type(thing)
    hidden = hidden_from(kind, staff)
    if relation == Relation.ANY and (hidden is None or thing.pk is None):
        return True  # what is not stored yet is hidden from nobody
    this = kind._default_manager.filter(condition(kind, relation, staff), pk=thing.pk)
    return (this if hidden is None else this.exclude(hidden)).exists()
