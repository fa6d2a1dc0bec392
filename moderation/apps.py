"""Moderation tells the chat what it knows, without the chat importing it."""

from django.apps import AppConfig
from django.core.checks import register


class ModerationApp(AppConfig):
    name = "moderation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from chat import conversations, moved, silence
        from chat.console import board
        from chat.keeping import asking
        from config import tuning
        from moderation import flags, incident_pages, incidents, keeping, open_flags, system_checks
        from moderation.feedback import access, reviewing, saying
        from moderation.feedback.models import Feedback
        from rota.policy import relates

        conversations.may_not_end.append(flags.open_flag_obstacle)
        silence.somebody_must_look.append(flags.has_open_flag)
        asking.may_not_erase.append(keeping.open_work)
        asking.before_erasing.append(keeping.clear_readings)
        asking.without_concern.append(keeping.without_flags)
        board.incident_words = incidents.words
        board.judge = saying.judge
        board.open_flags = open_flags.of
        moved.PARTS.append(open_flags.STAMP)
        relates(Feedback, access.RELATIONS)
        tuning.when_changed.append(reviewing.forget_words)
        incident_pages.start()
        register(system_checks.second_opinion_is_there)
