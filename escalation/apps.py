"""The escalation app: a person decides, and it is written down."""

from django.apps import AppConfig


class EscalationConfig(AppConfig):
    name = "escalation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The console and the review of posts show escalations; only this app knows them."""
        from django.db.models import Q

        from chat.concern import landing
        from chat.console import board
        from chat.keeping import asking
        from chat.models import AccessPack, ErasureAsked, Hold, RetentionProposal
        from chat.telling import engine
        from escalation import keeping, reaching
        from escalation.banners import pages_for
        from escalation.called_out import at_work
        from escalation.looks import handles_of_chats
        from escalation.models import Escalation, Glass, Promise
        from escalation.open import open_for_concern
        from escalation.queries import escalations_of
        from escalation.related import (
            TO_A_GLASS,
            TO_AN_ESCALATION,
            about_them,
            feedback_about_them,
            heard_in_an_allegation,
            holds_about_them,
            names_of_those,
            names_of_those_feedbacks,
            names_of_those_holds,
        )
        from escalation.reviews import escalate, has_open_escalation
        from escalation.risk import leaving, notices
        from escalation.risk import reaching as risk_reaching
        from escalation.telling import keep_record
        from moderation.blind import hooks as blind_hooks
        from moderation.models import Feedback
        from moderation.review import hooks
        from rota.audit_pages.names import NAMES
        from rota.pages import now
        from rota.planning import called_out, on_shift
        from rota.policy import Relation, relates, veil

        relates(Escalation, TO_AN_ESCALATION)
        relates(Glass, TO_A_GLASS)
        of_a_promise = {Relation.OWNER: lambda it: Q(owner=it), Relation.OPENED_IT: lambda it: Q(made_by=it)}
        relates(Promise, of_a_promise)
        relates(RetentionProposal, {Relation.NOT_ASKED: lambda staff: ~Q(proposed_by=staff)})
        relates(AccessPack, {Relation.NOT_ASKED: lambda staff: ~Q(made_by=staff)})
        relates(ErasureAsked, {Relation.NOT_ASKED: lambda staff: ~Q(asked_by=staff)})
        relates(Hold, {Relation.NOT_ASKED: lambda staff: Q(lift_asked_by__isnull=False) & ~Q(lift_asked_by=staff)})
        veil(Escalation, about_them, names_of_those)
        veil(Hold, holds_about_them, names_of_those_holds)
        veil(Feedback, feedback_about_them, names_of_those_feedbacks)
        called_out.asked.append(at_work)
        landing.open_for_concern = open_for_concern
        board.pages_for = pages_for
        board.escalation_of = escalations_of
        asking.may_not_erase.append(keeping.open_escalations)
        asking.before_erasing.append(keeping.keep_what_was_said)
        asking.without_concern.append(keeping.without_escalations)
        NAMES["escalation"] = handles_of_chats
        blind_hooks.left_out.append(heard_in_an_allegation)
        hooks.escalate = escalate
        hooks.has_open_escalation = has_open_escalation
        on_shift.goes_on.append(leaving.what_goes_on)
        now.from_above.append(notices.lines_for)
        risk_reaching.start()
        engine.moved.append(keep_record)
        reaching.start()
