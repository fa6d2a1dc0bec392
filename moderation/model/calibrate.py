"""From raw scores to probabilities, and from a stated rate of false flags to thresholds.

Recall first: each threshold is as low as the stated share of ordinary lines allows, no higher. It is chosen on lines
the scoring model had not seen, split by template.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from moderation.model.solver import Floats

# The share of ordinary lines (talk of strangers, texts between friends) that may be flagged at or above each level.
FALSE_FLAGS = {"concern": 0.02, "high": 0.005, "immediate": 0.0002}
# A category of its own weight, where nothing is urgent: what a moderator should see named.
FALSE_CATEGORY = 0.002
# "Now" pages a lead. The model says it only where hardly any other line of ours, however grave, is taken for it.
FALSE_NOW_AMONG_OURS = 0.005


# Where a rule placed the same category lower, people have judged such a phrase; and in a few words there is little to
# go by. There the model speaks only when it is sure.
WHEN_SURE = {"concern": 0.5, "high": 0.7, "immediate": 0.7}


def calibration(logits: Floats, answers: NDArray[np.bool_], weight: Floats) -> tuple[float, float]:
    """Slope and offset, by Newton's steps (Platt's way)."""
    yes, no = float(answers.sum()), float((~answers).sum())
    aims = np.where(answers, (yes + 1) / (yes + 2), 1 / (no + 2))
    slope, offset = 1.0, 0.0
    for _ in range(50):
        chance = 0.5 * (1 + np.tanh(0.5 * (slope * logits + offset)))
        wrong, bend = weight * (chance - aims), weight * chance * (1 - chance) + 1e-12
        down = np.array([(wrong * logits).sum() + 1e-3 * (slope - 1), wrong.sum()])
        curve_a, curve_b, curve_c = (bend * logits * logits).sum() + 1e-3, (bend * logits).sum(), bend.sum()
        bottom = curve_a * curve_c - curve_b * curve_b
        steps = (curve_c * down[0] - curve_b * down[1]) / bottom, (curve_a * down[1] - curve_b * down[0]) / bottom
        slope, offset = slope - float(np.clip(steps[0], -1, 1)), offset - float(np.clip(steps[1], -2, 2))
        if max(map(abs, steps)) < 1e-6:
            break
    return slope, offset


def threshold(ordinary: Floats, share: float) -> float:
    """The lowest score that no more than this share of ordinary lines reaches."""
    ranked = np.sort(ordinary)[::-1]
    allowed = min(int(share * len(ranked)), len(ranked) - 1)
    return float(np.nextafter(ranked[allowed], 1.0)) if len(ranked) else 1.0
