"""What people wrote down while they worked and decided: scales, pictures, advice, calls to 999, decisions, dissent."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from escalation.models import (
    Advice,
    Decision,
    Dissent,
    DissentStep,
    EmergencyCall,
    Escalation,
    Page,
    Picture,
    Scale,
    SecondLook,
    Share,
)
from escalation.review.called import page_entry
from escalation.review.entries import DONE, entry, local
from escalation.review.scope import Scope
from escalation.review.sealed import asked_for, gone_of, words_of
from escalation.review.steps import Kind, Record


def records(scope: Scope, pages: list[Page]) -> Iterator[Record]:
    for page in pages:
        kinds = frozenset({Kind.PAGED})
        yield Record(page_entry(scope, page), page.escalation_id, kinds, about=page.staff_id)
    for escalation in scope.family:
        gone = gone_of(escalation) if escalation.key_id is None else ""
        for part in (_scales, _pictures, _advice, _calls, _decisions, _looks, _dissents):
            yield from part(scope, escalation, gone)


def _scales(scope: Scope, escalation: Escalation, gone: str) -> Iterator[Record]:
    for one in Scale.objects.filter(escalation=escalation).select_related("by").order_by("pk"):
        one.escalation = escalation
        facts = [(_("Whose answer"), one.get_whose_display()), (_("From 0 to 10"), str(one.score))]
        made = entry(
            f"scale:{one.pk}", one.at, DONE, _("Scale"), who=scope.people.who(one.by, one.at), facts=facts,
            words=[words_of(one, "words", _("What would make it one higher"), gone)],
        )  # fmt: skip
        yield Record(made, escalation.pk, frozenset({Kind.SCALED}), by=one.by_id)


def _pictures(scope: Scope, escalation: Escalation, gone: str) -> Iterator[Record]:
    asked = {
        "worried": _("What we are worried about"),
        "working_well": _("What works well"),
        "needs_to_happen": _("What needs to happen"),
        "not_known": _("What we do not know"),
    }
    found = Picture.objects.filter(escalation=escalation).select_related("by").order_by("pk")
    for number, one in enumerate(found, start=1):
        one.escalation = escalation
        own = words_of(one, "own_words", _("Their own words"), gone)
        why = words_of(one, "no_own_words_why", _("Why nobody has their own words"), gone)
        made = entry(
            f"picture:{one.pk}", one.at, DONE, _("What is known"), who=scope.people.who(one.by, one.at),
            facts=[(_("Version"), str(number)), (_("Level of need"), one.get_need_display())],
            words=[*(asked_for(one, name, label, gone) for name, label in asked.items()), own, why],
        )  # fmt: skip
        yield Record(made, escalation.pk, frozenset({Kind.PICTURED}), by=one.by_id)


def _advice(scope: Scope, escalation: Escalation, gone: str) -> Iterator[Record]:
    for one in Advice.objects.filter(escalation=escalation).select_related("asked", "asked_by").order_by("pk"):
        one.escalation = escalation
        names = {"who": one.asked_by.name, "whom": one.asked.name}
        waits = _("No answer came.") if one.answered_at is None else ""
        asked = entry(
            f"advice:{one.pk}", one.asked_at, DONE, _("%(who)s asked %(whom)s what they think") % names,
            who=scope.people.who(one.asked_by, one.asked_at),
            facts=[(_("Asked"), scope.people.who(one.asked, one.asked_at))],
            words=[words_of(one, "question", _("Question"), gone)], gaps=[waits],
        )  # fmt: skip
        yield Record(asked, escalation.pk, frozenset({Kind.ADVICE_ASKED}), by=one.asked_by_id)
        if one.answered_at is not None:
            given = entry(
                f"advice:{one.pk}/answer", one.answered_at, DONE, _("%(whom)s answered %(who)s") % names,
                who=scope.people.who(one.asked, one.answered_at),
                words=[words_of(one, "answer", _("Answer"), gone)],
            )  # fmt: skip
            yield Record(given, escalation.pk, frozenset({Kind.ADVICE_GIVEN}), by=one.asked_id)


def _calls(scope: Scope, escalation: Escalation, gone: str) -> Iterator[Record]:
    found = EmergencyCall.objects.filter(escalation=escalation).select_related("called_by", "ended_by").order_by("pk")
    for one in found:
        one.escalation = escalation
        still = _("Nobody has said yet whether they were reached.") if one.ended_at is None else ""
        made = entry(
            f"emergency_call:{one.pk}", one.written_at, DONE,
            _("Emergency services were called: %(service)s") % {"service": one.get_service_display()},
            who=scope.people.who(one.called_by, one.written_at),
            facts=[
                (_("Called at"), local(one.called_at)),
                (_("Number of the incident"), one.reference or _("not known")),
                (_("Reached at"), local(one.reached_at) if one.reached_at else ""),
            ],
            words=[words_of(one, "shared", _("What was shared"), gone)], gaps=[still],
        )  # fmt: skip
        yield Record(made, escalation.pk, frozenset({Kind.CALLED}), by=one.called_by_id)
        if one.ended_at is not None:
            over = entry(
                f"emergency_call:{one.pk}/over", one.ended_at, DONE,
                _("They were reached") if one.reached_at else _("The call ended without anybody being reached"),
                who=scope.people.who(one.ended_by, one.ended_at),
                words=[words_of(one, "outcome", _("How"), gone)],
            )  # fmt: skip
            yield Record(over, escalation.pk, frozenset({Kind.REACHED, Kind.NOT_REACHED}), by=one.ended_by_id)


def _decisions(scope: Scope, escalation: Escalation, gone: str) -> Iterator[Record]:
    for one in Decision.objects.filter(escalation=escalation).select_related("decided_by").order_by("pk"):
        one.escalation = escalation
        asked = {
            "options": _("What else could have been done"),
            "why": _("Why"),
            "for_the_child": _("What it does for the child"),
            "consulted": _("Who was consulted"),
            "shared": _("What was shared"),
            "not_shared_why": _("Why not more, or nothing, was shared"),
            "next_offer": _("What they are offered next"),
        }
        if not one.young_person_told:
            asked["young_person_not_told_why"] = _("Why the young person was not told")
        if not one.parent_told:
            asked["parent_not_told_why"] = _("Why no parent or carer was told")
        made = entry(
            f"decision:{one.pk}", one.decided_at, DONE, _("Decided: %(outcome)s") % {"outcome": _outcome(one.outcome)},
            who=scope.people.who(one.decided_by, one.decided_at),
            facts=[
                (_("Decided"), _outcome(one.outcome)),
                (_("Level of need"), Picture.Need(one.need).label if one.need else _("not known")),
                (_("Ground for sharing"), Share.Basis(one.basis).label if one.basis else _("none given")),
                (_("Young person told"), _yes(one.young_person_told)),
                (_("Parent or carer told"), _yes(one.parent_told)),
                (_("To be looked at again on"), one.review_on.isoformat()),
                (_("On the screen then (SHA-256)"), one.seen or _("not known")),
            ],
            words=[asked_for(one, name, label, gone) for name, label in asked.items()],
        )  # fmt: skip
        yield Record(made, escalation.pk, frozenset({Kind.DECIDED}), by=one.decided_by_id)


def _looks(scope: Scope, escalation: Escalation, gone: str) -> Iterator[Record]:
    found = SecondLook.objects.filter(decision__escalation=escalation).select_related("by", "decision").order_by("pk")
    for one in found:
        one.decision.escalation = escalation
        waits = _("Nobody has decided it again yet.") if one.at is None else ""
        asked = entry(
            f"second_look:{one.pk}", one.asked_at, DONE,
            _("Decision %(number)d is to be decided again by another lead, without seeing it")
            % {"number": one.decision_id},
            who=_("the program"),
            facts=[(_("Why"), one.get_why_display()), (_("By"), local(one.due_at))], gaps=[waits],
        )  # fmt: skip
        yield Record(asked, escalation.pk, frozenset())
        if one.at is not None:
            again = entry(
                f"second_look:{one.pk}/done", one.at, DONE, _("Decided again without seeing the decision"),
                who=scope.people.who(one.by, one.at),
                facts=[(_("Decided again"), _outcome(one.outcome)), (_("Agrees"), _yes(bool(one.agrees)))],
                words=[words_of(one, "words", _("Why"), gone)],
            )  # fmt: skip
            yield Record(again, escalation.pk, frozenset({Kind.LOOKED_AGAIN}), by=one.by_id)


def _dissents(scope: Scope, escalation: Escalation, gone: str) -> Iterator[Record]:
    for one in Dissent.objects.filter(escalation=escalation).select_related("by").order_by("pk"):
        one.escalation = escalation
        still = _("It is not settled.") if one.ended_at is None else ""
        made = entry(
            f"dissent:{one.pk}", one.at, DONE, _("Somebody saw it differently, and said so"),
            who=scope.people.who(one.by, one.at),
            facts=[
                (_("With whom"), one.get_against_display()),
                (_("State"), one.get_state_display()),
                (_("Stage"), str(one.stage)),
                (_("Version of the policy beside the form (SHA-256)"), one.policy),
            ],
            words=[words_of(one, "words", _("What they see differently"), gone)], gaps=[still],
        )  # fmt: skip
        yield Record(made, escalation.pk, frozenset({Kind.DISSENTED}), by=one.by_id)
        yield from _of_a_dissent(scope, escalation, one, gone)


def _of_a_dissent(scope: Scope, escalation: Escalation, dissent: Dissent, gone: str) -> Iterator[Record]:
    kinds = frozenset({Kind.DISSENTED, Kind.SETTLED})
    for step in DissentStep.objects.filter(dissent=dissent).select_related("by").order_by("pk"):
        step.dissent = dissent
        made = entry(
            f"dissent_step:{step.pk}", step.at, DONE,
            _("The difference of opinion: %(what)s") % {"what": step.get_kind_display().lower()},
            who=scope.people.who(step.by, step.at, nobody=_("its clock")),
            facts=[(_("Stage"), str(step.stage))], words=[words_of(step, "words", _("Words"), gone)],
        )  # fmt: skip
        # What raised it is told with the dissent itself.
        yield Record(made, escalation.pk, frozenset() if step.kind == DissentStep.Kind.RAISED else kinds, by=step.by_id)


def _outcome(code: str) -> str:
    return str(Decision.Outcome(code).label) if code in Decision.Outcome.values else code


def _yes(is_so: bool) -> str:
    return _("yes") if is_so else _("no")
