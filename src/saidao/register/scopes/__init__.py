"""Classes of GB/T 4754-2017 for business scopes (经营范围), with calibrated probabilities.

Nothing is loaded before the first call. What a class was read from can be told; what is too
uncertain is left to a person, with the other classes that it may be. How well this works
stands in ``docs/methods/scopes.md``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from saidao.errors import InvalidInput

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["SCHEME", "THRESHOLD", "Classified", "Item", "classify", "items_of"]

SCHEME = "GB/T 4754-2017"
THRESHOLD = 0.5
"""Below this probability a class is a suggestion, to be reviewed."""
BATCH = 4096
MOST = 12


@dataclass(frozen=True, slots=True)
class Classified:
    """The likeliest classes of records.

    Attributes
    ----------
    codes : ndarray of str, shape (n, k)
        Classes, the most probable first; empty where nothing speaks for any more.
    probabilities : ndarray of float32, shape (n, k)
        How likely a reader of the scope accepts the class, 0 to 1. Where a firm does several
        things, more than one class may be accepted, so a row may sum to more than 1.
    decided_by : tuple of str
        The words that spoke for each record's first class.
    """

    codes: NDArray[np.str_]
    probabilities: NDArray[np.float32]
    decided_by: tuple[str, ...]

    @property
    def uncertain(self) -> NDArray[np.bool_]:
        """Which records have no class, or one that is less probable than `THRESHOLD`."""
        result: NDArray[np.bool_] = self.probabilities[:, 0] < THRESHOLD
        return result


@dataclass(frozen=True, slots=True)
class Item:
    """A business in a scope: the known words at its head, and what is done with them."""

    words: str
    verbs: tuple[str, ...]


def classify(
    scopes: Sequence[str | None], names: Sequence[str | None] | None = None, *, k: int = 5
) -> Classified:
    """Tell the classes of firms from their business scopes and names.

    Parameters
    ----------
    scopes : sequence of str or None
        Business scopes in Chinese, simplified or traditional.
    names : sequence of str or None, optional
        The firms' names, as many as scopes. A name is strong evidence.
    k : int
        So many classes are returned for each, 1 to 12.

    Returns
    -------
    Classified

    Raises
    ------
    InvalidInput
        If there are not as many names as scopes, or `k` is out of range.

    Examples
    --------
    >>> found = classify(["低压阀门制造，水暖管件，五金加工"], ["永清阀门厂"], k=2)
    >>> found.codes[0, 0].item(), found.decided_by
    ('3443', ('阀门',))
    """
    import numpy as np

    from saidao.register.scopes.lexicon import lexicon
    from saidao.register.scopes.model import FEW, find_candidates, rank, weights

    if names is not None and len(names) != len(scopes):
        raise InvalidInput("names", f"{len(names)}", f"{len(scopes)}, one for each scope")
    if not 1 <= k <= MOST:
        raise InvalidInput("k", str(k), f"1 to {MOST}")
    words = lexicon()
    n = len(scopes)
    known = np.asarray([*words.classes, ""])  # Position -1 is no class.
    codes = np.zeros((n, k), dtype=known.dtype)
    probabilities = np.zeros((n, k), dtype=np.float32)
    decided: list[str] = []
    for start in range(0, n, BATCH):
        batch = scopes[start : start + BATCH]
        of = [None] * len(batch) if names is None else names[start : start + BATCH]
        found = find_candidates(batch, of, fitted=weights().weights, compiled=n > FEW)
        ranked = rank(found, weights(), k)
        codes[start : start + BATCH] = known[ranked.classes]
        probabilities[start : start + BATCH] = ranked.probabilities
        for word, place in zip(ranked.words[:, 0].tolist(), ranked.classes[:, 0], strict=True):
            entry = word if word >= 0 else -10 - word
            decided.append(words.words[entry] if place >= 0 and entry >= 0 else "")
    return Classified(codes, probabilities, tuple(decided))


def items_of(scope: str) -> tuple[Item, ...]:
    """Return the businesses that a scope lists, as they are understood.

    Examples
    --------
    >>> [(item.words, item.verbs) for item in items_of("灯具、五金的销售，电梯维修")]
    [('灯具', ('sell',)), ('五金', ('sell',)), ('电梯维修', ())]
    """
    from saidao.register.scopes.lexicon import VERBS, lexicon
    from saidao.register.scopes.model import read_rows

    words = lexicon().words
    return tuple(
        Item(words[head], tuple(verb for bit, verb in enumerate(VERBS) if verbs >> bit & 1))
        for head, verbs in read_rows(scope)
    )
