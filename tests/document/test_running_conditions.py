"""Conditions in a running sentence: read as a truth table, they are what is printed, kept whole, or asked about."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import product

import pytest

from coverable.document.reading import Node
from document.trees import met, read

POSITIONS = (
    ("Gadgets are considered medically necessary", False),
    ("Gadgets are covered", False),
    ("The plan considers gadgets medically necessary", False),
    ("Benefits are available for gadgets", False),
    ("Gadgets are considered not medically necessary", True),
    ("The plan does not cover gadgets", True),
    ("Gadgets are considered investigational", True),
)
Meaning = Callable[[bool, bool, bool], bool]
SENTENCES: list[tuple[str, tuple[Meaning, ...]]] = [
    ("when the patient has alpha and beta.", (lambda a, b, c: a and b,)),
    ("when the patient has alpha or beta.", (lambda a, b, c: a or b,)),
    ("if alpha is present and beta has failed.", (lambda a, b, c: a and b,)),
    ("only if alpha is present.", (lambda a, b, c: a,)),
    ("unless alpha is present.", (lambda a, b, c: not a,)),
    ("except when alpha is present.", (lambda a, b, c: not a,)),
    ("except in patients with alpha.", (lambda a, b, c: not a,)),
    ("except for alpha.", (lambda a, b, c: not a,)),
    ("in the absence of alpha.", (lambda a, b, c: not a,)),
    ("when alpha is not present.", (lambda a, b, c: not a,)),
    ("without alpha.", (lambda a, b, c: not a,)),
    ("for alpha without beta.", (lambda a, b, c: a and not b,)),
    ("for patients with alpha who have failed beta.", (lambda a, b, c: a and b,)),
    ("for alpha when beta and gamma are present.", (lambda a, b, c: a and b and c,)),
    ("for alpha or beta when gamma is present.", (lambda a, b, c: (a or b) and c,)),
    (
        "for alpha and beta when gamma is present.",
        (
            lambda a, b, c: (a or b) and c,
            lambda a, b, c: a and b and c,
        ),
    ),
    ("when alpha is present, or when beta and gamma are present.", (lambda a, b, c: a or (b and c),)),
    ("when alpha is present and either beta or gamma has failed.", (lambda a, b, c: a and (b or c),)),
    (
        "when alpha is present, unless beta is present.",
        (
            lambda a, b, c: a and not b,
            lambda a, b, c: a or b,
        ),
    ),
    ("for alpha, provided that beta is present.", (lambda a, b, c: a and b,)),
    (
        "for alpha but not for beta.",
        (
            lambda a, b, c: a and not b,
            lambda a, b, c: a,
        ),
    ),
    ("for all indications except alpha.", (lambda a, b, c: not a,)),
    ("for any indication other than alpha.", (lambda a, b, c: not a,)),
    ("with the exception of alpha.", (lambda a, b, c: not a,)),
    ("for patients other than those with alpha.", (lambda a, b, c: not a,)),
    ("when alpha, beta, and gamma are present.", (lambda a, b, c: a and b and c,)),
    ("when alpha, beta, or gamma is present.", (lambda a, b, c: a or b or c,)),
    (
        "when at least two of alpha, beta, and gamma are present.",
        (lambda a, b, c: (a and b) or (a and c) or (b and c),),
    ),
    ("when neither alpha nor beta is present.", (lambda a, b, c: not a and not b,)),
    ("for alpha, beta, or gamma.", (lambda a, b, c: a or b or c,)),
    (
        "for alpha, beta, and gamma.",
        (
            lambda a, b, c: a or b or c,
            lambda a, b, c: a and b and c,
        ),
    ),
    ("for alpha or beta.", (lambda a, b, c: a or b,)),
    (
        "for alpha and beta.",
        (
            lambda a, b, c: a or b,
            lambda a, b, c: a and b,
        ),
    ),
    ("for the treatment of alpha or beta in patients with gamma.", (lambda a, b, c: (a or b) and c,)),
    ("for patients who have alpha and who have failed beta or gamma.", (lambda a, b, c: a and (b or c),)),
    (
        "when there is documentation of alpha and at least one of the following: beta; or gamma.",
        (lambda a, b, c: a and (b or c),),
    ),
    ("when any of the following is present: alpha; beta; or gamma.", (lambda a, b, c: a or b or c,)),
    ("when all of the following are met: alpha; beta; and gamma.", (lambda a, b, c: a and b and c,)),
    ("when alpha is present and there is no beta.", (lambda a, b, c: a and not b,)),
    ("for alpha if beta is present or if gamma is present.", (lambda a, b, c: a and (b or c),)),
    ("after failure of alpha and beta.", (lambda a, b, c: a and b,)),
    ("after failure of alpha or beta.", (lambda a, b, c: a or b,)),
    ("when alpha is present (with beta or gamma).", (lambda a, b, c: a and (b or c),)),
    (
        "for alpha; for beta; and for gamma.",
        (
            lambda a, b, c: a or b or c,
            lambda a, b, c: a and b and c,
        ),
    ),
    ("if both alpha and beta are present.", (lambda a, b, c: a and b,)),
    ("if either alpha or beta is present.", (lambda a, b, c: a or b,)),
    ("when alpha is present and beta is present, or gamma is present.", (lambda a, b, c: (a and b) or c,)),
    ("when alpha is present; and beta or gamma is present.", (lambda a, b, c: a and (b or c),)),
    ("for alpha with beta or gamma.", (lambda a, b, c: a and (b or c),)),
    (
        "in patients with alpha and beta or gamma.",
        (
            lambda a, b, c: (a and b) or c,
            lambda a, b, c: a and (b or c),
        ),
    ),
    ("for alpha, but only when beta is present.", (lambda a, b, c: a and b,)),
    ("for alpha as long as beta is present.", (lambda a, b, c: a and b,)),
    (
        "to treat alpha and to prevent beta.",
        (
            lambda a, b, c: a or b,
            lambda a, b, c: a and b,
        ),
    ),
    (
        "for alpha or for beta when gamma is present.",
        (
            lambda a, b, c: (a or b) and c,
            lambda a, b, c: a or (b and c),
        ),
    ),
    (
        "for alpha, or for beta if gamma is present.",
        (
            lambda a, b, c: (a or b) and c,
            lambda a, b, c: a or (b and c),
        ),
    ),
    ("for patients with alpha or patients with beta.", (lambda a, b, c: a or b,)),
    ("for alpha in the absence of beta.", (lambda a, b, c: a and not b,)),
    (
        "if alpha is present unless beta is contraindicated.",
        (
            lambda a, b, c: a or b,
            lambda a, b, c: a and not b,
        ),
    ),
    ("only for alpha.", (lambda a, b, c: a,)),
    ("only when alpha and beta are both present.", (lambda a, b, c: a and b,)),
    ("when alpha is present but beta is absent.", (lambda a, b, c: a and not b,)),
    ("when alpha is present and not beta.", (lambda a, b, c: a and not b,)),
    ("except for alpha and beta.", (lambda a, b, c: not (a or b),)),
    ("except for alpha or beta.", (lambda a, b, c: not (a or b),)),
    ("unless alpha or beta is present.", (lambda a, b, c: not (a or b),)),
    ("unless alpha and beta are present.", (lambda a, b, c: not (a and b),)),
    ("other than for alpha or beta.", (lambda a, b, c: not (a or b),)),
    ("until alpha and beta have failed.", (lambda a, b, c: not (a and b),)),
    ("unless alpha is present and beta has failed.", (lambda a, b, c: not (a and b),)),
    ("for alpha except when beta is present.", (lambda a, b, c: a and not b,)),
    (
        "for alpha unless beta has failed.",
        (
            lambda a, b, c: a and not b,
            lambda a, b, c: a or b,
        ),
    ),
    ("for patients with alpha, except those with beta.", (lambda a, b, c: a and not b,)),
    ("excluding patients with alpha.", (lambda a, b, c: not a,)),
    ("if not used with alpha.", (lambda a, b, c: not a,)),
    ("when used with alpha or beta.", (lambda a, b, c: a or b,)),
    ("when used without alpha.", (lambda a, b, c: not a,)),
    ("outside of alpha.", (lambda a, b, c: not a,)),
    ("in all cases of alpha.", (lambda a, b, c: a,)),
]
NAMED = ("alpha", "beta", "gamma")
_TURNS = re.compile(
    r"\b(?:not|no|without|absence|absent|neither|nor|except|exception|unless|other than|excluding|but|contraindicated|until|outside|cannot|lack)\b",
    re.IGNORECASE,
)


class Whole(Exception):
    """A leaf holds more than one plain condition: its words are kept, and nothing of them is decided."""


def holds(node: Node, values: tuple[bool, ...]) -> bool:
    """Whether a tree holds where alpha, beta and gamma have these values."""
    if node.rule == "leaf":
        names = [i for i, name in enumerate(NAMED) if re.search(rf"\b{name}\b", node.text)]
        if len(names) != 1 or _TURNS.search(node.text):
            raise Whole
        return values[names[0]]
    held = [holds(child, values) for child in node.children]
    return met(node.rule, node.n, held)


def means(node: Node, meaning: Meaning) -> bool:
    every = list(product((False, True), repeat=3))
    return [holds(node, values) for values in every] == [meaning(*values) for values in every]


@pytest.mark.parametrize(("sentence", "meanings"), SENTENCES, ids=[s for s, _ in SENTENCES])
def test_a_running_sentence_means_what_it_says_or_is_asked_about(
    sentence: str, meanings: tuple[Meaning, ...]
) -> None:
    for position, denies in POSITIONS:
        found = read(f"{position} {sentence}")
        if found.rules:
            continue
        (one,) = found.statements
        assert (one.position == "medically_necessary") != denies
        assert one.criteria is not None
        try:
            assert any(means(one.criteria, meaning) for meaning in meanings), (position, found.short)
        except Whole:
            said = " ".join((one.criteria.text, *(child.text for child in one.criteria.children)))
            assert {name for name in NAMED if name in sentence} <= {name for name in NAMED if name in said}
