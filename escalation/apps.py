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
        from chat.models import AccessPack, RetentionProposal
        from escalation import keeping
        from escalation.banners import pages_for
        from escalation.looks import handles_of_chats
        from escalation.models import Escalation, Glass
        from escalation.queries import escalations_of
        from escalation.related import TO_A_GLASS, TO_AN_ESCALATION, about_them, names_of_those
        from escalation.reviews import escalate, has_open_escalation
        from moderation.review import hooks
        from rota.audit_pages.names import NAMES
        from rota.policy import Relation, relates, veil

        relates(Escalation, TO_AN_ESCALATION)
        relates(Glass, TO_A_GLASS)
        relates(RetentionProposal, {Relation.NOT_ASKED: lambda staff: ~Q(proposed_by=staff)})
        relates(AccessPack, {Relation.NOT_ASKED: lambda staff: ~Q(made_by=staff)})
        veil(Escalation, about_them, names_of_those)
        board.pages_for = pages_for
        board.escalation_of = escalations_of
        asking.may_not_erase.append(keeping.open_escalations)
        asking.before_erasing.append(keeping.keep_what_was_said)
        asking.without_concern.append(keeping.without_escalations)
        NAMES["escalation"] = handles_of_chats
        hooks.escalate = escalate
        hooks.has_open_escalation = has_open_escalation
