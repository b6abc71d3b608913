"""Every rule, in the order in which findings are listed."""

from __future__ import annotations

from collections.abc import Mapping

from coverable.base.problem import did_you_mean, refuse
from coverable.proof.lint import (
    adoption,
    bands,
    citations,
    claims,
    codes,
    dates,
    facts,
    files,
    interpretations,
    logic,
    references,
    statements,
    tables,
    unfinished,
)
from coverable.proof.lint.rule import Rule

FAMILIES: Mapping[str, tuple[Rule, ...]] = {
    "files": files.RULES,
    "statements": statements.RULES,
    "codes": codes.RULES,
    "code tables": tables.RULES,
    "drafts": unfinished.RULES,
    "logic": logic.RULES,
    "bands": bands.RULES,
    "facts": facts.RULES,
    "interpretations": interpretations.RULES,
    "citations": citations.RULES,
    "references": references.RULES,
    "dates": dates.RULES,
    "claims": claims.RULES,
    "adoption": adoption.RULES,
}
RULES: tuple[Rule, ...] = tuple(rule for family in FAMILIES.values() for rule in family)
BY_ID: Mapping[str, Rule] = {rule.id: rule for rule in RULES}


def rule_of(id: str) -> Rule:
    """The rule of that id; Refused, naming the nearest ones, when there is none."""
    found = BY_ID.get(id)
    if found is None:
        raise refuse(f"no rule `{id}`", "ID", "`coverable rule` lists them all", did_you_mean(id, BY_ID))
    return found
