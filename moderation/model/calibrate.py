"""From a stated rate of false flags to thresholds.

Recall first: each threshold is as low as the stated share of ordinary lines allows, no higher. It is chosen on lines
that the model never learned from, written by other hands.
"""

from __future__ import annotations

import numpy as np

from moderation.model.solver import Floats

# The share of ordinary lines (talk of strangers, texts between friends) that may be flagged at or above each level.
FALSE_FLAGS = {"concern": 0.02, "high": 0.005, "immediate": 0.0002}
# A category of its own weight, where nothing is urgent: what a moderator should see named.
FALSE_CATEGORY = 0.002
# "Now" pages a lead. The model says it only where hardly any other line of ours, however grave, is taken for it.
FALSE_NOW_AMONG_OURS = 0.005
# The share of harmless conversations of which any turn, read in its place, may come to each level.
FALSE_TALKS = {"concern": 0.05, "high": 0.03, "immediate": 0.01}


# Where a rule placed the same category lower, people have judged such a phrase; and in a few words there is little to
# go by. There the model speaks only when it is sure.
WHEN_SURE = {"concern": 0.5, "high": 0.7, "immediate": 0.7}


def threshold(ordinary: Floats, share: float) -> float:
    """The lowest score that no more than this share of ordinary lines reaches."""
    ranked = np.sort(ordinary)[::-1]
    allowed = min(int(share * len(ranked)), len(ranked) - 1)
    return float(np.nextafter(ranked[allowed], 1.0)) if len(ranked) else 1.0
