"""`coverable policy show` and `history` as text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import typer

from coverable.cli.paper import cited, criteria, heading, para, table
from coverable.policy.describe import CODES

POLARITY = {
    "with_criteria": "listed",
    "not_necessary": "listed as not necessary",
    "informational": "for information",
}
REACH = {"named": "this use", "all_other_uses": "all other uses", "criteria_not_met": "criteria not met"}


def show(view: Mapping[str, Any], role: str, line: str | None) -> None:
    """The whole view, top to bottom."""
    _head(view, line)
    question = {"provider": "ask", "member": "plain"}.get(role)
    for one in view["indications"]:
        label = f"{one['label']}. " if one["label"] else ""
        heading(f"Indication: {label}{one['says'] or one['id']}{cited(one)}")
        if role == "member":
            _member(one["criteria"])
            continue
        para("Applies if:", 2)
        criteria(one["applies_if"], 4, question)
        para("Criteria:", 2)
        criteria(one["criteria"], 4, question)
    if role != "member":
        _beside(view)
    if view["notes"]:
        heading("Notes")
        for one in view["notes"]:
            scope = f" [{one['scope']}]" if one.get("scope") else ""
            para(f"{one['says']}{scope}{cited(one)}", 2, "- ")
    if role == "analyst":
        _analyst(view)


def _head(view: Mapping[str, Any], line: str | None) -> None:
    typer.secho(f"{view['number']}  {view['title']}", bold=True)
    para(
        f"{view['policy']} version {view['version']}, {view['kind'].replace('-', ' ')} of {view['publisher']}"
    )
    if view.get("also_known_as"):
        para(f"Also known as: {'; '.join(view['also_known_as'])}")
    effect = view["in_effect"]
    how = " (supplied in the sign-off, the source states none)" if effect["stated_by"] == "sign-off" else ""
    until = f" to {effect['to']}" if effect["to"] else " on"
    para(f"In effect: from {effect['from']}{until}{how}" if effect["from"] else "In effect: no date is known")
    para(f"Lines of business: {', '.join(view['lines_of_business'])}")
    if line:
        para(f"Shown for: {line}")
    asked = view["prior_authorization"]
    para(f"Prior authorization: {asked['state'].replace('_', ' ')}{cited(asked)}")
    if "review" in view:
        para(f"Review: {view['review']['says']}; encoding: {view['encoding']['status']}")
    for one in view["says"]:
        para(one, 0, "* ")


def _member(view: Mapping[str, Any]) -> None:
    from coverable.policy.describe import leaves

    para("Questions that the plan will ask your clinician. Not all of them have to be answered with yes:", 2)
    for leaf in leaves(view):
        para(leaf["plain"], 4, "- ")


def _beside(view: Mapping[str, Any]) -> None:
    if view["exclusions"]:
        heading("What the text says is not necessary")
    for one in view["exclusions"]:
        stands = "" if one["stands"] else " [stands only in another reading]"
        position = one["position"].replace("_", " ")
        para(f"{position}, {REACH[one['reach']]}: {one['says']}{cited(one)}{stands}", 2, "- ")
        if one["when"]:
            criteria(one["when"], 6)
        if one["evidence"]:
            rows = ", ".join(
                f"{e['id']} ({e['quality']})" if e["quality"] else e["id"] for e in one["evidence"]
            )
            para(f"Evidence: {rows}", 6)
    heading("Codes")
    para(CODES, 2)
    for group in view["codes"]:
        examples = ", examples" if group["illustrative"] else ""
        para(f"{POLARITY[group['polarity']]}{examples}: {group['says'] or group['id']}{cited(group)}", 2)
        if group["none_stated"]:
            para("none stated", 4, "- ")
        for one in group["entries"]:
            _code(one)
    for service in view["services"]:
        for code in service["codes"]:
            if code["counts_if"]:
                para(f"{code['code']} counts only if:", 2)
                criteria(code["counts_if"], 4)
    _named("Definitions, for this document only", [{"name": k, **v} for k, v in view["definitions"].items()])
    _readings(view["interpretations"])
    _evidence(view)
    if view["schedule"]:
        heading("Schedule hints (never criteria)")
        for one in view["schedule"].values():
            para(f"{schedule_says(one)}{cited(one)}", 2, "- ")
    if view["references"]:
        heading("References")
        for i, one in enumerate(view["references"], 1):
            said = [one.get("publisher"), one["title"], one.get("year")]
            line = f" [{one['line_of_business']}]" if one.get("line_of_business") else ""
            para(f"{', '.join(s for s in said if s)}{line}{cited(one)}", 2, f"{i}. ")
    for one in view["cross_references"]:
        para(f"Refers to {one['to']}: {one['says'] or ''}{cited(one)}", 2, "- ")


def schedule_says(one: Mapping[str, Any]) -> str:
    """`length of a session: 20 min`."""
    amount = f"{one['low']} to {one['high']}" if one.get("high") else one["low"]
    unit = "" if one["unit"] == "1" else f" {one['unit']}"
    return f"{one['says']}: {amount}{unit}"


def _code(one: Mapping[str, Any]) -> None:
    parts = [one["code"]]
    parts += [f"({one['names']})"] if one["names"] else []
    parts += [f"{one['holds']} complete codes"] if one["holds"] else []
    parts += [f"only {one['qualifier']}"] if one["qualifier"] else []
    para(" ".join(parts) + cited(one), 4, "- ")
    for mark in one["marks"]:
        para(mark, 6, "! ")


def _named(title: str, rows: Sequence[Mapping[str, Any]]) -> None:
    if not rows:
        return
    heading(title)
    for one in rows:
        para(f"{one['name']}: {one['says']}{cited(one)}", 2, "- ")


def _readings(rows: Sequence[Mapping[str, Any]]) -> None:
    if not rows:
        return
    heading("Interpretations")
    for one in rows:
        para(f"{one['id']} {one['question']}{cited(one)}", 2)
        for option, means in one["options"].items():
            para(f"{option}: {means}", 4, "> " if option == one["chosen"] else "  ")
        signed = one.get("signed")
        if signed:
            para(f"signed by {signed['by']} on {signed['on']}: {signed['because']}", 6)
        elif one["chosen"] is None:
            para("not signed: where it matters, a person decides", 6)


def _evidence(view: Mapping[str, Any]) -> None:
    if not view["evidence"] and not view["studies"]:
        return
    heading("Evidence, as the source describes it")
    for one in view["evidence"]:
        rest = [one["concludes"].replace("_", " "), one.get("quality"), one.get("says")]
        studies = f" [{', '.join(one['studies'])}]" if one.get("studies") else ""
        said = "; ".join(r for r in rest if r)
        para(f"{one['condition']}, {one['intervention']}: {said}{studies}{cited(one)}", 2, "- ")
    for one in view["studies"]:
        said = f"{one['by']} {one['year']}: {one['population']}; {one['compares']}; {one['result']}"
        para(f"{said}{cited(one)}", 2, "- ")


def _analyst(view: Mapping[str, Any]) -> None:
    if view["remarks"]:
        heading("Remarks that facts raise")
        for one in view["remarks"]:
            para(f"{one['kind'].replace('_', ' ')} {one['id']}: {one['says']}{cited(one)}", 2, "- ")
    heading("Encoding")
    signed = view["signed"]
    second = f", second person {signed['second_person']}" if signed.get("second_person") else ""
    para(f"{signed['status']} by {signed['by']} on {signed['on']}{second}", 2)
    for name, one in view["supplied"].items():
        para(f"{name} = {one['value']}, supplied by {one['by']} on {one['on']}: {one['because']}", 2)
    para(f"source: {view['source']['title']} ({view['source']['completeness']})", 2)
    for one in view["not_encoded"]:
        para(one, 2, "not encoded: ")
    if view["history"]["events"]:
        heading("History")
        history(view["history"], False)


def history(view: Mapping[str, Any], named: bool = True) -> None:
    """The timeline, its gaps and the next review."""
    if named:
        heading(f"{view['policy']} version {view['version']}: {view['title']}")
        para(f"This version: {view['standing']['says']}.")
    rows = [
        [
            e["on"],
            e["kind"],
            e.get("implemented", ""),
            _changes(e.get("changes", {})),
            e.get("says", ""),
            e["cite"],
        ]
        for e in view["events"]
    ]
    if rows:
        table(["date", "event", "in force", "changes claimed", "note", "place"], rows)
    else:
        para("The source states no history.", 2)
    if view["gaps"]:
        said = ", ".join(f"{g['months']} months to {g['until']}" for g in view["gaps"])
        para(f"{len(view['gaps'])} gaps of more than 12 months: {said}.")
    if view["months_since_last"] is not None:
        para(f"Last look {view['months_since_last']} months ago.")
    para(f"Next review: {view['next_review']['says']}.")


def _changes(claimed: Mapping[str, bool]) -> str:
    return ", ".join(name if changed else f"not {name}" for name, changed in claimed.items())
