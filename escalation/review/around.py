"""What happened around it: who had the chat, what was asked and promised, what was handed over, what may not go."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from chat.consents import sentence, wording_of
from chat.models import (
    Consent,
    Conversation,
    ConversationEvent,
    Erasure,
    HelpCall,
    Hold,
    Notice,
    Post,
    PostEvent,
    SafetyAnswers,
    Whence,
)
from escalation.models import Glass, Promise, RiskItem
from escalation.models import Subject as SubjectRow
from escalation.review.entries import AROUND, DONE, NOTICED, Entry, Words, entry, local, utc
from escalation.review.scope import Scope
from escalation.review.sealed import gone_of, words_of
from escalation.subjects import channel
from moderation.models import Incident, ReviewDecision


def around(scope: Scope) -> Iterator[Entry]:
    for chat in scope.chats:
        gone = gone_of(chat) if chat.key_id is None else ""
        for part in (_moves, _asked, _help, _promises, _whence, _consents):
            yield from part(scope, chat, gone)
    for post in scope.posts:
        yield from _post(scope, post)
    yield from _subjects(scope)
    yield from _glasses(scope)
    yield from _handed(scope)
    yield from _kept(scope)
    yield from _incidents(scope)


def _moves(scope: Scope, chat: Conversation, gone: str) -> Iterator[Entry]:
    for event in ConversationEvent.objects.filter(conversation=chat).select_related("by").order_by("at", "pk"):
        event.conversation = chat
        what = {"chat": f"{channel(chat)} {chat.pk}", "what": event.kind.replace("_", " ")}
        changed = f"{event.from_value or '-'} → {event.to_value or '-'}" if event.from_value or event.to_value else ""
        yield entry(
            f"conversation_event:{event.pk}", event.at, AROUND, _("%(chat)s: %(what)s") % what,
            who=scope.people.who(event.by, event.at, nobody=_("the young person or the program")),
            facts=[(_("From, to"), changed)], words=[words_of(event, "why", _("Why"), gone)],
        )  # fmt: skip


def _asked(scope: Scope, chat: Conversation, _gone: str) -> Iterator[Entry]:
    for one in SafetyAnswers.objects.filter(conversation=chat).select_related("by").order_by("at", "pk"):
        yield entry(
            f"safety_answers:{one.pk}", one.at, AROUND, _("What the counsellor heard about suicidal thoughts"),
            who=scope.people.who(one.by, one.at),
            facts=[
                (_("Thoughts"), one.get_thoughts_display()), (_("Plan"), one.get_plan_display()),
                (_("Means"), one.get_means_display()), (_("When"), one.get_when_display()),
                (_("Safe now"), one.get_safe_now_display()),
            ],
        )  # fmt: skip


def _help(scope: Scope, chat: Conversation, _gone: str) -> Iterator[Entry]:
    for one in HelpCall.objects.filter(conversation=chat).select_related("by", "answered_by").order_by("at", "pk"):
        came = (
            f"{local(one.answered_at)}, {scope.people.who(one.answered_by, one.answered_at)}" if one.answered_at else ""
        )
        yield entry(
            f"help_call:{one.pk}", one.at, AROUND, _("The counsellor called for help"),
            who=scope.people.who(one.by, one.at), facts=[(_("Somebody came"), came)],
            gaps=[_("Nobody came.") if one.answered_at is None else ""],
        )  # fmt: skip


def _promises(scope: Scope, chat: Conversation, gone: str) -> Iterator[Entry]:
    for one in Promise.objects.filter(conversation=chat).select_related("made_by", "ended_by").order_by("pk"):
        one.conversation = chat
        yield entry(
            f"promise:{one.pk}", one.made_at, AROUND, _("Something was promised to the young person"),
            who=scope.people.who(one.made_by, one.made_at), facts=[(_("By"), local(one.due_at))],
            words=[words_of(one, "words", _("What"), gone)],
            gaps=[_("It was neither kept nor given up.") if one.ended_at is None and one.due_at < scope.until else ""],
        )  # fmt: skip
        if one.ended_at is not None:
            yield entry(
                f"promise:{one.pk}/over", one.ended_at, AROUND,
                _("The promise was kept") if one.was_kept else _("The promise was not kept"),
                who=scope.people.who(one.ended_by, one.ended_at),
                words=[words_of(one, "not_kept_why", _("Why not"), gone)],
            )  # fmt: skip


def _whence(_scope: Scope, chat: Conversation, _gone: str) -> Iterator[Entry]:
    """That there was an address and until when, never the address: it is for the police alone, from its own page."""
    for one in Whence.objects.filter(conversation=chat).order_by("pk"):
        destroyed = (
            _("Where they wrote from was destroyed on %(at)s (%(utc)s). Class of keeping: where somebody writes from.")
            % {"at": local(one.destroyed_at), "utc": utc(one.destroyed_at)}
            if one.destroyed_at
            else ""
        )
        yield entry(
            f"whence:{one.pk}", one.first_at, AROUND, _("Where they wrote from was known (the address is not in here)"),
            who=_("the program"), facts=[(_("Until"), local(one.last_at))], gaps=[destroyed],
        )  # fmt: skip


def _consents(_scope: Scope, chat: Conversation, _gone: str) -> Iterator[Entry]:
    for one in Consent.objects.filter(conversation=chat).order_by("at", "pk"):
        yield entry(
            f"consent:{one.pk}", one.at, AROUND, sentence(one), who=_("the young person"),
            facts=[(_("Version of the wording"), str(one.wording))],
            words=[Words(_("What they were asked, word for word"), _wording(one))],
        )  # fmt: skip


def _wording(one: Consent) -> str:
    try:
        return wording_of(one)
    except KeyError:
        return _("not known")


def _post(scope: Scope, post: Post) -> Iterator[Entry]:
    gone = gone_of(post) if post.author.key_id is None else ""
    for event in PostEvent.objects.filter(post=post).select_related("by").order_by("at", "pk"):
        yield entry(
            f"post_event:{event.pk}", event.at, AROUND,
            _("Post %(post)d: %(what)s") % {"post": post.pk, "what": event.kind.replace("_", " ")},
            who=scope.people.who(event.by, event.at, nobody=_("its author or the program")),
            facts=[(_("From, to"), f"{event.from_state or '-'} → {event.to_state or '-'}")],
        )  # fmt: skip
    for one in ReviewDecision.objects.filter(review__version__post=post).select_related("decided_by").order_by("pk"):
        yield entry(
            f"review_decision:{one.pk}", one.decided_at, DONE,
            _("Moderation of post %(post)d: %(what)s") % {"post": post.pk, "what": one.get_action_display()},
            who=scope.people.who(one.decided_by, one.decided_at),
            facts=[(_("As"), one.kind), (_("Open for"), _("%(count)d s") % {"count": one.seconds_open})],
        )  # fmt: skip
    for notice in Notice.objects.filter(post=post).select_related("made_by").order_by("pk"):
        notice.post = post
        yield entry(
            f"notice:{notice.pk}", notice.made_at, AROUND, _("What the author was told about the post"),
            who=scope.people.who(notice.made_by, notice.made_at),
            facts=[
                (_("Wording it began as"), notice.template),
                (_("Seen"), local(notice.seen_at) if notice.seen_at else _("not known")),
            ],
            words=[words_of(notice, "words", _("Words"), gone)],
        )  # fmt: skip


def _subjects(scope: Scope) -> Iterator[Entry]:
    found = SubjectRow.objects.filter(escalation__in=scope.numbers).select_related("by").order_by("pk")
    for one in found:
        about = next(
            f"{kind}:{number}"
            for kind, number in (
                ("conversation", one.conversation_id), ("post", one.post_id), ("concern", one.concern_id),
            )
            if number is not None
        )  # fmt: skip
        yield entry(
            f"subject:{one.pk}", one.at, AROUND,
            _("%(what)s belongs to escalation %(number)d") % {"what": about, "number": one.escalation_id},
            who=scope.people.who(one.by, one.at),
        )  # fmt: skip


def _glasses(scope: Scope) -> Iterator[Entry]:
    people = ("asked_by", "agreed_by", "refused_by", "reviewed_by")
    for one in Glass.objects.filter(escalation__in=scope.numbers).select_related(*people).order_by("pk"):
        one.escalation = scope.escalation(one.escalation_id)
        gone = gone_of(one.escalation) if one.escalation.key_id is None else ""
        facts = [
            (label, f"{local(at)}, {scope.people.who(who, at)}")
            for label, who, at in (
                (_("Agreed"), one.agreed_by, one.agreed_at), (_("Refused"), one.refused_by, one.refused_at),
                (_("Shown"), one.asked_by, one.shown_at), (_("Looked at afterwards"), one.reviewed_by, one.reviewed_at),
            )
            if at is not None
        ]  # fmt: skip
        yield entry(
            f"glass:{one.pk}", one.asked_at, DONE, _asked_for(one),
            who=scope.people.who(one.asked_by, one.asked_at), facts=facts,
            words=[words_of(one, "reason", _("Why"), gone), words_of(one, "review", _("Afterwards"), gone)],
        )  # fmt: skip


def _asked_for(one: Glass) -> str:
    if one.what == Glass.What.ADDRESS:
        return _("From where they connected was asked for (it is not in here)")
    return _("The phone number was asked for (it is not in here)")


def _handed(scope: Scope) -> Iterator[Entry]:
    chats = [one.pk for one in scope.chats]
    about = (
        Q(escalation__in=scope.numbers)
        if scope.is_allegation
        else Q(escalation__in=scope.numbers) | Q(conversation__in=chats) | Q(promise__conversation__in=chats)
    )
    with_thing = ("escalation__key", "conversation__key", "promise__conversation__key")
    people = ("handed_by", "signed_by", "went_to")
    for one in RiskItem.objects.filter(about).select_related(*with_thing, *people).order_by("pk"):
        unsigned = one.signed_at is None and one.over_at is None and one.sign_due_at < scope.until
        yield entry(
            f"risk_item:{one.pk}", one.handed_at, AROUND,
            _("Handed over at the end of a shift: %(what)s") % {"what": one.get_what_display().lower()},
            who=scope.people.who(one.handed_by, one.handed_at, nobody=_("the clock")),
            facts=[
                (_("To be signed for by"), local(one.sign_due_at)),
                (_("Signed"), _by(scope, one.signed_by, one.signed_at)),
                (_("Went to whoever was on call"), _by(scope, one.went_to, one.went_at)),
                (_("Over by itself"), local(one.over_at) if one.over_at else ""),
            ],
            words=[words_of(one, "note", _("What whoever takes it has to know"), _gone_with(one))],
            gaps=[_("MISSED: nobody signed for it.") if unsigned else ""],
        )  # fmt: skip


def _gone_with(one: RiskItem) -> str:
    """The note lies under the key of what it is about."""
    chat = one.conversation or (one.promise.conversation if one.promise else None)
    return gone_of(chat or one.escalation)  # type: ignore[arg-type]  # it is one of them: a constraint


def _kept(scope: Scope) -> Iterator[Entry]:
    """Holds and erasures. A hold because of an allegation belongs into that record alone."""
    whose = {one.young_person_id for one in scope.chats} | {one.author.young_person_id for one in scope.posts}
    about = Q(conversation__in=[one.pk for one in scope.chats]) | Q(young_person__in=whose, conversation=None)
    holds = Hold.objects.filter(about).select_related("placed_by", "lift_asked_by", "lifted_by").order_by("pk")
    if not scope.is_allegation:
        holds = holds.exclude(why=Hold.Why.ALLEGATION)
    for hold in holds:
        yield entry(
            f"hold:{hold.pk}", hold.placed_at, AROUND, _("A hold: nothing of it is erased"),
            who=scope.people.who(hold.placed_by, hold.placed_at),
            facts=[
                (_("Why"), hold.get_why_display()),
                (_("Lifting asked"), _by(scope, hold.lift_asked_by, hold.lift_asked_at)),
                (_("Lifted"), _by(scope, hold.lifted_by, hold.lifted_at)),
            ],
        )  # fmt: skip
    for one in Erasure.objects.filter(about).select_related("asked_by").order_by("pk"):
        yield entry(
            f"erasure:{one.pk}", one.done_at or one.asked_at, AROUND,
            _("Words were to be erased: %(state)s") % {"state": one.get_state_display().lower()},
            who=scope.people.who(one.asked_by, one.asked_at),
            facts=[(_("Why"), one.get_why_display()), (_("Asked"), local(one.asked_at)), (_("Receipt"), one.receipt)],
        )  # fmt: skip


def _incidents(scope: Scope) -> Iterator[Entry]:
    """What was wrong with the service itself while it went on."""
    begin = min([*(one.opened_at for one in scope.family), *(one.opened_at for one in scope.chats)])
    end = max([one.closed_at or scope.until for one in scope.family])
    during = Incident.objects.filter(Q(closed_at=None) | Q(closed_at__gte=begin), opened_at__lte=end)
    for one in during.select_related("acknowledged_by").order_by("pk"):
        yield entry(
            f"incident:{one.pk}", one.opened_at, NOTICED,
            _("Something was wrong with the service: %(what)s") % {"what": one.kind.replace("_", " ")},
            who=_("the program"),
            facts=[
                (_("Somebody was on it"), _by(scope, one.acknowledged_by, one.acknowledged_at)),
                (_("Over"), local(one.closed_at) if one.closed_at else _("not yet")),
            ],
        )  # fmt: skip


def _by(scope: Scope, staff: object, at: datetime | None) -> str:
    return f"{local(at)}, {scope.people.who(staff, at)}" if at is not None else ""  # type: ignore[arg-type]
