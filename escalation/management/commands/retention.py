"""What goes when its time is over: `python manage.py retention`."""

import json
from argparse import RawDescriptionHelpFormatter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from chat.keeping import classes, outside, replay
from chat.keeping.receipt import reason
from chat.models import RetentionRun
from config import clock
from escalation.rights.counts import Counted, count_all
from escalation.rights.kinds import KINDS
from escalation.rights.sweep import may_alone, sweep


class Command(BaseCommand):
    help = """Says what is over, what would go and what stays. The jobs process does it by itself, in small batches.

  retention --dry-run            counts, and why something stays (--json for machines)
  retention --yes                does now what the clock may do without two people
  retention --table              every table of the database and how long what is in it stays, as docs/retention.md"""

    def create_parser(self, *args: Any, **options: Any) -> CommandParser:
        return super().create_parser(*args, formatter_class=RawDescriptionHelpFormatter, **options)

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--dry-run", action="store_true")
        what.add_argument("--yes", action="store_true")
        what.add_argument("--table", action="store_true")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["table"]:
            self.stdout.write(classes.as_markdown())
        elif options["dry_run"]:
            self._count(as_json=options["json"])
        else:
            self._carry_out()

    def _count(self, *, as_json: bool) -> None:
        found = count_all(clock.now())
        if as_json:
            self.stdout.write(json.dumps([_plain(one) for one in found]))
            return
        for one in found:
            self.stdout.write(f"{one.kind.words}: {one.over} are over ({one.kind.says}), {one.goes} would go.")
            for code, number in one.stays.items():
                self.stdout.write(f"  {number} stay: {reason(code)}")
            if one.goes and not one.alone:
                self.stdout.write("  More than the clock may erase alone: two people have to agree on /retention/.")
        self.stdout.write("Nothing was done.")

    def _carry_out(self) -> None:
        if replay.is_behind():
            raise CommandError("A backup was restored: first run erase --replay --yes.")
        outside.settle()
        at = clock.now()
        for kind in KINDS:
            runs: list[RetentionRun] = []
            while may_alone(kind, at) and (run := sweep(kind, at)):
                runs.append(run)
                if not run.gone:
                    break
            if runs:
                self.stdout.write(f"{kind.words}: {sum(run.gone for run in runs)} are gone.")
                for code, number in runs[-1].stays.items():
                    self.stdout.write(f"  {number} stay: {reason(code)}")
            elif not may_alone(kind, at):
                self.stdout.write(f"{kind.words}: too many for one. Two people have to agree on /retention/.")


def _plain(one: Counted) -> dict[str, Any]:
    return {"kind": one.kind.code, "over": one.over, "goes": one.goes, "stays": one.stays, "alone": one.alone}
