"""A policy as a library: the facts that it asks, out of the record, and its criteria in three-valued logic.

CQL's `and`, `or` and `not` are strong Kleene logic, as those of SQL (decision 0009); a fact is one exact
value or null. What is known in part (a month, statements that differ) is null: `coverable check --fhir` knows
more. The order of statements is that of `publish.sql`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import reduce
from typing import Any, Final

from coverable import __version__
from coverable.fhir.cql.asked import fact_defines
from coverable.fhir.cql.facts import PARAMETERS
from coverable.fhir.cql.parts import away
from coverable.fhir.cql.terms import (
    FALSE,
    TRUE,
    UNKNOWN,
    Case,
    Define,
    If,
    Library,
    Literal,
    Op,
    Term,
    both,
    defined,
    either,
    equal,
    is_known,
    is_null,
    literal,
    negated,
)
from coverable.glossary.events import Offset
from coverable.logic.cells import Between, Choices, Line
from coverable.logic.criteria import Leaf, Node
from coverable.policy.describe import NOT_ENDORSED
from coverable.policy.executable import NONE, Policy
from coverable.publish.columns import Columns, Ladder, columns_of

UNDETERMINED: Final = "undetermined"


def policy_library(policy: Policy) -> Library:
    """The library: facts, then `"criterion ID"`, `"indication NAME"` and `"outcome ..."`."""
    columns = columns_of(policy)
    return Library(
        f"Policy_{plain(policy.id)}_{plain(policy.version)}",
        policy.glossary.sha256[:12],
        PARAMETERS,
        (
            *fact_defines(policy, columns),
            *(
                Define(f"n{index}", _node(policy, columns, node, below, rule))
                for index, rule, below, node in columns.steps
            ),
            *_results(columns),
            *(Define(one.column.name, _ladder(policy, one)) for one in columns.ladders),
        ),
        about_policy(policy),
    )


def about_policy(policy: Policy) -> tuple[str, ...]:
    """Whose words a library stands on, and what it is not."""
    file = policy.file
    return (
        f"{file.number} {file.title}, version {policy.version}, {file.publisher}",
        f"{policy.key}, policy {policy.sha256}, sign-off {policy.signoff_sha256}, coverable {__version__}",
        *([] if policy.signoff.endorsed_by_publisher else [NOT_ENDORSED]),
        "Coverage criteria only: no authorization, no statement of benefits, no medical advice.",
        "true met, false not met, null undetermined: what nobody knows is never a no.",
    )


def _results(columns: Columns) -> Iterator[Define]:
    for one in columns.criteria:
        yield Define("criterion " + (one.anchor or one.name)[2:], _ref(one.node))
    for one in columns.indications:
        yield Define(one.name.replace("_", " ", 1), _ref(one.node))


def _ref(index: int) -> Term:
    return defined(f"n{index}")


def _true(term: Term) -> Term:
    return Op("IsTrue", (term,))


def _false(term: Term) -> Term:
    return Op("IsFalse", (term,))


def _node(policy: Policy, columns: Columns, node: Node, below: Sequence[int], rule: str) -> Term:
    """One criterion from those below it; the rules are those of `logic.evaluate`."""
    refs = [_ref(i) for i in below]
    match rule:
        case "leaf":
            leaf = policy.forest.leaves[node.leaf]
            return _leaf(policy, leaf, columns.tests[leaf.probe])
        case "same":
            return refs[0]
        case "all":
            return both(refs)
        case "any":
            return either(refs)
        case "none":
            return negated(either(refs))
        case "not":
            return negated(refs[0])
        case "at_least":
            return _at_least(refs, node.n)
        case "if":
            condition, then = refs[0], refs[1]
            if len(refs) == 2:
                return either([negated(condition), then])
            other = refs[2]
            unless = both([negated(condition), other])
            return either([both([condition, then]), unless, both([then, other])])
        case "silent_if":
            tested, condition = refs
            no = both([_false(tested), _false(condition)])
            return Case(((_true(tested), TRUE), (no, FALSE)), UNKNOWN)
        case "interpretation":  # unsigned: only where all readings agree
            return Case(((_true(both(refs)), TRUE), (_false(either(refs)), FALSE)), UNKNOWN)
        case "unmapped":
            return UNKNOWN
        case _:  # reading
            chosen = policy.lanes.chosen.get(node.interpretation)
            return UNKNOWN if chosen is None else Literal(chosen == node.options[0])


def _at_least(refs: Sequence[Term], n: int) -> Term:
    def enough(test: str, least: int) -> Term:
        each = [If(Op(test, (ref,)), Literal(1), Literal(0)) for ref in refs]
        total = reduce(lambda a, b: Op("Add", (a, b)), each[1:], each[0])
        return Op("GreaterOrEqual", (total, Literal(least)))

    whens = ((enough("IsTrue", n), TRUE), (enough("IsFalse", len(refs) - n + 1), FALSE))
    return Case(whens, UNKNOWN)


def _leaf(policy: Policy, leaf: Leaf, column: str) -> Term:
    """The test of one leaf; null for what is unknown, and where the text is silent."""
    cut, of = policy.probes[leaf.probe].cut, defined(column)
    if isinstance(cut, Choices):
        names = [n for n in cut.names if n != "unknown"]
        if cut.names == ("yes", "no"):
            whens = [(_true(of), 1), (_false(of), 2)]
        else:
            whens = [(equal(of, Literal(n)), cut.mask([n])) for n in names]
        cases = tuple(
            (test, Literal(bool(leaf.true & cell))) for test, cell in whens if not leaf.silent & cell
        )
        return Case(cases, UNKNOWN) if cases else UNKNOWN
    return _ordered(cut, leaf.true, leaf.silent, of)


def _ordered(cut: Line, true: int, silent: int, of: Term) -> Term:
    gaps = [_between(run, of) for run in cut.runs(silent)]
    whens = [(is_null(of), UNKNOWN), *([(either(gaps), UNKNOWN)] if gaps else [])]
    return Case(tuple(whens), either(_between(run, of) for run in cut.runs(true)))


def _between(run: Between, of: Term) -> Term:
    parts: list[Term] = []
    if run.low is not None:
        parts.append(Op("GreaterOrEqual" if run.low_in else "Greater", (of, _edge(run.low))))
    if run.high is not None:
        parts.append(Op("LessOrEqual" if run.high_in else "Less", (of, _edge(run.high))))
    return both(parts)


def _edge(value: Any) -> Term:
    """A bound: a number, a day, or a day counted from the date of service."""
    if isinstance(value, Offset):
        return away(value.side, value.length)
    assert isinstance(value, Decimal | date)
    return literal(value)


def _ladder(policy: Policy, one: Ladder) -> Term:
    """The outcome: the first statement that surely holds; a doubtful one keeps those after it open."""
    service = policy.services[one.service]

    def at(root: int) -> Term:
        return _ref(root) if root != NONE else FALSE

    met, astray = _ref(service.met), FALSE
    if one.qualifier != NONE:
        qualifier = _ref(one.qualifier)
        speaks = either([qualifier, both([at(service.known_by), _ref(service.applies)])])
        astray = negated(speaks)
        sure = both([_true(both([met, speaks])), is_known(qualifier)])
        met = Case(((_false(met), FALSE), (sure, TRUE)), UNKNOWN)
    rungs = (
        ("not_addressed", astray),
        ("governed_elsewhere", at(policy.elsewhere)),
        ("criteria_met", met),
        ("use_excluded", at(service.named)),
        ("criteria_not_met", _ref(service.applies)),
        ("use_not_listed", at(service.other)),
    )
    whens = tuple(
        when
        for outcome, test in rungs
        if test != FALSE
        for when in ((_true(test), Literal(outcome)), (is_null(test), Literal(UNDETERMINED)))
    )
    return Case(whens, Literal("not_addressed"))


def plain(word: str) -> str:
    """A word as part of the name of a library."""
    return "".join(ch if ch.isalnum() else "_" for ch in word)
