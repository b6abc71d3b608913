"""An item that holds a rule in one sentence means what it says, is kept in its words, or is asked about."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import product
from pathlib import Path
from typing import TypeAlias

import pytest
import yaml

from coverable.document.reading import Node
from document.trees import Read, met, read

ITEMS: list[dict[str, str]] = yaml.safe_load(
    (Path(__file__).parent / "data" / "rules-within-items.yaml").read_text("utf-8")
)
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
}
NAMES = dict(zip("abcd", ("alpha", "beta", "gamma", "delta"), strict=True))
TURNS = re.compile(
    r"\b(?:no|not|nothing|without|absence|neither|nor|unless|except|disqualify)\b", re.IGNORECASE
)
EXACT = 430
"""So many of the readings are exact trees, of some 820; the others are kept in their words, or asked about."""

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


def holds(means: Means, values: dict[str, bool]) -> bool:
    """Whether what is meant holds where these letters do."""
    if isinstance(means, str):
        return values[means]
    name, n, parts = means
    return met(name, n, [holds(p, values) for p in parts])


def leaves_of(node: Node) -> list[Node]:
    return [leaf for c in node.children for leaf in leaves_of(c)] if node.children else [node]


def letters_in(text: str) -> list[str]:
    return [letter for letter, name in NAMES.items() if re.search(rf"\b{name}\b", text, re.IGNORECASE)]


def decided(node: Node, values: dict[str, bool], inside: Mapping[str, str]) -> bool:
    """Whether a tree holds; `inside`: the rule that a leaf with several letters, or with a “not”, may stand for."""
    if node.children:
        return met(node.rule, node.n, [decided(c, values, inside) for c in node.children])
    held = [values[letter] for letter in letters_in(node.text)]
    return (
        met(inside.get(node.text, "all"), None, held)
        if held
        else "patient" in node.text or "site" in node.text
    )


def means_it(found: Read, text: str) -> str | None:
    """`exact` or `kept` where the tree can be what the text means; None where it can not."""
    if len(found.statements) != 1 or found.statements[0].criteria is None:
        return None
    made, meant = found.statements[0].criteria, meaning(text)
    letters = sorted(set(re.findall(r"\b[abcd]\b", text)))
    several = [n.text for n in leaves_of(made) if len(letters_in(n.text)) > 1 or TURNS.search(n.text)]
    if any(set(letters_in(t)) == set(letters) for t in several):
        return "kept"  # the whole item is one condition in its own words
    for rules in product(("all", "any", "none"), repeat=len(several)):
        inside = dict(zip(several, rules, strict=True))
        rows = [dict(zip(letters, row, strict=True)) for row in product((False, True), repeat=len(letters))]
        if all(decided(made, row, inside) == holds(meant, row) for row in rows):
            return "kept" if several else "exact"
    return None


def item_of(entry: dict[str, str], filling: tuple[str, ...]) -> str:
    said = entry["text"]
    for letter, words in zip("abcd", filling, strict=True):
        said = said.replace(f"{{{letter}}}", words)
    return re.sub(r"(^|[.] )([a-z])", lambda m: m[1] + m[2].upper(), said)


def reading(entry: dict[str, str], which: int) -> tuple[str, Read]:
    item = item_of(entry, FILLINGS[entry["form"]][which])
    return item, read(
        "Gadgets are considered medically necessary when all of the following criteria are met:\n\n"
        f"1. The patient agrees.\n2. {item}\n3. The site is ready.\n"
    )


@pytest.mark.parametrize("entry", ITEMS, ids=lambda e: e["text"][:60])
def test_a_rule_within_an_item_means_what_it_says_or_is_asked_about(entry: dict[str, str]) -> None:
    for which in (0, 1):
        item, found = reading(entry, which)
        assert means_it(found, entry["means"]) or found.rules, (item, found.short)


def test_most_rules_within_items_are_read_exactly() -> None:
    read_so = [means_it(reading(e, which)[1], e["means"]) for e in ITEMS for which in (0, 1)]
    assert read_so.count("exact") >= EXACT


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("Gadgets are covered for chronic alpha of the knee as well as acute beta of the arm.", "alpha+beta"),
        (
            "Gadgets are not covered for any of the following:\n- Alpha of 3 cm plus beta over 4 cm\n- Gamma",
            None,
        ),
        (
            "Gadgets are covered for any of these:\n- Severe alpha of the knee along with acute beta\n- Gamma",
            None,
        ),
    ],
)
def test_two_uses_in_one_sentence_are_not_asked_for_together(text: str, tree: str | None) -> None:
    assert read(text).tree == (tree or "any(alpha+beta, gamma)")


def test_what_may_be_used_for_something_replaces_nothing() -> None:
    found = read("Gadgets are covered when all are met:\n- Alpha may be used for beta of the arm\n- Gamma")
    assert found.tree == "all(alpha+beta, gamma)"


@pytest.mark.parametrize(
    "text",
    [
        "Gadgets are covered when none of the following is present:\n- Alpha, unless beta has failed\n- Gamma",
        "Gadgets are covered when all are met:\n- None of these: alpha, unless beta has failed; or gamma\n- Delta",
        "Gadgets are covered when none of the following is present:\n- Alpha (waived if beta has failed)\n- Gamma",
    ],
)
def test_an_exception_under_none_of_bars_only_where_it_does_not_hold(text: str) -> None:
    assert "none(all(alpha, not(beta)), gamma)" in read(text).tree


@pytest.mark.parametrize(
    "exception", ["(does not apply if beta has failed)", "; members with beta are exempt"]
)
def test_an_exception_in_a_list_of_denials_is_no_ground_of_its_own(exception: str) -> None:
    found = read(
        f"Gadgets are not covered for any of the following:\n- Alpha{exception}\n- Gamma".replace("a(", "a (")
    )
    assert found.tree == "any(all(alpha, not(beta)), gamma)"
