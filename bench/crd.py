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
import random
import resource
import sys
import tempfile
import time
from asyncio.subprocess import PIPE
from pathlib import Path
from statistics import median, quantiles
from typing import Any, NamedTuple

from bench.made.write import write_library
from bench.web import call
from coverable.determination.engine import Engine, open_engine
from coverable.fhir.orders import SYSTEMS
from coverable.glossary.codebuild import default_path
from coverable.web.app import get_ready, make_app
from coverable.web.site import Ehr, Settings

RESULTS = Path(__file__).with_name("CRD.md")
TITLE = "# CRD: what a call of an EHR costs"
LISTENS = "from the moment the server listens, each policy for the first time"
FIRST = "processor time of a call, each policy for the first time"
Row = tuple[str, float | None, list[float]]
"""What was measured, the 99th percentile that is asked for, milliseconds."""
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
        random.Random(1).shuffle(bodies)
        rows: list[Row] = []

        def made(name: str) -> Any:
            database = f"sqlite:///{Path(place) / name}.sqlite"
            return make_app(Settings(library=library, ehr=Ehr(database=database)))

        built, app = ready(made("built"))
        read, app = ready(made("spent"))
        cost = Cost(built, read, memory())
        rows.append((FIRST, 50, asyncio.run(spent(app, bodies, len(bodies)))))
        rows.append(("processor time of a call", 50, asyncio.run(spent(app, bodies, asked.rounds))))
        large = asyncio.run(spent(app, [big(bodies[0])], 60))
        rows.append(("processor time of a call with a record of 1 MB", 150, large))
        rows.append(("the same with ten orders", None, asyncio.run(spent(app, [ten(big(bodies[0]))], 30))))
        if asked.rate:
            many = bodies * max(1, asked.rate * asked.seconds // len(bodies))
            at = f"over loopback at {asked.rate} calls a second"
            first, again = asyncio.run(served(made("served"), [bodies, many], asked.rate))
            rows += [(f"{at}, {LISTENS}", 50, first), (at, 50, again)]
    text = report(asked, len(bodies), rows, cost)
    print(text)
    RESULTS.write_text(text, encoding="utf-8")


class Cost(NamedTuple):
    """Seconds of processor time until a server is ready: building every policy, and reading what was kept."""

    built: float
    read: float
    memory: int
    """Megabytes that the process then has."""


def ready(app: Any) -> tuple[float, Any]:
    """(seconds of processor time that it took, the application), ready for calls."""
    began = time.process_time()
    get_ready(app)
    return time.process_time() - began, app


def memory() -> int:
    """Megabytes of this process, at most so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


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


def ten(one: bytes) -> bytes:
    """The same call with its order ten times, each under a name of its own."""
    given = json.loads(one)
    drafts = given["context"]["draftOrders"]
    order = drafts["entry"][0]["resource"]
    drafts["entry"] = [{"resource": {**order, "id": f"o{i}"}} for i in range(10)]
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


async def served(app: Any, passes: list[list[bytes]], rate: int) -> list[list[float]]:
    """Milliseconds from when a call was due until its answer, over loopback, for each pass over some bodies,
    the first as soon as the server listens. The client is another process at a steady rate (`bench.load`)."""
    import uvicorn

    config = uvicorn.Config(app, port=0, log_level="error", access_log=False, timeout_keep_alive=300)
    server = uvicorn.Server(config)
    running = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    out: list[list[float]] = []
    for bodies in passes:
        seconds = max(1, len(bodies) // rate)
        arguments = (str(one) for one in (port, PATH, rate, seconds))
        client = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bench.load", *arguments, stdin=PIPE, stdout=PIPE
        )
        said, _ = await client.communicate(b"\n".join(bodies))
        out.append(json.loads(said))
    server.should_exit = True
    await running
    return out


def late_of(values: list[float]) -> float:
    """The 99th percentile."""
    return quantiles(values, n=100)[-1]


def report(asked: Any, orders: int, rows: list[Row], cost: Cost) -> str:
    def row(name: str, most: float | None, values: list[float]) -> str:
        high = late_of(values)
        reached = ("", "") if most is None else (f"{most:g}", "yes" if high < most else "**no**")
        return f"| {name} | {reached[0]} | {high:.1f} | {median(values):.1f} | {max(values):.0f} | {reached[1]} |"

    load = os.getloadavg()[0] / (os.cpu_count() or 1)
    return "\n".join(
        (
            TITLE,
            "",
            f"One process, {asked.policies:,} policies loaded, an order for each of {orders:,} that list a code, in random order;",
            "answers kept in SQLite; milliseconds. Over loopback the client is another process, and time runs from when a",
            "call was due. `python -m bench.crd` measures again.",
            "",
            "| what | asked (p99) | p99 | median | most | reached |",
            "|---|---|---|---|---|---|",
            *(row(*one) for one in rows),
            "",
            f"A server listens once it is ready: after {cost.read:.1f} s of processor time where it has kept the policies of an",
            f"earlier start, {cost.built:.1f} s where it builds them all (`coverable serve` shares that among the cores). The process",
            f"then has {cost.memory:,} MB.",
            "",
            f"Load of the machine at the end of the measurement: {load:.1f} for each core (1.0 is full).",
            "",
        )
    )


if __name__ == "__main__":
    main()
