"""Logistic regression in numpy: sparse rows, L2, and L-BFGS. No chance in it: the same lines give the same weights.

Sums are numpy's own and never a linear-algebra library's, whose order of adding depends on the machine's cores.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
MEMORY = 8


@dataclass(frozen=True)
class Rows:
    """Texts as rows of numbers, most of them zero. `starts` has one more entry than there are rows; no row is empty."""

    values: NDArray[np.float32]
    columns: NDArray[np.int32]
    starts: NDArray[np.int64]
    width: int

    def times(self, weights: Floats) -> Floats:
        products = self.values * weights.astype(np.float32)[self.columns]
        sums: Floats = np.add.reduceat(products, self.starts[:-1]).astype(np.float64)
        return sums

    def transposed_times(self, column: Floats) -> Floats:
        spread = np.repeat(column.astype(np.float32), np.diff(self.starts))
        sums: Floats = np.bincount(self.columns, weights=self.values * spread, minlength=self.width).astype(np.float64)
        return sums

    def only(self, chosen: NDArray[np.bool_]) -> Rows:
        sizes = np.diff(self.starts)[chosen]
        kept = np.repeat(chosen, np.diff(self.starts))
        return Rows(self.values[kept], self.columns[kept], np.concatenate([[0], np.cumsum(sizes)]), self.width)


def fit(rows: Rows, answers: Floats, importance: Floats, *, strength: float, rounds: int) -> tuple[Floats, float]:
    """Weights and bias of one head. `strength` pulls weights to zero; the bias is free."""

    def loss(both: Floats) -> tuple[float, Floats]:
        weights, bias = both[:-1], both[-1]
        logits = rows.times(weights) + bias
        wrong = importance * (_sigmoid(logits) - answers)
        value = float((importance * (np.logaddexp(0, logits) - answers * logits)).sum())
        value += 0.5 * strength * float((weights * weights).sum())
        return value, np.append(rows.transposed_times(wrong) + strength * weights, wrong.sum())

    both = _lbfgs(loss, np.zeros(rows.width + 1), rounds)
    return both[:-1], float(both[-1])


def _sigmoid(logits: Floats) -> Floats:
    squashed: Floats = 0.5 * (1 + np.tanh(0.5 * logits))
    return squashed


def _lbfgs(loss: Callable[[Floats], tuple[float, Floats]], at: Floats, rounds: int) -> Floats:
    value, slope = loss(at)
    past: deque[tuple[Floats, Floats]] = deque(maxlen=MEMORY)
    for _ in range(rounds):
        way = -_shaped(slope, past)
        step, downhill = 1.0 if past else 1.0 / max(_length(slope), 1e-12), _dot(slope, way)
        for _ in range(30):
            new_value, new_slope = loss(at + step * way)
            if new_value <= value + 1e-4 * step * downhill:
                break
            step *= 0.5
        else:
            return at
        moved, bent = step * way, new_slope - slope
        if _dot(moved, bent) > 1e-10:
            past.append((moved, bent))
        done = value - new_value < 1e-6 * max(abs(value), 1.0)
        at, value, slope = at + moved, new_value, new_slope
        if done:
            break
    return at


def _shaped(slope: Floats, past: deque[tuple[Floats, Floats]]) -> Floats:
    """The slope seen through the curvature of the last steps (the two loops of L-BFGS)."""
    shaped, shares = slope.copy(), []
    for moved, bent in reversed(past):
        share = _dot(moved, shaped) / _dot(moved, bent)
        shaped -= share * bent
        shares.append(share)
    if past:
        moved, bent = past[-1]
        shaped *= _dot(moved, bent) / _dot(bent, bent)
    for (moved, bent), share in zip(past, reversed(shares), strict=True):
        shaped += moved * (share - _dot(bent, shaped) / _dot(moved, bent))
    return shaped


def _dot(one: Floats, other: Floats) -> float:
    return float((one * other).sum())


def _length(one: Floats) -> float:
    return float(np.sqrt(_dot(one, one)))
