"""The other side: an EHR that posts hooks, signs them, keeps its answers for the judge, and has a FHIR server."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx2
from typer.testing import CliRunner, Result

from coverable.cli.main import app
from fhir import responses
from web.conftest import serving


def run_cli(*arguments: object) -> Result:
    """`coverable` in this process."""
    done = CliRunner().invoke(app, [str(one) for one in arguments])
    assert done.exception is None or isinstance(done.exception, SystemExit)
    return done


COVERAGE_INFORMATION = "http://hl7.org/fhir/us/davinci-crd/StructureDefinition/ext-coverage-information"
ROOTS = {"2.2": "/cds-services", "2.0": "/r/2.0.1/cds-services"}
FAMILIES = tuple(ROOTS)


@dataclass
class Ehr:
    """A CDS client of one server."""

    base: str
    http: httpx2.Client
    token: Any = None
    """() -> token for an address, where calls are signed."""

    def discover(self, family: str = "2.2") -> dict[str, Any]:
        answer = self.http.get(self.base + ROOTS[family])
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"].startswith("application/json")
        return answer.json()

    def address(self, body: Mapping[str, Any], family: str = "2.2") -> str:
        return f"{self.base}{ROOTS[family]}/{body.get('hook')}-crd"

    def send(self, body: Any, family: str = "2.2", **headers: str) -> httpx2.Response:
        """Post a hook; whatever comes back."""
        address = self.address(body, family)
        if self.token is not None:
            headers = {"authorization": f"Bearer {self.token(address)}", **headers}
        answer = self.http.post(address, json=body, headers=headers)
        asked = body.get("extension") if isinstance(body, dict) else None
        spoken = asked.get("davinci-crd.requestedVersion", family) if isinstance(asked, dict) else family
        keep(answer, spoken if spoken in ROOTS else family)
        return answer

    def post(self, body: Any, family: str = "2.2") -> dict[str, Any]:
        """Post a hook that must be answered."""
        answer = self.send(body, family)
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"].startswith("application/json")
        return answer.json()


PROFILES = "http://hl7.org/fhir/us/davinci-crd/StructureDefinition/profile-"


def keep(answer: httpx2.Response, family: str) -> None:
    """Keep resources of an answer for the judge of conformance, those of each family in a folder of their own
    (the judge's packages are of one family)."""
    data = answer.json()
    actions = data.get("systemActions", ())
    for one in [data] if "resourceType" in data else [action["resource"] for action in actions]:
        kind: str = one["resourceType"].lower()
        if family == "2.2":
            kind = "appointment-no-order" if kind == "appointment" else kind
        profiles = [] if kind == "operationoutcome" else [PROFILES + kind]
        responses.keep(one, f"crd {family}", profiles, "" if family == "2.0" else f"crd-{family}")


def said(response: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Every coverage-information of a response, in order."""
    return [one for action in response["systemActions"] for one in extensions(action["resource"])]


def extensions(resource: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [one for one in resource.get("extension", ()) if one["url"] == COVERAGE_INFORMATION]


def part(extension: Mapping[str, Any], url: str) -> list[Any]:
    """The values of one sub-extension."""
    found = [one for one in extension["extension"] if one["url"] == url]
    return [next((v for k, v in one.items() if k.startswith("value")), one.get("extension")) for one in found]


def only(extension: Mapping[str, Any], url: str) -> Any:
    """The value of a sub-extension that is there at most once."""
    found = part(extension, url)
    assert len(found) <= 1, found
    return found[0] if found else None


def codes(extension: Mapping[str, Any]) -> list[str]:
    """Codes of the reasons."""
    return [c["code"] for one in part(extension, "reason") for c in one.get("coding", ())]


def outcome(answer: httpx2.Response, status: int) -> dict[str, Any]:
    """The one OperationOutcome of a refusal."""
    assert answer.status_code == status, answer.text
    body = answer.json()
    assert body["resourceType"] == "OperationOutcome"
    assert body["issue"], body
    for issue in body["issue"]:
        assert issue["severity"] == "error", issue
        assert issue["code"], issue
        assert issue["diagnostics"], issue
    return body


@dataclass
class FhirServer:
    """A FHIR server of an EHR: {path: resource, status or seconds to wait}; it notes what it was asked."""

    base: str = ""
    holds: dict[str, Any] = field(default_factory=dict)
    asked: list[tuple[str, str | None]] = field(default_factory=list)

    @property
    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]


@contextmanager
def fhir_server() -> Generator[FhirServer]:
    """A FHIR server on this machine."""
    about = FhirServer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.removeprefix("/fhir/")
            about.asked.append((path, self.headers.get("authorization")))
            held = about.holds.get(path, about.holds.get("*", 404))
            if isinstance(held, float):
                time.sleep(held)
                held = 200
            status = held if isinstance(held, int) else 200
            if isinstance(held, str):  # somewhere else
                self.send_response(302)
                self.send_header("location", held)
                self.end_headers()
                return
            body = json.dumps(
                held if isinstance(held, dict) else {"resourceType": "OperationOutcome"}
            ).encode()
            self.send_response(status)
            self.send_header("content-type", "application/fhir+json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            try:
                self.wfile.write(body)
            except OSError:
                return

        def log_message(self, format: str, *args: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    about.base = f"http://127.0.0.1:{server.server_address[1]}/fhir"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield about
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def keeping(database: Path) -> Generator[Ehr]:
    """A server that keeps its answers there; a fault in its log fails the test."""
    log = database.with_name("log.txt")
    with (
        serving(log, "--database", f"sqlite:///{database}") as at,
        httpx2.Client(timeout=60, trust_env=False) as http,
    ):
        yield Ehr(at, http)
    assert "Error" not in log.read_text()
