"""The escalation app: a person decides, and it is written down."""

from django.apps import AppConfig


class EscalationConfig(AppConfig):
    name = "escalation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The console and the review of posts show escalations; only this app knows them."""
        from chat.console import board
        from chat.keeping import asking
        from escalation import keeping
        from escalation.banners import pages_for
        from escalation.queries import escalations_of
        from escalation.reviews import escalate, has_open_escalation
        from moderation.review import hooks

        board.pages_for = pages_for
        board.escalation_of = escalations_of
        asking.may_not_erase.append(keeping.open_escalations)
        asking.before_erasing.append(keeping.keep_what_was_said)
        asking.without_concern.append(keeping.without_escalations)
        hooks.escalate = escalate
        hooks.has_open_escalation = has_open_escalation
