"""Before we tell anyone, on the page of an escalation: what is written there, and what came of it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chat.models import Telling
from escalation import telling
from escalation.answering import changed
from escalation.doors import LARGEST_ID, for_people_with_business
from escalation.forms import errors_of
from escalation.models import Escalation
from rota.access import StaffRequest

# How the fields of the page are named, where another form of it has that name already.
IN_THE_FORM = {"what": "tell_what", "why": "tell_why"}


@require_POST
@for_people_with_business
def write(request: StaffRequest, pk: int) -> HttpResponseBase:
    def do(it: Escalation, form: dict[str, str], seen: int) -> None:
        words = {"to_whom": form["to_whom"], "what": form["tell_what"], "why": form["tell_why"]}
        with _as_named(IN_THE_FORM):
            telling.write(it, **words, by=request.user, seen=seen)

    return changed(request, pk, ("to_whom", *IN_THE_FORM.values()), do)


@require_POST
@for_people_with_business
def not_tell(request: StaffRequest, pk: int) -> HttpResponseBase:
    return changed(request, pk, ("not_told_why",), lambda it, form, seen: telling.not_tell(
        it, why=form["not_told_why"], by=request.user, seen=seen
    ))  # fmt: skip


@require_POST
@for_people_with_business
def outcome(request: StaffRequest, pk: int, telling_id: int) -> HttpResponseBase:
    """What came of it. Where no text may say it, whoever talks to them has to."""
    name = f"outcome_{telling_id}"

    def do(it: Escalation, form: dict[str, str], _seen: int) -> None:
        with _as_named({"outcome": name}):
            if not telling.tell_outcome(it, telling_id, words=form[name], by=request.user):
                messages.warning(request, _("It is kept, and no text says it: others may see that phone. Tell them."))

    with _there(telling_id):
        return changed(request, pk, (name,), do)


@require_POST
@for_people_with_business
def take_back(request: StaffRequest, pk: int, telling_id: int) -> HttpResponseBase:
    with _there(telling_id):
        return changed(request, pk, (), lambda it, _form, _seen: telling.take_back(it, telling_id, by=request.user))


@contextmanager
def _there(telling_id: int) -> Iterator[None]:
    """One of this escalation, or nothing."""
    try:
        if telling_id > LARGEST_ID:
            raise Telling.DoesNotExist
        yield
    except Telling.DoesNotExist:
        raise Http404 from None


@contextmanager
def _as_named(names: dict[str, str]) -> Iterator[None]:
    """What is wrong stands at its field."""
    try:
        yield
    except ValidationError as refusal:
        named = {names.get(name, name): text for name, text in errors_of(refusal).items() if name}
        raise ValidationError(named or refusal.messages[0]) from None
