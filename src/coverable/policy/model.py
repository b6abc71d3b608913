"""The policy file: everything that one version of one policy states, in our own words, with places."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from coverable.base.model import Day, Model, PartialDate
from coverable.policy.criterion import Criterion

Id = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_.-]*$")]
PolicyId = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*/[a-z0-9][a-z0-9.-]*$")]

Version = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$")]
"""It names a folder, so it can be no path."""

Kind = Literal[
    "federal-rule", "ncd", "lcd", "state-rule", "medical-policy", "clinical-um-guideline", "not-stated"
]
"""The kind of document is its place in the order of precedence (SR-011, SR-021); drafts may lack it."""
Position = Literal[
    "not_medically_necessary", "investigational", "cosmetic", "not_covered", "self_help", "benefit_exclusion"
]


def _or_nothing(text: object) -> object:
    return "" if text is None else text


Words = Annotated[
    str, BeforeValidator(_or_nothing), WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "null"}]})
]
"""Words that a draft may leave null, read as no words: the document does not state them, or nobody has
written them yet. An approved policy has them all, but for its number."""
LineOfBusiness = Literal[
    "medicare_advantage",
    "dual_special_needs",
    "medicaid_managed_care",
    "chip",
    "commercial_insured",
    "self_funded",
    "federal_employees",
    "exchange",
]
Line = Literal["medicare", "medicaid", "commercial"] | LineOfBusiness
"""A line of business, or what people and documents call a family of them."""
Audience = Literal["analyst", "reviewer", "provider", "member"]


class Period(Model):
    """From and to, both days included; `from` is null where the source states no date."""

    from_: Day | None = Field(None, alias="from")
    to: Day | None = None

    @model_validator(mode="after")
    def _ordered(self) -> Period:
        if self.from_ and self.to and self.to < self.from_:
            raise ValueError("the period ends before it begins")
        return self


class Source(Model):
    """The document that the encoding rests on. Its text is not shipped (SR-122)."""

    title: str
    file: str | None = None
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None
    lines: int | None = None
    """How many lines the stored file has; no citation may lie behind them."""
    sections: dict[str, str] = {}
    """Section name to its lines, e.g. `Criteria: 26-36`."""
    completeness: Literal["complete", "partial"] = "complete"
    missing: list[str] = []
    rights: str | None = None
    page_lines: list[int] = []
    """The line of the text form on which each page begins, so that `p3.12` is a line too."""


class ServiceCode(Model):
    code: str
    only_if: Criterion | None = None
    """The qualifier: the code counts only when this holds (SR-062)."""
    benefit_categories: list[str] = []
    """What a contract may call it when it excludes it, e.g. `DME`."""
    cite: str | None = None


class Service(Model):
    """A service that the policy speaks about, and how a request for it is recognized."""

    codes: list[str | ServiceCode]
    only_if: Criterion | None = None
    known_by: Criterion | None = None
    """What shows that a request is for this service when its code is not listed; default `only_if`."""
    benefit_categories: list[str] = []
    says: str | None = None
    cite: str | None = None


class Granted(Model):
    """How much one approval grants: so many units (of what, per what)."""

    units: int = Field(ge=1)
    of: str | None = None
    per: str | None = None


class Approves(Model):
    """What a favourable determination grants, where the policy states it; never a criterion."""

    for_: str | None = Field(None, alias="for")
    until: str | None = None
    quantity: Granted | None = None
    cite: str | None = None


class Indication(Model):
    """A use for which criteria are given."""

    service: str | list[str]
    applies_if: Criterion
    criteria: Criterion
    says: str | None = None
    cite: str
    under: dict[str, str] = {}
    """{interpretation: option}: the statement stands only in this reading of the text."""
    approves: Approves | None = None
    any_diagnosis: bool = False
    """A diagnosis that is listed as excluded is only a note here (SR-064, SR-068)."""
    label: str | None = None


class Exclusion(Model):
    """What the text says is not necessary, kept with its exact position."""

    id: Id
    position: Position
    cite: str
    says: str | None = None
    service: list[str] = []
    """Only for these services; empty: for all of the policy."""
    when: Criterion | None = None
    all_other_uses: bool = False
    unless: Criterion | None = None
    """Other uses that the exclusion does not reach."""
    criteria_not_met: bool = False
    under: dict[str, str] = {}
    evidence: list[str] = []

    @model_validator(mode="after")
    def _one(self) -> Exclusion:
        if sum((self.when is not None, self.all_other_uses, self.criteria_not_met)) != 1:
            raise ValueError("an exclusion has exactly one of `when`, `all_other_uses`, `criteria_not_met`")
        if self.unless is not None and not self.all_other_uses:
            raise ValueError("`unless` limits `all_other_uses`")
        return self


class Referral(Model):
    """The text sends the reader to another document for some use (SR-053)."""

    id: Id
    to: PolicyId
    when: Criterion
    cite: str
    says: str | None = None
    under: dict[str, str] = {}


class Interpretation(Model):
    """Where the text can be read in more than one way; a person signs one, in the sign-off file."""

    question: str
    options: dict[str, str]
    """Option to what it means, in our words."""
    cite: str
    follows: dict[str, dict[str, str]] = {}
    """{other interpretation: {its option: the option here}}: not free where the other decides it."""

    @model_validator(mode="after")
    def _two(self) -> Interpretation:
        if len(self.options) < 2:
            raise ValueError("an interpretation has at least two options")
        return self


class Remark(Model):
    """A flag or review reason that facts raise; it never changes the outcome (SR-098, SR-090)."""

    id: Id
    kind: Literal["flag", "review_reason", "note"]
    when: Criterion
    says: str
    cite: str
    audience: Audience = "reviewer"


class CodeGroup(Model):
    """One table of codes as the source prints it; informational, a code never decides (SR-059)."""

    id: Id
    polarity: Literal["with_criteria", "not_necessary", "informational"]
    entries: list[str | ServiceEntry] = []
    none_stated: bool = False
    """The table is there and says that it is empty, which is not the same as missing (SR-058)."""
    illustrative: bool = False
    """The list gives examples; others count as well (SR-064)."""
    says: str | None = None
    cite: str

    @model_validator(mode="after")
    def _filled(self) -> CodeGroup:
        if bool(self.entries) == self.none_stated:
            raise ValueError("a code group has entries, or says `none_stated: true`")
        return self


class ServiceEntry(Model):
    code: str
    qualifier: str | None = None
    names: str | None = None
    """What the source calls it, in our words; never a CPT descriptor (SR-070)."""
    cite: str | None = None


CodeGroup.model_rebuild()


class HistoryEvent(Model):
    kind: Literal["originated", "revised", "reviewed", "published", "approved"]
    on: PartialDate
    implemented: Day | None = None
    changes: dict[Literal["criteria", "references", "coding", "format"], bool] = {}
    """What the source claims changed (true) or did not (false); unclaimed is absent (SR-007, SR-008)."""
    says: str | None = None
    cite: str


class Definition(Model):
    says: Words
    cite: str


class Reference(Model):
    title: Words
    publisher: str | None = None
    year: PartialDate | None = None
    retrieved: PartialDate | None = None
    host: str | None = None
    path: str | None = None
    line_of_business: Line | None = None
    cite: str


class Note(Model):
    says: Words
    cite: str
    scope: Line | None = None
    audience: Audience | Literal["all"] = "all"
    topic: str | None = None


class Study(Model):
    """A review or analysis that the source describes; every number is typed."""

    id: Id
    by: str
    year: int
    population: str
    compares: str
    result: str
    studies: int | None = None
    participants: int | None = None
    follow_up: str | None = None
    quality: str | None = None
    cite: str


class EvidenceRow(Model):
    """One condition, what was tried for it, by whom studied, and what the source concludes."""

    id: Id
    condition: Words
    intervention: Words
    studies: list[str] = []
    concludes: Literal["supports", "does_not_support", "states", "unread"]
    """What the source concludes; `unread` in drafts."""
    quality: str | None = None
    says: str | None = None
    cite: str


class Adoption(Model):
    """Which ways of adopting the text allows, and for which lines (SR-077, SR-078)."""

    mode: Literal["all_providers", "notified_providers", "education_only"]
    lines_of_business: list[Line] = []
    cite: str


class Schedule(Model):
    """A number that the source states about the course of treatment: a hint, never a criterion (SR-104)."""

    low: Decimal
    high: Decimal | None = None
    unit: str
    codes: list[str] = []
    """Service codes (`cpt:97033`) whose claims may be looked at by it; empty: none."""
    says: str
    cite: str


class Owner(Model):
    """Whose criteria these are when the publisher uses those of a third party (SR-025)."""

    name: str
    edition: str
    licence: str | None = None
    """The licence on file; without one the criteria are not shown."""


class PolicyFile(Model):
    """One version of one policy, as written."""

    policy: PolicyId
    version: Version
    kind: Kind
    number: Words
    category: str | None = None
    title: Words
    publisher: Words
    also_known_as: list[str] = []
    in_effect: Period
    next_review: PartialDate | None = None
    review_every_months: int | None = None
    lines_of_business: list[Line]
    jurisdiction: list[str] = []
    prior_authorization: Literal["required", "not_required", "not_stated"] = "not_stated"
    prior_authorization_cite: str | None = None
    source: Source
    criteria_owner: Owner | None = None
    services: dict[Id, Service]
    indications: dict[Id, Indication]
    exclusions: list[Exclusion] = []
    referrals: list[Referral] = []
    interpretations: dict[str, Interpretation] = {}
    remarks: list[Remark] = []
    codes: list[CodeGroup] = []
    history: list[HistoryEvent] = []
    definitions: dict[str, Definition] = {}
    references: list[Reference] = []
    source_kinds: list[str] = []
    keywords: list[str] = []
    synonyms: dict[str, list[str]] = {}
    notes: list[Note] = []
    evidence: list[EvidenceRow] = []
    studies: list[Study] = []
    schedule: dict[Id, Schedule] = {}
    adoption: list[Adoption] = []
    cross_references: list[PolicyId] = []
