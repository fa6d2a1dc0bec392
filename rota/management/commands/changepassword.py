"""Somebody's password set from a terminal: `python manage.py changepassword EMAIL`."""

from typing import Any

from django.contrib.auth.management.commands import changepassword
from django.db import transaction

from rota import audit
from rota.models import StaffMember
from rota.people import sign_out_everywhere


class Command(changepassword.Command):
    """Django's own, written down: whoever can do this can be anybody here. Whoever was signed in is so no longer."""

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> str | None:
        said = super().handle(*args, **options)
        staff = StaffMember.objects.get(email=options["username"])
        audit.record("staff.password_set", f"staff:{staff.pk}", who=None, ground="terminal")
        sign_out_everywhere(staff)
        return said
