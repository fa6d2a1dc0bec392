"""The rota app: people, shifts, access, the audit."""

from django.apps import AppConfig


class RotaApp(AppConfig):
    name = "rota"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Whoever changes a number of the service is written down, and config knows no audit."""
        from config import tuning
        from rota.audit import note_setting

        tuning.when_changed.append(note_setting)
