"""Taking away what was sent, and calling it back. Whoever takes shows who they are first."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from escalation.doors import shell
from escalation.models import Referral
from escalation.referral import making, paper
from escalation.referral.access import referral_for, share_for
from escalation.referral.doors import for_who_refers
from escalation.referral.typed_in import texts
from rota import step_up
from rota.access import StaffRequest


@require_GET
@for_who_refers
def as_print(request: StaffRequest, pk: int, referral: int) -> HttpResponseBase:
    sent = _sent(request, pk, referral, "referral.looked")
    if answer := step_up.needed(request):
        return answer
    sent = _sent(request, pk, referral, "referral.printed")
    return render(request, "referral/paper.html", paper.context_of(sent, by=request.user))


@require_GET
@for_who_refers
def as_pdf(request: StaffRequest, pk: int, referral: int) -> HttpResponseBase:
    sent = _sent(request, pk, referral, "referral.looked")
    if answer := step_up.needed(request):
        return answer
    if not paper.can_make_pdf():
        messages.warning(request, _("PDFs are not installed here. Print the page, or save it as a PDF from there."))
        return redirect("referral:show", pk, sent.pk)
    sent = _sent(request, pk, referral, "referral.exported")
    return _file(paper.pdf_of(paper.context_of(sent, by=request.user)), "application/pdf", f"{_name(sent)}.pdf")


@require_GET
@for_who_refers
def as_json(request: StaffRequest, pk: int, referral: int) -> HttpResponseBase:
    """Byte for byte what the hash is of: `sha256sum` of the file says the same."""
    sent = _sent(request, pk, referral, "referral.looked")
    if answer := step_up.needed(request):
        return answer
    sent = _sent(request, pk, referral, "referral.exported")
    file = _file((sent.sent or "").encode(), "application/json", f"{_name(sent)}.json")
    file["X-Content-SHA256"] = sent.sent_sha256
    return file


@require_POST
@for_who_refers
def recall(request: StaffRequest, pk: int, share: int) -> HttpResponseBase:
    known = share_for(request.user, pk, share, action="share.looked")
    try:
        making.recall(known, why=texts(request.POST, ("why",))["why"], by=request.user)
    except ValidationError:
        messages.warning(request, _("Say in a few words why it is called back."))
        return redirect("referral:list", pk)
    return redirect("referral:notice", pk, known.pk)


@require_GET
@for_who_refers
def notice(request: StaffRequest, pk: int, share: int) -> HttpResponseBase:
    """What to send them: delete it, tell us that you did, and who read it. Nothing of what was shared stands in it."""
    known = share_for(request.user, pk, share, action="share.notice")
    if known.recalled_at is None:
        raise Http404
    return render(request, "referral/notice.html", {**shell(request.user), "share": known})


def _sent(request: StaffRequest, pk: int, referral: int, action: str) -> Referral:
    known = referral_for(request.user, pk, referral, action=action)
    if known.written_at is None:
        raise Http404
    return known


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _name(referral: Referral) -> str:
    return f"referral-{referral.escalation_id}-{referral.pk}"
