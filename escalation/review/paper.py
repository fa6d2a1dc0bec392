"""The record as paper: made from the very text that the hash is of, by day."""

import json
from itertools import groupby
from typing import Any

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

from escalation.review.bundle import is_whole
from escalation.review.entries import PARTS
from escalation.review.taking import Taken


def context_of(taken: Taken) -> dict[str, Any]:
    document = json.loads(taken.text)
    days = groupby(document["entries"], key=lambda one: _day(one["local"]))
    return {
        "document": document,
        "sha256": taken.sha256,
        "is_whole": is_whole(taken.text),
        "escalation_id": taken.number,
        "days": [(day, [_line(one) for one in some]) for day, some in days],
        "parts": [(str(words), document["manifest"]["parts"][part]) for part, words in PARTS.items()],
        "thresholds": [
            (one["name"], json.dumps(one["thresholds"], sort_keys=True)) for one in document["in_force"]["readings"]
        ],
    }


def page_of(taken: Taken) -> str:
    """One file that needs nothing else: for a terminal."""
    styles = "\n".join(_sheet(name) for name in ("referral/paper.css", "chronology/chronology.css"))
    page = render_to_string("chronology/paper.html", {**context_of(taken), "is_file": True})
    return page.replace("</head>", f"<style>{styles}</style></head>", 1)


def _line(one: dict[str, Any]) -> dict[str, Any]:
    _day_words, clock = one["local"].split(", ", 1)
    return {**one, "clock": clock, "utc": one["at"][11:23], "part_words": str(PARTS[one["part"]])}


def _day(local: str) -> str:
    return local.partition(", ")[0]


def _sheet(name: str) -> str:
    found = finders.find(name)
    if not found:
        raise FileNotFoundError(name)
    with open(str(found), encoding="utf-8") as file:
        return file.read()
