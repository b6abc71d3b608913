"""Words of the case sheet: values, places and the rationale that a reviewer may edit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from coverable.determination.stated import evidence_says, shown
from coverable.policy.cite import short
from coverable.policy.executable import Policy

VALUE = {"met": ("met", "✓"), "not_met": ("not met", "✗"), "undetermined": ("open", "?")}
HOLDS = {"met": ("holds", "●"), "not_met": ("does not hold", "○"), "undetermined": ("open", "?")}
"""The same values below an exclusion, where met would sound favourable."""
BADGES = {
    "all": "all of",
    "any": "any of",
    "none": "none of",
    "not": "not",
    "if": "if / then",
    "exclusion": "exclusion",
    "reading": "reading",
    "interpretation": "open reading",
}


def place_says(cite: Mapping[str, Any] | None) -> str:
    """`Criteria, L30-33`."""
    if not cite:
        return ""
    where = short(cite)
    return ", ".join(part for part in (cite.get("policy"), cite.get("section"), where) if part)


def rationale_says(policy: Policy, one: Mapping[str, Any], day: date | None) -> list[str]:
    """Paragraphs for the reviewer to edit: the policy, then each main criterion with what it rests on."""
    file, view = policy.file, one["rationale"]
    since = policy.first_day.isoformat() if policy.first_day else "no known day"
    out = [
        f"The request was read against {file.number}, “{file.title}”, version {file.version} of "
        f"{file.publisher}, in effect from {since}; date of service "
        f"{day.isoformat() if day else 'not stated'}."
    ]
    main = view["children"] if view["rule"] in ("all", "any", "exclusion") and view["children"] else [view]
    if view["rule"] == "exclusion":
        out.append(f"{view['says']} ({place_says(view['cite'])}).")
        return [*out, *_holds(main), *(str(reason) for reason in one["review_reasons"])]
    if len(main) > 1 and view["rule"] in ("all", "any"):
        says = {"all": "All of the following are asked", "any": "Any of the following is enough"}[
            view["rule"]
        ]
        out.append(f"{view['says']}: {says.lower()} ({place_says(view['cite'])}).")
    out += [_sentence(child) for child in main]
    out += [str(reason) for reason in one["review_reasons"]]
    return out


def _holds(main: list[Any]) -> list[str]:
    """What shows that an exclusion holds: stated facts, or listed uses that surely do not apply."""
    rests = [r for v in main for r in ([f"{v['says']}: {_leaf(v)}"] if "stated" in v else _rests(v))]
    return [f"It rests on: {'; '.join(dict.fromkeys(rests))}."] if rests else []


def _sentence(view: Mapping[str, Any]) -> str:
    word = {"met": "Met", "not_met": "Not met as documented", "undetermined": "Open"}[view["value"]]
    reading = view.get("interpretation")
    read = f" [{reading['id']}: {reading['option'] or 'not signed'}]" if reading else ""
    leaf = "stated" in view
    rests = [_leaf(view)] if leaf else list(dict.fromkeys(_rests(view)))
    because = f" {'Documented' if leaf else 'It rests on'}: {'; '.join(rests)}." if rests else ""
    return f"{word}: {view['says']} ({place_says(view['cite'])}){read}.{because}"


def _rests(view: Mapping[str, Any]) -> list[str]:
    """Leaves that give a group its value."""
    out: list[str] = []
    for child in view["children"]:
        if view["rule"] in ("all", "any") and child["value"] != view["value"]:
            continue
        out += [f"{child['says']}: {_leaf(child)}"] if "stated" in child else _rests(child)
    return out


def _leaf(view: Mapping[str, Any]) -> str:
    evidence = ", ".join(evidence_says(e) for e in view.get("evidence", ()))
    return f"{shown(view)} ({evidence})" if evidence else shown(view)
