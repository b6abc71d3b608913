"""The plan file: whose members, which line of business, which policies, benefits and rules of procedure."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from coverable.base.model import Day, Model
from coverable.base.problem import Refused
from coverable.glossary.codes import read_code
from coverable.plan.ground import Ground
from coverable.plan.period import Period
from coverable.policy.model import LineOfBusiness, PolicyId

FAMILIES: dict[str, frozenset[str]] = {
    "medicare": frozenset({"medicare_advantage", "dual_special_needs"}),
    "medicaid": frozenset({"medicaid_managed_care", "dual_special_needs"}),
    "commercial": frozenset({"commercial_insured", "self_funded", "exchange"}),
}
"""What people and documents call a line, and the lines that it takes in."""

LEVELS = ("federal-law", "ncd-lcd", "state-law", "benefit", "medical-policy", "clinical-um-guideline")
"""The order of precedence (SR-021): a lower level answers only what the higher ones do not address."""
LEVEL_OF = {
    "federal-rule": "federal-law",
    "ncd": "ncd-lcd",
    "lcd": "ncd-lcd",
    "state-rule": "state-law",
    "medical-policy": "medical-policy",
    "clinical-um-guideline": "clinical-um-guideline",
    "not-stated": "clinical-um-guideline",  # of a draft, which decides nothing
}
Level = Literal["federal-law", "ncd-lcd", "state-law", "benefit", "medical-policy", "clinical-um-guideline"]
Mode = Literal["all_providers", "notified_providers", "education_only", "not_adopted"]
"""How a plan uses a policy (SR-077). `not_adopted` records the decision not to use it, with its reason."""


def _canonical(text: str) -> str:
    try:
        return read_code(text)
    except Refused as refused:
        raise ValueError(refused.problems[0].what) from None


Code = Annotated[str, AfterValidator(_canonical)]


class Dated(Model):
    """Something that holds from a day to a day, both included; open where absent."""

    from_: Day | None = Field(None, alias="from")
    to: Day | None = None

    def holds(self, day: str) -> bool:
        return (self.from_ is None or self.from_ <= day) and (self.to is None or day <= self.to)


class MedicareBasis(Model):
    """What a Medicare Advantage organization states of a policy that it uses as internal criteria.

    The columns of the yearly submission CMS-10913 that no policy file can answer, after 42 CFR
    422.101(b)(6). Absent: not stated here, and left empty there.
    """

    fully_established: bool | None = None
    """Whether Medicare rules settle the coverage criteria of the service."""
    mac_jurisdictions: list[str] = []
    """Where they do; `All` for everywhere."""
    no_applicable_rules: bool | None = None
    """422.101(b)(6)(i)(C): there is no NCD, LCD, statute or rule."""
    interpretation_needed: bool | None = None
    """422.101(b)(6)(i)(A): general provisions need to be interpreted."""
    flexibility_allowed: bool | None = None
    """422.101(b)(6)(i)(B): an NCD or LCD explicitly allows more."""
    previous_guidelines: bool | None = None
    supported_by_evidence: bool | None = None
    website: list[str] = []
    """Where the public finds the criteria."""


class Figure(Model):
    """One figure of utilization that was looked at before a decision on a policy (SR-073).

    What a plan committee looks at: claims per 1,000 members, units per patient, cost per member and month,
    the share of requests that were not approved, the share of one diagnosis. A figure speaks of many
    members, never of one.
    """

    measure: str = Field(min_length=1)
    """What was counted, in words."""
    value: Decimal
    unit: str = Field(min_length=1)
    """What the value counts: `per 1,000 members and year`, `units per patient`, `%`."""
    period: Period
    against: dict[str, Decimal] = {}
    """The same measure elsewhere, in the same unit: `{peers: 3.1, previous year: 3.8}`."""
    codes: list[Code] = []
    """Codes that were counted; empty: all of the policy."""
    source: str = Field(min_length=1)
    """Where the figure is from, so that it can be looked up again."""


class Adopts(Dated):
    """What the plan decided on this policy: to use it for all providers, for notified ones, to educate only,
    or not at all (SR-077); who decided, when, for what reason and on what figures (SR-072, SR-073)."""

    policy: PolicyId
    mode: Mode = "all_providers"
    by: str | None = None
    on: Day | None = None
    """The day of the decision; `from` and `to` are the days for which it holds."""
    because: str | None = None
    figures: list[Figure] = []
    medicare: MedicareBasis | None = None

    def apart(self, other: Adopts) -> bool:
        """Whether the two hold on no common day."""
        return (self.to or "9") < (other.from_ or "0") or (other.to or "9") < (self.from_ or "0")


class Searched(Model):
    """A dated record that a person looked for rules of a level, where, and what was found (SR-026)."""

    level: Level
    subjects: list[str] = []
    """Policies or codes that the search was for; empty: all that the plan reviews."""
    where: str
    on: Day
    by: str
    jurisdiction: str | None = None
    found: str
    """`nothing`, or what was found in own words."""


class Excluded(Dated):
    """A service that the contract does not pay for, whatever its necessity (SR-016)."""

    code: Code | None = None
    service: str | None = None
    clause: str

    @model_validator(mode="after")
    def _one(self) -> Excluded:
        if (self.code is None) == (self.service is None):
            raise ValueError("an excluded benefit names a code or a service")
        return self


class Limit(Dated):
    """At most so many units of a code in a period, by contract; a hint for people."""

    code: Code
    quantity: int
    per: str
    clause: str


class Benefits(Model):
    loaded: bool = False
    """False: the plan's contract is not known here, so nothing is verified (SR-018)."""
    excluded: list[Excluded] = []
    limits: list[Limit] = []


class AuthorizationRule(Dated):
    """Whether prior authorization is asked for these codes (SR-020)."""

    codes: list[Code]
    required: bool = True
    where: str | None = None


class NotReviewed(Dated):
    """The plan does not review this subject: no criteria are run (SR-075)."""

    policy: PolicyId | None = None
    codes: list[Code] = []
    by: str
    because: str


class Notice(Model):
    """A provider was told, on this day and for this ground, that its claims will be reviewed (SR-079)."""

    provider: str
    on: Day
    ground: str
    """In a sentence."""
    codes: list[Code] = []
    to: Day | None = None
    grounds: list[Ground] = []
    """The comparisons that it rests on, as they were confirmed (SR-080)."""

    @model_validator(mode="after")
    def _expires(self) -> Notice:
        if self.grounds and (self.to is None or self.to > min(one.expires for one in self.grounds)):
            raise ValueError("a notice ends when the first of its grounds expires: state `to`")
        if any(one.on > self.on for one in self.grounds):
            raise ValueError("a ground was decided after the notice of it")
        return self


class AutomaticApproval(Model):
    """Whether the engine may approve by itself, and what stops it."""

    allowed: bool = False
    stages: list[Literal["prior", "concurrent", "retrospective"]] = ["prior"]
    stopped_by: list[str] = []
    """Flags that stop it here, beside those that always do."""
    benefit_not_loaded: bool = False
    approve_for: str | None = None
    """How long an approval lasts where the policy does not say."""


class Enclosure(Model):
    """A document that is asked for with some codes only."""

    what: str
    codes: list[Code] = Field(min_length=1)


class Submit(Model):
    """Where a request is sent and what to enclose."""

    portal: str | None = None
    fax: str | None = None
    phone: str | None = None
    enclose: list[str | Enclosure] = []

    def enclosed(self, code: str) -> list[str]:
        """What to enclose for one code."""
        return [
            e if isinstance(e, str) else e.what for e in self.enclose if isinstance(e, str) or code in e.codes
        ]


class PlanFile(Model):
    """One plan of one line of business."""

    plan: PolicyId
    title: str
    payer: list[str]
    """Names that the payer answers to."""
    line_of_business: LineOfBusiness
    state: str | None = None
    mac: str | None = None
    contact: str
    """Whom to ask, e.g. the number on the member's card (SR-076)."""
    submit: Submit = Submit()
    adopts: list[Adopts] = []
    precedence: list[Searched] = []
    benefits: Benefits = Benefits()
    prior_authorization: list[AuthorizationRule] = []
    not_reviewed: list[NotReviewed] = []
    notices: list[Notice] = []
    automatic_approval: AutomaticApproval = AutomaticApproval()
    display: Literal["full", "no_adverse_suggestion"] = "full"
    rights: str | None = None
    clock: str | None = None
    fictional: bool = False

    @cached_property
    def adopted(self) -> tuple[str, ...]:
        """Policies that the plan uses in some way, each once."""
        return self.used_on(None)

    def used_on(self, day: date | None) -> tuple[str, ...]:
        """Policies that the plan uses in some way on a day (None: at any time), each once."""
        return tuple(
            dict.fromkeys(
                a.policy
                for a in self.adopts
                if a.mode != "not_adopted" and (day is None or a.holds(day.isoformat()))
            )
        )


def in_line(policy_lines: list[str], line: str) -> bool:
    """Whether a policy's stated lines take in a plan's line of business."""
    return any(line == one or line in FAMILIES.get(one, ()) for one in policy_lines)
