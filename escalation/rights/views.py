"""What goes when its time is over: counts, proposals, receipts."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from chat.keeping.receipt import reason
from chat.models import RetentionProposal
from config import clock
from config.tuning import setting
from escalation.rights import proposals
from escalation.rights.access import SEE_RETENTION, holds_in_force, open_proposals, proposal_for, receipts
from escalation.rights.counts import count_all
from escalation.rights.kinds import BY_CODE
from rota.access import StaffRequest, role_required
from rota.policy import Action, may
from rota.step_up import step_up_required

RECEIPTS_SHOWN = 20


@require_safe
@role_required(*SEE_RETENTION)
def home(request: StaffRequest) -> HttpResponse:
    return _page(request)


@require_POST
@role_required(*SEE_RETENTION)
@step_up_required
def propose(request: StaffRequest) -> HttpResponse:
    """One person proposes."""
    why = request.POST.get("why", "")
    try:
        proposals.propose(request.POST.get("kind", ""), by=request.user, why=why)
    except ValidationError as refusal:
        return _page(request, error=" ".join(refusal.messages), why=why[: proposals.LONGEST_WHY], status=422)
    return redirect("rights:retention")


@require_POST
@role_required(*SEE_RETENTION)
@step_up_required
def decide(request: StaffRequest, pk: int) -> HttpResponse:
    """Another agrees, or does not."""
    try:
        proposals.decide(proposal_for(request.user, pk), by=request.user, agrees=request.POST.get("agrees") == "yes")
    except RetentionProposal.DoesNotExist:
        raise Http404 from None
    except PermissionDenied:
        return redirect("rights:retention")  # their own: the page says that somebody else has to
    return redirect("rights:retention")


def _page(request: StaffRequest, *, error: str = "", why: str = "", status: int = 200) -> HttpResponse:
    kinds = count_all(clock.now())
    context = {
        "kinds": [{"counted": one, "stays": _why(one.stays)} for one in kinds],
        "may_propose": [one for one in kinds if one.kind.is_theirs and one.goes],
        "proposals": [
            {
                "is": one,
                "words": BY_CODE[one.kind].words,
                "may_decide": one.agreed is None and bool(may(request.user, Action.AGREE_ERASING, one)),
            }
            for one in open_proposals()
        ],
        "receipts": [
            {"run": run, "words": BY_CODE[run.kind].words, "stays": _why(run.stays)} for run in receipts(RECEIPTS_SHOWN)
        ],
        "holds": holds_in_force(request.user),
        "most_alone": setting("keeping.alone_a_day"),
        "error": error,
        "why": why,
        "longest": proposals.LONGEST_WHY,
    }
    return render(request, "rights/retention.html", context, status=status)


def _why(stays: dict[str, int]) -> list[tuple[int, str]]:
    return [(number, reason(code)) for code, number in stays.items()]
