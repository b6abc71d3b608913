"""A policy as one SQL query: a truth value for every criterion, and the outcome (SQL has our three values).

AND, OR and NOT of SQL are strong Kleene logic, so unknown stays unknown without a line of extra code.
The query is built as an expression tree, level by level, and then written in a dialect.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, Literal, get_args

from sqlglot import exp

from coverable import __version__
from coverable.base.problem import refuse
from coverable.logic.criteria import Node
from coverable.policy.describe import NOT_ENDORSED
from coverable.policy.executable import NONE, Policy
from coverable.publish.columns import KEY, TABLE, Columns, Ladder, columns_of
from coverable.publish.sqltests import Condition, both, case, col, either, leaf_condition, null

Dialect = Literal["duckdb", "postgres", "spark", "databricks", "snowflake", "bigquery", "trino"]
"""Dialects with a boolean type and calendar arithmetic that ends a month where we end it."""
DIALECTS: Final = get_args(Dialect)
UNDETERMINED: Final = "undetermined"
Ref = Callable[[int], Condition]


def policy_sql(policy: Policy, dialect: str = "duckdb") -> str:
    """The query with a header comment that explains its columns."""
    if dialect not in DIALECTS:
        raise refuse(
            f"no SQL for `{dialect[:40]}`",
            "--dialect",
            "the query needs truth values and calendar months as we count them",
            f"use one of {', '.join(DIALECTS)}",
        )
    columns = columns_of(policy)
    query = policy_query(policy, columns)
    text: str = query.sql(dialect=dialect, pretty=True, identify=True)
    return "\n".join([*_header(policy, columns, dialect), text]) + ";\n"


def policy_query(policy: Policy, columns: Columns) -> Any:
    """The query as an expression tree."""
    levels = _levels(policy, columns)
    query: Any = exp.Select()
    source = TABLE
    for number, nodes in enumerate(levels):
        step = f"step_{number}"
        ref = _ref(policy, source)
        made: list[Any] = (
            [col(KEY, source)]
            if number == 0
            else [exp.Column(this=exp.Star(), table=exp.to_identifier(source, quoted=True))]
        )
        for index in nodes:
            node = policy.forest.nodes[index]
            condition = (
                leaf_condition(policy, node.leaf, columns.tests, source)
                if node.rule == "leaf"
                else _condition(policy, node, ref)
            )
            made.append(exp.alias_(condition, _name(index), quoted=True))
        inner = exp.select(*made).from_(_table(source))
        query = query.with_(step, as_=inner, copy=False)
        source = step
    ref = _ref(policy, source)
    results = [
        exp.alias_(ref(one.node), one.name, quoted=True) for one in (*columns.criteria, *columns.indications)
    ]
    results += [
        exp.alias_(_ladder(policy, one, ref), one.column.name, quoted=True) for one in columns.ladders
    ]
    return query.select(col(KEY, source), *results, copy=False).from_(_table(source), copy=False)


def _table(name: str) -> Any:
    return exp.Table(this=exp.to_identifier(name, quoted=True))


def _levels(policy: Policy, columns: Columns) -> list[list[int]]:
    """The criteria by how far they stand above their deepest test: each level reads the one before."""
    height: dict[int, int] = {}
    for index, *_ in columns.steps:
        below = [height[i] for i in _children(policy, index)]
        node = policy.forest.nodes[index]
        if _passes(policy, node):
            height[index] = below[0]
        else:
            height[index] = 0 if node.rule in ("leaf", "reading", "unmapped") or not below else 1 + max(below)
    out: list[list[int]] = [[] for _ in range(1 + max(height.values(), default=0))]
    for index, *_ in columns.steps:
        if not _passes(policy, policy.forest.nodes[index]):
            out[height[index]].append(index)
    return out


def _passes(policy: Policy, node: Node) -> bool:
    """A signed interpretation is the option that was chosen."""
    return node.rule == "interpretation" and node.interpretation in policy.lanes.chosen


def _children(policy: Policy, index: int) -> Sequence[int]:
    node = policy.forest.nodes[index]
    if _passes(policy, node):
        return (node.children[node.options.index(policy.lanes.chosen[node.interpretation])],)
    return node.children


def _ref(policy: Policy, table: str) -> Ref:
    """The column in which an earlier step has put a criterion."""

    def ref(index: int) -> Condition:
        while _passes(policy, policy.forest.nodes[index]):
            index = _children(policy, index)[0]
        return col(_name(index), table)

    return ref


def _name(index: int) -> str:
    return f"n{index}"


def _condition(policy: Policy, node: Node, ref: Ref) -> Condition:
    """One criterion from the columns of those below it; the rules are those of `logic.evaluate`."""
    below = [ref(i) for i in node.children] if not _passes(policy, node) else []
    match node.rule:
        case "all":
            return both(below)
        case "any":
            return either(below)
        case "none":
            return exp.not_(exp.paren(either(below)))
        case "not":
            return exp.not_(below[0])
        case "at_least":
            true = _count(below)
            false = _count([exp.not_(one) for one in below])
            return case(
                (exp.GTE(this=true, expression=exp.Literal.number(node.n)), exp.true()),
                (exp.GTE(this=false, expression=exp.Literal.number(len(below) - node.n + 1)), exp.false()),
            )
        case "if":
            condition, then = below[0], below[1]
            if len(below) == 2:
                return either([exp.not_(condition), then])
            other = below[2]
            return either([both([condition, then]), both([exp.not_(condition), other]), both([then, other])])
        case "silent_if":
            tested, condition = below
            return case((tested, exp.true()), (both([exp.not_(tested), exp.not_(condition)]), exp.false()))
        case "interpretation":  # unsigned: only where all readings agree
            return case((both(below), exp.true()), (exp.not_(exp.paren(either(below))), exp.false()))
        case _:  # reading
            chosen = policy.lanes.chosen.get(node.interpretation)
            return null() if chosen is None else exp.true() if chosen == node.options[0] else exp.false()


def _count(parts: Sequence[Condition]) -> Condition:
    """How many of the conditions surely hold."""
    ones = [case((one, exp.Literal.number(1)), default=exp.Literal.number(0)) for one in parts]
    out: Condition = ones[0]
    for one in ones[1:]:
        out = exp.Add(this=out, expression=one)
    return exp.paren(out)


def _ladder(policy: Policy, one: Ladder, ref: Ref) -> Condition:
    """The outcome: the first statement that surely holds; a doubtful one keeps those after it open.

    The order and the treatment of a code's qualifier are those of `policy.outcome`.
    """
    service = policy.services[one.service]

    def at(root: int) -> Condition:
        return ref(root) if root != NONE else exp.false()

    met = ref(service.met)
    astray: Condition = exp.false()
    if one.qualifier != NONE:
        qualifier = ref(one.qualifier)
        speaks = either([qualifier, both([at(service.known_by), ref(service.applies)])])
        astray = exp.not_(exp.paren(speaks))
        told = exp.not_(exp.Is(this=qualifier, expression=exp.null()))
        met = case((exp.not_(met), exp.false()), (both([met, speaks, told]), exp.true()))
    rungs = (
        ("not_addressed", astray),
        ("governed_elsewhere", at(policy.elsewhere)),
        ("criteria_met", met),
        ("use_excluded", at(service.named)),
        ("criteria_not_met", ref(service.applies)),
        ("use_not_listed", at(service.other)),
    )
    whens: list[tuple[Condition, Condition]] = []
    for name, condition in rungs:
        if isinstance(condition, exp.Boolean) and not condition.this:
            continue
        unknown = exp.Is(this=exp.paren(condition.copy()), expression=exp.null())
        whens += [(condition, exp.Literal.string(name)), (unknown, exp.Literal.string(UNDETERMINED))]
    return case(*whens, default=exp.Literal.string("not_addressed"))


def _header(policy: Policy, columns: Columns, dialect: str) -> list[str]:
    """What the reader of the query must know, as comment lines."""
    file = policy.file
    lines = [
        f"{file.number} {file.title}, version {policy.version}, {file.publisher}",
        f"{policy.key}, policy {policy.sha256}, sign-off {policy.signoff_sha256}",
        f"coverable {__version__}, dialect {dialect}",
        *([] if policy.signoff.endorsed_by_publisher else [NOT_ENDORSED]),
        *(
            ["This encoding is a draft and decides nothing."]
            if policy.signoff.encoding.status == "draft"
            else []
        ),
        "Coverage criteria only: no authorization, no statement of benefits, no medical advice.",
        "",
        f"Reads the table {TABLE}: one row a service line, the key {KEY}, and one column a fact, after",
        "derivation. NULL is what nobody knows, and never a no. A column holds one exact value: partial",
        "dates and contradictory statements do not fit here; decide those with `coverable check`.",
        "Names are quoted and in small letters.",
        "",
        *(_fact_line(one, dialect) for one in columns.facts),
        "",
        "Gives a truth value for each criterion (TRUE met, FALSE not met, NULL undetermined), for each",
        "indication, and the outcome in the signed readings; `undetermined` is what `coverable check` tells",
        "apart as information_needed and judgment_needed.",
        *(f"  {one.column.name}: {one.column.says}" for one in columns.ladders),
    ]
    return [
        f"-- {' '.join(line.split())}".rstrip()
        if not line.startswith("  ")
        else f"--   {' '.join(line.split())}"
        for line in lines
    ]


def _fact_line(one: Any, dialect: str) -> str:
    kind: str = exp.DataType.build(one.type).sql(dialect=dialect)
    unit = f", in {one.unit}" if one.unit else ""
    choices = f" ({', '.join(one.choices)})" if one.choices else ""
    return f"  {one.name} {kind}: {one.says}{unit}{choices}"
