"""The signed criteria in the words of an engine that knows only true and false.

Each criterion becomes two expressions, surely true and surely false; neither holding means unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from bench.signed import ROOTS, Criterion, Signed

Pair = tuple[Any, Any]
"""(surely true, surely false)."""
Refer = Callable[[int, Pair], Pair]
"""What stands for an earlier criterion: its expressions again, or a name under which they were kept."""


class Language(Protocol):
    """The few words that the criteria need."""

    def equal(self, fact: str, value: Any) -> Any: ...
    def stated(self, fact: str) -> Any: ...
    def differs(self, fact: str, value: Any) -> Any: ...
    def has(self, fact: str, value: Any) -> Any: ...
    def constant(self, value: bool) -> Any: ...
    def every(self, parts: Sequence[Any]) -> Any: ...
    def some(self, parts: Sequence[Any]) -> Any: ...
    def text(self, value: str) -> Any: ...
    def choose(self, cases: Sequence[tuple[Any, Any]], default: Any) -> Any: ...


def spell(tree: Signed, words: Language, refer: Refer) -> tuple[list[Pair], Any]:
    """The pair of every criterion, and the outcome."""
    pairs: list[Pair] = []
    seen: list[Pair] = []
    for place, one in enumerate(tree.criteria):
        pairs.append(_pair(one, words, [seen[i] for i in one.children]))
        seen.append(refer(place, pairs[-1]))
    never = (words.constant(False), words.constant(True))
    roots = {name: seen[tree.roots[name]] if name in tree.roots else never for name in ROOTS}
    return pairs, _outcome(roots, words)


def _pair(one: Criterion, words: Language, below: list[Pair]) -> Pair:
    trues, falses = [t for t, _ in below], [f for _, f in below]
    match one.rule:
        case "leaf" if one.among:
            return words.some([words.has(one.fact, v) for v in one.values]), words.constant(False)
        case "leaf" if one.values in ((True,), (False,)):
            return words.equal(one.fact, one.values[0]), words.equal(one.fact, not one.values[0])
        case "leaf":
            return (
                words.some([words.equal(one.fact, v) for v in one.values]),
                words.every([words.stated(one.fact), *(words.differs(one.fact, v) for v in one.values)]),
            )
        case "reading":
            return words.constant(one.constant), words.constant(not one.constant)
        case "all":
            return words.every(trues), words.some(falses)
        case "any":
            return words.some(trues), words.every(falses)
        case "not":
            return falses[0], trues[0]
        case "silent_if":
            return trues[0], words.every(falses)
        case other:
            raise ValueError(f"no such rule: {other}")


def _outcome(roots: dict[str, Pair], words: Language) -> Any:
    """The ladder of statements; its order is that of `coverable.policy.outcome`."""
    known, applies, (counts, refused) = roots["known"], roots["applies"], roots["qualifier"]
    speaks = words.some([counts, words.every([known[0], applies[0]])])
    cases = [
        (words.every([refused, words.some([known[1], applies[1]])]), "not_addressed"),
        (negated(words, speaks), "open"),
        (roots["elsewhere"][0], "governed_elsewhere"),
        (negated(words, roots["elsewhere"][1]), "open"),
        (words.every([roots["met"][0], words.some([counts, refused])]), "criteria_met"),
        (negated(words, roots["met"][1]), "open"),
    ]
    for name, root in (
        ("use_excluded", "named"),
        ("criteria_not_met", "applies"),
        ("use_not_listed", "other"),
    ):
        true, false = roots[root]
        cases += [(true, name), (negated(words, false), "open")]
    return words.choose([(test, words.text(name)) for test, name in cases], words.text("not_addressed"))


def negated(words: Language, test: Any) -> Any:
    """`not` by means of `choose`, which every language has."""
    return words.choose([(test, words.constant(False))], words.constant(True))


def value(true: Any, false: Any) -> bool | None:
    """A criterion's value from its pair."""
    return True if true else False if false else None
