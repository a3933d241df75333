"""A classification of industries: its codes, what they are called and how they nest."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from saidao.errors import InvalidInput
from saidao.terms.name import Name

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Entry", "Scheme", "cleaned_code"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a classification: a section, division, group or class."""

    code: str
    level: int
    parent: str | None
    section: str
    name: Name


@dataclass(frozen=True)
class Scheme:
    """A classification of industries.

    Codes are strings without dots and blanks: ``3973``, ``2611``, ``6201Z``. Levels count
    from 1, the sections, to `depth`, the full classes that a register gives.

    Parameters
    ----------
    id : str
        Name and year or revision, as in `Register.scheme`: ``GB/T 4754-2017``.
    publisher : str
        Who publishes it.
    width : int
        Digits of a full class.
    entries : mapping
        Code to its row, in the order of the classification.
    """

    id: str
    publisher: str
    width: int
    entries: Mapping[str, Entry]
    _children: Mapping[str, tuple[str, ...]] = field(init=False, repr=False, compare=False)
    _classes: frozenset[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Note what stands below each code."""
        below: dict[str, list[str]] = {}
        for entry in self.entries.values():
            if entry.parent is not None:
                below.setdefault(entry.parent, []).append(entry.code)
        object.__setattr__(self, "_children", {code: tuple(all_) for code, all_ in below.items()})
        full = frozenset(code for code in self.entries if code not in below)
        object.__setattr__(self, "_classes", full)

    @property
    def depth(self) -> int:
        """Level of the full classes."""
        return max(entry.level for entry in self.entries.values())

    @property
    def codes(self) -> tuple[str, ...]:
        """All codes of every level, in the order of the classification."""
        return tuple(self.entries)

    @property
    def classes(self) -> tuple[str, ...]:
        """The full classes, in the order of the classification."""
        return tuple(code for code in self.entries if code in self._classes)

    def has(self, code: str) -> bool:
        """Return whether a code of any level is in the classification."""
        return code in self.entries

    def is_class(self, code: str) -> bool:
        """Return whether a code is a full class."""
        return code in self._classes

    def are_classes(self, codes: Sequence[str] | NDArray[np.str_]) -> NDArray[np.bool_]:
        """Return for each of many codes whether it is a full class.

        Examples
        --------
        >>> from saidao.terms.industry_codes import scheme
        >>> scheme("GB/T 4754-2017").are_classes(["3973", "397", "3978"]).tolist()
        [True, False, False]
        """
        import numpy as np

        distinct, position = np.unique(np.asarray(codes, dtype=np.str_), return_inverse=True)
        known = np.fromiter((code in self._classes for code in distinct.tolist()), dtype=np.bool_)
        found: NDArray[np.bool_] = known[position]
        return found

    def entry(self, code: str) -> Entry:
        """Return the row of a code.

        Raises
        ------
        InvalidInput
            If the classification has no such code; it names those that look like it.
        """
        found = self.entries.get(code)
        if found is None:
            raise InvalidInput("code", repr(code), f"a code of {self.id}{self._hint(code)}")
        return found

    def name(self, code: str) -> Name:
        """Return what a code is called.

        Examples
        --------
        >>> from saidao.terms.industry_codes import scheme
        >>> scheme("GB/T 4754-2017").name("652")
        Name(zh='集成电路设计', en='Integrated circuit design')
        """
        return self.entry(code).name

    def level(self, code: str) -> int:
        """Return the level of a code, 1 for a section."""
        return self.entry(code).level

    def section(self, code: str) -> str:
        """Return the section that holds a code."""
        return self.entry(code).section

    def parent(self, code: str) -> str | None:
        """Return the code right above, None for a section."""
        return self.entry(code).parent

    def ancestors(self, code: str) -> tuple[str, ...]:
        """Return the codes above, the nearest first.

        Examples
        --------
        >>> from saidao.terms.industry_codes import scheme
        >>> scheme("GB/T 4754-2017").ancestors("3973")
        ('397', '39', 'C')
        """
        found: list[str] = []
        above = self.entry(code).parent
        while above is not None:
            found.append(above)
            above = self.entries[above].parent
        return tuple(found)

    def children(self, code: str) -> tuple[str, ...]:
        """Return the codes right below, none for a full class."""
        self.entry(code)
        return self._children.get(code, ())

    def below(self, code: str) -> tuple[str, ...]:
        """Return the full classes that a code stands for; a class stands for itself.

        Examples
        --------
        >>> from saidao.terms.industry_codes import scheme
        >>> scheme("GB/T 4754-2017").below("392")
        ('3921', '3922')
        """
        children = self.children(code)
        if not children:
            return (code,)
        return tuple(each for child in children for each in self.below(child))

    def near(self, code: str, most: int = 3) -> tuple[str, ...]:
        """Return codes that look like a wrong one, the likest first.

        Those that share its beginning come first: of ``3978`` the classes of ``397``.
        """
        cleaned = cleaned_code(code)
        for length in range(len(cleaned) - 1, 1, -1):
            siblings = self._children.get(cleaned[:length])
            if siblings:
                return tuple(difflib.get_close_matches(cleaned, siblings, n=most, cutoff=0))
        return tuple(difflib.get_close_matches(cleaned, self.entries, n=most))

    def normalise(self, raw: object, *, mixed: bool = False) -> str | None:
        """Return a code as the classification writes it, or None where it has no such code.

        Dots, blanks and a section letter before the digits go; digits of a full class that
        lost the zero before them get it back; a division or group that was filled up with
        zeros loses them.

        Parameters
        ----------
        raw : object
            What stands in a register: text or a whole number.
        mixed : bool
            Whether the column holds codes of several levels. Then a code stands as it is
            where it can: ``131`` is the group 131. Else it is read as a full class that
            lost its zero, 0131, since a spreadsheet took it for a number.

        Examples
        --------
        >>> from saidao.terms.industry_codes import scheme
        >>> gbt = scheme("GB/T 4754-2017")
        >>> [gbt.normalise(raw) for raw in ("C3921", "39.21", 3921, "131", "C3900", "9999")]
        ['3921', '3921', '3921', '0131', '39', None]
        >>> gbt.normalise("131", mixed=True)
        '131'
        """
        code = str(raw) if raw in self.entries else cleaned_code(raw)
        if not code:
            return None
        lettered = re.fullmatch(r"([A-Z])(\d.*)", code)
        bare = lettered[2] if lettered else code
        padded = f"0{bare}"
        # A letter before the digits shows that nothing took them for a number.
        lost = not lettered and not mixed and padded in self._classes
        if lost and bare not in self._classes:
            return padded
        found = next((each for each in (bare, padded) if each in self.entries), None)
        if found is None and bare.isdigit() and len(bare) == self.width:
            shorter = bare.rstrip("0").ljust(2, "0")
            found = shorter if shorter in self.entries else None
        if found and lettered and self.entries[found].section not in {lettered[1], ""}:
            # A code under another section's letter is of another edition, or a slip.
            return None if self.has(lettered[1]) else found
        return found

    def as_class(self, raw: object) -> str | None:
        """Return the full class that is meant, None where there is none or more than one.

        Examples
        --------
        >>> from saidao.terms.industry_codes import scheme
        >>> gbt = scheme("GB/T 4754-2017")
        >>> gbt.as_class("D461"), gbt.as_class("C397")
        ('4610', None)
        """
        code = self.normalise(raw)
        if code is None:
            return None
        full = self.below(code)
        return full[0] if len(full) == 1 else None

    def _hint(self, code: str) -> str:
        """Return the end of a message that names near codes."""
        near = [f"{each} {text(self.entries[each].name)}".strip() for each in self.near(code)]
        return f"; did you mean {', '.join(near)}?" if near else ""


def text(name: Name) -> str:
    """Return a name in the first language that it has."""
    return name.zh or name.en


def cleaned_code(raw: object) -> str:
    """Return a code without what writers put between and around its digits."""
    if isinstance(raw, float) and raw.is_integer():
        raw = int(raw)
    return re.sub(r"[\s.\-_/]", "", str(raw)).upper() if raw is not None else ""
