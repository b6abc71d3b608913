"""Criteria trees in one line, for tests: `all(alpha, any(beta, gamma))`.

A leaf is shown by the name in it, one of NAMES; a leaf that holds several shows all of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from textwrap import dedent

from coverable.document.criteria.read import statements
from coverable.document.criteria.statements import competing
from coverable.document.criteria.statements.vacant import without_vacant
from coverable.document.criteria.text.page import Page
from coverable.document.findings import Findings
from coverable.document.layout.formrows import with_rows
from coverable.document.layout.runon import unrolled
from coverable.document.readers.text.read import read_text
from coverable.document.reading import Node, Statement
from coverable.document.source import Source

NAMES = ("alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda")
_NAME = re.compile(r"\b(" + "|".join(NAMES) + r")\b", re.IGNORECASE)


@dataclass(frozen=True)
class Read:
    """What was read in a text: its statements in short, and the rules of the findings."""

    statements: tuple[Statement, ...]
    rules: list[str]
    says: dict[str, list[str]]
    """What the findings of each rule say."""

    @property
    def short(self) -> list[str]:
        return [shown(s) for s in self.statements]

    @property
    def tree(self) -> str:
        """The tree of the only statement with criteria."""
        (one,) = [s for s in self.statements if s.criteria]
        assert one.criteria is not None
        return short(one.criteria)


def read(text: str) -> Read:
    """Read a dedented text as plain text; all of it can hold criteria."""
    return read_source_of(read_text(dedent(text).strip("\n").encode(), "test.txt"))


def read_source_of(document: Source) -> Read:
    """Read a document of any format; all of it can hold criteria."""
    source = unrolled(with_rows(document))
    page = Page(source, Findings())
    found = without_vacant(competing.settle(statements(source.blocks, (), page), page), page.findings)
    made = page.findings.all()
    rules = [f.rule for f in made]
    return Read(found, rules, {rule: [f.says for f in made if f.rule == rule] for rule in rules})


def short(node: Node) -> str:
    """The tree in one line; a rule within the same rule is one, as in `all(a, all(b, c))`."""
    if node.rule == "leaf":
        names = [m.lower() for m in _NAME.findall(node.text)]
        return "+".join(names) or f"“{node.text}”"
    parts = [short(c) for c in flat(node)]
    if len(parts) == 1 and node.rule in ("all", "any"):
        return parts[0]
    rule = f"at_least_{node.n}" if node.rule == "at_least" else node.rule
    return f"{rule}({', '.join(parts)})"


def flat(node: Node) -> list[Node]:
    if node.rule not in ("all", "any"):
        return list(node.children)
    out: list[Node] = []
    for child in node.children:
        same = child.rule == node.rule or (child.rule in ("all", "any") and len(child.children) == 1)
        out.extend(flat(child) if same else [child])
    return out


def met(rule: str, n: int | None, held: list[bool]) -> bool:
    """Whether a rule over parts is met where these parts hold."""
    match rule:
        case "all":
            return all(held)
        case "any":
            return any(held)
        case "none" | "not":
            return not any(held)
        case "if":
            return held[1] if held[0] else (held[2] if len(held) > 2 else True)
        case _:
            return sum(held) >= (n or 0)


def shown(statement: Statement) -> str:
    """`medically_necessary: all(alpha, beta)`, with what else the statement reaches."""
    more = [
        w
        for w, on in (
            ("other uses", statement.all_other_uses),
            ("criteria not met", statement.criteria_not_met),
        )
        if on
    ]
    tree = [short(statement.criteria)] if statement.criteria else []
    return f"{statement.position}: {' + '.join([*tree, *more])}"
