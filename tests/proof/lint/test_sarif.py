"""SARIF as the standard asks for it: checked against the part of its schema that we use, in our words."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from coverable.policy.library import Library
from coverable.proof.lint.registry import RULES
from coverable.proof.lint.run import lint
from coverable.proof.lint.sarif import sarif
from proof.lint.example_library import build


def thing(required: str, **properties: Any) -> dict[str, Any]:
    """An object that must have these properties and may have no others."""
    return {
        "type": "object",
        "required": required.split(),
        "properties": properties,
        "additionalProperties": False,
    }


TEXT = thing("text", text={"type": "string", "minLength": 1})
LEVEL = {"enum": ["none", "note", "warning", "error"]}
AT = {"type": "integer", "minimum": 1}
REGION = thing("startLine", startLine=AT, startColumn=AT, endLine=AT, endColumn=AT)
FILE = thing("uri", uri={"type": "string", "format": "uri-reference", "pattern": r"^[^\s:]+$"})
LOCATION = thing(
    "physicalLocation", physicalLocation=thing("artifactLocation", artifactLocation=FILE, region=REGION)
)
REPLACEMENT = thing(
    "deletedRegion", deletedRegion=REGION, insertedContent=thing("text", text={"type": "string"})
)
FIX = thing(
    "artifactChanges",
    description=TEXT,
    artifactChanges={
        "type": "array",
        "minItems": 1,
        "items": thing(
            "artifactLocation replacements",
            artifactLocation=FILE,
            replacements={"type": "array", "minItems": 1, "items": REPLACEMENT},
        ),
    },
)
SUPPRESSION = thing(
    "kind",
    kind={"enum": ["inSource", "external"]},
    status={"enum": ["accepted", "underReview", "rejected"]},
    justification={"type": "string"},
)
RESULT = thing(
    "message",
    ruleId={"type": "string"},
    ruleIndex={"type": "integer", "minimum": 0},
    level=LEVEL,
    message=TEXT,
    locations={"type": "array", "items": LOCATION},
    partialFingerprints={"type": "object", "additionalProperties": {"type": "string"}},
    properties={"type": "object"},
    suppressions={"type": "array", "items": SUPPRESSION},
    fixes={"type": "array", "items": FIX},
)
RULE = thing(
    "id",
    id={"type": "string"},
    shortDescription=TEXT,
    fullDescription=TEXT,
    help=thing("text", text={"type": "string"}, markdown={"type": "string"}),
    defaultConfiguration=thing("", level=LEVEL),
)
DRIVER = thing(
    "name",
    name={"const": "coverable"},
    semanticVersion={"type": "string"},
    rules={"type": "array", "items": RULE},
)
RUN = thing(
    "tool",
    tool=thing("driver", driver=DRIVER),
    columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
    results={"type": "array", "items": RESULT},
)
LOG = thing(
    "version runs",
    **{"$schema": {"type": "string"}},
    version={"const": "2.1.0"},
    runs={"type": "array", "minItems": 1, "items": RUN},
)
BROKEN = """
codes: [{id: table, polarity: informational, entries: ["ICD-10:g4733", icd10cm:G47.33], cite: L30}]
# signoff.yaml
encoding: {status: draft, by: A. Analyst, on: 2026-01-02}
accepted_findings: [{rule: draft-adopted, by: A. Analyst, on: 2026-01-02, because: shown on purpose}]
"""


def log(folder: Path) -> dict[str, Any]:
    made = sarif(lint(Library(folder), date(2026, 11, 22)))
    Draft202012Validator(LOG).validate(made)
    return made


def test_the_log_of_this_library_fits_the_standard(root: Path) -> None:
    run = log(root / "library")["runs"][0]
    assert len(run["tool"]["driver"]["rules"]) == len(RULES)
    assert all(r["ruleId"] == RULES[r["ruleIndex"]].id for r in run["results"])
    keys = [(r["ruleId"], r["partialFingerprints"]["about/v1"]) for r in run["results"]]
    assert len(set(keys)) == len(keys)


def test_fixes_and_acceptances_are_in_the_log(tmp_path: Path) -> None:
    results = {r["ruleId"]: r for r in log(build(tmp_path, BROKEN))["runs"][0]["results"]}
    [suppressed] = results["draft-adopted"]["suppressions"]
    assert suppressed["status"] == "accepted"
    assert "shown on purpose" in suppressed["justification"]
    [fix] = results["code-spelling"]["fixes"]
    [changed] = fix["artifactChanges"]
    assert changed["replacements"][0]["insertedContent"]["text"] == '"icd10cm:G47.33"'
    assert "suppressions" not in results["code-spelling"]
