"""What is asserted of one order under one coverage, in the words of CRD 2.2, and the extension of a family.

`extension` writes ext-coverage-information of either family from one assertion; `broken` names the invariants
of the guide (crd-ci-q1 to q9) that an extension breaks. Nothing goes out that breaks one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from coverable.fhir.crd.versions import CODES, COVERAGE_INFORMATION, PURPOSES, Family


@dataclass(frozen=True, slots=True)
class Reason:
    """Why it is said: a code of the guide where there is one, and always words."""

    text: str
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Detail:
    """Something beside: `code` of the guide, its category, and one value (`valueUrl`, `valueString` ...)."""

    category: str
    code: str
    kind: str
    value: Any
    qualification: str | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to ask: in words, and by telephone, fax or web where the plan file has them."""

    name: str
    points: tuple[tuple[str, str], ...] = ()
    """(system of ContactPoint, value)."""


@dataclass(frozen=True, slots=True)
class Asserted:
    """One coverage-information, without its id and date."""

    covered: str
    authorization: str | None = None
    documentation: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()
    information: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()
    details: tuple[Detail, ...] = ()
    questionnaires: tuple[str, ...] = ()
    contacts: tuple[Contact, ...] = ()
    expires: str | None = None
    """The last day on which it holds."""


Part = tuple[str, str, Any]
"""(url of the sub-extension, name of the value, value)."""


def extension(
    said: Asserted,
    family: Family,
    coverage: Mapping[str, Any],
    id: str,
    date: str,
    codes: Iterable[Mapping[str, Any]] = (),
    dependencies: Iterable[str] = (),
) -> dict[str, Any]:
    """ext-coverage-information. `coverage`: a Reference; `codes`: the Codings that it holds for."""
    parts: list[Part] = [("coverage", "valueReference", dict(coverage))]
    parts += _codes(said, family)
    parts += [("billingCode", "valueCoding", dict(code)) for code in codes]
    parts += [("reason", "valueCodeableConcept", one) for one in _reasons(said, family)]
    out: list[dict[str, Any]] = [{"url": url, name: value} for url, name, value in parts]
    out += [_detail(one, family) for one in said.details]
    parts = [("dependency", "valueReference", {"reference": one}) for one in dependencies]
    parts += [("questionnaire", "valueCanonical", one) for one in said.questionnaires]
    parts += [("date", "valueDate", date), ("coverage-assertion-id", "valueString", id)]
    if said.authorization == "satisfied":
        # an authorization that was given here: the number under which it is kept
        parts.append(("satisfied-pa-id", "valueString", f"PA-{id}"))
    parts += [("contact", name, value) for one in said.contacts for name, value in _contact(one, family)]
    if said.expires and family.current:
        parts.append(("expiry-date", "valueDate", said.expires))
    out += [{"url": url, name: value} for url, name, value in parts]
    return {"url": COVERAGE_INFORMATION, "extension": out}


def _codes(said: Asserted, family: Family) -> Iterator[Part]:
    """covered, pa-needed, doc-needed, doc-purpose and info-needed as the family can say them."""
    covered, authorization = said.covered, said.authorization
    documentation, information = list(said.documentation), list(said.information)
    if not family.current:
        # 2.0 has neither `indeterminate` nor the information `detail-code`, and one kind of documentation
        covered, authorization = _older(covered), _older(authorization)
        kinds = {"admin" if one == "patient" else str(_older(one)) for one in documentation}
        documentation = ["both"] if {"clinical", "admin"} <= kinds else sorted(kinds)[:1]
        information = ["OTH" if one == "detail-code" else one for one in information]
        if "conditional" in (covered, authorization, *documentation) and not information:
            information = ["OTH"]
    yield "covered", "valueCode", covered
    if authorization is not None:
        yield "pa-needed", "valueCode", authorization
    yield from (("doc-needed", "valueCode", one) for one in documentation)
    yield from (("doc-purpose", "valueCode", one) for one in said.purposes)
    yield from (("info-needed", "valueCode", one) for one in dict.fromkeys(information))


def _older(code: str | None) -> str | None:
    return "conditional" if code == "indeterminate" else code


def _reasons(said: Asserted, family: Family) -> Iterator[dict[str, Any]]:
    reasons = list(said.reasons)
    if not family.current and "detail-code" in said.information:
        reasons = [Reason(reasons[0].text, "detail-code"), *reasons[1:]]
    for one in reasons:
        coded = {"coding": [{"system": CODES, "code": one.code}]} if one.code in family.reasons else {}
        yield {**coded, "text": one.text}


def _detail(one: Detail, family: Family) -> dict[str, Any]:
    known = one.code in family.details
    concept = {"coding": [{"system": CODES, "code": one.code}]} if known else {"text": one.code}
    kind = one.kind if family.current or one.kind != "valueUrl" else "valueString"
    parts: list[dict[str, Any]] = []
    if family.current:
        parts.append({"url": "category", "valueCode": one.category})
    parts += [{"url": "code", "valueCodeableConcept": concept}, {"url": "value", kind: one.value}]
    if one.qualification:
        parts.append({"url": "qualification", "valueString": one.qualification})
    return {"url": "detail", "extension": parts}


def _contact(one: Contact, family: Family) -> Iterator[tuple[str, dict[str, Any]]]:
    points = [{"system": system, "value": value} for system, value in one.points]
    if family.current:
        yield "valueContactDetail", {"name": one.name, **({"telecom": points} if points else {})}
        return
    for point in points or [{"system": "other", "value": one.name}]:
        yield "valueContactPoint", point


ONCE: Final = ("coverage", "covered", "date", "coverage-assertion-id")
AT_MOST_ONCE: Final = ("pa-needed", "satisfied-pa-id", "expiry-date")


def broken(given: Mapping[str, Any], family: Family) -> list[str]:
    """The rules of the guide that a coverage-information breaks: cardinality, codes, q1 to q9."""
    found: dict[str, list[Any]] = {}
    for part in given.get("extension", ()):
        value = next((v for k, v in part.items() if k.startswith("value")), part.get("extension"))
        found.setdefault(part["url"], []).append(value)
    covered, authorization = found.get("covered", []), found.get("pa-needed", [])
    documentation, purposes = found.get("doc-needed", []), found.get("doc-purpose", [])
    information, reasons = found.get("info-needed", []), found.get("reason", [])
    every = [*covered, *authorization, *documentation]
    conditional = "conditional" in every
    # a reason is none where it says nothing
    explained = any(one.get("text") or one.get("coding") for one in reasons)
    worded = all(one.get("text") or one.get("coding") for one in reasons)
    settled = bool({"satisfied", "no-auth"} & set(authorization))
    rules = {
        **{f"{name} 1..1": len(found.get(name, [])) == 1 for name in ONCE},
        **{f"{name} 0..1": len(found.get(name, [])) <= 1 for name in AT_MOST_ONCE},
        "doc-needed 0..1": family.current or len(documentation) <= 1,
        "codes of covered": set(covered) <= family.covered,
        "codes of pa-needed": set(authorization) <= family.authorization,
        "codes of doc-needed": set(documentation) <= family.documentation,
        "codes of doc-purpose": set(purposes) <= PURPOSES,
        "codes of info-needed": set(information) <= family.information,
        "q1 questionnaire needs doc-needed": not found.get("questionnaire") or bool(documentation),
        "q2 not-covered bars pa-needed": "not-covered" not in covered or not authorization,
        "q3 conditional exactly with info-needed": conditional == bool(information),
        "q4 withpa needs an open authorization": not (settled and "withpa" in purposes),
        "q5 satisfied exactly with its id": ("satisfied" in authorization) == ("satisfied-pa-id" in found),
        "q6 OTH needs a reason": "OTH" not in information or explained,
        "q7 a reason outside the codes needs words": worded,
        "q8 doc-purpose needs a reason": not purposes or explained,
        "q9 indeterminate needs a reason": "indeterminate" not in every or explained,
    }  # fmt: skip
    if not family.current:
        rules["q2 whatever may be covered says pa-needed"] = "not-covered" in covered or bool(authorization)
        rules["no expiry-date"] = not found.get("expiry-date")
    return [name for name, holds in rules.items() if not holds]
