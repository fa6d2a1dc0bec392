"""The pages of feedback: what waits, one of it; and what the checks said of a chat or a post. Plain forms do it all."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chat.models import Conversation
from moderation.feedback import reviewing, saying
from moderation.feedback.access import Place, chat_to_judge, feedback_for, post_to_judge
from moderation.feedback.models import Feedback
from moderation.feedback.page import item_context, place_context, waiting_context
from moderation.models import Flag, Review
from rota.access import StaffRequest
from rota.policy import Action, action_required

View = Callable[..., HttpResponseBase]
FIELDS = ("about", "category", "urgency")
OVER = (saying.AlreadyReviewed, reviewing.SaidAgain)
NOTHING = (Conversation.DoesNotExist, Feedback.DoesNotExist, Review.DoesNotExist)


def where_it_is(view: View) -> View:
    """404 where there is nothing for them, so that nobody learns what exists."""

    @wraps(view)
    def guarded(request: StaffRequest, pk: int) -> HttpResponseBase:
        try:
            return view(request, pk)
        except NOTHING:
            raise Http404 from None

    return guarded


@require_GET
@action_required(Action.REVIEW_FEEDBACK)
def waiting(request: StaffRequest) -> HttpResponse:
    return render(request, "feedback/list.html", waiting_context(request.user))


@require_GET
@where_it_is
def item(request: StaffRequest, pk: int) -> HttpResponse:
    return _item(request, feedback_for(request.user, pk))


@require_POST
@where_it_is
def review(request: StaffRequest, pk: int) -> HttpResponse:
    """Accepted, perhaps without some more of its words, or refused."""
    feedback, seen = feedback_for(request.user, pk), request.POST.get("seen", "")
    out = frozenset(int(one) for one in request.POST.getlist("out") if one.isascii() and one.isdigit() and len(one) < 5)
    try:
        match request.POST.get("answer"):
            case "accept":
                reviewing.accept(feedback, seen=seen, out=out, by=request.user)
                messages.success(request, _("Accepted. It may teach the checks."))
            case "refuse":
                reviewing.refuse(feedback, seen=seen, by=request.user)
                messages.success(request, _("Refused. Nothing is learned from it, and its words are gone."))
            case _other:
                raise ValidationError(_("Choose Accept or Refuse."))
    except ValidationError as refusal:
        return _item(request, feedback, out=out, error=refusal.messages[0], status=422)
    except reviewing.SaidAgain:
        words = _("It is not what you saw any more. Here it is as it is now. Nothing is decided yet.")
        return _item(request, feedback_for(request.user, pk), error=words, status=409)
    except saying.AlreadyReviewed:
        messages.info(request, _("Somebody has reviewed this already."))
    return redirect("feedback:list")


@require_http_methods(["GET", "POST"])
@where_it_is
@transaction.atomic
def about_chat(request: StaffRequest, pk: int) -> HttpResponseBase:
    """The last words of a chat and what the checks said of them; with a POST what this person says of that."""
    return _place(request, chat_to_judge(request.user, pk), "feedback:chat", pk)


@require_http_methods(["GET", "POST"])
@action_required(Action.REVIEW_POSTS)
@where_it_is
@transaction.atomic
def about_post(request: StaffRequest, pk: int) -> HttpResponseBase:
    """The same for a post, for whoever reads it or has decided about it."""
    try:
        place = post_to_judge(request.user, pk)
    except PermissionDenied:
        messages.warning(request, _("Say it while you have the post and have opened all of it, or after you decided."))
        return redirect("review:home")
    return _place(request, place, "feedback:post", pk)


def _place(request: StaffRequest, place: Place, name: str, pk: int) -> HttpResponseBase:
    form = {field: request.POST.get(field, "")[:40] for field in FIELDS}
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            messages.success(request, _said(request, place, form))
        except ValidationError as refusal:
            errors = {field: texts[0] for field, texts in refusal.message_dict.items()}
        except saying.AlreadyReviewed:
            messages.info(request, _("Somebody has reviewed what you said of this already, so it stays."))
        if not errors:
            return redirect(name, pk)
    context = {**place_context(place, request.user, form), "errors": errors, "here": request.path}
    return render(request, "feedback/place.html", context, status=422 if errors else 200)


def _said(request: StaffRequest, place: Place, form: dict[str, str]) -> str:
    """About a flag, or about words that no check noticed so. Raises ValidationError."""
    staff = request.user
    if "flag" in request.POST:
        flag = _chosen(saying.flags_of_checks(place.owner), request.POST["flag"])
        if flag is None or request.POST.get("right") not in {"yes", "no"}:
            raise ValidationError({"flag": _("Choose Yes or Not this.")})
        saying.say_about(flag, agrees=request.POST["right"] == "yes", said_by=staff)
        return _("It is written down. How urgent it is does not change by this.")
    words = next((one for one in place.words if str(one.pk) == form["about"]), None)
    if words is None:
        raise ValidationError({"about": _("Choose which words.")})
    feedback = saying.say_missed(words, category=form["category"], urgency=form["urgency"], said_by=staff)
    if feedback.urgency in saying.RAISES:
        return _("It is written down, and raised: somebody will look.")
    return _("It is written down.")


def _chosen(flags: QuerySet[Flag], number: str) -> Flag | None:
    known = number.isascii() and number.isdigit() and len(number) < 19
    return flags.filter(pk=int(number)).first() if known else None


def _item(
    request: StaffRequest, feedback: Feedback, *, out: frozenset[int] = frozenset(), error: str = "", status: int = 200
) -> HttpResponse:
    return render(request, "feedback/item.html", {**item_context(feedback, out), "error": error}, status=status)
