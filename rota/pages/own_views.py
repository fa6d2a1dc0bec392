"""My own shifts: confirm, breaks, the note at the end, finish, leave, a debrief."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from config import clock
from rota.access import StaffRequest
from rota.idle_lock import wants_data
from rota.models import Away
from rota.pages import access
from rota.pages.acts import act, put_errors, refused_words
from rota.pages.forms import AwayForm, NoteForm
from rota.pages.lately import have_seen
from rota.pages.now import box_of
from rota.pages.own import mine_context
from rota.pages.page import show
from rota.planning import away as being_away
from rota.planning import breaks, claims, debriefs, notes, on_shift, test_pages


@require_GET
@access.for_people_on_the_rota
def mine(request: StaffRequest) -> HttpResponse:
    return show(request, "mine", mine_context(request.user))


@require_GET
@access.for_people_on_the_rota
def now(request: StaffRequest) -> HttpResponse:
    """What the box of a console shows of one's shift, for its script."""
    return JsonResponse(box_of(request.user))


@require_POST
@access.for_people_on_the_rota
def seen(request: StaffRequest) -> HttpResponse:
    """They have seen what others decided about their shifts, up to the moment at which the page showed it."""
    try:
        until = datetime.fromisoformat(request.POST.get("until", ""))
    except ValueError:
        until = clock.now()
    until = until if until.tzinfo else clock.now()
    return do(request, lambda: have_seen(request.user, until), _("Thank you."))


@require_POST
@access.for_people_on_the_rota
def confirm(request: StaffRequest, pk: int) -> HttpResponse:
    shift = access.own_shift(request.user, pk)
    return do(request, lambda: claims.confirm(shift, request.user), _("Thank you. It is confirmed."))


@require_POST
@access.for_people_on_the_rota
def test_page(request: StaffRequest, pk: int) -> HttpResponse:
    shift = access.own_shift(request.user, pk)
    return do(request, lambda: test_pages.answer(shift, request.user), _("Thank you. Pages reach you."))


@require_POST
@access.for_people_on_the_rota
def take_break(request: StaffRequest, pk: int) -> HttpResponse:
    """Begins a break, or ends it."""
    shift = access.own_shift(request.user, pk)
    if request.POST.get("then") == "end":
        return do(request, lambda: breaks.end_break(shift, request.user), _("Welcome back."))
    return do(request, lambda: breaks.take_break(shift, request.user), _("Have a good break."))


@require_POST
@access.for_people_on_the_rota
def write_note(request: StaffRequest, pk: int) -> HttpResponse:
    """The hand-over note of a shift. What was typed stays where it is refused."""
    shift = access.own_shift(request.user, pk)
    form = NoteForm(request.POST)
    if form.is_valid():
        try:
            notes.write(shift, form.cleaned_data["body"], request.user)
        except ValidationError as refusal:
            put_errors(form, refusal)
        else:
            return _answer(request, said=_("Your note is left for whoever comes."))
    if wants_data(request):
        return _answer(request, refused=" ".join(str(one) for one in form.errors.get("body", ())))
    return show(request, "mine", mine_context(request.user, form), status=422)


@require_POST
@access.for_people_on_the_rota
def finish(request: StaffRequest, pk: int) -> HttpResponse:
    shift = access.own_shift(request.user, pk)

    def said() -> str:
        more = on_shift.words_at_the_end(shift, request.user)
        return f"{_('Your shift is finished. Thank you.')} {more}".strip()

    return do(request, lambda: on_shift.finish(shift, request.user), said)


@require_POST
@access.for_people_on_the_rota
def debrief(request: StaffRequest, pk: int) -> HttpResponse:
    shift = access.own_shift(request.user, pk)
    takes_it = request.POST.get("answer") == "taken"
    said = _("A lead will find you.") if takes_it else _("That is fine. You can always ask.")
    answer = debriefs.take if takes_it else debriefs.decline
    return do(request, lambda: answer(shift, request.user), said)


@require_http_methods(["GET", "POST"])
@access.for_people_on_the_rota
def note(request: StaffRequest, pk: int) -> HttpResponse:
    """The words of a note, for whoever takes over; with a POST they say that they have it."""
    found = access.note_for(request.user, pk)
    if request.method == "POST":
        return do(request, lambda: notes.sign(found, request.user), _("Thank you. The one before you is free."))
    words = notes.words_of(found, request.user)
    sign = None if found.signed_at else act("note", pk, _("I have it"))
    return show(request, "note", {"note": found, "words": words, "sign": sign})


@require_http_methods(["GET", "POST"])
@access.for_people_on_the_rota
def away(request: StaffRequest) -> HttpResponse:
    """Asks for leave, or says that somebody is sick: that counts at once."""
    form = AwayForm(request.POST or None)
    if request.method == "GET" or not form.is_valid():
        return show(request, "away", {"form": form}, status=422 if form.is_bound else 200)
    found = form.cleaned_data
    try:
        being_away.ask(request.user, found["kind"], found["begins"], found["ends"], request.user)
    except ValidationError as refusal:
        put_errors(form, refusal)
        return show(request, "away", {"form": form}, status=422)
    is_sick = found["kind"] == Away.Kind.SICK
    messages.success(
        request,
        _("Get well. Your shifts in that time are open for others.") if is_sick else _("Your leave is asked for."),
    )
    return redirect("rota:mine")


@require_POST
@access.for_people_on_the_rota
def withdraw_away(request: StaffRequest, pk: int) -> HttpResponse:
    found = access.away_for(request.user, pk)
    return do(request, lambda: being_away.withdraw(found, request.user), _("It is taken back."))


def do(
    request: StaffRequest, deed: Callable[[], Any], said: str | Callable[[], str], *, then: str = "rota:mine"
) -> HttpResponse:
    """Does it and says so, or says why not; then back to the page. The box of a console stays where it is."""
    try:
        deed()
    except ValidationError as refusal:
        return _answer(request, refused=refused_words(refusal), then=then)
    return _answer(request, said=said() if callable(said) else said, then=then)


def _answer(request: StaffRequest, *, said: str = "", refused: str = "", then: str = "rota:mine") -> HttpResponse:
    if wants_data(request):
        return JsonResponse({"said": said, "refused": refused, **box_of(request.user)})
    if refused:
        messages.error(request, refused)
    else:
        messages.success(request, said)
    return redirect(then)
