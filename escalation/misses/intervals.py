"""How sure a share is that was counted in a few, drawn by chance from many. No guess about the shares beforehand.

Sources: C. Clopper, E. Pearson, Biometrika 26 (1934), for the interval; L. Kish, Survey Sampling (1965), 11.2, for
how many of a simple sample a weighted one is worth; E. Korn, B. Graubard, Survey Methodology 24 (1998), for both
together; C. Bonferroni (1936), for two intervals that hold at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import exp, lgamma, log, log1p

SURE = 0.95
# Enough halvings that the last one changes nothing that is shown.
HALVINGS = 60


@dataclass(frozen=True)
class Between:
    """The least and the most that a share may be, and what is most likely; None where that is not to be said."""

    low: float
    high: float
    middle: float | None = None


@dataclass(frozen=True)
class Part:
    """One week of one kind: how many there were, how many of them were judged, and how many of those were risky."""

    size: int
    judged: int
    risky: int


@lru_cache(maxsize=1024)
def exact(found: float, of: float, *, sure: float = SURE) -> Between:
    """Clopper and Pearson: every share at which `found` or more, and `found` or fewer, of `of` are not too unlikely.

    Holds in at least `sure` of all draws, whatever the true share, also where none or all were found. Both may be
    parts of one, for a sample that is worth so many.
    """
    if of <= 0:
        return Between(0.0, 1.0)
    tail = (1 - sure) / 2
    low = 0.0 if found <= 0 else _quantile(tail, found, of - found + 1)
    high = 1.0 if found >= of else _quantile(1 - tail, found + 1, of - found)
    return Between(low, high, found / of)


def size(parts: Sequence[Part]) -> int:
    """How many there were of this kind in all these weeks."""
    return sum(part.size for part in parts)


def worth(parts: Sequence[Part]) -> float:
    """As how many of a simple draw the judged of several weeks count: weeks differ in how much was written, and the
    same number is drawn of each. For one week it is what was judged."""
    whole = size(parts)
    spread = sum((part.size / whole) ** 2 / part.judged for part in parts if part.size) if whole else 0.0
    return 1 / spread if spread else 0.0


def share(parts: Sequence[Part], *, sure: float = SURE) -> Between:
    """How large a share of all these weeks is risky: each week counts for as much as was written in it.

    Estimate: the sum of size x risky / judged, over the sum of sizes. Interval: `exact` with that share of `worth`.
    Every part of any size must have been judged.
    """
    count = worth(parts)
    return exact(_estimate(parts) * count, count, sure=sure)


def recall(unflagged: Sequence[Part], flagged: Sequence[Part]) -> Between:
    """Of everything risky that was written, what share the checks noticed.

    With U unflagged messages of which the share p is risky, and F flagged ones of which q is, it is
    F q / (F q + U p). It grows with q and falls with p; so where p and q each lie in an interval, it lies between
    its value at the lowest q with the highest p, and at the highest q with the lowest p. Each of the two is made to
    hold in 97.5 of 100 draws; then both do at once in 95 (Bonferroni), however p and q depend on each other, and also
    where nothing was found. That is wide, and honest: with no miss found it still says how many there may be.
    """
    each = 1 - (1 - SURE) / 2
    return recall_between(share(unflagged, sure=each), size(unflagged), share(flagged, sure=each), size(flagged))


def recall_between(missed: Between, unflagged: int, right: Between, flagged: int) -> Between:
    """The same from two shares that are known already, and how many messages each is a share of."""
    middle = None
    if missed.middle is not None and right.middle is not None and (missed.middle or right.middle):
        middle = _noticed(right.middle * flagged, missed.middle * unflagged, 0.0)
    low = _noticed(right.low * flagged, missed.high * unflagged, 0.0)
    high = _noticed(right.high * flagged, missed.low * unflagged, 1.0)
    return Between(low, high, middle)


def _noticed(seen: float, unseen: float, of_none: float) -> float:
    return seen / (seen + unseen) if seen + unseen else of_none


def _estimate(parts: Sequence[Part]) -> float:
    whole = size(parts)
    return sum(part.size * part.risky / part.judged for part in parts if part.size) / whole if whole else 0.0


def _quantile(chance: float, a: float, b: float) -> float:
    """Below what share a beta distribution has so much of its chance: by halving, because it only ever grows."""
    low, high = 0.0, 1.0
    for _round in range(HALVINGS):
        middle = (low + high) / 2
        if _beta(middle, a, b) < chance:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _beta(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function, by its continued fraction (Abramowitz and Stegun, 26.5.8)."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):  # where the fraction is slow, its mirror is quick
        return 1 - _beta(1 - x, b, a)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x)) / a
    return front / _fraction(x, a, b)


def _fraction(x: float, a: float, b: float) -> float:
    """1 + d1 / (1 + d2 / (1 + ...)), from its far end."""
    value = 1.0
    for step in range(200, 0, -1):
        half, odd = divmod(step, 2)
        if odd:
            d = -(a + half) * (a + b + half) * x / ((a + 2 * half) * (a + 2 * half + 1))
        else:
            d = half * (b - half) * x / ((a + 2 * half - 1) * (a + 2 * half))
        value = 1 + d / value
    return value
