"""The glossary: every fact that a policy may ask about, with its question, type and derivations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, model_validator

from coverable.base.canonical import digest
from coverable.base.model import Model, read_model
from coverable.base.problem import Problem, Refused, did_you_mean, refuse
from coverable.base.yamlfile import parse_yaml, read_yaml
from coverable.glossary.codelists import CodeList
from coverable.glossary.possible import Possible
from coverable.glossary.record import Declared, EvidenceKind, check_value

FactType = Literal["yes_no", "choice", "number", "quantity", "date", "text", "code", "codes", "events"]
EVIDENCE_KINDS = ("medical_record", "attestation", "supplier_document", "label", "claim")


class Attribute(Model):
    """One thing that is known of each event: its agent, date, outcome ..."""

    type: Literal["yes_no", "choice", "number", "quantity", "date", "text"]
    choices: dict[str, str] = {}
    unit: str | None = None

    @model_validator(mode="after")
    def _whole(self) -> Attribute:
        if (self.type == "choice") != bool(self.choices):
            raise ValueError("a choice has `choices`, nothing else has")
        return self


class Exists(Model):
    """Derives yes/no: some event of `events` has these attributes."""

    events: str = Field(alias="in")
    where: dict[str, Any]


class EvidenceOf(Model):
    """Derives yes: the given fact is stated yes, with evidence of this kind (SR-048)."""

    fact: str
    kind: EvidenceKind


class FromTable(Model):
    """Derives a choice from a dated table by the spelling that a request gives (SR-112)."""

    table: str
    by: str
    column: str


class Derivation(Model):
    """Exactly one way to conclude a fact from something else that was stated."""

    exists: Exists | None = None
    evidence_of: EvidenceOf | None = None
    table: FromTable | None = None
    request: dict[str, dict[str, str | bool]] | None = None
    """{request field: {its value: the fact's value}}, e.g. place of service."""

    @model_validator(mode="after")
    def _one(self) -> Derivation:
        if sum(v is not None for v in (self.exists, self.evidence_of, self.table, self.request)) != 1:
            raise ValueError("a derivation has exactly one of exists, evidence_of, table, request")
        return self

    @property
    def sources(self) -> tuple[str, ...]:
        """Facts that it concludes from."""
        if self.exists:
            return (self.exists.events,)
        if self.evidence_of:
            return (self.evidence_of.fact,)
        return (self.table.by,) if self.table else ()


class Sharing(Model):
    """An analyst's decision that several policies ask the same thing (SR-144)."""

    policies: list[str]
    by: str
    on: str
    because: str


class Fact(Model):
    """One fact: what is asked, in which words, and what an answer looks like."""

    type: FactType
    label: str
    """What is true when a yes/no fact is yes; for other types what is stated: `FDA status of the device`."""
    ask: str
    plain: str
    help: str | None = None
    choices: dict[str, str] = {}
    words: dict[str, list[str]] = {}
    """Words of a free description that suggest a choice: they raise a question, they set nothing."""
    unit: str | None = None
    units: dict[str, Decimal] = {}
    """Other units that may be stated: one of them equals this many of `unit`."""
    possible: Possible | None = None
    """Values of a number or quantity that anybody can have; others are refused as slips of the pen."""
    attributes: dict[str, Attribute] = {}
    needs_evidence: EvidenceKind | None = None
    """A yes that names its evidence counts only if one piece is of this kind."""
    derive: list[Derivation] = []
    shared: list[Sharing] = []
    record: list[Declared] = []
    """How a FHIR record says it; a fact without is never read out of one."""
    claim: str | None = None
    """The claims column that gives it."""

    @model_validator(mode="after")
    def _whole(self) -> Fact:
        if (self.type == "choice") != bool(self.choices):
            raise ValueError("a choice has `choices`, nothing else has")
        if (self.type == "events") != bool(self.attributes):
            raise ValueError("events have `attributes`, nothing else has")
        if self.type == "quantity" and not self.unit:
            raise ValueError("a quantity has a `unit` (UCUM)")
        if self.possible and self.type not in ("number", "quantity"):
            raise ValueError("`possible` is of a number or a quantity")
        for one in self.record:
            self._said(one)
        return self

    def _said(self, one: Declared) -> None:
        """ValueError where a record cannot give a value of this type in the declared way."""
        if self.type in ("code", "codes"):
            raise ValueError("`record` cannot give codes: diagnoses are read from conditions and reasons")
        if (self.type == "events") != bool(one.events):
            raise ValueError("a fact of events has `events` in each way of `record`, no other has")
        if self.type != "events":
            check_value(one, one.resource, self.type, self.choices)
        for name, value in one.events.items():
            attribute = self.attributes.get(name)
            if attribute is None:
                raise ValueError(f"no attribute `{name}`; {did_you_mean(name, self.attributes)}")
            check_value(value, one.resource, attribute.type, attribute.choices, of_event=True)


class Synonym(Model):
    """Words by which people look for one thing. For finding only: no criterion is read by them (SR-145)."""

    term: str
    """The word that policies use."""
    kind: Literal["condition", "drug", "device", "treatment", "test", "other"] = "other"
    plain: list[str] = []
    """What people without medical training say."""
    also: list[str] = []
    """Other names and spellings in the field."""
    members: list[str] = []
    """What the term takes in, such as the drugs of a class: near enough to look at, not the same."""

    @model_validator(mode="after")
    def _some(self) -> Synonym:
        if not (self.plain or self.also or self.members):
            raise ValueError("a synonym has words under `plain`, `also` or `members`")
        return self


class GlossaryFile(Model):
    codes: dict[str, CodeList] = {}
    """Lists of codes by which records say things."""
    facts: dict[str, Fact] = {}
    tables: dict[str, list[TableRow]] = {}
    synonyms: list[Synonym] = []


class TableRow(Model):
    """One row of a dated look-up table, as its source stated it on that date."""

    name: str
    spellings: list[str] = []
    values: dict[str, str]
    as_of: str
    source: str
    maker: str | None = None
    note: str | None = None


GlossaryFile.model_rebuild()


@dataclass(frozen=True, eq=False)
class Glossary:
    """All facts and tables by id; `sha256` is the hash of their canonical form, and tells two apart: what is
    kept for a glossary is looked up by it, and comparing all facts would take longer than most answers."""

    facts: Mapping[str, Fact]
    tables: Mapping[str, tuple[TableRow, ...]]
    sha256: str
    synonyms: tuple[tuple[Synonym, str], ...] = ()
    """Each with its place. They are no part of the hash: no determination rests on them."""
    codes: Mapping[str, CodeList] = field(default_factory=dict[str, CodeList])
    """Lists of codes that the declarations of `record` use, by name."""

    def __hash__(self) -> int:
        return hash(self.sha256)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Glossary) and self.sha256 == other.sha256

    def fact(self, name: str, where: str) -> Fact:
        """The fact of that id; Refused, naming the nearest ones, when there is none."""
        found = self.facts.get(name)
        if found is None:
            raise refuse(
                f"unknown fact `{name}`",
                where,
                "a fact must be in the glossary before it can be used",
                did_you_mean(name, self.facts),
            )
        return found


BUILT_IN: dict[str, Fact] = {
    "age": Fact(
        type="number",
        unit="a",
        possible=Possible(**{"from": Decimal(0), "to": Decimal(130)}),
        label="Age on the date of service",
        ask="How old is the patient on the date of service?",
        plain="How old are you on the day of the service?",
    ),
    "service_date": Fact(
        type="date",
        label="Date of service",
        ask="On which date is the service given?",
        plain="When is the service?",
    ),
    "diagnoses": Fact(
        type="codes",
        label="Diagnoses",
        ask="Which diagnoses (ICD-10-CM) does the record state?",
        plain="Which diagnoses has your clinician named?",
    ),
    "request_kind": Fact(
        type="choice",
        label="Kind of request",
        choices={"initial": "the first request for this service", "continuation": "a renewal"},
        ask="Is this the first request for the service, or a continuation?",
        plain="Is this the first request, or a renewal?",
        derive=[Derivation(request={"stage": {"concurrent": "continuation"}})],
    ),
}
"""Facts of every request; a request gives them by its own fields (birth date, date, diagnoses, stage)."""


def load_glossary(folders: Sequence[Path], written: Mapping[Path, str] | None = None) -> Glossary:
    """All `*.yaml` of the folders as one glossary. A fact defined twice is refused. `written` are files as
    somebody is writing them, in place of what stands there."""
    facts: dict[str, Fact] = dict(BUILT_IN)
    tables: dict[str, tuple[TableRow, ...]] = {}
    synonyms: list[tuple[Synonym, str]] = []
    codes: dict[str, CodeList] = {}
    used: list[tuple[str, str]] = []  # (name of a code list, where)
    problems: list[Problem] = []
    own = written or {}
    for path in dict.fromkeys((*(p for folder in folders for p in sorted(folder.rglob("*.yaml"))), *own)):
        name = f"{path.parent.name}/{path.name}"
        file = parse_yaml(own[path], name) if path in own else read_yaml(path, name)
        model = read_model(GlossaryFile, file)
        for name, fact in model.facts.items():
            if name in facts:
                problems.append(
                    Problem(
                        f"the fact `{name}` is defined twice",
                        file.where(("facts", name)),
                        "one of the two would silently win",
                        "rename one",
                    )
                )
            facts[name] = fact
        for name, one in model.codes.items():
            if name in codes:
                problems.append(
                    Problem(
                        f"the code list `{name}` is named twice",
                        file.where(("codes", name)),
                        "one of the two would silently win",
                        "rename one",
                    )
                )
            codes[name] = one
        used += [
            (name, file.where(("facts", fact, "record", i)))
            for fact, said in model.facts.items()
            for i, way in enumerate(said.record)
            for name in way.lists()
        ]
        for name, rows in model.tables.items():
            tables[name] = (*tables.get(name, ()), *rows)
        synonyms += [(one, file.where(("synonyms", i))) for i, one in enumerate(model.synonyms)]
    problems.extend(_dangling(facts, tables))
    problems += [
        Problem(
            f"no code list `{name}`",
            where,
            "`record` names lists that stand under `codes:` of a glossary file",
            did_you_mean(name, codes),
        )
        for name, where in used
        if name not in codes
    ]
    if problems:
        raise Refused(problems)
    plain = {
        "facts": {n: f.model_dump(exclude_unset=True, by_alias=True) for n, f in facts.items()},
        "tables": {n: [r.model_dump(exclude_unset=True) for r in rows] for n, rows in tables.items()},
        **({"codes": {n: c.model_dump(exclude_unset=True) for n, c in codes.items()}} if codes else {}),
    }
    return Glossary(facts, tables, digest(plain), tuple(synonyms), codes)


def _dangling(facts: Mapping[str, Fact], tables: Mapping[str, Any]) -> list[Problem]:
    out: list[Problem] = []
    for name, fact in facts.items():
        for rule in fact.derive:
            wanted = (
                [rule.exists.events]
                if rule.exists
                else [rule.evidence_of.fact]
                if rule.evidence_of
                else ([rule.table.by] if rule.table else [])
            )
            out += [
                Problem(
                    f"`{name}` derives from an unknown fact `{w}`",
                    "glossary",
                    "nothing could ever give it",
                    did_you_mean(w, facts),
                )
                for w in wanted
                if w not in facts
            ]
            if rule.table and rule.table.table not in tables:
                out.append(
                    Problem(
                        f"`{name}` derives from an unknown table `{rule.table.table}`",
                        "glossary",
                        "nothing could ever give it",
                        did_you_mean(rule.table.table, tables),
                    )
                )
    return out
