"""JSON Schemas of a request, of a determination and of a file of cases.

A determination is never read by a model of ours, so its schema is written here by hand.
"""

from __future__ import annotations

from typing import Any

from coverable.base.schema import DIALECT, schema_of
from coverable.determination.cases import CasesFile
from coverable.determination.factschema import FACT_FORMS
from coverable.determination.request import Request

OUTCOMES = [
    "criteria_met",
    "criteria_not_met",
    "information_needed",
    "judgment_needed",
    "use_excluded",
    "use_not_listed",
    "governed_elsewhere",
    "not_addressed",
    "not_applicable",
    "not_in_effect",
    "benefit_excluded",
    "review_not_required",
]
NEXT_STEPS = [
    "approve",
    "request_information",
    "nurse_review",
    "physician_review",
    "administrative",
    "none",
]


def schemas() -> dict[str, dict[str, Any]]:
    """Name to schema: cases, request, determination."""
    return {
        "cases": schema_of(CasesFile, "Named requests with the outcome that a policy version must give"),
        "request": _request(),
        "determination": determination_schema(),
    }


def _request() -> dict[str, Any]:
    """The model's schema; a coverage may also be the bare id of a plan, and facts have their forms."""
    made = schema_of(Request, "A request for a determination")
    plan = {"type": "string", "description": "A plan id."}
    made["properties"]["coverages"]["items"] = {"anyOf": [plan, _ref("Coverage")]}
    made["$defs"] |= FACT_FORMS
    for place in (made, made["$defs"]["ServiceLine"]):
        place["properties"]["facts"] = {**_ref("Facts"), "default": {}}
    return made


def determination_schema() -> dict[str, Any]:
    """What `coverable check` answers for one request; fields may be added, none is renamed."""
    refused = _object(
        {
            "schema_version": {"const": 1},
            "request": _NAME,
            "refused": _list(_object(dict.fromkeys(("what", "where", "why", "next"), _TEXT))),
        }
    )
    decided = _object(
        {
            "schema_version": {"const": 1},
            "request": _NAME,
            "as_of": _said("The day of looking: an input, so that the answer can be replayed.", _DAY),
            "engine": _TEXT,
            "pins": _object({"facts": _HASH, "glossary": _HASH, "codes": {"type": "object"}}),
            "lines": _list(_ref("line")),
        },
        what_if={"type": "object", "additionalProperties": _TEXT},
    )
    return {
        "$schema": DIALECT,
        "title": "A determination: what policies answer to a request, and why",
        "description": "Unknown is never no. Nothing here denies a service; only a licensed clinician can.",
        "oneOf": [decided, refused],
        "$defs": {
            "line": _LINE,
            "coverage": _COVERAGE,
            "governing": _GOVERNING,
            "flag": _FLAG,
            "need": _NEED,
            "side": _SIDE,
            "criterion": _CRITERION,
            "cite": _CITE,
        },
    }


def _object(required: dict[str, Any], **optional: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {**required, **optional},
        "required": list(required),
        "additionalProperties": False,
    }


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/$defs/{name}"}


def _or_null(schema: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [schema, {"type": "null"}]}


def _said(description: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {**schema, "description": description}


_TEXT: dict[str, Any] = {"type": "string"}
_NAME: dict[str, Any] = {"type": ["string", "null"]}
_DAY: dict[str, Any] = {"type": ["string", "null"], "pattern": r"^\d{4}-\d{2}-\d{2}$"}
_HASH: dict[str, Any] = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
_OUTCOME: dict[str, Any] = {"enum": OUTCOMES}
_VALUE: dict[str, Any] = {"enum": ["met", "not_met", "undetermined"]}
_CITE = {
    "type": "object",
    "description": "A place in the source document, with the digest of the passage that stands there.",
    "properties": {
        "policy": _TEXT,
        "section": _TEXT,
        "lines": _TEXT,
        "pages": _TEXT,
        "page_lines": _TEXT,
        "sha256": _HASH,
    },
    "additionalProperties": False,
}
_FLAG = _object(
    {
        "code": _TEXT,
        "says": _TEXT,
        "where": _TEXT,
        "audience": {"enum": ["analyst", "reviewer", "provider", "member"]},
    }
)
_EVIDENCE = _list({"type": "object", "additionalProperties": _TEXT})
_NEED: dict[str, Any] = {
    "description": "Open facts: one to ask, or groups of which all, one or n are needed.",
    "oneOf": [
        _object({"fact": _TEXT, "criterion": _NAME, "cite": _NAME}, which_holds=_list(_ref("side"))),
        _object({"all_of": _list(_ref("need"))}),
        _object({"one_of": _list(_ref("need"))}),
        _object({"n": {"type": "integer", "minimum": 1}, "of": _list(_ref("need"))}),
    ],
}
_SIDE: dict[str, Any] = {
    **_object({"stated": _TEXT, "evidence": _EVIDENCE}, derived_from=_TEXT),
    "description": "One of several statements that exclude each other, with its sources.",
}
_CRITERION: dict[str, Any] = {
    "type": "object",
    "required": ["id", "rule", "value", "says", "cite", "children"],
    "properties": {
        "id": _TEXT,
        "rule": _TEXT,
        "value": _VALUE,
        "says": _TEXT,
        "cite": _or_null(_ref("cite")),
        "children": _list(_ref("criterion")),
        "fact": _TEXT,
        "stated": _said("What the request says of the fact, in words.", _TEXT),
        "evidence": _said("`for` names the statement, where several exclude each other.", _EVIDENCE),
        "derived_from": _TEXT,
        "interpretation": _object({"id": _TEXT, "option": _NAME}),
        "silent_if": _said("A condition on which the text says nothing.", _ref("criterion")),
        "n": {"type": "integer"},
        "position": _TEXT,
        "governed_by": _said("The policy that this one refers to.", _TEXT),
    },
    "additionalProperties": False,
}
_GOVERNING = _object(
    {
        "policy": _TEXT,
        "version": _TEXT,
        "sha256": _HASH,
        "signoff_sha256": _HASH,
        "indication": _NAME,
        "statement": _NAME,
    },
    includes={"type": "object", "additionalProperties": _HASH},
    position=_TEXT,
    cite=_TEXT,
    evidence=_list(_TEXT),
)
_COVERAGE = _object(
    {
        "plan": _NAME,
        "plan_sha256": _or_null(_HASH),
        "coverage": _TEXT,
        "outcome": _OUTCOME,
        "next_step": {"enum": NEXT_STEPS},
        "display": {"enum": ["full", "no_adverse_suggestion"]},
        "governing": _or_null(_ref("governing")),
        "considered": _list(
            _object({"policy": _TEXT, "version": _NAME, "level": _NAME, "outcome": _OUTCOME, "why": _TEXT})
        ),
        "precedence": _list(
            _object(
                {"level": _TEXT, "found": _TEXT},
                searched=_object(dict.fromkeys(("where", "on", "by", "found"), _TEXT)),
            )
        ),
        "prior_authorization": _object(
            {"state": {"enum": ["required", "not_required", "not_stated"]}, "where": _NAME}
        ),
        "flags": _list(_ref("flag")),
        "review_reasons": _said("Why a person must look although there is an outcome.", _list(_TEXT)),
        "still_needed": _object({"all_of": _list(_ref("need"))}),
        "determining": _object(
            {
                "sets": _list(_list(_object({"fact": _TEXT, "needs": {"type": "array"}, "then": _OUTCOME}))),
                "more": {"type": "boolean"},
            }
        ),
        "interpretations": _list(
            _object(
                {
                    "id": _TEXT,
                    "chosen": _NAME,
                    "other_outcomes": {"type": "object", "additionalProperties": _OUTCOME},
                }
            )
        ),
        "interpretations_jointly": _list(
            _object({"options": {"type": "object", "additionalProperties": _TEXT}, "outcome": _OUTCOME})
        ),
        "rationale": _or_null(_ref("criterion")),
    },
    benefit=_object({"clause": _TEXT}),
    approval=_or_null({"type": "object"}),
    owner=_object({"name": _TEXT, "edition": _TEXT}),
    governing_at_end=_said("The version in effect on the last day of the service.", _ref("governing")),
)
_LINE = _object(
    {
        "line": {"type": "integer"},
        "code": _TEXT,
        "date": _DAY,
        "combined": _object(
            {
                "outcome": _OUTCOME,
                "next_step": {"enum": NEXT_STEPS},
                "flags": _list(_ref("flag")),
                "review_reasons": _list(_TEXT),
            }
        ),
        "coverages": _list(_ref("coverage")),
    }
)
