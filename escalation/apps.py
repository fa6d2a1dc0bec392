"""The escalation app: a person decides, and it is written down."""

from django.apps import AppConfig


class EscalationConfig(AppConfig):
    name = "escalation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The console and the review of posts show escalations; only this app knows them."""
        from django.db.models import Q

        from chat.console import board
        from chat.keeping import asking
        from chat.models import AccessPack, ErasureAsked, Hold, RetentionProposal
        from escalation import keeping
        from escalation.banners import pages_for
        from escalation.called_out import at_work
        from escalation.looks import handles_of_chats
        from escalation.models import Escalation, Glass
        from escalation.queries import escalations_of
        from escalation.related import (
            TO_A_GLASS,
            TO_AN_ESCALATION,
            about_them,
            holds_about_them,
            names_of_those,
            names_of_those_holds,
        )
        from escalation.reviews import escalate, has_open_escalation
        from moderation.review import hooks
        from rota.audit_pages.names import NAMES
        from rota.planning import called_out
        from rota.policy import Relation, relates, veil

        relates(Escalation, TO_AN_ESCALATION)
        relates(Glass, TO_A_GLASS)
        relates(RetentionProposal, {Relation.NOT_ASKED: lambda staff: ~Q(proposed_by=staff)})
        relates(AccessPack, {Relation.NOT_ASKED: lambda staff: ~Q(made_by=staff)})
        relates(ErasureAsked, {Relation.NOT_ASKED: lambda staff: ~Q(asked_by=staff)})
        relates(Hold, {Relation.NOT_ASKED: lambda staff: Q(lift_asked_by__isnull=False) & ~Q(lift_asked_by=staff)})
        veil(Escalation, about_them, names_of_those)
        veil(Hold, holds_about_them, names_of_those_holds)
        called_out.asked.append(at_work)
        board.pages_for = pages_for
        board.escalation_of = escalations_of
        asking.may_not_erase.append(keeping.open_escalations)
        asking.before_erasing.append(keeping.keep_what_was_said)
        asking.without_concern.append(keeping.without_escalations)
        NAMES["escalation"] = handles_of_chats
        hooks.escalate = escalate
        hooks.has_open_escalation = has_open_escalation
