"""The pages of the review: read, or post and go back to reading. A plain form does all of it."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from chat.forums.posts import IllegalMove, NotRead, Superseded
from moderation.models import Review
from moderation.review import commands as reviewing
from moderation.review.access import REVIEWERS, note_reading, review_for, words_in
from moderation.review.forms import Typed, answer_in, typed
from moderation.review.page import lanes_context, not_read_words, review_context
from moderation.review.words import decided_words, not_opened_words, not_theirs_words, refusal_words
from rota.access import StaffRequest, role_required

View = Callable[..., HttpResponseBase]
OVER = (Superseded, IllegalMove, reviewing.HeldBySomebodyElse, reviewing.AlreadyDecided, reviewing.Withdrawn)


def about_a_review(view: View) -> View:
    """Gives the view its review, to act on; 404 where there is none."""

    @wraps(view)
    def guarded(request: StaffRequest, pk: int) -> HttpResponseBase:
        try:
            return view(request, review_for(request.user, pk))
        except Review.DoesNotExist:
            raise Http404 from None

    return role_required(*REVIEWERS)(guarded)


@require_GET
@role_required(*REVIEWERS)
def home(request: StaffRequest) -> HttpResponse:
    """What waits; or the one this moderator has, because there is only ever one."""
    held = reviewing.held_by(request.user)
    if held is not None:
        return redirect("review:show", held.pk)
    return render(request, "review/review.html", lanes_context(request.user))


@require_GET
@role_required(*REVIEWERS)
def lanes(request: StaffRequest) -> HttpResponse:
    """The counts alone, for the script that keeps them fresh."""
    return render(request, "review/counts.html", lanes_context(request.user))


@require_POST
@role_required(*REVIEWERS)
def take_next(request: StaffRequest) -> HttpResponse:
    try:
        review = reviewing.take_next(request.user, request.POST.get("lane", ""))
    except reviewing.HoldsOne as holds:
        messages.warning(request, _("One at a time. Decide about this one first, or put it back."))
        return redirect("review:show", holds.review.pk)
    except reviewing.NothingWaits:
        messages.info(request, _("Nothing waits for you in that lane."))
        return redirect("review:home")
    return redirect("review:show", review.pk)


@require_GET
@about_a_review
def show(request: StaffRequest, review: Review) -> HttpResponseBase:
    return _page(request, review, Typed())


@require_POST
@about_a_review
def show_whole(request: StaffRequest, review: Review) -> HttpResponseBase:
    """Every word of it, to whoever holds it. Comes with the whole form, so that nothing that was typed is lost."""
    form = typed(request.POST)
    if not reviewing.is_held_by(review, request.user):
        return _take_again(request, review, form)
    return _page(request, review, form, whole=True)


@require_POST
@about_a_review
def decide(request: StaffRequest, review: Review) -> HttpResponseBase:
    form = typed(request.POST)
    if form.wants_preview:
        return _page(request, review, form)
    try:
        answer = answer_in(form, words_in(review)[1])
        decision = reviewing.decide(review, answer, decided_by=request.user)
    except ValidationError as refusal:
        return _page(request, review, form, errors=_errors_of(refusal), status=422)
    except NotRead:
        return _page(request, review, form, errors={"": not_read_words(review.version)}, status=409)
    except reviewing.NotOpened:
        return _page(request, review, form, errors={"": not_opened_words()}, status=409)
    except reviewing.LockLapsed:
        return _take_again(request, review, form)
    except OVER as over:
        return _tell(request, review, over)
    messages.success(request, decided_words(decision))
    return redirect("review:home")


@require_POST
@about_a_review
def more_time(request: StaffRequest, review: Review) -> HttpResponseBase:
    """Comes with the whole form, so that nothing that was typed is lost where no script runs."""
    try:
        reviewing.more_time(review, request.user)
    except reviewing.LockLapsed:
        return _take_again(request, review, typed(request.POST))
    except OVER as over:
        return _tell(request, review, over)
    if not request.accepts("text/html"):
        return JsonResponse({"seconds_left": int(reviewing.lock_time().total_seconds())})
    return _page(request, review_for(request.user, review.pk), typed(request.POST))


@require_POST
@about_a_review
def put_back(request: StaffRequest, review: Review) -> HttpResponseBase:
    reviewing.put_back(review, request.user)
    messages.info(request, _("It waits again. Nothing about it was decided."))
    return redirect("review:home")


def _page(
    request: StaffRequest,
    review: Review,
    form: Typed,
    *,
    errors: dict[str, str] | None = None,
    status: int = 200,
    whole: bool = False,
) -> HttpResponseBase:
    """The words, for whoever holds them. That they are read is written down before they are shown."""
    if not reviewing.is_held_by(review, request.user):
        return _not_theirs(request, review)
    with transaction.atomic():
        note_reading(review, read_by=request.user, whole=whole)
        context = review_context(review, request.user, form)
        context |= {"errors": errors or {}, "was_opened_now": whole}
        return render(request, "review/review.html", context, status=status)


def _not_theirs(request: StaffRequest, review: Review) -> HttpResponseBase:
    """Somebody came by an old link, or their time ran out."""
    messages.warning(request, not_theirs_words(review, request.user))
    return redirect("review:home")


def _take_again(request: StaffRequest, review: Review, form: Typed) -> HttpResponseBase:
    """Their time had run out. Where nobody else was quicker they have it again, with all they typed."""
    try:
        again = reviewing.take_again(review, request.user)
    except (reviewing.NothingWaits, reviewing.HoldsOne):
        return _not_theirs(request, review)
    except OVER as over:
        return _tell(request, review, over)
    if not request.accepts("text/html"):
        return JsonResponse({"seconds_left": int(reviewing.lock_time().total_seconds())})
    words = _("Your time with this one had run out. Nobody else had it, so it is yours again. Nothing is sent yet.")
    return _page(request, review_for(request.user, again.pk), form, errors={"": words}, status=409)


def _tell(request: StaffRequest, review: Review, over: Exception) -> HttpResponseBase:
    """Why nothing was decided, and where to go on."""
    newer = reviewing.follow(review, request.user) if isinstance(over, Superseded) else None
    if newer is not None:
        messages.warning(request, _("They changed it. Here is the new one. Nothing was decided about the old one."))
    else:
        messages.warning(request, refusal_words(over))
    if not request.accepts("text/html"):
        return JsonResponse({"words": refusal_words(over)}, status=409)
    return redirect("review:show", newer.pk) if newer is not None else redirect("review:home")


def _errors_of(refusal: ValidationError) -> dict[str, str]:
    """One text a field; "" stands for the whole form."""
    if hasattr(refusal, "error_dict"):
        return {name: texts[0] for name, texts in refusal.message_dict.items()}
    return {"": refusal.messages[0]}
