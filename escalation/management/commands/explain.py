"""`manage.py explain 7`: what raised this escalation, in our words. Nothing that a young person said."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from escalation.durations import time_of
from escalation.explain import explain
from escalation.models import Escalation
from rota import audit


class Command(BaseCommand):
    """For whoever looks after the service; that somebody asked is a row of the audit. Allegations have no explanation
    here: whoever types this may be the one it is about."""

    help = "Lists what raised an escalation: when, from where, in which words of ours, and by whom."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("number", type=int)

    def handle(self, *args: Any, **options: Any) -> None:
        number = options["number"]
        escalation = Escalation.objects.filter(pk=number, about_staff=None).first()
        if escalation is None:
            raise CommandError(_("There is no escalation %(number)d.") % {"number": number})
        audit.record("escalation.explained", f"escalation:{number}", who=None)
        for raised in explain(escalation):
            times = f" x{raised.times}" if raised.times > 1 else ""
            urgency = f" [{raised.urgency_words}]" if raised.urgency_words else ""
            self.stdout.write(f"{time_of(raised.at)}  {raised.where}  {raised.words}{urgency}{times}  ({raised.by})")
        if escalation.joined_to_id is not None:
            self.stdout.write(_("Goes on in escalation %(number)s") % {"number": escalation.joined_to_id})
