"""`manage.py evaluate`: how good the whole pipeline is on the frozen sets, or on a file of yours. Needs no database."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from tqdm import tqdm

from moderation.checks import CHECKS, rules
from moderation.evaluate import Report, evaluate, known_lines, see
from moderation.model.report_page import judged_page, page
from moderation.model.sets import DEVELOPMENT, EVALUATION, judging_set

CHOICES = {"all": CHECKS, "rules": tuple(check for check in CHECKS if check.name in {rules.check.name, "answers"})}

AT_SHARES = "at a share of ordinary lines"
DATA_HELP = "where public_train.jsonl is; without it flags on ordinary talk are not counted"


class Command(BaseCommand):
    """Ends with exit code 2 when a line could not be evaluated."""

    help = (
        "Judge the pipeline on lines that nothing learned from, and write report.json and report.html. With a FILE of "
        'JSON lines {"id","text" or "turns","severity","categories"}: on those. '
        "Example: manage.py evaluate --set development"
    )
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, help="default: the frozen set")
        parser.add_argument("--set", choices=[DEVELOPMENT, EVALUATION], default=EVALUATION, dest="name")
        parser.add_argument("--data", type=Path, default=settings.BASE_DIR.parent / "shared" / "data", help=DATA_HELP)
        parser.add_argument("--checks", choices=sorted(CHOICES), default="all", help="default: all")
        parser.add_argument("--out", type=Path, default=settings.BASE_DIR / "build" / "evaluation")
        parser.add_argument("--json", action="store_true", help="the report as JSON on standard output")

    def handle(self, *args: Any, file: Path | None, out: Path, checks: str, **options: Any) -> None:
        if file is None:
            self._judge(out, checks, **options)
            return
        bad: list[int] = []

        def skipped(number: int, reason: str) -> None:
            bad.append(number)
            self.stderr.write(f"line {number}: {reason}")

        with file.open(encoding="utf-8", errors="replace") as lines:
            known = list(known_lines(lines, skipped))
        watched = tqdm(known, desc="reading", leave=False, disable=not sys.stderr.isatty())
        report = evaluate([(line, see(line, CHOICES[checks])) for line in watched])
        self._write(report, out, f"{file.name}, checks: {checks}")
        if options["json"]:
            self.stdout.write(json.dumps(asdict(report)))
        else:
            self.stdout.write("\n".join(table(report)))
            self.stdout.write(f"\n{out / 'report.json'}\n{out / 'report.html'}")
        if bad:
            sys.exit(2)

    def _judge(self, out: Path, checks: str, *, name: str, data: Path, **options: Any) -> None:
        from moderation.model import judging, public  # numpy: loaded only where it is asked for

        ordinary = list(public.public_lines(data, lambda _text: False, public.JUDGE)) if public.is_there(data) else []
        if not ordinary:
            self.stderr.write("The public lines are not there: flags on ordinary talk cannot be counted.")
        judged = judging_set(name)
        report = judging.judge(judged, ordinary, _progress, CHOICES[checks])
        # Only the development set is there to be looked at: who reads what the other misses, begins to write for it.
        examples = judging.examples(judged, _progress, CHOICES[checks]) if name == DEVELOPMENT else {}
        out.mkdir(parents=True, exist_ok=True)
        (out / "report.json").write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
        (out / "report.html").write_text(
            judged_page(report, f"{name} set, checks: {checks}", examples), encoding="utf-8"
        )
        self.stdout.write(json.dumps(report) if options["json"] else "\n".join(judged_table(report)))
        if not options["json"]:
            self.stdout.write(f"\n{out / 'report.json'}\n{out / 'report.html'}")

    def _write(self, report: Report, out: Path, about: str) -> None:
        out.mkdir(parents=True, exist_ok=True)
        (out / "report.json").write_text(json.dumps(asdict(report), indent=1) + "\n", encoding="utf-8")
        (out / "report.html").write_text(page(asdict(report), about), encoding="utf-8")


def judged_table(report: dict[str, Any]) -> Iterator[str]:
    yield f"{report['lines']} lines, {report['conversations']} conversations, {report['ordinary']} ordinary lines"
    sections = [(name, report[name]) for name in ("auroc", "as it runs")]
    sections += [(f"flagging {share} of ordinary lines", rows) for share, rows in report.get(AT_SHARES, {}).items()]
    sections += [
        (name, report[name])
        for name in ("by category", "slices", "languages", "disguises", "amid other talk", "conversations in time")
    ]
    for title, rows in sections:
        yield f"\n{title[0].upper()}{title[1:]}"
        yield from (_row(name, share) for name, share in rows.items())
    yield "\nCalibration error: " + ", ".join(
        f"{head} {row['error']:.3f}" for head, row in report["calibration"].items()
    )
    yield "\nMilliseconds a line: " + ", ".join(f"{name} {value}" for name, value in report["milliseconds"].items())


def _progress(label: str, total: int) -> Any:
    return tqdm(total=total, desc=label, leave=False, disable=not sys.stderr.isatty())


def table(report: Report) -> Iterator[str]:
    yield f"{report.lines} lines"
    for title, shares in (("Recall", report.recall), ("Harmless lines", report.benign), ("By kind", report.by_kind)):
        yield f"\n{title}"
        yield from (_row(name, share) for name, share in shares.items())
    yield "\nBy category (severity 2 or more: flagged at all)"
    yield from (_row(name, row["flagged"]) for name, row in report.by_category.items())
    yield "\nWhat became of each severity"
    for name, cells in report.confusion.items():
        yield f"  {name:<14}" + "  ".join(f"{word} {count}" for word, count in cells.items())
    yield "\nMilliseconds a line: " + ", ".join(f"{name} {value}" for name, value in report.milliseconds.items())


def _row(name: str, share: dict[str, Any]) -> str:
    if share["share"] is None:
        return f"  {name:<52} none"
    return f"  {name:<52} {share['share']:7.2%} of {share['of']:<6} ({share['low']:.1%} to {share['high']:.1%})"
