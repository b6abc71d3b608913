"""The forms of a fact in a request, as JSON Schema: what `glossary.values` reads, for editors.

Which value fits which fact only the glossary knows; the schema tells a form from nonsense.
"""

from __future__ import annotations

from typing import Any

from coverable.glossary.facts import EVIDENCE_KINDS

_SCALAR = {"type": ["string", "number", "boolean", "null"]}


def _object(properties: dict[str, Any], required: list[str], says: str) -> dict[str, Any]:
    return {
        "type": "object",
        "description": says,
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/$defs/{name}"}


_BESIDE = {"unit": {"type": ["string", "null"]}, "from": _ref("Evidence")}
_EVENT: dict[str, Any] = {
    "type": "object",
    "description": "Attribute to value; an attribute that is absent is unknown.",
    "properties": {"from": _ref("Evidence")},
    "additionalProperties": {
        "anyOf": [
            _SCALAR,
            _object(
                {"value": {"type": "number"}, "unit": {"type": "string"}}, ["value", "unit"], "A quantity."
            ),
        ]
    },
}
FACT_FORMS: dict[str, Any] = {
    "Facts": {
        "type": "object",
        "description": "Facts by their id in the glossary.",
        "additionalProperties": _ref("Fact"),
    },
    "Fact": {
        "anyOf": [
            {**_SCALAR, "description": "A value; null is not documented."},
            {
                "type": "array",
                "description": "Statements; those that exclude each other are a contradiction.",
                "items": _ref("Statement"),
            },
            _object({"value": _SCALAR, **_BESIDE}, ["value"], "A value with its unit and evidence."),
            _object(
                {"statements": {"type": "array", "items": _ref("Statement")}, **_BESIDE},
                ["statements"],
                "Several statements, each with its evidence.",
            ),
            _object(
                {
                    "events": {"type": "array", "items": _EVENT},
                    "complete": {"type": "boolean", "description": "These are all events that there are."},
                    **_BESIDE,
                },
                ["events"],
                "Trials, visits, measurements.",
            ),
        ]
    },
    "Statement": {
        "anyOf": [
            _SCALAR,
            _object({"value": _SCALAR, **_BESIDE}, ["value"], "One statement with its unit and evidence."),
        ]
    },
    "Evidence": {
        "type": ["array", "null"],
        "description": "Where a statement comes from.",
        "items": _object(
            {
                "kind": {"enum": list(EVIDENCE_KINDS)},
                **{name: {"type": "string"} for name in ("source", "date", "place")},
            },
            ["kind"],
            "One piece of evidence.",
        ),
    },
}
