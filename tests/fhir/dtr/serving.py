"""A server that was started, on a port of this machine, and EHRs that call it over HTTP."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx2
import uvicorn
from fastapi import FastAPI
from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

from coverable.determination.engine import Engine
from coverable.fhir.clients import Client, Clients, SmartClient
from coverable.fhir.dtr.names import OUTPUT
from coverable.fhir.payer import Payer, make_payer
from coverable.fhir.server import mount
from fhir.responses import keep

HCPCS = "http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets"
ICD10 = "http://hl7.org/fhir/sid/icd-10-cm"
PACKAGE = "/Questionnaire/$questionnaire-package"
NEXT = "/Questionnaire/$next-question"
ERRORS = "/Questionnaire/$log-questionnaire-errors"
EXPAND = "/ValueSet/$expand"
ROOT = {"2.2": "/fhir", "2.0.1": "/r/2.0.1/fhir"}
EC = ECKey.generate_key("P-384", {"kid": "ec"})
RSA = RSAKey.generate_key(2048, {"kid": "rsa"})
SAMPLES = (
    Path(os.environ.get("COVERABLE_STANDARDS") or Path(__file__).parents[4] / "shared" / "standards")
    / "samples"
)


@dataclass
class Ehr:
    """A client of a started server."""

    payer: Payer
    http: httpx2.Client

    def post(self, path: str, body: Any, **more: Any) -> httpx2.Response:
        answer = self.http.post(path, json=body, **more)
        if "json" in answer.headers.get("content-type", ""):
            old = answer.status_code == 200 and path == ROOT["2.0.1"] + PACKAGE
            keep(answer.json(), path, [OUTPUT] if old else [])
        return answer

    def get(self, path: str, **more: Any) -> httpx2.Response:
        answer = self.http.get(path, **more)
        keep(answer.json(), path)
        return answer


@contextmanager
def serving(engine: Engine, clients: Clients | None = None, **more: Any) -> Generator[Ehr]:
    """A server over the engine. `clients` None: open mode."""
    listening = socket.create_server(("127.0.0.1", 0))
    base = f"http://127.0.0.1:{listening.getsockname()[1]}"
    payer = make_payer(engine, base, clients, **more)
    app = FastAPI()
    mount(app, payer)
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
    thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
    thread.start()
    until = time.monotonic() + 20
    while not server.started and time.monotonic() < until:
        time.sleep(0.02)
    assert server.started, "the server did not start"
    try:
        with httpx2.Client(base_url=base, timeout=20) as http:
            yield Ehr(payer, http)
    finally:
        server.should_exit = True
        thread.join(10)
        payer.store.close()


def registered(**more: Any) -> Clients:
    """One client with an EC and an RSA key."""
    keys = {"keys": [key.as_dict(private=False) for key in (EC, RSA)]}
    given = {"client_id": "ehr-1", "scopes": ["system/Questionnaire.r", "system/ValueSet.read"], "jwks": keys}
    smart = SmartClient.model_validate({**given, **more})
    return Clients(clients=[Client(name="General Hospital", smart=smart)])


def assertion(address: str, key: Any = EC, alg: str = "ES384", **claims: Any) -> str:
    """A signed client assertion; a claim that is None is left out."""
    now = int(datetime.now(UTC).timestamp())
    said = {"iss": "ehr-1", "sub": "ehr-1", "aud": address, "exp": now + 240, "iat": now, "jti": str(uuid4())}
    said = {name: value for name, value in {**said, **claims}.items() if value is not None}
    return jwt.encode({"alg": alg, "typ": "JWT", "kid": key.kid}, said, key, algorithms=[alg])


def token_form(signed: str, **more: str) -> dict[str, str]:
    """The form of a token request."""
    kind = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
    form = {"grant_type": "client_credentials", "scope": "system/Questionnaire.r system/ValueSet.read"}
    return {**form, "client_assertion_type": kind, "client_assertion": signed, **more}


def parameters(*given: Mapping[str, Any]) -> dict[str, Any]:
    return {"resourceType": "Parameters", "parameter": list(given)}


def coverage(payer: str = "Sentara Health Plan", line: str = "Medicare", **more: Any) -> dict[str, Any]:
    """An active Coverage as the parameter `coverage`."""
    resource = {
        "resourceType": "Coverage", "id": "c1", "status": "active", "beneficiary": {"reference": "Patient/p1"},
        "type": {"text": line}, "payor": [{"display": payer}], **more,
    }  # fmt: skip
    return {"name": "coverage", "resource": resource}


def order(code: str = "E1399", day: str = "2026-03-02", **more: Any) -> dict[str, Any]:
    """An order of a device as the parameter `order`."""
    resource = {
        "resourceType": "DeviceRequest", "id": "d1", "status": "draft", "intent": "order",
        "subject": {"reference": "Patient/p1"}, "occurrenceDateTime": day,
        "codeCodeableConcept": {"coding": [{"system": HCPCS, "code": code}], "text": "iontophoresis device"},
        "reasonCode": [{"coding": [{"system": ICD10, "code": "L74.512"}]}], **more,
    }  # fmt: skip
    return {"name": "order", "resource": resource}


def named(canonical: str) -> dict[str, Any]:
    """The parameter `questionnaire`."""
    return {"name": "questionnaire", "valueCanonical": canonical}


def bundles(answer: httpx2.Response) -> list[dict[str, Any]]:
    """The package bundles of an answer, under either name."""
    assert answer.status_code == 200, answer.text[:500]
    found = answer.json()["parameter"]
    return [one["resource"] for one in found if one["name"].lower() == "packagebundle"]


def resources(bundle: Mapping[str, Any], kind: str) -> list[dict[str, Any]]:
    """The resources of a type in a bundle."""
    return [e["resource"] for e in bundle["entry"] if e["resource"]["resourceType"] == kind]


def outcome(answer: httpx2.Response) -> dict[str, Any]:
    """The one OperationOutcome that a refused call is answered with."""
    assert 400 <= answer.status_code < 500, answer.text[:500]
    body = answer.json()
    assert body["resourceType"] == "OperationOutcome" and body["issue"]
    return body["issue"][0]
