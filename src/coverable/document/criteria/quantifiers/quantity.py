"""How many of a list are asked for, as it was read in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

How: TypeAlias = Literal["stated", "implied", "odd"]
"""stated: in words · implied: by the usual sense of the words · odd: a wording that has no settled sense."""
QuantifierRule: TypeAlias = Literal["all", "any", "none", "at_least"]


@dataclass(frozen=True, slots=True)
class Quantifier:
    """A quantifier in a text: its rule, and where its words stand."""

    rule: QuantifierRule
    n: int | None
    first: int
    last: int
    how: How = "stated"
    open_list: bool = False
    """The list gives examples (“including but not limited to”)."""
    items: int | None = None
    """How many items the words say there are: “both”, “all three”, “either of the two”."""


ANY: Final = Quantifier("any", None, 0, 0, "implied")
"""One of a list suffices, though no word of the text says so."""
