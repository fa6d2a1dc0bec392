"""The report as a page: a table under each picture, the pictures drawn here as SVG, nothing from anywhere else."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

BAR, WIDTH, LABELS = 22, 680, 340
STYLE = """body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
body{color:#1b1b1b;background:#fff}
table{border-collapse:collapse;margin:1rem 0}td,th{padding:.2rem .8rem;text-align:left;border-bottom:1px solid #ccc}
svg text{font:13px system-ui,sans-serif}"""


def page(report: dict[str, Any], about: str) -> str:
    parts = [
        "<!doctype html><html lang=en><meta charset=utf-8><title>Evaluation</title>",
        f"<style>{STYLE}</style><h1>How good is the reading?</h1><p>{escape(about)}</p>",
        f"<p>{report['lines']} lines. Whiskers show a 95 % interval. No flag does not mean safe.</p>",
        *_section("Recall", report["recall"]),
        *_section("Flags on harmless lines", report["benign"]),
    ]
    for key, title in (
        ("flagged", "Risky lines flagged, by category"),
        ("high_in_time", "Severity 3 and 4 as very soon or now"),
    ):
        parts += _section(title, {name: row[key] for name, row in report["by_category"].items()})
    parts += _section("By kind", report["by_kind"])
    parts += ["<h2>What became of each severity</h2>", _confusion(report["confusion"])]
    took = ", ".join(f"{name} {value} ms" for name, value in report["milliseconds"].items())
    return "\n".join([*parts, f"<p>Time for a line: {took}.</p></html>"])


def judged_page(report: dict[str, Any], about: str, examples: dict[str, list[str]]) -> str:
    """The report on a judging set. `examples`: lines that were written for it, under what became of them."""
    parts = [
        "<!doctype html><html lang=en><meta charset=utf-8><title>How good is it?</title>",
        f"<style>{STYLE}</style><h1>How good is it?</h1><p>{escape(about)}</p>",
        f"<p>{report['lines']} lines and {report['conversations']} conversations that nothing learned from, "
        f"{report['ordinary']} ordinary lines. Whiskers show a 95 % interval. No flag does not mean safe.</p>",
        *_section("Does it tell risk from its near twin? (area under the curve)", report["auroc"]),
        *_section("As it runs", report["as it runs"]),
    ]
    for share, rows in report.get("at a share of ordinary lines", {}).items():
        parts += _section(f"Where {share} of ordinary lines are flagged", rows)
    for key, title in (
        ("by category", "Risky lines flagged, by category"),
        ("slices", "Slices"),
        ("languages", "Languages"),
        ("disguises", "Severity 3 or more, in disguise"),
        ("amid other talk", "In the middle of other talk"),
        ("conversations in time", "Conversations"),
    ):
        parts += _section(title, report[key])
    for head, row in report["calibration"].items():
        parts += [
            f"<h2>Is what it calls likely true? {escape(head)}: off by {row['error']:.3f}</h2>",
            _reliability(head, row),
        ]
    for title, lines in examples.items():
        parts += [f"<h2>{escape(title)}</h2><ul>", *(f"<li>{escape(line)}" for line in lines), "</ul>"]
    took = ", ".join(f"{name} {value} ms" for name, value in report["milliseconds"].items())
    return "\n".join([*parts, f"<p>Time for a line: {took}.</p></html>"])


def _reliability(head: str, row: dict[str, Any]) -> str:
    """Points on the dotted line are as likely as they were called."""
    points = "".join(_point(*one) for one in row["bins"])
    return (
        f'<svg role="img" aria-label="Called and true: {escape(head)}" width="240" height="240">'
        '<path d="M30 210H230M30 210V10" stroke="#1b1b1b"/>'
        '<path d="M30 210L230 10" stroke="#777" stroke-dasharray="4"/>'
        f'{points}<text x="90" y="232">called</text></svg>'
    )


def _point(count: int, said: float, was: float) -> str:
    size = 2 + min(count, 400) ** 0.5 / 3
    return f'<circle cx="{30 + said * 200:.1f}" cy="{210 - was * 200:.1f}" r="{size:.1f}" fill="#2a6f97"/>'


def _section(title: str, shares: dict[str, dict[str, Any]]) -> Iterator[str]:
    yield f"<h2>{escape(title)}</h2>"
    yield _bars(title, shares)
    yield "<table><tr><th>what<th>of<th>share<th>95 %"
    for name, row in shares.items():
        if row["share"] is not None:
            between = f"{row['low']:.1%} to {row['high']:.1%}"
            yield f"<tr><td>{escape(name)}<td>{row['of']}<td>{row['share']:.1%}<td>{between}"
    yield "</table>"


def _bars(title: str, shares: dict[str, dict[str, Any]]) -> str:
    rows = [(name, row) for name, row in shares.items() if row["share"] is not None]
    wide = WIDTH - LABELS - 60
    drawn = []
    for number, (name, row) in enumerate(rows):
        top = number * BAR + 4
        drawn.append(f'<text x="{LABELS - 8}" y="{top + 12}" text-anchor="end">{escape(name)}</text>')
        drawn.append(f'<rect x="{LABELS}" y="{top}" width="{row["share"] * wide:.1f}" height="14" fill="#2a6f97"/>')
        ends = (LABELS + row["low"] * wide, LABELS + row["high"] * wide)
        drawn.append(f'<path d="M{ends[0]:.1f} {top + 7}H{ends[1]:.1f}" stroke="#1b1b1b"/>')
        drawn.append(f'<text x="{LABELS + wide + 8}" y="{top + 12}">{row["share"]:.0%}</text>')
    size = f'width="{WIDTH}" height="{len(rows) * BAR + 8}"'
    return f'<svg role="img" aria-label="{escape(title)}" {size}>{"".join(drawn)}</svg>'


def _confusion(table: dict[str, dict[str, int]]) -> str:
    columns = next(iter(table.values()), {})
    head = "".join(f"<th>{escape(name)}" for name in columns)
    body = "".join(
        f"<tr><td>{escape(row)}" + "".join(f"<td>{n}" for n in cells.values()) for row, cells in table.items()
    )
    return f"<table><tr><th>{head}{body}</table>"
