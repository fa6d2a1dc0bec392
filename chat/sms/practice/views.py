"""The page with the two phones. It is for trying the service; nobody's real words are on it."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from chat.models import PracticePhone
from chat.sms.practice import calls, carrier
from chat.sms.practice.phones import phone_at, phones
from chat.sms.practice.schema import MOST_CHARACTERS
from chat.sms.practice.screen import in_groups, screen_of, screens
from chat.sms.practice.switches import Switches
from config import jobs


@login_not_required
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Both phones, side by side."""
    shown = [
        {"which": which, **screen_of(phone), "switches": _switches_of(which, phone)}
        for which, phone in phones().items()
    ]
    context = {"phones": shown, "our_number": in_groups(settings.TWILIO_FROM), "most": MOST_CHARACTERS}
    return render(request, "sms/practice.html", context)


@login_not_required
@require_safe
def texts(request: HttpRequest) -> HttpResponse:
    """What is on both screens now, for the script of the page."""
    return JsonResponse({"phones": screens()})


@login_not_required
@require_POST
def say(request: HttpRequest, which: int) -> HttpResponse:
    """Somebody sends a text from this phone, or a picture with or without one."""
    phone = _phone_or_404(which)
    body = request.POST.get("body", "").replace("\r\n", "\n")[:MOST_CHARACTERS]
    pictures = 1 if "picture" in request.POST else 0
    if body.strip() or pictures:
        carrier.take_text_from(phone, body, pictures=pictures)
    return _done(request, which)


@login_not_required
@require_POST
def answer_call(request: HttpRequest, which: int) -> HttpResponse:
    """Somebody takes the call that rings, and presses a key; or lets it ring."""
    ring = calls.ringing(_phone_or_404(which))
    if ring is not None:
        jobs.defer("chat.practice_call", text_id=ring.pk, key=1 if request.POST.get("key") == "1" else 0)
    return _done(request, which)


@login_not_required
@require_POST
def switches(request: HttpRequest, which: int) -> HttpResponse:
    """What shall go wrong for this phone from now on."""
    form = Switches(request.POST, instance=_phone_or_404(which))
    if form.is_valid():
        form.save()
    return _done(request, which)


def _switches_of(which: int, phone: PracticePhone) -> Switches:
    return Switches(instance=phone, auto_id=f"phone-{which}-%s", label_suffix="")


def _phone_or_404(which: int) -> PracticePhone:
    try:
        return phone_at(which)
    except PracticePhone.DoesNotExist:
        raise Http404 from None


def _done(request: HttpRequest, which: int) -> HttpResponse:
    if "application/json" in request.headers.get("Accept", ""):
        return HttpResponse(status=204)
    return redirect(f"{reverse('sms:practice')}#phone-{which}")
