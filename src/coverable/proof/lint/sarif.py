"""Findings as SARIF 2.1.0, for code hosts and editors.

The Static Analysis Results Interchange Format is an OASIS standard:
https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html (sections in the comments).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import sha256
from typing import Any
from urllib.parse import quote

from coverable import __version__
from coverable.proof.lint.registry import RULES
from coverable.proof.lint.rule import Edit, Finding, Fix, Rule

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS = {"error": "error", "warning": "warning", "note": "note"}
_PLACE = re.compile(r"(.+?):([0-9]+):([0-9]+)")


def sarif(found: Sequence[Finding]) -> dict[str, Any]:
    """One run with every rule and all findings; what is accepted is a suppressed result (3.27.23)."""
    number = {rule.id: i for i, rule in enumerate(RULES)}
    driver = {
        "name": "coverable",
        "semanticVersion": __version__,
        "rules": [_rule(rule) for rule in RULES],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(one, number[one.rule.id]) for one in found],
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(rule: Rule) -> dict[str, Any]:
    example = f"Bad:\n\n{rule.bad}\n\nGood:\n\n{rule.good}"
    marked = f"Bad:\n\n```yaml\n{rule.bad}\n```\n\nGood:\n\n```yaml\n{rule.good}\n```"
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.why},
        "help": {"text": f"{rule.why}\n\n{example}", "markdown": f"{rule.why}\n\n{marked}"},
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
    }


def _result(one: Finding, index: int) -> dict[str, Any]:
    problem = one.hit.problem
    out: dict[str, Any] = {
        "ruleId": one.rule.id,
        "ruleIndex": index,
        "level": LEVELS[one.rule.severity],
        "message": {"text": f"{problem.what}. {problem.why}. Next: {problem.next}"},
        "locations": [_location(problem.where)],
        # known again when lines move (3.27.17)
        "partialFingerprints": {"about/v1": fingerprint(one)},
        "properties": {"subject": one.subject, "about": one.hit.about},
    }
    if one.accepted:
        said = f"{one.accepted.because} ({one.accepted.by}, {one.accepted.on})"
        out["suppressions"] = [{"kind": "external", "status": "accepted", "justification": said}]
    if one.hit.fix:
        out["fixes"] = [_fix(one.hit.fix)]
    return out


def fingerprint(one: Finding) -> str:
    """The same for the same fault of the same thing, wherever it stands in the file."""
    parts = (one.rule.id, one.subject, one.hit.about or one.hit.problem.what)
    return sha256("\0".join(parts).encode("utf-8")).hexdigest()


def _location(where: str) -> dict[str, Any]:
    place = _PLACE.fullmatch(where)
    if place is None:
        return {"physicalLocation": {"artifactLocation": {"uri": quote(where)}}}
    region = {"startLine": int(place[2]), "startColumn": int(place[3])}
    return {"physicalLocation": {"artifactLocation": {"uri": quote(place[1])}, "region": region}}


def _fix(fix: Fix) -> dict[str, Any]:
    """Replacements, file by file (3.55)."""
    files: dict[str, list[dict[str, Any]]] = {}
    for edit in fix.edits:
        files.setdefault(edit.name, []).append(_replacement(edit))
    changes = [{"artifactLocation": {"uri": quote(n)}, "replacements": r} for n, r in files.items()]
    return {"description": {"text": fix.says}, "artifactChanges": changes}


def _replacement(edit: Edit) -> dict[str, Any]:
    """An empty region is a place to insert at (3.30.4): its end is written too."""
    (line, column), (last, end) = edit.start, edit.end
    region = {"startLine": line, "startColumn": column, "endLine": last, "endColumn": end}
    return {"deletedRegion": region, "insertedContent": {"text": edit.text}}
