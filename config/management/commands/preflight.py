"""What is missing before young people may use this installation: `python manage.py preflight`."""

import json
from argparse import RawDescriptionHelpFormatter
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from config.preflight import Finding, State, everything

SIGNS = {State.OK: "ok     ", State.MISSING: "MISSING", State.UNKNOWN: "unknown"}


class Command(BaseCommand):
    help = """Looks at everything that has to be there before going live, and says what to do about the rest.
Changes nothing and sends nothing. Exit status 0: nothing is missing; 1: something is.
What cannot be told from here is said, and has to be looked at by a person.

  preflight --json               {"ready": false, "lines": [{"name": ..., "state": ..., "says": ..., "to_do": ...}]}
  preflight --without texts      leaves out what begins with a name, for a service that wants it so"""

    def create_parser(self, *args: Any, **options: Any) -> CommandParser:
        return super().create_parser(*args, formatter_class=RawDescriptionHelpFormatter, **options)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON object")
        parser.add_argument("--without", action="append", default=[], metavar="NAME", help="leave lines out")

    def handle(self, *args: Any, **options: Any) -> None:
        left_out = tuple(options["without"])
        found = [one for one in everything() if not left_out or not one.name.startswith(left_out)]
        ready = not any(one.state == State.MISSING for one in found)
        if options["json"]:
            self.stdout.write(json.dumps({"ready": ready, "lines": [one.as_dict() for one in found]}))
        else:
            self._tell(found)
        if not ready:
            raise SystemExit(1)

    def _tell(self, found: list[Finding]) -> None:
        width = max(len(one.name) for one in found)
        for one in found:
            self.stdout.write(f"{SIGNS[one.state]}  {one.name:<{width}}  {one.says}")
            if one.to_do:
                self.stdout.write(f"{'':<{width + 11}}-> {one.to_do}")
        lacking = sum(one.state == State.MISSING for one in found)
        unknown = sum(one.state == State.UNKNOWN for one in found)
        self.stdout.write(f"\n{len(found)} looked at, {lacking} missing, {unknown} cannot be told from here.")
