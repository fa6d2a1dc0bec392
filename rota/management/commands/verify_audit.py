"""Is the audit what was written?"""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from rota import audit
from rota.models import AuditLink


class Command(BaseCommand):
    help = """Checks every row, link and anchor of the audit. Exit status 0: whole; 1: something is wrong.

Example: python manage.py verify_audit --json
prints   {"whole": false, "links": 4211, "problems": ["Row 17 was changed or made up (link 12)."]}"""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        problems = audit.verify()
        links = AuditLink.objects.count()
        if options["json"]:
            self.stdout.write(json.dumps({"whole": not problems, "links": links, "problems": problems}))
        elif problems:
            self.stdout.write("\n".join(problems))
        else:
            self.stdout.write(f"The audit is whole: {links} links.")
        if problems:
            raise SystemExit(1)
