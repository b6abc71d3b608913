"""The same logic as SQL: both seed policies, their routing by plan, code, day and notice, and the signal of
the
diagnoses. It leaves out what a review says beside that: flags, EPSDT, codes' validity, Excludes1, rejects."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from coverable.determination.engine import Engine
from coverable.policy.executable import Policy
from coverable.publish.columns import KEY, TABLE, columns_of
from coverable.publish.sql import policy_query

SEEDS = ("sentara/dme-32@7", "healthy-blue/cg-med-28@2023-01-01")
NOTICE = "provider_npi = '1234567893' AND service_date >= DATE '2026-01-15'"
ROUTES = {
    SEEDS[0]: "plan = 'sentara/medicare' AND procedure_code = 'E1399' AND service_date >= DATE '2026-01-01'",
    SEEDS[1]: "procedure_code IN ('97033', 'E1399') AND service_date >= DATE '2023-01-01'"
    f" AND (plan = 'healthy-blue/medicaid' OR (plan = 'sample/commercial' AND procedure_code = '97033' AND {NOTICE}))",
}
SUPPORTS = "(dx LIKE 'L74.51%' OR dx IN ('L74.52', 'R61'))"
EXCLUDED = (
    "(dx IN ('G44.89', 'M19.09', 'M19.91', 'M79.10', 'M79.11', 'M79.12') OR dx LIKE 'M26.5%' OR dx LIKE 'M26.6%'"
    " OR dx LIKE 'S03.0%')"
)


def whole_query(engine: Engine, claims: str, present: Sequence[str]) -> str:
    """One statement from a table of made-up claims (SQL that reads it) to decided lines, without a join: each
    policy's query is read over all columns, one step after the other."""
    every = [engine.library.policy(key) for key in SEEDS]
    facts = {f.name: f.type for policy in every for f in columns_of(policy).facts}
    added = [f"CAST(NULL AS {kind}) AS {n}" for n, kind in facts.items() if n not in present]
    ctes = [f"{TABLE} AS (SELECT {', '.join(['*', *added])} FROM {claims})"]
    source = TABLE
    shown: list[str] = []
    for name, policy in zip("ab", every, strict=True):
        query = policy_query(policy, columns_of(policy)).sql(dialect="duckdb", identify=True)
        steps, final = _split(query, name, source)
        ctes += steps
        source = f"{name}_last"
        ctes.append(f"{source} AS ({final})")
        shown += [
            f"CASE WHEN {ROUTES[policy.key]} THEN {name}_{c.name} END AS {name}_{c.name}"
            for c in columns_of(policy).criteria
        ]
    cases = " ".join(f"WHEN {ROUTES[p.key]} THEN {_outcome(n, p)}" for n, p in zip("ab", every, strict=True))
    routed = " ".join(f"WHEN {ROUTES[policy.key]} THEN '{policy.key}'" for policy in every)
    signal = (
        f"CASE WHEN {_some(SUPPORTS)} AND {_some(EXCLUDED)} THEN 'mixed' WHEN {_some(SUPPORTS)} THEN 'supports'"
        f" WHEN {_some(EXCLUDED)} THEN 'only_excluded' ELSE 'none' END AS diagnosis_signal"
    )
    return (
        f"WITH {', '.join(ctes)} SELECT claim_id, line_number, plan, CASE {cases} ELSE 'not_addressed' END AS outcome,"
        f" CASE {routed} END AS policy, {signal}, {', '.join(shown)} FROM {source}"
    )


def _split(query: str, name: str, source: str) -> tuple[list[str], str]:
    """A policy's query as steps that keep every column of the one before, with names of its own."""
    import sqlglot
    from sqlglot import exp

    tree = sqlglot.parse_one(query, dialect="duckdb")
    steps: list[str] = []
    before = source
    for cte in tree.find_all(exp.CTE):
        made = [e for e in cte.this.expressions if isinstance(e, exp.Alias)]
        columns = ", ".join(_renamed(e, name) for e in made)
        steps.append(f"{name}_{cte.alias} AS (SELECT *, {columns} FROM {before})")
        before = f"{name}_{cte.alias}"
    final = ", ".join(_renamed(e, name, f"{name}_") for e in tree.expressions if e.alias_or_name != KEY)
    return steps, f"SELECT *, {final} FROM {before}"


def _renamed(expression: Any, name: str, prefix: str | None = None) -> str:
    """An expression with bare columns; the steps' own columns (`n12`) belong to their policy."""
    from sqlglot import exp

    def bare(node: Any) -> Any:
        if isinstance(node, exp.Column):
            own = node.name[:1] == "n" and node.name[1:].isdigit()
            return exp.column(f"{name}_{node.name}" if own else node.name)
        return node

    alias = expression.alias_or_name
    alias = f"{prefix}{alias}" if prefix else f"{name}_{alias}"
    inner = expression.this if isinstance(expression, exp.Alias) else expression
    return f"{inner.transform(bare).sql(dialect='duckdb')} AS {alias}"


def _some(condition: str) -> str:
    return "(" + " OR ".join(condition.replace("dx", f"dx{i}") for i in range(1, 5)) + ")"


def _outcome(name: str, policy: Policy) -> str:
    """The outcome column for the line's code."""
    ladders = columns_of(policy).ladders
    if len(ladders) == 1:
        return f"{name}_{ladders[0].column.name}"
    whens = " ".join(
        f"WHEN procedure_code = '{code.split(':')[1]}' THEN {name}_{one.column.name}"
        for one in ladders
        for code in one.codes
    )
    return f"CASE {whens} END"
