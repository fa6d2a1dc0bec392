"""The report as one page without anything from elsewhere, in the shape of the page of `manage.py evaluate`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from moderation.model.report_page import STYLE

ABOUT = {
    "urgency": ("How urgent: live (rows), with the candidate (columns)", "Rules and answers count in both."),
    "flags": ("Flags of the model, by category", "A text may be in several rows."),
    "answers": (
        "What people said about the live model's flags, and what the candidate would have done",
        "Flags that nobody has answered yet are not in it. A flag that was dismissed could still have been right.",
    ),
}
COUNTS = ("messages and posts read by both", "read by the live one alone")


def page(report: Mapping[str, Any]) -> str:
    """Figures only."""
    live = ", ".join(one[:12] for one in report["live"]) or "none"
    parts = [
        "<!doctype html><html lang=en><meta charset=utf-8><title>A candidate beside the live model</title>",
        f"<style>{STYLE}</style><h1>A candidate beside the live model</h1>",
        f"<p>Candidate {escape(report['candidate'][:12])}, live {escape(live)}, since {escape(report['since'])}. "
        "No flag does not mean safe: this compares two models, and neither with what was true.</p>",
        "<ul>",
        *(f"<li>{name.capitalize()}: {escape(str(report[name]))}" for name in COUNTS),
        f"<li>Errors of the candidate: {_errors(report['errors'])}",
        "</ul>",
    ]
    for name, (title, note) in ABOUT.items():
        parts += [f"<h2>{escape(title)}</h2>", f"<p>{escape(note)}</p>", *_table(report[name])]
    parts += [
        "<h2>Milliseconds a text</h2>",
        "<p>The candidate's process gives way to all others, so it takes longer here than it would live.</p>",
        *_table(report["milliseconds"]),
    ]
    return "\n".join([*parts, "</html>"])


def _errors(errors: Mapping[str, int]) -> str:
    return ", ".join(f"{escape(name)} {count}" for name, count in sorted(errors.items())) or "none"


def _table(rows: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    heads = next((list(row) for row in rows.values() if row), [])
    yield "<table><tr><th>" + "".join(f"<th>{escape(_word(head))}" for head in heads)
    for name, row in rows.items():
        yield f"<tr><th>{escape(_word(name))}" + "".join(f"<td>{escape(str(row.get(head, '')))}" for head in heads)
    yield "</table>"


def _word(name: str) -> str:
    return name.replace("_", " ")
