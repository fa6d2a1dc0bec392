"""`manage.py evaluate`: figures from lines with known answers, as JSON, as a table and as a page; never their words."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).parents[2]
TURNS = [{"by": "counsellor", "text": "Are you safe?"}, {"by": "young_person", "text": "no"}]
LINES = [
    {"id": 1, "text": "i took all of my mums tablets", "severity": 4, "categories": ["self_harm"]},
    {"id": 2, "text": "secret words about my bus", "severity": 0, "categories": [], "kind": "idiom"},
    {"id": 3, "turns": TURNS, "severity": 4, "categories": ["self_harm"], "kind": "conversation"},
    {"id": 4, "text": "had a row with my mum", "severity": 1, "categories": []},
]  # fmt: skip


def evaluated(file: Path, out: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", "evaluate", file, "--out", out, *options],
        cwd=ROOT, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "lines.jsonl"
    path.write_text("\n".join(map(json.dumps, LINES)), encoding="utf-8")
    return path


def test_recall_false_flags_and_slices_come_out(file: Path, tmp_path: Path) -> None:
    done = evaluated(file, tmp_path / "out", "--json")
    report = json.loads(done.stdout)

    assert done.returncode == 0, done.stderr[-300:]
    assert report == json.loads((tmp_path / "out" / "report.json").read_text())
    assert report["lines"] == 4
    assert report["recall"]["severity 4 or more, flagged now or higher"]["share"] == 1
    assert report["benign"]["flagged soon or higher"]["of"] == 1
    assert report["confusion"]["severity 4"]["now"] == 2
    assert "conversation, risky: flagged" in report["by_kind"]
    assert report["milliseconds"]["median"] > 0


def test_the_page_holds_its_pictures_and_nothing_from_elsewhere(file: Path, tmp_path: Path) -> None:
    evaluated(file, tmp_path / "out", "--checks", "rules")
    page = (tmp_path / "out" / "report.html").read_text()

    assert page.count("<svg") == page.count("</svg>") >= 4
    assert "src=" not in page
    assert "href=" not in page
    for picture in page.split("<svg")[1:]:
        ElementTree.fromstring("<svg" + picture.split("</svg>")[0] + "</svg>")


def test_a_bad_line_is_told_by_its_number_and_no_words_are_repeated(file: Path, tmp_path: Path) -> None:
    bad = ['{"id": 5, "text": "the secret words", "severity": 9, "categories": []}', "secret"]
    with file.open("a", encoding="utf-8") as lines:
        lines.write("\n" + "\n".join(bad) + "\n")

    done = evaluated(file, tmp_path / "out")

    assert done.returncode == 2
    assert "line 5" in done.stderr
    assert "line 6" in done.stderr
    written = (tmp_path / "out" / "report.html").read_text() + (tmp_path / "out" / "report.json").read_text()
    assert "secret" not in done.stdout + done.stderr + written
