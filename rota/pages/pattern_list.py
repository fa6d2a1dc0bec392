"""Patterns in words: on which days, from when until when."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rota.models import Pattern
from rota.pages import wall
from rota.pages.forms import DAYS, PatternForm

WEEK_DAYS = tuple(code for code, _words in DAYS)


def patterns_context(form: PatternForm) -> dict[str, Any]:
    shown = [pattern_shown(one) for one in Pattern.objects.order_by("duty", "begins", "pk")]
    return {
        "form": form,
        "running": [one for one in shown if not one["is_over"]],
        "over": [one for one in shown if one["is_over"]],
    }


def pattern_shown(pattern: Pattern) -> dict[str, Any]:
    return {
        "pattern": pattern,
        "days": days_words(pattern.rule),
        "times": f"{pattern.begins:%H:%M}–{pattern.ends:%H:%M}",
        "is_over": pattern.last_day is not None and pattern.last_day < wall.today(),
    }


def days_words(rule: str) -> str:
    """Mon, Tue. A rule that no form of ours makes stands there as it is."""
    parts = _parts(rule)
    codes = parts.get("BYDAY", "").split(",")
    if parts.get("FREQ") != "WEEKLY" or not set(codes) <= set(WEEK_DAYS) or set(parts) - {"FREQ", "INTERVAL", "BYDAY"}:
        return rule
    names = {code: str(words) for code, words in DAYS}
    days = _("every day") if len(codes) == len(WEEK_DAYS) else ", ".join(names[c] for c in WEEK_DAYS if c in codes)
    every = int(parts.get("INTERVAL", "1"))
    return days if every == 1 else days + " " + ngettext("every %(n)s week", "every %(n)s weeks", every) % {"n": every}


def as_typed(pattern: Pattern) -> dict[str, Any]:
    """What the form shows of a pattern that is to be changed. From tomorrow on, where it runs already."""
    parts = _parts(pattern.rule)
    return {
        **{name: getattr(pattern, name) for name in ("name", "duty", "begins", "ends", "people", "needs_senior")},
        "days": [code for code in parts.get("BYDAY", "").split(",") if code in WEEK_DAYS],
        "every": parts.get("INTERVAL", "1"),
        "first_day": max(pattern.first_day, wall.today() + wall.A_DAY),
        "last_day": pattern.last_day,
    }


def _parts(rule: str) -> dict[str, str]:
    return dict(part.partition("=")[::2] for part in rule.removeprefix("RRULE:").split(";"))
