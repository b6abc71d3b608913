"""The verdicts that a reviewer has made, by number, and what follows from each: worked out once for a
verdict, not once for every block in which it occurs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final, overload

import numpy as np

from coverable.claims.verdict import Verdict

FAULTY: Final = 0
"""The number of the verdict on rows that cannot be decided: there is none."""
Told = Callable[[Verdict], str | None]
Wanted = Callable[[Verdict], bool]


class Verdicts(Sequence[Verdict | None]):
    """Verdicts by number; equal ones have one number.

    What is asked of them is kept by the function that asks, so ask with functions that stay, none made anew.
    """

    def __init__(self) -> None:
        self._all: list[Verdict | None] = [None]
        self._numbers: dict[Verdict, int] = {}
        self._words: dict[Told, dict[str | None, int]] = {}
        self._places: dict[Told, list[int]] = {}
        self._wanted: dict[Wanted, list[bool]] = {}

    def __len__(self) -> int:
        return len(self._all)

    @overload
    def __getitem__(self, index: int) -> Verdict | None: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Verdict | None]: ...
    def __getitem__(self, index: int | slice) -> Verdict | Sequence[Verdict | None] | None:
        return self._all[index]

    def number(self, made: Verdict) -> int:
        """The number of a verdict, a new one where it is new."""
        found = self._numbers.get(made)
        if found is None:
            found = self._numbers[made] = len(self._all)
            self._all.append(made)
        return found

    def those(self, wanted: Wanted) -> Any:
        """A table from numbers: 1 for the verdicts that are wanted."""
        known = self._wanted.setdefault(wanted, [False])
        known += [wanted(one) for one in self._new(known)]
        return np.array(known, np.uint8)

    def told(self, of: Told) -> tuple[Any, list[str | None]]:
        """(a table from numbers to places, the words at these places): `of` each verdict. A verdict that says
        nothing, and the number that is none, have place 0."""
        words = self._words.setdefault(of, {None: 0})
        known = self._places.setdefault(of, [0])
        known += [words.setdefault(of(one), len(words)) for one in self._new(known)]
        return np.array(known, np.int32), list(words)

    def _new(self, known: Sequence[object]) -> Iterator[Verdict]:
        return (one for one in self._all[len(known) :] if one is not None)
