"""What an urgency is worth as a number. For evaluation and ordering of held posts; never shown.

concern, high and immediate read as "at least soon", "at least very soon" and "now"; a category's number is its
severity out of four. A rule is a floor, not a probability: so the steps lie far apart. Where the model speaks too, step
and probability count as two witnesses (`reading.scores_of`). The steps of concern were chosen on the development set.
The model's own thresholds lie beside its artefact, in thresholds.json.
"""

from __future__ import annotations

from chat.urgency import Urgency

SCORES: dict[Urgency, dict[str, float]] = {
    Urgency.NOW: {"concern": 0.9, "high": 0.9, "immediate": 0.9, "category": 1.0},
    Urgency.VERY_SOON: {"concern": 0.5, "high": 0.5, "immediate": 0.3, "category": 0.75},
    Urgency.SOON: {"concern": 0.3, "high": 0.1, "immediate": 0.1, "category": 0.5},
    Urgency.ROUTINE: {"concern": 0.05, "high": 0.05, "immediate": 0.01, "category": 0.25},
    Urgency.NOT_CHECKED: {"concern": 0.5, "high": 0.5, "immediate": 0.1, "category": 0.0},
}
