"""What a case sheet shows for one request: plain rows of text, ready for HTML, PDF or DOCX.

The sheet is for the person who reviews. It is not signed and decides nothing; a plan that wants no
suggestion gets criteria and documentation side by side, and no result.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from coverable.determination.answer import ADVERSE
from coverable.determination.engine import Engine
from coverable.determination.headline import headline, headline_says, not_final, outcome_title, step_says
from coverable.determination.line import Line, read_line
from coverable.determination.needrows import need_rows
from coverable.determination.request import Request, read_request
from coverable.determination.sheetrows import criteria_rows, documented_rows
from coverable.determination.sheettext import rationale_says
from coverable.determination.steps import UNFAVOURABLE
from coverable.determination.wording import LEVELS, NOT_FINAL, OUTCOMES, POSITIONS
from coverable.glossary.facts import Fact
from coverable.glossary.values import Facts, Stated, read_facts
from coverable.glossary.words import say_stated, say_value
from coverable.policy.describe import NOT_ENDORSED, criteria_view, owner_view
from coverable.policy.executable import Policy
from coverable.policy.walk import all_criteria

STATEMENTS = (
    "Not signed. This is a working paper for the reviewer, not a determination letter.",
    "Not an explanation of benefits. A result on criteria says nothing about what the contract pays, and "
    "does not make prior authorization unnecessary where the plan asks for it.",
    "No medical advice. The treating clinician answers for diagnosis and treatment.",
    "For information, to be used together with independent professional judgment. The reviewer may depart "
    "from any computed result and gives the reason. Only a licensed clinician makes an adverse "
    "determination, by signature.",
)
NO_POLICY = frozenset(
    {
        "plan_unknown",
        "plan_ambiguous",
        "line_of_business_unknown",
        "date_of_service_missing",
        "not_reviewed",
        "no_policy_names_code",
    }
)
"""Flags that tell why no policy was looked at."""
UNSIGNED_BOXES = (
    "Reviewer's name",
    "Credential and specialty",
    "Decision",
    "Reason, in words about this member",
    "Where it departs from the computed result: why",
    "Signature, date and time",
)


def sheet_view(data: Any, determination: Mapping[str, Any], engine: Engine) -> dict[str, Any]:
    """The whole sheet of one request; a refused request is shown with what stops it."""
    if "refused" in determination:
        return {"request": determination["request"], "refused": list(determination["refused"])}
    request, glossary = read_request(data), engine.library.glossary
    shared = read_facts(request.facts, glossary, "$.facts")
    lines = [
        _line(read_line(request, i, shared, glossary, engine.library.book), shown, engine)
        for i, shown in enumerate(determination["lines"])
    ]
    pins = determination["pins"]
    release = ", ".join(f"{k} {v}" for k, v in pins["codes"].items() if v)
    return {
        "request": request.id,
        "refused": [],
        "head": _head(request, determination),
        "lines": lines,
        "statements": list(STATEMENTS),
        "boxes": list(UNSIGNED_BOXES),
        "pins": [
            f"{determination['engine']}; information as of {determination['as_of'] or 'no stated day'}",
            f"codes: {release or 'no release loaded'}",
            f"facts {pins['facts'][:16]}…, glossary {pins['glossary'][:16]}…",
        ],
        "what_if": determination.get("what_if", {}),
    }


def _head(request: Request, determination: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(name, value) of who asks for whom; nothing that was not stated."""
    ordering, servicing = request.ordering_provider, request.servicing_provider
    rows = [
        ("Request", request.id),
        ("Received", _instant(request.received)),
        ("Urgency", request.urgency if "urgency" in request.model_fields_set else None),
        ("Stage", request.stage if "stage" in request.model_fields_set else None),
        ("Information as of", _as_of(request, determination["as_of"])),
        ("Member", request.member.id),
        ("Birth date", request.member.birth_date),
        ("Ordering provider (NPI)", ordering.npi if ordering else None),
        ("Servicing provider (NPI)", servicing.npi if servicing else None),
    ]
    silent = ", ".join(name for name, value in rows if not value)
    return [*((name, value) for name, value in rows if value), *([("Not stated", silent)] if silent else [])]


def _as_of(request: Request, day: str | None) -> str | None:
    """The day of the information; where nobody stated one, what stands for it."""
    if request.as_of or request.received or day is None:
        return day
    return f"{day} (the date of service, as no other day is stated)"


def _instant(text: str | None) -> str | None:
    """`2026-02-08 14:03 (UTC-05:00)`."""
    if text is None:
        return None
    when = datetime.fromisoformat(text)
    return f"{when:%Y-%m-%d %H:%M} ({when.tzname()})"


def _line(line: Line, shown: Mapping[str, Any], engine: Engine) -> dict[str, Any]:
    service, book = line.service, engine.library.book
    stated = line.facts.get("age")
    glossary = engine.library.glossary
    rows = [
        ("Code", line.code),
        ("Date of service", shown["date"]),
        ("to", service.end_date),
        ("Quantity", None if service.quantity is None else str(service.quantity)),
        ("Modifiers", ", ".join(service.modifiers)),
        ("Place of service", service.place_of_service),
        ("Item, as the request describes it", service.description),
        ("Age on that day", say_stated(glossary.facts["age"], stated) if stated else None),
    ]
    optional = {"to", "Modifiers", "Quantity", "Place of service", "Item, as the request describes it"}
    diagnoses = [(d.split(":", 1)[-1], book.look(d, line.day).label or "") for d in line.diagnoses]
    return {
        "number": line.number,
        "head": [(n, v or "not stated") for n, v in rows if v or n not in optional],
        "diagnoses": diagnoses,
        "facts": list(fact_rows(line.facts, glossary.facts)),
        "coverages": [_coverage(line, one, engine) for one in shown["coverages"]],
    }


def fact_rows(facts: Facts, glossary: Mapping[str, Fact]) -> Iterator[dict[str, Any]]:
    """Every stated fact: one row a statement or event, with kind, source, date and place of its evidence."""
    for name, fact in glossary.items():
        known = facts.get(name)
        if known is None or name in ("age", "diagnoses", "service_date"):
            continue
        for statement in known.statements:
            value = say_value(fact, statement.value)
            derived = None
            if statement.derived:
                derived = (
                    glossary[statement.derived].label
                    if statement.derived in glossary
                    else statement.derived.replace("_", " ")
                )
            for piece in statement.evidence or ({},):
                yield _fact_row(fact, known, value, piece, derived)
        for event in known.events:
            said = [f"{k.replace('_', ' ')}: {_attribute(fact, k, v)}" for k, v in event.items()]
            yield _fact_row(fact, known, "; ".join(said), {}, None)
        if known.complete and fact.type == "events":
            yield _fact_row(fact, known, "these are all, as stated", {}, None)


def _attribute(fact: Fact, name: str, value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    known = fact.attributes.get(name)
    return known.choices.get(str(value), str(value)) if known else str(value)


def _fact_row(
    fact: Fact, known: Stated, value: str, piece: Mapping[str, str], derived: str | None
) -> dict[str, Any]:
    return {
        "label": fact.label,
        "value": value,
        "contradictory": known.contradictory,
        "kind": piece.get("kind", "").replace("_", " ") or ("concluded" if derived else "none given"),
        "source": piece.get("source") or (f"from: {derived}" if derived else ""),
        "date": piece.get("date", ""),
        "place": piece.get("place", ""),
    }


def _coverage(line: Line, one: Mapping[str, Any], engine: Engine) -> dict[str, Any]:
    plan = engine.plans.plans.get(one["plan"]) if one["plan"] else None
    silent = one["display"] == "no_adverse_suggestion"
    governing = one["governing"]
    key = f"{governing['policy']}@{governing['version']}" if governing else None
    policy = engine.library.policy(key) if key else None
    contact = plan.file.contact if plan else "the telephone number printed on the member's card"
    out: dict[str, Any] = {
        "asked": one["coverage"],
        "plan": f"{plan.file.title} ({plan.id})" if plan else "not loaded",
        "contact": contact,
        "silent": silent,
        "outcome": None if silent else headline_says(headline(one)),
        "next_step": None if silent else step_says(one, contact),
        "authorization": _authorization(one["prior_authorization"]),
        "policy": _policy(policy, line) if policy else None,
        "needs": list(need_rows(one["still_needed"], engine)),
        "criteria": [],
        "flags": [(f["says"], f["audience"]) for f in one["flags"] if f["says"] not in one["review_reasons"]],
        "no_policy": _no_policy(one),
        "review_reasons": list(one["review_reasons"]),
        "considered": [
            (
                c["policy"],
                c["version"] or "",
                LEVELS.get(c["level"], ""),
                "" if silent else _looked_at(c["outcome"], one),
                c["why"],
            )
            for c in one["considered"]
        ],
        "precedence": [_level(t) for t in one["precedence"]],
        "interpretations": [],
        "without_effect": [],
        "jointly": [],
        "exclusions": [],
        "schedule": [],
        "definitions": [],
        "rationale": [],
        "enclose": plan.file.submit.enclosed(line.code) if plan and policy else [],
        "clause": None if silent else one.get("benefit", {}).get("clause"),
        "approval": None if silent else _approval(one.get("approval")),
    }
    if policy is None:
        return out
    file = policy.file
    out["schedule"] = [_schedule(s) for s in file.schedule.values()]
    linked = {c.definition for c, _ in all_criteria(file)}
    out["definitions"] = [(term, d.says, d.cite) for term, d in file.definitions.items() if term in linked]
    out["exclusions"] = _exclusions(policy, None if silent else governing.get("statement"))
    shown = {name for name, _ in _readings_in(one["rationale"])} if not silent else set(policy.lanes.chosen)
    matter = [i for i in one["interpretations"] if i["id"] in shown or i["other_outcomes"] or not i["chosen"]]
    out["interpretations"] = [_reading(policy, i, silent) for i in matter]
    out["without_effect"] = [i["id"] for i in one["interpretations"] if i not in matter]
    if not policy.may_be_shown:
        return out
    if silent:
        for indication in policy.indications:
            tree = criteria_view(policy, indication.criteria, indication.file.cite)
            tree = {**tree, "says": tree["says"] or indication.file.says or indication.name}
            out["criteria"] += documented_rows(tree, line.facts, policy, 0)
        return out
    if one["rationale"]:
        out["criteria"] = list(criteria_rows(one["rationale"], line.facts, policy, 0))
        out["rationale"] = _blocked(one) or rationale_says(policy, one, line.day)
    out["jointly"] = [
        (", ".join(f"{k} read as {v}" for k, v in j["options"].items()), outcome_title(j["outcome"]))
        for j in one["interpretations_jointly"]
    ]
    return out


def _looked_at(outcome: str, one: Mapping[str, Any]) -> str:
    """What a policy that was looked at came to; nothing unfavourable stands alone while it is not final."""
    title = outcome_title(outcome)
    if outcome in UNFAVOURABLE and not_final([one]):
        return NOT_FINAL.format(title=title[:1].lower() + title[1:])
    return title


def _no_policy(one: Mapping[str, Any]) -> str:
    """Why no policy was looked at, in plain words; "" when one was."""
    if one["considered"]:
        return ""
    if one["outcome"] == "benefit_excluded":
        return "The member's contract comes before any policy, and a clause of it is about this service."
    said = [f["says"] for f in one["flags"] if f["code"] in NO_POLICY]
    return " ".join(said) or OUTCOMES[one["outcome"]][2]


def _blocked(one: Mapping[str, Any]) -> list[str]:
    """Why no text is drafted that could weigh against the member; [] when it may be (SR-026)."""
    open_levels = [f["says"] for f in one["flags"] if f["code"] == "level_not_searched"]
    if one["outcome"] not in ADVERSE or not open_levels:
        return []
    return ["No text is drafted that could weigh against the member.", *open_levels]


def _authorization(view: Mapping[str, Any]) -> str:
    where = f" ({view['where']})" if view["where"] else ""
    return view["state"].replace("_", " ") + where


def _approval(view: Mapping[str, Any] | None) -> str | None:
    """What a favourable determination would grant, where policy or plan states it."""
    if not view:
        return None
    quantity = view.get("quantity")
    units = f"{quantity['units']} {quantity['of']}" if quantity else ""
    per = f" per {quantity['per']}" if quantity and quantity.get("per") else ""
    said = [f"for {view['for']}" if view.get("for") else "", f"{units}{per}"]
    said += [f"{k.replace('_', ' ')} {v}" for k, v in view.items() if k not in ("for", "quantity", "cite")]
    where = f" ({view['cite']})" if view.get("cite") else ""
    return ", ".join(one for one in said if one) + where


def _policy(policy: Policy, line: Line) -> dict[str, Any]:
    file, signed = policy.file, policy.signoff
    since = policy.first_day.isoformat() if policy.first_day else "no known day"
    dates = sorted(
        e["date"] for s in line.facts.values() for t in s.statements for e in t.evidence if e.get("date")
    )
    basis = [
        f"{file.number}, {file.title}; version {file.version} of {file.publisher}, in effect from {since}",
        f"Latest dated evidence: {dates[-1] if dates else 'none is dated'}",
        f"Hashes: policy {policy.sha256[:16]}…, sign-off {policy.signoff_sha256[:16]}…",
    ]
    owner = owner_view(policy)
    if owner:
        basis.insert(1, owner["says"])
    if not signed.endorsed_by_publisher:
        basis.insert(1, NOT_ENDORSED)
    if signed.encoding.note:
        basis.insert(1, f"Encoding: {signed.encoding.note}.")
    return {"title": f"{file.number}, {file.title}", "key": policy.key, "basis": basis}


def _readings_in(view: Mapping[str, Any] | None) -> Iterator[tuple[str, str | None]]:
    """Interpretations that a rationale rests on."""
    if view is None:
        return
    if "interpretation" in view:
        yield view["interpretation"]["id"], view["interpretation"]["option"]
    for child in view["children"]:
        yield from _readings_in(child)


def _reading(policy: Policy, view: Mapping[str, Any], silent: bool) -> dict[str, Any]:
    file = policy.interpretations[view["id"]]
    signed = policy.signoff.interpretations.get(view["id"])
    others: dict[str, str] = {} if silent else view["other_outcomes"]
    return {
        "id": view["id"],
        "question": file.question,
        "cite": file.cite,
        "chosen": file.options[view["chosen"]]
        if view["chosen"]
        else "not signed: a person decides where it matters",
        "signed": f"{signed.by}, {signed.on}: {signed.because}" if signed else "",
        "others": [f"{file.options[option]}: {outcome_title(outcome)}" for option, outcome in others.items()],
    }


def _exclusions(policy: Policy, statement: str | None) -> list[dict[str, Any]]:
    """The exclusion that answers, or all where nothing may be suggested, with stated evidence (SR-085)."""
    rows = {e.id: e for e in policy.file.evidence}
    studies = {s.id: s for s in policy.file.studies}
    out: list[dict[str, Any]] = []
    for one in policy.file.exclusions:
        stands = all(policy.lanes.chosen.get(name) == option for name, option in one.under.items())
        if one.id != statement if statement is not None else not stands:
            continue
        said = [
            (e.condition, e.intervention, e.concludes.replace("_", " "), e.quality or "not stated", e.cite)
            for name in one.evidence
            if (e := rows.get(name))
        ]
        said += [
            (s.population, s.compares, f"{s.by} {s.year}: {s.result}", s.quality or "not stated", s.cite)
            for name in one.evidence
            if (s := studies.get(name))
        ]
        out.append(
            {
                "says": one.says or one.id,
                "position": POSITIONS[one.position],
                "cite": one.cite,
                "evidence": said,
            }
        )
    return out


def _schedule(one: Any) -> tuple[str, str, str]:
    amount = f"{one.low} to {one.high}" if one.high is not None else str(one.low)
    return one.says, amount if one.unit == "1" else f"{amount} {one.unit}", one.cite


def _level(trace: Mapping[str, Any]) -> tuple[str, str, str]:
    searched = trace.get("searched")
    record = f"{searched['where']}, {searched['on']}, by {searched['by']}" if searched else ""
    return LEVELS[trace["level"]], trace["found"], record
