"""What was read in a document: every value with its place, everything doubtful as a finding.

The shape is contracts.md section 7. A value that the document does not state is None, never a guess (SR-014).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from coverable.document.source import Span

Rule: TypeAlias = Literal["all", "any", "none", "not", "at_least", "if", "leaf"]
Position: TypeAlias = Literal[
    "medically_necessary",
    "not_medically_necessary",
    "investigational",
    "cosmetic",
    "not_covered",
    "benefit_exclusion",
]
Severity: TypeAlias = Literal["high", "medium", "low"]
Stage: TypeAlias = Literal["initial", "continuation"]
Polarity: TypeAlias = Literal["covered", "not_covered", "informational"]
SectionKind: TypeAlias = Literal[
    "header",
    "contents",
    "description",
    "criteria",
    "codes",
    "history",
    "notes",
    "references",
    "keywords",
    "definitions",
    "discussion",
    "legal",
    "other",
]


@dataclass(frozen=True, slots=True)
class Stated:
    """A value of the document and where it stands."""

    value: Any
    span: Span
    confidence: float = 1.0
    kind: str | None = None
    """Of dates: effective, next_review, ...; of lines of business: stated, excluded, implied."""

    def view(self) -> dict[str, Any]:
        out: dict[str, Any] = {} if self.kind is None else {"kind": self.kind}
        out |= {"value": self.value, "span": self.span.view()}
        if self.confidence < 1:
            out["confidence"] = round(self.confidence, 2)
        return out


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the document under one heading; blocks `first` to `last` (excluded) of the cleaned source."""

    kind: SectionKind
    title: str
    anchor: str
    first: int
    last: int
    span: Span
    depth: int = 0

    def view(self) -> dict[str, Any]:
        return {"kind": self.kind, "title": self.title, "anchor": self.anchor, "span": self.span.view()}


@dataclass(frozen=True, slots=True)
class Threshold:
    """A bound that a criterion states, e.g. BMI `ge` 40: the number as printed, never computed."""

    op: Literal["ge", "gt", "le", "lt", "eq"]
    value: str
    unit: str | None
    of: str | None
    span: Span

    def view(self) -> dict[str, Any]:
        out = {"op": self.op, "value": self.value, "unit": self.unit, "of": self.of, "span": self.span.view()}
        return {k: v for k, v in out.items() if v is not None}


@dataclass(frozen=True, slots=True)
class Node:
    """A criterion as it stands in the document. `if` has the children condition, then, and maybe else."""

    rule: Rule
    text: str
    """The words of the document: of a leaf the condition, of a rule its lead-in."""
    span: Span
    children: tuple[Node, ...] = ()
    n: int | None = None
    label: str | None = None
    confidence: float = 1.0
    thresholds: tuple[Threshold, ...] = ()
    reference: str | None = None
    """A criterion by reference: the policy, coverage determination or place that is named."""
    notes: tuple[str, ...] = ()
    """Findings (ids) on this node."""

    def view(self) -> dict[str, Any]:
        out: dict[str, Any] = {"rule": self.rule}
        if self.n is not None:
            out["n"] = self.n
        if self.label is not None:
            out["label"] = self.label
        out |= {"text": self.text, "confidence": round(self.confidence, 2), "span": self.span.view()}
        if self.thresholds:
            out["thresholds"] = [t.view() for t in self.thresholds]
        if self.reference is not None:
            out["reference"] = self.reference
        if self.notes:
            out["findings"] = list(self.notes)
        if self.children:
            out["children"] = [c.view() for c in self.children]
        return out


def nodes_of(node: Node | None) -> Iterator[Node]:
    """A tree and all of its parts, each before what is under it."""
    if node is not None:
        yield node
        for child in node.children:
            yield from nodes_of(child)


def leaves_of(node: Node | None) -> Iterator[Node]:
    """The single conditions of a tree."""
    return (part for part in nodes_of(node) if not part.children)


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of position (a use is necessary, is not, is investigational, ...) with its criteria."""

    id: str
    position: Position
    subject: str
    """What the position is about, in the document's words."""
    span: Span
    criteria: Node | None = None
    all_other_uses: bool = False
    criteria_not_met: bool = False
    """Also said of cases in which the criteria above are not met."""
    named_uses: tuple[Stated, ...] = ()
    """Uses that a negative statement names."""
    stage: Stage | None = None
    candidates: tuple[Statement, ...] = ()
    """The other statements that stand in the same place of a redline; this one is the later text."""
    notes: tuple[str, ...] = ()

    def view(self) -> dict[str, Any]:
        out: dict[str, Any] = {"id": self.id, "position": self.position, "subject": self.subject}
        if self.stage is not None:
            out["stage"] = self.stage
        if self.criteria is not None:
            out["criteria"] = self.criteria.view()
        out |= {"all_other_uses": self.all_other_uses, "criteria_not_met": self.criteria_not_met}
        if self.named_uses:
            out["named_uses"] = [u.view() for u in self.named_uses]
        out["candidates"] = [c.view() for c in self.candidates]
        if self.notes:
            out["findings"] = list(self.notes)
        out["span"] = self.span.view()
        return out


@dataclass(frozen=True, slots=True)
class Grant:
    """What a result grants, as the document states it: a length of the approval, or a number of units."""

    kind: Literal["length", "quantity"]
    says: str
    """As a policy file says it: `6 months`, `4 syringes per 28 days`; else the words as printed."""
    span: Span
    most: bool = False
    """Up to so long."""
    units: int | None = None
    of: str | None = None
    per: str | None = None
    stage: Stage | None = None
    statements: tuple[str, ...] = ()
    """The statements (ids) that it belongs to; none where that is not plain, and then a finding asks."""
    notes: tuple[str, ...] = ()

    def view(self) -> dict[str, Any]:
        out: dict[str, Any] = {"kind": self.kind, "says": self.says}
        fields = {"units": self.units, "of": self.of, "per": self.per, "stage": self.stage}
        out |= {k: v for k, v in fields.items() if v is not None} | {"statements": list(self.statements)}
        if self.most:
            out["most"] = True
        if self.notes:
            out["findings"] = list(self.notes)
        return out | {"span": self.span.view()}


@dataclass(frozen=True, slots=True)
class Code:
    """A code, or a range of codes, that the document lists."""

    system: Literal["cpt", "hcpcs", "icd10cm", "icd10pcs", "icd9cm", "ndc", "revenue", "unknown"]
    first: str
    last: str
    group: str | None
    """The words over the list it stands in."""
    polarity: Polarity
    span: Span
    qualifier: str | None = None
    wildcard: bool = False
    valid: Literal["valid", "header", "ended", "unknown", "not_checked"] = "not_checked"
    confidence: float = 1.0
    under: tuple[Span, ...] = ()
    """Where the words over its list stand."""

    def view(self) -> dict[str, Any]:
        out: dict[str, Any] = {
            "system": self.system,
            "from": self.first,
            "to": self.last,
            "group": self.group,
        }
        out |= {"polarity": self.polarity, "qualifier": self.qualifier, "wildcard": self.wildcard}
        out |= {"valid": self.valid, "span": self.span.view()}
        if self.confidence < 1:
            out["confidence"] = round(self.confidence, 2)
        return out


@dataclass(frozen=True, slots=True)
class Record:
    """Any other thing that a document lists: its fields in the document's words, and its place.

    history: kind, on, implemented, says, changes, beside (further dates by the name of their column)
    · references: title, publisher, year, retrieved, address ·
    keywords: word · definitions: term, says · evidence: condition, studies · cross_references: to, state.
    """

    fields: dict[str, Any]
    span: Span
    confidence: float = 1.0

    def view(self) -> dict[str, Any]:
        out = {k: v for k, v in self.fields.items() if v is not None} | {"span": self.span.view()}
        if self.confidence < 1:
            out["confidence"] = round(self.confidence, 2)
        return out


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that an analyst must look at; `rule` is explained by `coverable rule`."""

    id: str
    rule: str
    severity: Severity
    says: str
    question: str
    spans: tuple[Span, ...] = ()

    def view(self) -> dict[str, Any]:
        out: dict[str, Any] = {"id": self.id, "rule": self.rule, "severity": self.severity}
        return out | {"says": self.says, "question": self.question, "spans": [s.view() for s in self.spans]}


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that was found in one document."""

    document: dict[str, Any]
    """sha256, kind, pages, completeness, missing, sections seen."""
    metadata: dict[str, Stated | tuple[Stated, ...]]
    """number, title, publisher, kind, version, aliases, prior_authorization, rights; lists: dates,
    lines_of_business. What is not stated is not in it."""
    sections: tuple[Section, ...] = ()
    codes: tuple[Code, ...] = ()
    code_groups: tuple[Record, ...] = ()
    """Lists of codes that say they are empty (`none`), or that they are examples (`all_diagnoses`)."""
    statements: tuple[Statement, ...] = ()
    grants: tuple[Grant, ...] = ()
    history: tuple[Record, ...] = ()
    references: tuple[Record, ...] = ()
    source_kinds: tuple[Record, ...] = ()
    keywords: tuple[Record, ...] = ()
    definitions: tuple[Record, ...] = ()
    evidence: tuple[Record, ...] = ()
    studies: tuple[Record, ...] = ()
    """Author-year mentions, resolved to a reference or not."""
    cross_references: tuple[Record, ...] = ()
    notes: tuple[Record, ...] = ()
    findings: tuple[Finding, ...] = ()
    mapped: dict[str, list[Span]] = field(default_factory=dict[str, list[Span]])
    """encoded / informational: the places that something above rests on; the rest is not mapped."""

    def view(self) -> dict[str, Any]:
        """The JSON of `coverable read --format json`."""
        meta = {
            name: [s.view() for s in value] if isinstance(value, tuple) else value.view()
            for name, value in self.metadata.items()
        }
        return {
            "schema_version": 1,
            "document": self.document,
            "metadata": meta,
            "sections": [s.view() for s in self.sections],
            "codes": [c.view() for c in self.codes],
            "code_groups": [r.view() for r in self.code_groups],
            "statements": [s.view() for s in self.statements],
            "grants": [g.view() for g in self.grants],
            "history": [r.view() for r in self.history],
            "references": [r.view() for r in self.references],
            "source_kinds": [r.view() for r in self.source_kinds],
            "keywords": [r.view() for r in self.keywords],
            "definitions": [r.view() for r in self.definitions],
            "evidence": [r.view() for r in self.evidence],
            "studies": [r.view() for r in self.studies],
            "cross_references": [r.view() for r in self.cross_references],
            "notes": [r.view() for r in self.notes],
            "findings": [f.view() for f in self.findings],
        }
