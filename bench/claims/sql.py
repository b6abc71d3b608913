"""The same logic as SQL, written for made-up claims: routing by plan, code, day and notice, both seed policies
on the lines that they govern, the signal of the diagnoses, units, and the flags of codes, age and notice. It
leaves out what policies remark, wrong rows, and the worklist."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import combinations
from typing import Any

from coverable.claims.arrow import text_in
from coverable.claims.synth.world import DIAGNOSES, NO_REASON, SWEATING, WRONG
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
UNNOTICED = f"(plan = 'sample/commercial' AND procedure_code IN ('97033', 'E1399') AND NOT ({NOTICE}))"
EARLY = "(plan = 'sentara/medicare' AND procedure_code = 'E1399')"
_OTHERS = (
    f"CASE WHEN {UNNOTICED} THEN 'no_notice benefit_not_verified' WHEN {EARLY} THEN 'benefit_not_verified'"
    " ELSE 'benefit_not_verified no_policy_names_code' END"
)
SUPPORTS = "(dx LIKE 'L74.51%' OR dx IN ('L74.52', 'R61'))"
EXCLUDED = (
    "(dx IN ('G44.89', 'M19.09', 'M19.91', 'M79.10', 'M79.11', 'M79.12') OR dx LIKE 'M26.5%' OR dx LIKE 'M26.6%'"
    " OR dx LIKE 'S03.0%')"
)


def whole_queries(
    engine: Engine, claims: str, present: Sequence[str], row: str, source: str
) -> tuple[str, str]:
    """Two statements over made-up claims (`claims` is SQL that reads them, `row` their row number), as our
    files have it: (the lines that a policy governs, with its criteria; all others). Only the first evaluates
    policies, and on its lines alone, without a join."""
    every = [engine.library.policy(key) for key in SEEDS]
    facts = {f.name: f.type for policy in every for f in columns_of(policy).facts}
    added = [f"CAST(NULL AS {kind}) AS {n}" for n, kind in facts.items() if n not in present]
    governed = "(" + " OR ".join(f"({route})" for route in ROUTES.values()) + ")"
    ctes = [f"{TABLE} AS (SELECT {', '.join(['*', *added])} FROM {claims} WHERE {governed})"]
    last = TABLE
    shown: list[str] = []
    for name, policy in zip("ab", every, strict=True):
        query = policy_query(policy, columns_of(policy)).sql(dialect="duckdb", identify=True)
        steps, final = _split(query, name, last)
        ctes += steps
        last = f"{name}_last"
        ctes.append(f"{last} AS ({final})")
        shown += [
            f"CASE WHEN {ROUTES[policy.key]} THEN {name}_{c.name} END AS {name}_{c.name}"
            for c in columns_of(policy).criteria
        ]
    named = list(zip("ab", every, strict=True))
    outcome = _by_route({p.key: _outcome(n, p) for n, p in named})
    who = f"{row} AS row, '{source}' AS source, claim_id, CAST(line_number AS VARCHAR) AS line, plan"
    signal = (
        f"CASE WHEN {_some(SUPPORTS)} AND {_some(EXCLUDED)} THEN 'mixed' WHEN {_some(SUPPORTS)} THEN 'supports'"
        f" WHEN {_some(EXCLUDED)} THEN 'only_excluded' ELSE 'none' END AS diagnosis_signal"
    )
    units = "CASE WHEN procedure_code = '97033' THEN CASE WHEN units > 1 THEN 'more_than_a_session' ELSE 'plausible' END END"
    full = (
        f"WITH {', '.join(ctes)} SELECT {who}, {outcome} AS outcome,"
        f" CASE {outcome} WHEN 'undetermined' THEN 'request_information' ELSE 'nurse_review' END AS next_step,"
        f" {_flags(engine, 'benefit_not_verified')} AS flags, {signal}, {units} AS units_plausible,"
        f" {_by_route({p.key: text_in(p.id) for p in every})} AS policy,"
        f" {_by_route({p.key: text_in(p.version) for p in every})} AS version,"
        f" {_by_route({p.key: text_in(p.sha256) for p in every})} AS policy_sha256,"
        f" CAST(NULL AS VARCHAR) AS rejected, {', '.join(shown)} FROM {last}"
    )
    short = (
        f"SELECT {who}, CASE WHEN {UNNOTICED} THEN 'not_applicable' WHEN {EARLY} THEN 'not_in_effect'"
        f" ELSE 'not_addressed' END AS outcome, 'administrative' AS next_step,"
        f" {_flags(engine, _OTHERS)} AS flags, CAST(NULL AS VARCHAR) AS rejected"
        f" FROM {claims} WHERE NOT COALESCE({governed}, FALSE)"
    )
    return full, short


def _by_route(values: Mapping[str, str]) -> str:
    return "CASE " + " ".join(f"WHEN {ROUTES[key]} THEN {value}" for key, value in values.items()) + " END"


def _flags(engine: Engine, last: str) -> str:
    """The flags that rest on codes, age and notice alone; what policies remark is left out."""
    book, day = engine.library.book, date(2026, 1, 1)
    states = {
        f"icd10cm:{one}": book.look(f"icd10cm:{one}", day).state
        for one in (*DIAGNOSES, *SWEATING, *NO_REASON, *WRONG)
    }
    header, none = (
        _some("dx IN (" + ", ".join(text_in(c.split(":")[1]) for c, s in states.items() if s == state) + ")")
        for state in ("header", "nonexistent")
    )
    valid = [c for c, state in states.items() if state != "nonexistent"]
    both = [(a, b) for a, b in combinations(valid, 2) if book.excludes1(a, b)]
    pairs = [f"{a.split(':')[1]}|{b.split(':')[1]}" for one in both for a, b in (one, one[::-1])]
    listed = ", ".join(map(text_in, pairs))
    exclude = " OR ".join(f"dx{i} || '|' || dx{j} IN ({listed})" for i, j in combinations(range(1, 5), 2))
    loaded = "procedure_code IN ('E0601', '97033', 'E1399')"
    age = " - ".join(
        f"(EXTRACT(YEAR FROM {n}) * 10000 + EXTRACT(MONTH FROM {n}) * 100 + EXTRACT(DAY FROM {n}))"
        for n in ("service_date", "birth_date")
    )
    return (
        f"CONCAT_WS(' ', CASE WHEN NOT {loaded} THEN 'service_code_not_loaded' END,"
        f" CASE WHEN {header} THEN 'diagnosis_code_header' END,"
        f" CASE WHEN {none} THEN 'diagnosis_code_nonexistent' END,"
        f" CASE WHEN {exclude} THEN 'diagnoses_exclude_each_other' END,"
        f" CASE WHEN plan = 'healthy-blue/medicaid' AND {age} < 210000 THEN 'epsdt' END, {last if last.startswith('CASE') else text_in(last)})"
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
