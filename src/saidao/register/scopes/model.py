"""Score the candidates of scopes, and turn scores into calibrated probabilities."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from types import FunctionType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from saidao.register.scopes import items, reading, voting
from saidao.register.scopes.lexicon import SCHEME, lexicon
from saidao.terms.industry_codes import scheme

__all__ = [
    "Candidates",
    "Ranked",
    "Weights",
    "find_candidates",
    "odds_of",
    "rank",
    "terms",
    "weights",
]

FEW = 2000
"""Up to so many records the plain functions are faster than compiling them the first time."""
CONSIDERED = 12
"""So many candidates are calibrated and ranked."""
COMPILED = (
    *("find_tokens", "add_item", "read_items", "spread_verbs", "vote", "service_kind"),
    *("plan_word", "plan_name", "vote_plan", "fill_features", "candidates"),
)
"""The functions that are compiled, each behind those that it calls."""
ACCEPTANCE = ("accept:share", "accept:rest", "accept:division", "accept:none")
SPECIAL = (
    *("7519", "7590", "5181", "7243", "4390", "7119", "4920", "4910", "7320", "7512", "7491"),
    *("5191", "5431", "5199", "5211", "5219", "5181", "5299"),
)
"""Classes that verbs and lists of mixed goods lead to, in the order that `reading` knows."""
LEAVING_OUT = "除不含涉凭限见依国按持未详以经须不上具非专另无"
"""Letters that open a bracket which leaves out, limits or cites."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """The classes that each record speaks for.

    Attributes
    ----------
    classes : ndarray of shape (n, MOST_CANDIDATES)
        Positions among the scheme's classes; -2 stands for "none of these", -1 for nothing.
    features : ndarray of shape (n, MOST_CANDIDATES, n_features)
        Of one record only, and zero, where they were weighed at once.
    scores : ndarray of shape (n, MOST_CANDIDATES)
        The weighted features; zero where they were not weighed.
    words : ndarray of shape (n, MOST_CANDIDATES)
        Entry of the lexicon that first spoke for it; -10 less the entry where it stands in the
        name; -1 where there is none.
    """

    classes: NDArray[np.int32]
    features: NDArray[np.float32]
    scores: NDArray[np.float32]
    words: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Weights:
    """The fitted model.

    Attributes
    ----------
    weights : ndarray of shape (n_features,)
        Of the conditional logit over a record's candidates.
    acceptance : ndarray of shape (4,)
        Of the logit of being right, by the terms of `terms`.
    """

    weights: NDArray[np.float32]
    acceptance: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Ranked:
    """The likeliest candidates of records, best first.

    Attributes
    ----------
    classes : ndarray of shape (n, k)
        Positions among the scheme's classes; -1 where there are no more.
    probabilities : ndarray of shape (n, k)
    words : ndarray of shape (n, k)
        As in `Candidates`.
    """

    classes: NDArray[np.int32]
    probabilities: NDArray[np.float32]
    words: NDArray[np.int32]


@lru_cache(maxsize=1)
def _compiled() -> Any:
    """Return `reading.candidates` through numba: all that it calls, then itself."""
    import numba

    # Copies that see each other compiled, while the modules' own stay plain.
    space = vars(items) | vars(voting) | vars(reading)
    # numba keeps what it compiled by the file that a function stands in, and does not see when
    # a function of another file that is called from there has changed: the name tells it.
    digest = hashlib.sha256()
    for module in ("items", "voting", "reading"):
        digest.update(files("saidao.register.scopes").joinpath(f"{module}.py").read_bytes())
    for name in COMPILED:
        copy = FunctionType(space[name].__code__, space, name)
        copy.__qualname__ = f"{name}_{digest.hexdigest()[:12]}"
        space[name] = numba.njit(cache=True, nogil=True)(copy)
    return space["candidates"]


@lru_cache(maxsize=1)
def _tables() -> tuple[NDArray[Any], ...]:
    """Return the arrays that the reader needs beside the lexicon."""
    words, system = lexicon(), scheme(SCHEME)
    position = {code: index for index, code in enumerate(words.classes)}
    stops = np.zeros(int(words.letters.max()) + 1, dtype=np.bool_)
    for letter in LEAVING_OUT:
        if words.letters[ord(letter)] > 0:
            stops[words.letters[ord(letter)]] = True
    special = np.asarray([position[code] for code in SPECIAL], dtype=np.int64)
    groups, divisions, sections = (
        np.unique(np.asarray(parents), return_inverse=True)[1].astype(np.int64)
        for parents in (
            [code[:3] for code in words.classes],
            [code[:2] for code in words.classes],
            [system.entry(code).section for code in words.classes],
        )
    )
    others = np.asarray([system.name(code).zh.startswith("其他") for code in words.classes])
    return stops, special, groups, divisions, sections, others


def _letters(texts: Sequence[str | None]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the letters of texts as numbers of the lexicon, and where each text ends."""
    given = [text or "" for text in texts]
    points = np.frombuffer("".join(given).encode("utf-32-le", "replace"), dtype=np.uint32)
    bounds = np.zeros(len(given) + 1, dtype=np.int64)
    np.cumsum([len(text) for text in given], out=bounds[1:])
    letters = lexicon().letters[np.minimum(points, 65535)]
    return letters, bounds


def find_candidates(
    scopes: Sequence[str | None],
    names: Sequence[str | None],
    *,
    fitted: NDArray[np.float32] | None = None,
    compiled: bool | None = None,
) -> Candidates:
    """Return the classes that records speak for, with their features or their scores.

    Parameters
    ----------
    scopes, names : sequence of str or None
        As many of one as of the other.
    fitted : ndarray of shape (n_features,), optional
        Weights: with them scores are returned, without them features, which take much room.
    compiled : bool, optional
        Whether to run through numba; by default where there are more than a few.
    """
    words = lexicon()
    n = len(scopes)
    classes = np.full((n, voting.MOST_CANDIDATES), -1, dtype=np.int32)
    kept = n if fitted is None else 1
    features = np.zeros((kept, voting.MOST_CANDIDATES, reading.N_FEATURES), dtype=np.float32)
    scores = np.zeros((n, voting.MOST_CANDIDATES), dtype=np.float32)
    given = np.zeros(0, dtype=np.float32) if fitted is None else fitted
    spoke = np.full((n, voting.MOST_CANDIDATES), -1, dtype=np.int32)
    run: Any = _compiled() if (n > FEW if compiled is None else compiled) else reading.candidates
    scope_letters, scope_bounds = _letters(scopes)
    name_letters, name_bounds = _letters(names)
    run(
        scope_letters, scope_bounds, name_letters, name_bounds,
        words.keys, words.children, words.entries, words.kinds, words.codes,
        words.verbs, words.cues, *_tables(), given, classes, features, scores, spoke,
    )  # fmt: skip
    return Candidates(classes, features, scores, spoke)


@lru_cache(maxsize=1)
def weights() -> Weights:
    """Return the fitted weights, read on the first call."""
    text = files("saidao.register.scopes").joinpath("weights.csv").read_text("utf-8")
    given = {row["feature"]: float(row["weight"]) for row in csv.DictReader(text.splitlines())}
    return Weights(
        np.asarray([given.get(name, 0.0) for name in reading.FEATURES], dtype=np.float32),
        np.asarray([given[name] for name in ACCEPTANCE], dtype=np.float64),
    )


def odds_of(classes: NDArray[np.int32], scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the share of each candidate; each record's sum to 1, "none" among them."""
    scores = np.where(classes == -1, -np.inf, scores)
    top = scores.max(axis=1, keepdims=True)
    top[~np.isfinite(top)] = 0.0
    odds = np.exp(scores - top)
    total = odds.sum(axis=1, keepdims=True)
    result: NDArray[np.float32] = np.divide(odds, total, out=np.zeros_like(odds), where=total > 0)
    return result


def terms(
    found: Candidates, shares: NDArray[np.float32]
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return the candidates with the greatest shares, and what their calibration rests on.

    Returns
    -------
    tuple of ndarray of shape (n, `CONSIDERED`) and (n, `CONSIDERED`, 4)
        Places among the candidates, and for each the logarithms of its share, of what is left,
        of the share of its division over its own, and 1. Where firms trade in goods of many
        classes, several classes are right for a reader, and the division's share tells that.
    """
    real = np.where(found.classes >= 0, shares, 0.0)
    order = np.argsort(-real, axis=1, kind="stable")[:, :CONSIDERED]
    share = np.take_along_axis(real, order, axis=1).astype(np.float64)
    divisions = _tables()[3][np.take_along_axis(found.classes, order, axis=1)]
    together = (share[:, None, :] * (divisions[:, None, :] == divisions[:, :, None])).sum(axis=2)
    share, together = (np.clip(part, 1e-4, 1 - 1e-4) for part in (share, together))
    parts = (np.log(share), np.log1p(-share), np.log(together / share), np.ones_like(share))
    return order, np.stack(parts, axis=-1)


def rank(found: Candidates, fitted: Weights, k: int) -> Ranked:
    """Return the `k` likeliest classes of each scored record with calibrated probabilities."""
    order, given = terms(found, odds_of(found.classes, found.scores))
    chances = 1.0 / (1.0 + np.exp(-(given @ fitted.acceptance)))
    classes = np.take_along_axis(found.classes, order, axis=1)
    words = np.take_along_axis(found.words, order, axis=1)
    chances[classes < 0] = 0.0
    best = np.argsort(-chances, axis=1, kind="stable")[:, :k]
    chosen = np.take_along_axis(classes, best, axis=1)
    return Ranked(
        np.where(chosen >= 0, chosen, -1).astype(np.int32),
        np.take_along_axis(chances, best, axis=1).astype(np.float32),
        np.take_along_axis(words, best, axis=1),
    )


def read_rows(scope: str) -> list[tuple[int, int]]:
    """Return the entry at the head of each item of a scope, and the verbs that govern it."""
    words = lexicon()
    letters, bounds = _letters([scope])
    item = np.zeros((items.MOST_ITEMS, items.ITEM_FIELDS), dtype=np.int64)
    token, start, stop = np.zeros((3, items.MOST_TOKENS), dtype=np.int64)
    size = items.read_items(
        letters, 0, bounds[1], words.keys, words.children, words.entries, words.kinds,
        words.verbs, _tables()[0], item, token, start, stop,
    )  # fmt: skip
    items.spread_verbs(item, size, words.kinds)
    return [
        (int(row[2]), int(row[10]) if words.kinds[row[2]] == items.GOODS else 0)
        for row in item[:size]
        if row[2] >= 0
    ]
