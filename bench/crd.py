"""`python -m bench.crd`: what an order-sign call costs with 1,000 policies. Writes bench/CRD.md.

Processor time of a call in this process (the application called as a server calls it; holds on a busy machine
too), of one whose record is 1 MB, and the time until the answer over loopback at a steady rate, counted from
when the call was due.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import tempfile
import time
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from bench.made.write import write_library
from bench.web import call
from coverable.determination.engine import Engine, open_engine
from coverable.fhir.orders import SYSTEMS
from coverable.glossary.codebuild import default_path
from coverable.web.app import make_app
from coverable.web.site import Ehr, Settings

RESULTS = Path(__file__).with_name("CRD.md")
TITLE = "# CRD: what a call of an EHR costs"
DAY = "2026-04-01"
PATH = "/cds-services/order-sign-crd"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.crd", description=__doc__)
    parser.add_argument("--policies", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=2000)
    parser.add_argument("--rate", type=int, default=100, help="calls a second over loopback; 0: not")
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--library", type=Path, help="one that was made before")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        os.environ["COVERABLE_CODES"] = str(default_path())  # made once for a user, not for a library
        if asked.library is None:
            os.environ["XDG_CACHE_HOME"] = str(Path(place) / "cache")
        library = asked.library or write_library(Path(place) / "library", asked.policies, 1)
        bodies = calls(open_engine(library))
        database = f"sqlite:///{Path(place) / 'answers.sqlite'}"
        app = make_app(Settings(library=library, ehr=Ehr(database=database)))
        asyncio.run(spent(app, bodies, 1))  # reads the library
        first = asyncio.run(spent(app, bodies, len(bodies)))
        took = asyncio.run(spent(app, bodies, asked.rounds))
        large = asyncio.run(spent(app, [big(bodies[0])], 60))
        late = asyncio.run(steady(app, bodies, asked.rate, asked.seconds)) if asked.rate else []
    text = report(asked, len(bodies), first, took, large, late)
    print(text)
    RESULTS.write_text(text, encoding="utf-8")


def calls(engine: Engine) -> list[bytes]:
    """One order for each policy, under the plan that adopts it."""
    out: list[bytes] = []
    urls = {system: url for url, system in SYSTEMS.items()}
    for plan in engine.plans.plans.values():
        for name in plan.file.adopted:
            policy = engine.library.versions(name)[-1]
            code = next((c for c in sorted(policy.codes) if c.partition(":")[0] in urls), None)
            if code is not None:
                system, _, bare = code.partition(":")
                out.append(json.dumps(body(plan.id, plan.file.payer[0], urls[system], bare)).encode())
    return out


def body(plan: str, payer: str, system: str, code: str, *record: Any) -> dict[str, Any]:
    """An order-sign call with its prefetch."""
    person = {"reference": "Patient/p1"}
    order = {
        "resourceType": "ServiceRequest", "id": "o1", "status": "draft", "intent": "order", "subject": person,
        "code": {"coding": [{"system": system, "code": code}]}, "occurrenceDateTime": DAY,
    }  # fmt: skip
    coverage = {
        "resourceType": "Coverage", "id": "c1", "status": "active", "beneficiary": person,
        "payor": [{"reference": "Organization/i1"}], "class": [{"type": {"coding": [{"code": "plan"}]}, "value": plan}],
    }  # fmt: skip
    insurer = {"resourceType": "Organization", "id": "i1", "name": payer}
    patient = {"resourceType": "Patient", "id": "p1", "birthDate": "1970-05-02"}
    found = {
        "resourceType": "Bundle",
        "type": "searchset",
        "entry": [{"resource": r} for r in (coverage, insurer)],
    }
    drafts = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": order}]}
    return {
        "hook": "order-sign", "hookInstance": "bench",
        "context": {"userId": "Practitioner/d1", "patientId": "p1", "draftOrders": drafts},
        "prefetch": {"patient": patient, "coverage": found, **({"record": record[0]} if record else {})},
    }  # fmt: skip


def big(small: bytes) -> bytes:
    """The same call with a record of about 1 MB."""
    given = json.loads(small)
    one = {
        "resourceType": "Observation", "status": "final", "subject": {"reference": "Patient/p1"},
        "effectiveDateTime": "2026-01-10", "valueQuantity": {"value": 1.5, "unit": "mg/dL", "code": "mg/dL"},
        "code": {"coding": [{"system": "http://loinc.org", "code": "2345-7"}], "text": "a laboratory value"},
    }  # fmt: skip
    count = 1_000_000 // len(json.dumps(one))
    entries = [{"resource": {**one, "id": f"b{i}"}} for i in range(count)]
    given["prefetch"]["record"] = {"resourceType": "Bundle", "type": "searchset", "entry": entries}
    return json.dumps(given).encode()


def asking(raw: bytes) -> dict[str, Any]:
    headers = {
        "content-type": "application/json",
        "content-length": str(len(raw)),
        "accept": "application/json",
    }
    return {"method": "POST", "path": PATH, "body": raw, "headers": headers}


async def spent(app: Any, bodies: list[bytes], rounds: int) -> list[float]:
    """Milliseconds of processor time of each call."""
    took: list[float] = []
    for at in range(rounds):
        one = asking(bodies[at % len(bodies)])
        began = time.process_time()
        status, _ = await call(app, one)
        took.append((time.process_time() - began) * 1000)
        assert status == 200, status
    return took


async def steady(app: Any, bodies: list[bytes], rate: int, seconds: int) -> list[float]:
    """Milliseconds from when a call was due until its answer, over loopback, by one client at a steady rate."""
    import httpx2
    import uvicorn

    config = uvicorn.Config(app, port=0, log_level="error", access_log=False, timeout_keep_alive=300)
    server = uvicorn.Server(config)
    running = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    took: list[float] = []
    limits = httpx2.Limits(max_connections=50)
    async with httpx2.AsyncClient(timeout=60, trust_env=False, limits=limits) as http:
        begun = time.perf_counter()

        async def one(at: int) -> None:
            due = begun + at / rate
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            answer = await http.post(
                f"http://127.0.0.1:{port}{PATH}",
                content=bodies[at % len(bodies)],
                headers={"content-type": "application/json", "host": "localhost"},
            )
            assert answer.status_code == 200, answer.text[:200]
            took.append((time.perf_counter() - due) * 1000)

        await asyncio.gather(*(one(at) for at in range(rate * seconds)))
    server.should_exit = True
    await running
    return took


def late_of(values: list[float]) -> float:
    """The 99th percentile."""
    return quantiles(values, n=100)[-1]


def report(
    asked: Any, policies: int, first: list[float], took: list[float], large: list[float], late: list[float]
) -> str:
    def row(name: str, most: float, values: list[float]) -> str:
        high = late_of(values)
        return f"| {name} | {most:g} | {high:.1f} | {median(values):.1f} | {'yes' if high < most else '**no**'} |"

    load = os.getloadavg()[0] / (os.cpu_count() or 1)
    return "\n".join(
        (
            TITLE,
            "",
            f"One process, {asked.policies:,} policies loaded, an order for each of {policies:,} that list a code; answers kept in",
            "SQLite; milliseconds. `python -m bench.crd` measures again.",
            "",
            "| what | asked (p99) | p99 | median | reached |",
            "|---|---|---|---|---|",
            row("processor time of a call, each policy for the first time", 50, first),
            row("processor time of a call", 50, took),
            row("processor time of a call with a record of 1 MB", 150, large),
            *([row(f"over loopback at {asked.rate} calls a second", 50, late)] if late else []),
            "",
            f"Load of the machine at the end of the measurement: {load:.1f} for each core (1.0 is full).",
            "",
        )
    )


if __name__ == "__main__":
    main()
