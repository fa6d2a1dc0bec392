"""Moderation tells the chat what it knows, without the chat importing it."""

from django.apps import AppConfig


class ModerationApp(AppConfig):
    name = "moderation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from chat import conversations
        from chat.console import board
        from moderation import flags, incidents, open_flags

        conversations.may_not_end.append(flags.open_flag_obstacle)
        board.incident_words = incidents.words
        board.judge = flags.judge
        board.open_flags = open_flags.of
