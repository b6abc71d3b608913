"""A policy as CQL: the facts that it asks, out of the record, and its criteria with three-valued logic.

CQL's `and`, `or` and `not` are strong Kleene logic, as those of SQL (decision 0009); a fact is one exact
value or null. What is known in part (a month, statements that differ) is null: `coverable check --fhir` knows
more. The order of statements is that of `publish.sql`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from coverable import __version__
from coverable.fhir.cql import head
from coverable.fhir.cqlfacts import fact_defines
from coverable.fhir.cqlparts import either, length, name, text
from coverable.glossary.events import Offset
from coverable.logic.cells import Between, Choices, Line
from coverable.logic.criteria import Leaf, Node
from coverable.policy.describe import NOT_ENDORSED
from coverable.policy.executable import NONE, Policy
from coverable.publish.columns import Columns, Ladder, columns_of

NULL: Final = "null as Boolean"
UNDETERMINED: Final = "undetermined"


def policy_cql(policy: Policy) -> str:
    """The library: facts, then `"criterion ID"`, `"indication NAME"` and `"outcome ..."`."""
    columns = columns_of(policy)
    parts = [
        head(f"Policy_{_plain(policy.id)}_{_plain(policy.version)}", policy.glossary),
        _about(policy),
        *fact_defines(policy, columns),
        *(
            f"define {name(f'n{index}')}:\n  {_node(policy, columns, node, below, rule)}"
            for index, rule, below, node in columns.steps
        ),
        *_results(columns),
        *(f"define {name(one.column.name)}:\n  {_ladder(policy, one)}" for one in columns.ladders),
    ]
    return "\n\n".join(parts) + "\n"


def _about(policy: Policy) -> str:
    file = policy.file
    said = [
        f"{file.number} {file.title}, version {policy.version}, {file.publisher}",
        f"{policy.key}, policy {policy.sha256}, sign-off {policy.signoff_sha256}, coverable {__version__}",
        *([] if policy.signoff.endorsed_by_publisher else [NOT_ENDORSED]),
        "Coverage criteria only: no authorization, no statement of benefits, no medical advice.",
        "true met, false not met, null undetermined: what nobody knows is never a no.",
    ]
    return "\n".join(f"// {' '.join(line.split())}" for line in said)


def _results(columns: Columns) -> Iterator[str]:
    for one in columns.criteria:
        yield f"define {name('criterion ' + (one.anchor or one.name)[2:])}:\n  {_ref(one.node)}"
    for one in columns.indications:
        yield f"define {name(one.name.replace('_', ' ', 1))}:\n  {_ref(one.node)}"


def _ref(index: int) -> str:
    return name(f"n{index}")


def _node(policy: Policy, columns: Columns, node: Node, below: Sequence[int], rule: str) -> str:
    """One criterion from those below it; the rules are those of `logic.evaluate`."""
    refs = [_ref(i) for i in below]
    match rule:
        case "leaf":
            leaf = policy.forest.leaves[node.leaf]
            return _leaf(policy, leaf, columns.tests[leaf.probe])
        case "same":
            return refs[0]
        case "all":
            return " and ".join(refs) or "true"
        case "any":
            return " or ".join(refs) or "false"
        case "none":
            return f"not ({' or '.join(refs) or 'false'})"
        case "not":
            return f"not {refs[0]}"
        case "at_least":
            true = " + ".join(f"(if {r} is true then 1 else 0)" for r in refs)
            false = " + ".join(f"(if {r} is false then 1 else 0)" for r in refs)
            return (
                f"case when {true} >= {node.n} then true"
                f" when {false} >= {len(refs) - node.n + 1} then false else {NULL} end"
            )
        case "if":
            condition, then = refs[0], refs[1]
            if len(refs) == 2:
                return f"(not {condition}) or {then}"
            other = refs[2]
            return f"({condition} and {then}) or ((not {condition}) and {other}) or ({then} and {other})"
        case "silent_if":
            tested, condition = refs
            return (
                f"case when {tested} is true then true"
                f" when {tested} is false and {condition} is false then false else {NULL} end"
            )
        case "interpretation":  # unsigned: only where all readings agree
            agree, none = " and ".join(refs), " or ".join(refs)
            return f"case when ({agree}) is true then true when ({none}) is false then false else {NULL} end"
        case "unmapped":
            return NULL
        case _:  # reading
            chosen = policy.lanes.chosen.get(node.interpretation)
            return NULL if chosen is None else str(chosen == node.options[0]).lower()


def _leaf(policy: Policy, leaf: Leaf, column: str) -> str:
    """The test of one leaf; null for what is unknown, and where the text is silent."""
    cut, of = policy.probes[leaf.probe].cut, name(column)
    if isinstance(cut, Choices):
        names = [n for n in cut.names if n != "unknown"]
        if cut.names == ("yes", "no"):
            whens = [(f"{of} is true", 1), (f"{of} is false", 2)]
        else:
            whens = [(f"{of} = {text(n)}", cut.mask([n])) for n in names]
        cases = " ".join(
            f"when {test} then {str(bool(leaf.true & cell)).lower()}"
            for test, cell in whens
            if not leaf.silent & cell
        )
        return f"case {cases} else {NULL} end" if cases else NULL
    return _ordered(cut, leaf.true, leaf.silent, of)


def _ordered(cut: Line, true: int, silent: int, of: str) -> str:
    inside = [_between(run, of) for run in cut.runs(true)]
    gaps = [_between(run, of) for run in cut.runs(silent)]
    whens = [f"when {of} is null then {NULL}"]
    whens += [f"when {either(gaps)} then {NULL}"] if gaps else []
    return f"case {' '.join(whens)} else {either(inside) if inside else 'false'} end"


def _between(run: Between, of: str) -> str:
    parts: list[str] = []
    if run.low is not None:
        parts.append(f"{of} {'>=' if run.low_in else '>'} {_edge(run.low)}")
    if run.high is not None:
        parts.append(f"{of} {'<=' if run.high_in else '<'} {_edge(run.high)}")
    return "(" + (" and ".join(parts) or "true") + ")"


def _edge(value: Any) -> str:
    """A bound: a number, a day, or a day counted from the date of service."""
    if isinstance(value, Decimal):
        written = format(value, "f")
        return written if "." in written else f"{written}.0"
    if isinstance(value, date):
        return f"@{value.isoformat()}"
    assert isinstance(value, Offset)
    sign = "-" if value.side == "before" else "+"
    return f'("Service Date" {sign} {length(value.length).replace(" - ", f" {sign} ")})'


def _ladder(policy: Policy, one: Ladder) -> str:
    """The outcome: the first statement that surely holds; a doubtful one keeps those after it open."""
    service = policy.services[one.service]

    def at(root: int) -> str:
        return _ref(root) if root != NONE else "false"

    met, astray = _ref(service.met), "false"
    if one.qualifier != NONE:
        qualifier = _ref(one.qualifier)
        speaks = f"({qualifier} or ({at(service.known_by)} and {_ref(service.applies)}))"
        astray = f"not {speaks}"
        met = (
            f"(case when {met} is false then false"
            f" when ({met} and {speaks}) is true and {qualifier} is not null then true else {NULL} end)"
        )
    rungs = (
        ("not_addressed", astray),
        ("governed_elsewhere", at(policy.elsewhere)),
        ("criteria_met", met),
        ("use_excluded", at(service.named)),
        ("criteria_not_met", _ref(service.applies)),
        ("use_not_listed", at(service.other)),
    )
    whens = [
        f"when ({test}) is true then {text(outcome)} when ({test}) is null then {text(UNDETERMINED)}"
        for outcome, test in rungs
        if test != "false"
    ]
    return f"case {' '.join(whens)} else 'not_addressed' end"


def _plain(word: str) -> str:
    return "".join(ch if ch.isalnum() else "_" for ch in word)
