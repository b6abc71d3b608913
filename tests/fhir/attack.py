"""`python -m fhir.attack`: schemathesis against a started server, pages' JSON and endpoints for EHRs; no 5xx.

The JSON of the pages has an OpenAPI document of its own. The endpoints for EHRs speak FHIR, so their document
is made here of real calls: whatever is shaped like one, or nearly so, is sent. The makefile installs
schemathesis apart (`make attack`), since it is a program here and no part of the tests' environment.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from conftest import ROOT
from fhir.crd.bodies import book, device, dispatch, encounter, sign
from fhir.dtr.serving import EXPAND, NEXT, PACKAGE, coverage, order, parameters
from web.conftest import serving

PROGRAM = ROOT / ".attack" / "bin" / "schemathesis"
PAGES, EHRS = "the JSON of the pages", "the endpoints for EHRs"
CALLS: dict[str, Any] = {
    "order-sign-crd": sign(),
    "order-select-crd": sign(hook="order-select"),
    "order-dispatch-crd": dispatch(device()),
    "appointment-book-crd": book(),
    "encounter-start-crd": encounter(code="E1399"),
    "encounter-discharge-crd": encounter("encounter-discharge"),
}
OPERATIONS: dict[str, Any] = {
    PACKAGE: parameters(coverage(), order()),
    NEXT: {"resourceType": "QuestionnaireResponse", "status": "in-progress", "questionnaire": "x", "item": [{"linkId": "a"}]},
    EXPAND: parameters({"name": "url", "valueUri": "x"}, {"name": "count", "valueInteger": 3}),
}  # fmt: skip


def like(example: Any) -> dict[str, Any]:
    """The JSON Schema of what is shaped like an example: each value as it is there, or another of its kind."""
    match example:
        case dict():
            return {
                "type": "object",
                "properties": {name: like(value) for name, value in example.items()},
                "required": [name for name in ("resourceType", "hook", "context") if name in example],
            }
        case list():
            return {
                "type": "array",
                "items": {"anyOf": [like(one) for one in example] or [{}]},
                "maxItems": 4,
            }
        case bool():
            return {"type": "boolean"}
        case int():
            return {"type": "integer"}
        case _:
            return {"anyOf": [{"const": example}, {"type": "string", "maxLength": 40}]}


def document() -> dict[str, Any]:
    """An OpenAPI document of the endpoints for EHRs, both versions."""
    paths: dict[str, Any] = {}
    for root, calls in (
        ("/cds-services/", CALLS),
        ("/r/2.0.1/cds-services/", CALLS),
        ("/fhir", OPERATIONS),
        ("/r/2.0.1/fhir", OPERATIONS),
    ):
        for name, body in calls.items():
            said = {"schema": like(body), "example": body}
            content = {"required": True, "content": {"application/json": said}}
            paths[root + name] = {
                "post": {"requestBody": content, "responses": {"default": {"description": "any"}}}
            }
    return {"openapi": "3.1.0", "info": {"title": EHRS, "version": "1"}, "paths": paths}


def attacked(what: str, address: str, location: str, seconds: int) -> bool:
    """Whether no answer was a fault of the server."""
    print(f"\n{what}, {seconds} s", flush=True)
    command = [
        PROGRAM,
        "run",
        location,
        "--url",
        address,
        "--checks",
        "not_a_server_error",
        "--max-time",
        str(seconds),
    ]
    more = [
        "--continue-on-failure",
        "--seed",
        "1",
        "--no-shrink",
        "--warnings",
        "off",
        "--suppress-health-check",
        "all",
    ]
    with tempfile.TemporaryDirectory() as place:
        return subprocess.run([*command, *more], cwd=place, check=False).returncode == 0


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m fhir.attack", description=__doc__)
    parser.add_argument("--seconds", type=int, default=120, help="for each of the two documents")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        log, written = Path(place) / "log.txt", Path(place) / "ehrs.json"
        written.write_text(json.dumps(document()))
        with serving(log, "--database", f"sqlite:///{place}/answers.sqlite") as at:
            address = at.replace("127.0.0.1", "localhost")
            held = [
                attacked(PAGES, address, f"{address}/api/openapi.json", asked.seconds),
                attacked(EHRS, address, str(written), asked.seconds),
            ]
        faults = log.read_text()
    if not all(held) or "Error" in faults:
        raise SystemExit(f"the server had a fault of its own:\n{faults[-4000:]}")


if __name__ == "__main__":
    main()
