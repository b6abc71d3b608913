"""`python -m bench.web`: what a page costs the server, and what it weighs. Writes bench/WEB.md.

The application is called in this process as a server calls it (ASGI), so that no network and no browser is in
the numbers. Time is of one core. A library of a thousand made-up policies (bench/made) is behind the search;
the other pages are those of the library that comes along.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import median, quantiles
from typing import Any
from urllib.parse import urlencode

from bench.made.write import write_library
from coverable.glossary.codebuild import default_path
from coverable.web.app import make_app
from coverable.web.site import Settings

RESULTS = Path(__file__).with_name("WEB.md")
ROUNDS = 300
WORDS = ("s", "sl", "sle", "slee", "sleep", "sleep a", "sleep apnea", "K0011", "proton", "asthmaa", "semagl")
CASE = {
    "plan": "sentara/medicare", "code": "E1399", "date": "2026-02-10", "diagnoses": "L74.512",
    "f.use": "hyperhidrosis", "f.device_kind": "iontophoresis", "f.social_life_disrupted": "yes",
    "k.social_life_disrupted": "medical_record", "s.social_life_disrupted": "clinic note",
}  # fmt: skip
SAID = ("yes", "no", "")
ANSWERS = (
    "prescription_antiperspirant_failed",
    "medical_complications",
    "skin_maceration",
    "secondary_infection",
)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.web", description=__doc__)
    parser.add_argument("--policies", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    asked = parser.parse_args()
    app = make_app()
    panel = {"hx-request": "true"}
    rows = [
        measured("checklist update", 15, app, asked.rounds, lambda at: post("/checklist", case(at), panel)),
        measured("policy page", 30, app, asked.rounds, lambda at: get("/policies/sentara/dme-32/7")),
        measured("compare", 150, app, asked.rounds,
                 lambda at: get("/compare?first=sentara/dme-32&second=healthy-blue/cg-med-28")),
    ]  # fmt: skip
    with tempfile.TemporaryDirectory() as place:
        os.environ["COVERABLE_CODES"] = str(default_path())  # made once for a user, not for a library
        os.environ["XDG_CACHE_HOME"] = str(Path(place) / "cache")
        library = write_library(Path(place) / "library", asked.policies, 1)
        many = make_app(Settings(library=library))
        rows.insert(
            2, measured(f"search keystroke, {asked.policies:,} policies", 20, many, asked.rounds, keystroke)
        )
    weights = [weight(name, app, get(path)) for name, path in (
        ("start page", "/"), ("checklist", "/checklist?" + urlencode({k: CASE[k] for k in ("plan", "code", "date")})),
        ("policy page", "/policies/sentara/dme-32/7"), ("compare", "/compare?first=sentara/dme-32&second=healthy-blue/cg-med-28"),
    )]  # fmt: skip
    shared = sum(size(app, get(f"/static/{name}")) for name in ("pico.min.css", "criteria.css", "coverable.css", "htmx.min.js", "coverable.js"))  # fmt: skip
    text = report(rows, weights, shared)
    print(text)
    RESULTS.write_text(text, encoding="utf-8")


def keystroke(at: int) -> dict[str, Any]:
    return get("/search?" + urlencode({"q": WORDS[at % len(WORDS)]}), {"hx-request": "true"})


def case(at: int) -> dict[str, str]:
    """Another combination of answers each time, as somebody who fills in the form makes them."""
    said: dict[str, str] = {f"f.{name}": SAID[at // 3**i % len(SAID)] for i, name in enumerate(ANSWERS)}
    return {**CASE, **said}


def get(path: str, headers: Mapping[str, str] | None = None) -> dict[str, Any]:
    return {"method": "GET", "path": path, "body": b"", "headers": headers or {}}


def post(path: str, form: Mapping[str, str], headers: Mapping[str, str]) -> dict[str, Any]:
    body = urlencode(form).encode()
    more = {"content-type": "application/x-www-form-urlencoded", "content-length": str(len(body))}
    return {"method": "POST", "path": path, "body": body, "headers": {**headers, **more}}


async def call(app: Any, asked: Mapping[str, Any]) -> tuple[int, int]:
    """(status, bytes of the body) of one call."""
    path, _, query = str(asked["path"]).partition("?")
    headers = {"host": "localhost", "accept": "text/html", "accept-encoding": "gzip", **asked["headers"]}
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": asked["method"],
        "scheme": "http", "path": path, "raw_path": path.encode(), "query_string": query.encode(),
        "root_path": "", "headers": [(k.encode(), v.encode()) for k, v in headers.items()],
        "client": ("127.0.0.1", 1), "server": ("localhost", 80), "extensions": {},
    }  # fmt: skip
    got = {"status": 0, "bytes": 0}

    told = False

    async def receive() -> dict[str, Any]:
        nonlocal told
        if told:  # whoever asks again waits for the visitor to go away
            await asyncio.sleep(3600)
        told = True
        return {"type": "http.request", "body": asked["body"], "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            got["status"] = message["status"]
        got["bytes"] += len(message.get("body", b""))

    await app(scope, receive, send)
    return got["status"], got["bytes"]


def measured(
    name: str, most: float, app: Any, rounds: int, make: Callable[[int], Mapping[str, Any]]
) -> tuple[str, float, float, float, float]:
    """(name, asked, first, median, p95) in milliseconds; the first call reads and proves, and is told apart."""

    async def run() -> list[float]:
        took: list[float] = []
        for at in range(rounds + 1):
            asked = make(at)
            began = time.perf_counter()
            status, _ = await call(app, asked)
            took.append((time.perf_counter() - began) * 1000)
            assert status == 200, (name, status)
        return took

    first, *rest = asyncio.run(run())
    return name, most, first, median(rest), quantiles(rest, n=20)[-1]


def size(app: Any, asked: Mapping[str, Any]) -> int:
    status, count = asyncio.run(call(app, asked))
    assert status == 200, asked["path"]
    return count


def weight(name: str, app: Any, asked: Mapping[str, Any]) -> tuple[str, int]:
    return name, size(app, asked)


def report(
    rows: list[tuple[str, float, float, float, float]], weights: list[tuple[str, int]], shared: int
) -> str:
    out = [
        "# Pages: what they cost and weigh",
        "",
        "One process, one core, the application called in it as a server calls it; milliseconds. The first call reads",
        "the library, builds the search index or proves the comparison, and is told apart. `make web-bench` measures again.",
        "",
        "| page | asked (p95) | p95 | median | first call | reached |",
        "|---|---|---|---|---|---|",
    ]
    for name, most, first, middle, late in rows:
        out.append(
            f"| {name} | {most:g} | {late:.1f} | {middle:.1f} | {first:.0f} | {'yes' if late < most else '**no**'} |"
        )
    update = rows[0][3]
    rate = 1000 / update
    out += [
        "",
        f"Checklist updates a second on one core: {rate:,.0f} (asked 200: {'yes' if rate >= 200 else '**no**'}).",
        "",
        f"Weight, compressed (asked: under 120 kB with styles and scripts, which are {shared / 1000:.0f} kB and kept by the browser):",
        "",
        "| page | alone | with styles and scripts |",
        "|---|---|---|",
    ]
    out += [f"| {name} | {n / 1000:.1f} kB | {(n + shared) / 1000:.0f} kB |" for name, n in weights]
    return "\n".join(out) + "\n"


if __name__ == "__main__":
    main()
