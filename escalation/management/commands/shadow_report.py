"""`manage.py shadow_report`: what a candidate would have changed, as HTML and JSON. Never a word of a message."""

import json
from argparse import ArgumentParser
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config import clock
from escalation.candidate.page import page
from escalation.candidate.report import report
from moderation import artefacts, choosing
from moderation.models import ShadowReading
from rota import audit

DAYS = 30


class Command(BaseCommand):
    help = f"""Compares the candidate (or the last one there was) with what read live, over the last {DAYS} days or
since a day, and writes report.json and report.html. Counts of fewer than five are not shown.

Example: python manage.py shadow_report --since 2026-06-01 --out /data/report"""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--since", metavar="DAY", help=f"as 2026-06-01; default: {DAYS} days ago")
        parser.add_argument("--candidate", metavar="HASH", default="", help="default: the newest")
        parser.add_argument("--out", type=Path, default=settings.BASE_DIR / "build" / "shadow")

    def handle(self, *args: Any, since: str | None, candidate: str, out: Path, **options: Any) -> None:
        figures = report(_candidate(candidate), _since(since))
        try:
            out.mkdir(parents=True, exist_ok=True)
            (out / "report.json").write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
            (out / "report.html").write_text(page(figures), encoding="utf-8")
        except OSError:
            raise CommandError("That folder cannot be written: name another with --out.") from None
        newest = ShadowReading.objects.order_by("-pk").values_list("pk", flat=True).first()
        audit.record("model.compared", f"shadow_reading:{newest or 0}", who=None, ground="terminal")
        self.stdout.write(f"{out / 'report.json'}\n{out / 'report.html'}")


def _candidate(start: str) -> str:
    choice = choosing.candidate()
    if not start and choice is not None:
        return choice.artefact_hash
    if start:
        try:
            return artefacts.called(start)
        except artefacts.Unknown:
            raise CommandError("There is no such artefact here, or several begin with that.") from None
    last = ShadowReading.objects.order_by("-pk").first()
    if last is None:
        raise CommandError("No candidate has read anything yet: `manage.py model shadow HASH`.")
    return last.artefact_hash


def _since(day: str | None) -> datetime:
    if day is None:
        return clock.now() - timedelta(days=DAYS)
    try:
        return datetime.strptime(day, "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError:
        raise CommandError("Say the day as 2026-06-01.") from None
