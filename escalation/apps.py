"""The escalation app: a person decides, and it is written down."""

from django.apps import AppConfig


class EscalationConfig(AppConfig):
    name = "escalation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The console shows pages and escalations; only this app knows them."""
        from chat.console import board
        from escalation.page import page_frame
        from escalation.queries import escalations_of

        board.page_reader = page_frame
        board.escalation_of = escalations_of
