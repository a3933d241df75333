"""The words by which businesses are told, from tables that people can read and mend.

- ``goods.csv``: what is made, sold, repaired or let, with the class of each of these
- ``services.csv``: phrases that name an activity by themselves
- ``verbs.csv``: what is done with goods
- ``firms.csv``: what the kind of a firm's name says (a factory, a shop, a trader ...)
- ``ignored.csv``: phrases that say nothing of the activity
- ``defaults.csv``: who sells, repairs and lets goods of a kind, where their row says nothing

Codes stand in the order of their likelihood. The names of the classes themselves are read
as goods or phrases too, where no row has the same words.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from saidao.terms.industry_codes import Scheme, scheme

__all__ = ["COLUMNS", "CUES", "SCHEME", "VERBS", "Lexicon", "lexicon"]

SCHEME = "GB/T 4754-2017"
COLUMNS = ("make", "wholesale", "retail", "repair", "rent", "research")
"""What may be done with goods; a service uses the first."""
CODES_A_COLUMN = 3
GROUP = 3
"""Digits of a group's code."""
VERBS = (
    *("make", "sell", "wholesale", "retail", "repair", "rent", "install"),
    *("research", "design", "agency", "transport", "recover", "field"),
)
GOVERNING = 0b1111
"""Making and selling: the verbs of a word's own that govern the words before it as well."""
CUES = ("factory", "shop", "trade", "technology", "industry", "building")
GOODS, SERVICE, VERB, IGNORED, CUE = range(5)

_MADE = re.compile(r"(?:专用)?(?:制造业?|加工|生产|织造|印制|制作|冶炼|种植|饲养|养殖)$")
_DONE = (
    (re.compile(r"批发$"), "wholesale"),
    (re.compile(r"零售$"), "retail"),
    (re.compile(r"(?:修理与维护|修理业?|维修)$"), "repair"),
    (re.compile(r"(?:经营租赁|租赁|出租)$"), "rent"),
    (_MADE, "make"),
)
_PARTS = re.compile(r"[、及和与]|（[^）]*）")
_TOO_GENERAL = frozenset(
    (
        "制品", "配件", "产品", "器材", "用品", "设备", "零件", "原料", "附件", "零配件",
        "及制品", "材料", "类似品", "其他", "器皿", "类似产品", "专用设备", "有关物品",
        "类似制品", "辅助设备", "元器件", "副产品", "机组", "装置", "组件", "构件", "辅机",
        "系统", "器具", "物品",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words as a trie of their letters read backwards, with what each says.

    Attributes
    ----------
    classes : tuple of str
        The classes in the order of the scheme; a code is its position here.
    words : tuple of str
        Each entry's words.
    kinds : ndarray of shape (n_words,)
        `GOODS`, `SERVICE`, `VERB`, `IGNORED` or `CUE`.
    codes : ndarray of shape (n_words, 6, 3)
        Positions in `classes` for each of `COLUMNS`, best first; -1 where there is none.
    verbs, cues : ndarray of shape (n_words,)
        Bits in the order of `VERBS` and `CUES`.
    letters : ndarray of shape (65536,)
        Number of a letter in the trie; 0 for letters of no word, negative for marks.
    keys, children : ndarray of shape (n_slots,)
        Hash table from ``node << 16 | letter`` to the node below; -1 where a slot is free.
    entries : ndarray of shape (n_nodes,)
        The word that ends at a node, or -1.

    All are of one type, so that the reader is compiled for one only.
    """

    classes: tuple[str, ...]
    words: tuple[str, ...]
    kinds: NDArray[np.int64]
    codes: NDArray[np.int64]
    verbs: NDArray[np.int64]
    cues: NDArray[np.int64]
    letters: NDArray[np.int64]
    keys: NDArray[np.int64]
    children: NDArray[np.int64]
    entries: NDArray[np.int64]


@dataclass(slots=True)
class _Word:
    """A word while the tables are being read."""

    kind: int
    codes: dict[str, tuple[str, ...]]
    verbs: int = 0
    cues: int = 0


def _rows(name: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a table."""
    text = files("saidao.register.scopes").joinpath("knowledge", f"{name}.csv").read_text("utf-8")
    for row in csv.DictReader(text.splitlines()):
        yield {key: value or "" for key, value in row.items()}


def _codes(text: str) -> tuple[str, ...]:
    """Split codes that stand in one cell."""
    return tuple(text.split("/"))[:CODES_A_COLUMN] if text else ()


def _merged(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    """Return the codes of two rows with the same words: the earlier row's first."""
    return tuple(dict.fromkeys((*one, *other)))[:CODES_A_COLUMN]


def _from_tables() -> dict[str, _Word]:
    """Return the words of the tables that people write."""
    words: dict[str, _Word] = {}
    defaults = {row["make"]: row for row in _rows("defaults")}
    for row in _rows("goods"):
        made = row["make"].split("/")[0]
        usual = next((defaults[made[:n]] for n in (4, 3, 2, 1) if made[:n] in defaults), {})
        codes = {
            column: _codes(
                row.get(column, "") or (usual.get(column, "") if column != "make" else "")
            )
            for column in COLUMNS
        }
        for text in row["words"].split():
            words.setdefault(text, _Word(GOODS, codes))
    for row in _rows("services"):
        for text in row["phrases"].split():
            found = words.get(text)
            if found is not None and found.kind == SERVICE:
                found.codes["make"] = _merged(found.codes["make"], _codes(row["codes"]))
            elif found is None:
                words[text] = _Word(SERVICE, {"make": _codes(row["codes"])})
    for row in _rows("verbs"):
        for text in row["words"].split():
            bit = 1 << VERBS.index(row["verb"])
            word = words.setdefault(text, _Word(VERB, {}))
            word.verbs |= bit
    for row in _rows("firms"):
        for text in row["words"].split():
            word = words.setdefault(text, _Word(CUE, {}))
            word.cues |= 1 << CUES.index(row["cue"])
    for row in _rows("ignored"):
        for text in row["words"].split():
            words.setdefault(text, _Word(IGNORED, {}))
    return words


def _note_verbs(words: dict[str, _Word]) -> None:
    """Give words that close with a verb (五金加工, 百货零售) what they say is done."""
    for text, word in words.items():
        if word.kind not in (GOODS, SERVICE):
            continue
        word.verbs = 0
        for length in range(len(text) - 2, 1, -1):
            stem, end = words.get(text[:-length]), words.get(text[-length:])
            if end is not None and end.kind == VERB and stem is not None and stem.kind == GOODS:
                word.verbs = end.verbs & GOVERNING
                break


def _from_names(system: Scheme, words: dict[str, _Word]) -> None:
    """Add the classes' own names, whole and in their parts, where no row has the same words.

    The names of groups are added whole.
    """
    defaults = {row["make"]: row for row in _rows("defaults")}
    gathered: dict[str, dict[str, tuple[str, ...]]] = {}
    for code in system.classes:
        name = system.name(code).zh
        whole = re.sub(r"（[^）]*）", "", name)
        if whole not in words:
            words[whole] = _Word(SERVICE, {"make": (code,)})
        for pattern, column in _DONE:
            noun = pattern.sub("", name)
            if noun == name:
                continue
            if column == "make" and not ("01" <= code[:2] <= "43"):
                break
            for part in _PARTS.split(noun):
                part = re.sub(r"^(?:其他|未列明|专用)+", "", part)
                if len(part) > 1 and part not in _TOO_GENERAL and part not in words:
                    codes = gathered.setdefault(part, {})
                    codes[column] = _merged(codes.get(column, ()), (code,))
            break
    for code in (one for one in system.codes if len(one) == GROUP):
        # A scope that names a group is of one of its classes; which one, nobody says.
        below = tuple(one for one in system.classes if one.startswith(code))
        words.setdefault(system.name(code).zh, _Word(SERVICE, {"make": below[:CODES_A_COLUMN]}))
    for text, codes in gathered.items():
        made = codes.get("make", ("",))[0]
        usual = next((defaults[made[:n]] for n in (4, 3, 2, 1) if made[:n] in defaults), {})
        full = {c: codes.get(c) or _codes(usual.get(c, "")) for c in COLUMNS if c != "make"}
        words[text] = _Word(GOODS, {"make": codes.get("make", ()), **full})


MARKS = {
    **dict.fromkeys("。；;\n【】!！\r", -1),
    **dict.fromkeys(",，", -2),
    **dict.fromkeys("、", -3),
    **dict.fromkeys("(（[〔", -4),
    **dict.fromkeys(")）]〕", -5),
    **dict.fromkeys(":： \u3000\t\"'“”‘’《》<>·.", -6),
}
"""Marks between words: sentence, comma, pause, brackets, and others."""


def _letters(alphabet: dict[str, int]) -> NDArray[np.int64]:
    """Return the number of every letter, its other spellings and widths folded."""
    import opencc

    table = np.zeros(65536, dtype=np.int64)
    for letter, number in alphabet.items():
        table[ord(letter)] = number
    for letter in alphabet:
        if "!" <= letter <= "~":
            table[ord(letter) + 0xFEE0] = alphabet[letter]
            table[ord(letter.lower())] = alphabet[letter]
            table[ord(letter.lower()) + 0xFEE0] = alphabet[letter]
    # Each letter on a line of its own: no phrase is converted, only letters.
    traditional = [chr(point) for point in range(0x4E00, 0x9FA6)]
    simplified = opencc.OpenCC("t2s").convert("\n".join(traditional)).split("\n")
    for one, other in zip(traditional, simplified, strict=True):
        if one != other and other in alphabet and one not in alphabet:
            table[ord(one)] = alphabet[other]
    for mark, number in MARKS.items():
        table[ord(mark)] = number
    return table


def _trie(
    words: tuple[str, ...], alphabet: dict[str, int]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Return the trie of the words read backwards, as a hash table of its edges."""
    edges: dict[int, int] = {}
    entries = [-1]
    for index, word in enumerate(words):
        node = 0
        for letter in reversed(word):
            key = node << 16 | alphabet[letter]
            below = edges.get(key)
            if below is None:
                below = edges[key] = len(entries)
                entries.append(-1)
            node = below
        entries[node] = index
    size = 1 << (2 * len(edges)).bit_length()
    keys = np.full(size, -1, dtype=np.int64)
    children = np.zeros(size, dtype=np.int64)
    for key, below in edges.items():
        slot = (key * 40503 >> 7) & (size - 1)
        while keys[slot] != -1:
            slot = (slot + 1) & (size - 1)
        keys[slot], children[slot] = key, below
    return keys, children, np.asarray(entries, dtype=np.int64)


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """Return the words, read from their tables on the first call."""
    system = scheme(SCHEME)
    found = _from_tables()
    _from_names(system, found)
    _note_verbs(found)
    spelled = {re.sub(r"\s", "", text.upper()): word for text, word in found.items()}
    # Marks end an item, so no word that holds one could ever be met.
    kept = {t: w for t, w in spelled.items() if t and not any(letter in MARKS for letter in t)}
    words = tuple(kept)
    position = {code: index for index, code in enumerate(system.classes)}
    codes = np.full((len(words), len(COLUMNS), CODES_A_COLUMN), -1, dtype=np.int64)
    for index, word in enumerate(kept.values()):
        for column, given in word.codes.items():
            for rank, code in enumerate(given):
                codes[index, COLUMNS.index(column), rank] = position[code]
    alphabet: dict[str, int] = {}
    for letter in "及和与的":  # Their numbers are known to the reader of items.
        alphabet[letter] = len(alphabet) + 1
    for text in words:
        for letter in text:
            alphabet.setdefault(letter, len(alphabet) + 1)
    keys, children, entries = _trie(words, alphabet)
    return Lexicon(
        classes=system.classes,
        words=words,
        kinds=np.asarray([word.kind for word in kept.values()], dtype=np.int64),
        codes=codes,
        verbs=np.asarray([word.verbs for word in kept.values()], dtype=np.int64),
        cues=np.asarray([word.cues for word in kept.values()], dtype=np.int64),
        letters=_letters(alphabet),
        keys=keys,
        children=children,
        entries=entries,
    )
