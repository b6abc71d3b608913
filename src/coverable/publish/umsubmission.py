"""The yearly submission of internal coverage criteria by Medicare Advantage organizations (CMS-10913).

The record layout has twelve columns, one row a service. A policy file answers some of them, the plan's
adoption (`medicare:`) the others; what neither states is left empty and told as a finding. Nothing is
guessed. Source: OMB 0938-1488, Utilization Management Criteria (UMC) record layout.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any, Final

from coverable.base.problem import refuse
from coverable.plan.book import Plan
from coverable.plan.model import FAMILIES, Adopts, MedicareBasis, in_line
from coverable.policy.executable import Policy
from coverable.policy.library import Library
from coverable.publish.rows import table_text

INTERNAL: Final = ("medical-policy", "clinical-um-guideline")
"""Kinds of documents that are criteria of the organization; NCDs, LCDs and rules are not."""
FIRST_YEAR: Final = 2026
SERVICE, ESTABLISHED, MACS = (
    "Name of Service",
    "Fully Established",
    "Fully Established Medicare Administrative Contractor (MAC) Jurisdictions",
)
NO_RULES, INTERPRETATION, FLEXIBILITY = (
    "Not Fully Established- No Applicable Medicare Rules (422.101(b)(6)(i)(C))",
    "Not Fully Established- Interpretation Needed",
    "Not Fully Established- Flexibility Explicitly Allowed",
)
CRITERIA, NUMBER, PREVIOUS, OWNER, EVIDENCE, WEBSITE = (
    "Internal Coverage Criteria",
    "Total Number of Internal Coverage Criteria Policies and Documents",
    "Previous Coverage Guidelines",
    "Organization or Vendor",
    "Internal Coverage Criteria Supported by Evidence",
    "Website Link(s)",
)
HEADS: Final = (
    SERVICE, ESTABLISHED, MACS, NO_RULES, INTERPRETATION, FLEXIBILITY,
    CRITERIA, NUMBER, PREVIOUS, OWNER, EVIDENCE, WEBSITE,
)  # fmt: skip
"""The columns in the order and the spelling of the layout."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A column that nothing on file could fill, or a policy that could not be listed."""

    policy: str
    service: str | None
    column: str | None
    why: str
    next: str

    def view(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Submission:
    """The rows by column, and everything that is missing in them."""

    plan: str
    year: int
    rows: tuple[Mapping[str, str], ...]
    findings: tuple[Finding, ...]

    def view(self) -> dict[str, Any]:
        return {
            "plan": self.plan,
            "year": self.year,
            "layout": "CMS-10913 UMC",
            "columns": list(HEADS),
            "rows": [dict(row) for row in self.rows],
            "findings": [one.view() for one in self.findings],
        }


def submission(library: Library, plan: Plan, year: int, only: Sequence[str] = ()) -> Submission:
    """All services under the internal criteria that the plan uses in the year.

    `only` limits it to these policies. A policy that is adopted to educate only processes no prior
    authorization and is left out; so is a service for which the plan asks none.
    """
    if plan.file.line_of_business not in FAMILIES["medicare"]:
        raise refuse(
            f"`{plan.id}` is no Medicare Advantage plan",
            "--plan",
            f"its line of business is {plan.file.line_of_business.replace('_', ' ')}; this is for Part C",
            "name a Medicare Advantage plan",
        )
    if year < FIRST_YEAR:
        raise refuse(
            f"no submission for {year}",
            "--year",
            f"the first was for {FIRST_YEAR}",
            f"write {FIRST_YEAR} or later",
        )
    findings: list[Finding] = []
    used: list[tuple[Adopts, Policy]] = []
    for adopts in plan.file.adopts:
        if adopts.mode in ("all_providers", "notified_providers") and _adopted(adopts, year):
            versions = [p for p in _in_year(library, adopts.policy, year) if _of_line(p, plan)]
            if not versions and (not only or adopts.policy in only):
                why = f"adopted, but no approved version for this line of business is in effect in {year}"
                next = "load the version of that year, or end the adoption"
                findings.append(Finding(adopts.policy, None, None, why, next))
            used += [(adopts, p) for p in versions if p.file.kind in INTERNAL]
    rows: dict[tuple[str, str], Mapping[str, str]] = {}
    for adopts, policy in used:  # oldest version first: the newest one gives the row
        if only and policy.id not in only:
            continue
        for service in policy.services:
            row, missing = _row(plan, adopts, policy, service, used, year)
            findings = [f for f in findings if (f.policy, f.service) != (policy.id, service)]
            rows.pop((policy.id, service), None)
            if row is not None:
                rows[policy.id, service] = row
                findings += missing
    return Submission(plan.id, year, tuple(rows.values()), tuple(findings))


def submission_csv(made: Submission) -> str:
    """The record layout as CSV."""
    return table_text(HEADS, ([row[head] for head in HEADS] for row in made.rows))


def _adopted(adopts: Adopts, year: int) -> bool:
    return (adopts.from_ or "") <= f"{year}-12-31" and (adopts.to or "9999") >= f"{year}-01-01"


def _of_line(policy: Policy, plan: Plan) -> bool:
    return in_line(list(policy.file.lines_of_business), plan.file.line_of_business)


def _in_year(library: Library, id: str, year: int) -> list[Policy]:
    """The approved versions that are in effect on some day of the year, oldest first."""
    begun = [p for p in library.versions(id) if p.signoff.encoding.status == "approved" and p.first_day]
    out: list[Policy] = []
    for at, policy in enumerate(begun):
        assert policy.first_day is not None
        after = begun[at + 1].first_day if at + 1 < len(begun) else None
        ends = [day for day in (policy.last_day, after - timedelta(days=1) if after else None) if day]
        if policy.first_day <= date(year, 12, 31) and min(ends, default=date.max) >= date(year, 1, 1):
            out.append(policy)
    return out


def _row(
    plan: Plan, adopts: Adopts, policy: Policy, service: str, used: Sequence[tuple[Adopts, Policy]], year: int
) -> tuple[Mapping[str, str] | None, list[Finding]]:
    """One service, and the columns that nothing fills; None where no prior authorization is asked."""
    codes = set(policy.services[service].codes)
    asked = _asked(plan, policy, codes, year)
    if asked == "not_required":
        return None, []
    file, basis = policy.file, adopts.medicare or MedicareBasis()
    documents = {p.key for _, p in used if codes & p.codes}
    owner = file.criteria_owner
    row = {
        SERVICE: file.services[service].says or file.title,
        ESTABLISHED: _yes(basis.fully_established),
        MACS: "NA" if basis.fully_established is False else ", ".join(basis.mac_jurisdictions),
        NO_RULES: _yes(basis.no_applicable_rules),
        INTERPRETATION: _yes(basis.interpretation_needed),
        FLEXIBILITY: _yes(basis.flexibility_allowed),
        CRITERIA: "Y",
        NUMBER: str(len(documents)),
        PREVIOUS: _yes(basis.previous_guidelines),
        OWNER: owner.name if owner else file.publisher,
        EVIDENCE: _yes(basis.supported_by_evidence),
        WEBSITE: ", ".join(basis.website),
    }
    field = {
        ESTABLISHED: "fully_established",
        MACS: "mac_jurisdictions",
        NO_RULES: "no_applicable_rules",
        INTERPRETATION: "interpretation_needed",
        FLEXIBILITY: "flexibility_allowed",
        PREVIOUS: "previous_guidelines",
        EVIDENCE: "supported_by_evidence",
        WEBSITE: "website",
    }
    missing = [
        Finding(
            policy.id,
            service,
            head,
            _known(plan, policy, head),
            f"state `medicare: {{{field[head]}: ...}}` where {plan.id} adopts {policy.id}",
        )
        for head in HEADS
        if not row[head]
    ]
    if asked == "not_stated":
        why = "neither the plan nor the policy says whether prior authorization is asked; listed all the same"
        missing.append(
            Finding(policy.id, service, None, why, f"add the codes to `prior_authorization` of {plan.id}")
        )
    return row, missing


def _known(plan: Plan, policy: Policy, head: str) -> str:
    """Why the column is empty, with what is on file beside it."""
    if head == EVIDENCE:
        file = policy.file
        return (
            f"the policy names {len(file.references)} references, {len(file.evidence)} rows of evidence and "
            f"{len(file.studies)} studies; whether they support the criteria is not stated"
        )
    if head in (ESTABLISHED, NO_RULES):
        records = [
            r
            for r in plan.file.precedence
            if r.level == "ncd-lcd"
            and (not r.subjects or policy.id in r.subjects or policy.codes & set(r.subjects))
        ]
        for one in records:
            return f"not stated; a search on {one.on} in {one.where} found: {one.found}"
        return "not stated, and no search of national and local determinations is on file"
    return "not stated by the plan's adoption, and a policy file cannot tell"


def _asked(plan: Plan, policy: Policy, codes: set[str], year: int) -> str:
    """Whether prior authorization is asked for some code of the service in the year."""
    days = (f"{year}-01-01", f"{year}-12-31")
    told = [
        rule.required
        for rule in plan.file.prior_authorization
        if codes & set(rule.codes) and (rule.from_ or "") <= days[1] and (rule.to or "9999") >= days[0]
    ]
    if told:
        return "required" if any(told) else "not_required"
    return policy.file.prior_authorization


def _yes(value: bool | None) -> str:
    return "" if value is None else "Y" if value else "N"
