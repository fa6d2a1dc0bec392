"""The rota app: people, shifts, access, the audit."""

from django.apps import AppConfig


class RotaApp(AppConfig):
    name = "rota"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Whoever changes a number of the service is written down, and config knows no audit."""
        from allauth.mfa.signals import authenticator_added

        from config import tuning
        from rota import codes
        from rota.audit import note_setting
        from rota.models import Shift, ShiftNote
        from rota.planning import test_pages
        from rota.planning.related import TO_A_NOTE, TO_A_SHIFT
        from rota.policy import relates
        from rota.reach import trying_out, ways

        authenticator_added.connect(codes.first_code_is_used)
        tuning.when_changed.append(note_setting)
        relates(Shift, TO_A_SHIFT)
        relates(ShiftNote, TO_A_NOTE)
        ways.start()
        test_pages.start()
        trying_out.start()
