"""Kd written slowly and obviously, and a pattern to try it on."""

from __future__ import annotations

import math

import numpy as np

from saidao.kernels.distance.smoothing import (
    rule_of_thumb,
)


def distances(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    i, j = np.triu_indices(len(x), 1)
    return np.hypot(x[i] - x[j], y[i] - y[j])


def slow_kd(
    x: np.ndarray, y: np.ndarray, r: np.ndarray, w: np.ndarray | None = None, h: float | None = None
) -> np.ndarray:
    """The definition, pair by pair."""
    i, j = np.triu_indices(len(x), 1)
    d = np.hypot(x[i] - x[j], y[i] - y[j])
    ww = np.ones(len(d)) if w is None else w[i] * w[j]
    h = rule_of_thumb(d[d <= 2 * r[-1]]) if h is None else h
    out = np.zeros(len(r))
    for distance, weight in zip(d, ww, strict=True):
        for mirrored in (distance, -distance):
            out += weight * np.exp(-0.5 * ((r - mirrored) / h) ** 2)
    return out / (h * math.sqrt(2 * math.pi) * ww.sum())


def pattern(n: int, seed: int = 1, side: float = 100.0) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    x, y = rng.random((2, n)) * side
    near = rng.random(n) < 0.4
    x[near] = side / 3 + rng.standard_normal(int(near.sum())) * side / 25
    return x, y
