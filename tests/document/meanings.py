"""What sentences mean, as rules over letters, and whether a tree that was read says the same: by truth tables.

`any(a, all(b, c))`: the letters stand for conditions that hold the words alpha, beta, gamma and delta.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import TypeAlias

from coverable.document.reading import Node
from document.trees import met

FILLINGS = {
    "noun": (
        ("a history of alpha", "documented beta", "severe gamma", "recent delta"),
        ("alpha of grade 2 or higher", "prior treatment with beta", "gamma of the knee", "delta"),
    ),
    "clause": (
        ("the patient has alpha", "beta has failed", "gamma is present", "delta was tried"),
        (
            "alpha was confirmed",
            "the beta score is 10 or higher",
            "there is gamma",
            "the patient takes delta",
        ),
    ),
    "pred": (
        ("has alpha", "needs beta", "is treated for gamma", "lives with delta"),
        ("has had alpha for 3 months", "uses beta daily", "has failed gamma", "receives delta"),
    ),
    "part": (
        ("treated with alpha", "dependent on beta", "diagnosed with gamma", "enrolled in delta"),
        ("admitted for alpha", "at risk of beta", "affected by gamma", "allergic to delta"),
    ),
    "use": (("alpha of the knee", "severe beta", "gamma", "delta of the hand"),),
    "service": (("alpha pumps", "beta braces", "gamma pads", "delta lamps"),),
}
NAMES = dict(zip("abcd", ("alpha", "beta", "gamma", "delta"), strict=True))
TURNS = re.compile(
    r"\b(?:no|not|nothing|without|absence|neither|nor|unless|except|disqualify)\b", re.IGNORECASE
)
Means: TypeAlias = "str | tuple[str, int, list[Means]]"


def meaning(text: str) -> Means:
    """`any(a, all(b, c))` as nested tuples."""
    found = re.fullmatch(r"(\w+)\((?:([0-9]);)?(.*)\)", text.strip(), re.DOTALL)
    if found is None:
        return text.strip()
    parts, depth = [""], 0
    for sign in found[3]:
        depth += (sign == "(") - (sign == ")")
        if sign == "," and not depth:
            parts.append("")
        else:
            parts[-1] += sign
    return found[1], int(found[2] or 0), [meaning(p) for p in parts]


def holds(means: Means, values: Mapping[str, bool]) -> bool:
    """Whether what is meant holds where these letters do."""
    if isinstance(means, str):
        return values[means]
    name, n, parts = means
    return met(name, n, [holds(p, values) for p in parts])


def leaves_of(node: Node) -> list[Node]:
    return [leaf for c in node.children for leaf in leaves_of(c)] if node.children else [node]


def letters_in(text: str) -> list[str]:
    return [letter for letter, name in NAMES.items() if re.search(rf"\b{name}\b", text, re.IGNORECASE)]


def letters_of(text: str) -> list[str]:
    """The letters of a meaning."""
    return sorted(set(re.findall(r"\b[abcd]\b", text)))


def filled(text: str, filling: Sequence[str]) -> str:
    """A wording with conditions in place of its letters, its sentences with capital letters."""
    for letter, words in zip("abcd", filling, strict=True):
        text = text.replace(f"{{{letter}}}", words)
    return re.sub(r"(^|[.?] )([a-z])", lambda m: m[1] + m[2].upper(), text)


def _parts(means: Means) -> Iterator[Means]:
    """A meaning and every meaning in it."""
    yield means
    if not isinstance(means, str):
        for part in means[2]:
            yield from _parts(part)


def _letters(means: Means) -> set[str]:
    return {means} if isinstance(means, str) else set().union(*map(_letters, means[2]))


def _inside(text: str, meant: Means) -> list[Means]:
    """What a leaf with several letters, or with a “not”, may stand for."""
    letters = letters_in(text)
    own = [m for m in _parts(meant) if _letters(m) == set(letters) & _letters(meant)]
    plain: list[Means] = [(rule, 0, list(letters)) for rule in ("all", "any", "none")]
    return [*own, *plain]


def _decided(
    node: Node, values: Mapping[str, bool], inside: Mapping[str, Means], held: Sequence[str]
) -> bool:
    """Whether a tree holds."""
    if node.children:
        return met(node.rule, node.n, [_decided(c, values, inside, held) for c in node.children])
    if node.text in inside:
        return holds(inside[node.text], values)
    letters = letters_in(node.text)
    return values[letters[0]] if letters else any(word in node.text for word in held)


def said_by(tree: Node, text: str, held: Sequence[str] = ()) -> str | None:
    """`exact` or `kept` where a tree can be what a text means; None where it can not.

    `kept`: conditions stay together in the words of the document. `held`: words of leaves that hold in any case.
    """
    meant, letters = meaning(text), letters_of(text)
    idle = {x for leaf in leaves_of(tree) for x in letters_in(leaf.text)}.difference(letters)
    several = [
        n.text
        for n in leaves_of(tree)
        if len(letters_in(n.text)) > 1 or (TURNS.search(n.text) and letters_in(n.text))
    ]
    if any(set(letters_in(t)) >= set(letters) for t in several):
        return "kept"  # all of it is one condition in its own words
    letters = [*letters, *idle]  # “A, with or without B”: whatever B is
    rows = [dict(zip(letters, row, strict=True)) for row in product((False, True), repeat=len(letters))]
    for chosen in product(*(_inside(t, meant) for t in several)):
        inside = dict(zip(several, chosen, strict=True))
        if all(_decided(tree, row, inside, held) == holds(meant, row) for row in rows):
            return "kept" if several else "exact"
    return None
