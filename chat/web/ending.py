"""The end, which is never abrupt: one question before, three afterwards, and what happens next."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from chat import coming_back, conversations
from chat.access import conversation_of, young_person_of
from chat.conversations import start_conversation
from chat.models import AfterTalk, Conversation
from chat.web.posting import unix_lines
from config.tuning import setting

FEELINGS = range(11)
LONGEST_WORDS = 1000


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest) -> HttpResponse:
    """The young person ends the chat, after one question."""
    conversation = _conversation(request)
    if conversation is None:
        return redirect("web:home")
    if request.method == "POST":
        conversations.leave(conversation)
        return redirect("web:after")
    return render(request, "web/end.html", {"conversation": conversation})


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def after(request: HttpRequest) -> HttpResponse:
    """When it is over: three questions that may stay open, what happens next, and how to come back."""
    conversation = _conversation(request)
    if conversation is None:
        return redirect("web:home")
    if not conversation.is_over:
        return redirect("web:chat")
    context = {
        "conversation": conversation,
        "feelings": FEELINGS,
        "helped": AfterTalk.Helped.choices,
        "longest": LONGEST_WORDS,
        "return_hours": setting("chat.return_hours")["closed"],
    }
    if request.method != "POST":
        context["is_told"] = AfterTalk.objects.filter(conversation=conversation).exists()
        return render(request, "web/ended.html", context)
    error = _keep(request, conversation)
    if not error:
        return redirect("web:after")
    context |= {"error": error, "draft": request.POST.get("words", "").replace("\0", "")}
    return render(request, "web/ended.html", context, status=422)


@login_not_required
@require_POST
def not_safe(request: HttpRequest) -> HttpResponse:
    """They are not safe now: in front from this moment, and 999 on the page.

    Also from a page that does not know yet that the chat is over, or that it is locked: then they wait again.
    """
    young_person = young_person_of(request.COOKIES)
    conversation = conversation_of(young_person) if young_person else None
    if young_person is None or conversation is None:
        return redirect("web:home")
    if conversation.is_over:
        locale = conversation.locale
        conversation = coming_back.goes_on(conversation) or start_conversation(young_person, locale=locale)
    conversations.says_not_safe(conversation)
    return redirect("web:chat")


def _conversation(request: HttpRequest) -> Conversation | None:
    young_person = young_person_of(request.COOKIES)
    return conversation_of(young_person) if young_person and not young_person.page_locked else None


def _keep(request: HttpRequest, conversation: Conversation) -> str:
    """Their answers, whichever they gave; a later answer takes the place of an earlier one. Gives what is wrong."""
    words = unix_lines(request.POST.get("words", "")).strip()
    if len(words) > LONGEST_WORDS or "\0" in words:
        return str(_("That is too long, or has odd characters. Please change it and send it again."))
    feeling, helped = request.POST.get("feeling", ""), request.POST.get("helped", "")
    answers = AfterTalk.objects.filter(conversation=conversation).first() or AfterTalk(conversation=conversation)
    if feeling in {str(number) for number in FEELINGS}:
        answers.feeling = int(feeling)
    if helped in AfterTalk.Helped.values:
        answers.helped = helped
    if words:
        answers.words = words.encode("utf-8", "replace").decode()
    answers.save()
    return ""
