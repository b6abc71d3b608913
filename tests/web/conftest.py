"""The application over our library, asked without a socket; pages as trees; forms as a browser sends them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from coverable.web.app import make_app
from coverable.web.site import Settings
from publish.conftest import Element, parsed

TODAY = date(2026, 11, 26)
PLAN, CODE, DAY = "sentara/medicare", "E1399", "2026-02-10"
CASE = {"plan": PLAN, "code": CODE, "date": DAY}
"""The fields above the questions of a case under DME 32."""
ITEM = {"f.use": "hyperhidrosis", "f.device_kind": "iontophoresis"}
HTMX = {"hx-request": "true"}


def client_of(settings: Settings | None = None, **more: Any) -> TestClient:
    """A client of a server of its own; a fault of the server is an answer, as it is for a browser."""
    app = make_app(settings or Settings(today=TODAY), **more)
    return TestClient(app, base_url="http://localhost:8010", raise_server_exceptions=False)


@pytest.fixture(scope="session")
def client(root: Path) -> TestClient:
    """The server as `coverable serve` starts it, over the library of this repository."""
    return client_of(Settings(root / "library", today=TODAY))


@pytest.fixture(scope="session")
def public(root: Path) -> TestClient:
    """The same with `--public-read-only`."""
    return client_of(Settings(root / "library", public=True, today=TODAY))


def tree(answer: Any) -> Element:
    """The page of an answer as a tree; whatever went wrong on the server fails the test."""
    assert answer.status_code == 200, answer.text[:600]
    return parsed(answer.text)


def by_id(page: Element, name: str) -> Element:
    """The only element with an id."""
    found = [e for e in page.all() if e.attributes.get("id") == name]
    assert len(found) == 1, (name, len(found))
    return found[0]


def fields(page: Element, form: str = "case") -> dict[str, list[str]]:
    """What a browser sends of a form when nobody changes it: {field: values}."""
    out: dict[str, list[str]] = {}
    for one in by_id(page, form).all("input", "select", "textarea"):
        name, kind = one.attributes.get("name"), one.attributes.get("type", "text")
        if not name or kind in ("file", "submit", "button"):
            continue
        if one.name == "select":
            options = one.all("option")
            chosen = [o for o in options if "selected" in o.attributes] or options[:1]
            out.setdefault(name, []).extend(o.attributes.get("value", o.text) for o in chosen[-1:])
        elif kind in ("radio", "checkbox"):
            if "checked" in one.attributes:
                value = one.attributes.get("value", "on")
                out[name] = [*([] if kind == "radio" else out.get(name, [])), value]
        else:
            out.setdefault(name, []).append(one.attributes.get("value", ""))
    return out


def loaded(client: TestClient, request: str, name: str = "request.json") -> Element:
    """The checklist after a request file was loaded into it."""
    return tree(client.post("/checklist/load", files={"file": (name, request, "application/json")}))


def saved(client: TestClient, sent: Mapping[str, Any]) -> dict[str, Any]:
    """The request that a form states, as the file that `Save` gives."""
    answer = client.post("/checklist/request", data=sent)
    assert answer.status_code == 200, answer.text[:600]
    return answer.json()


def moot(page: Element) -> set[str]:
    """Facts whose questions are shown as of no more effect."""
    boxes = [e for e in page.all("fieldset") if "data-fact" in e.attributes]
    return {b.attributes["data-fact"] for b in boxes if "moot" in b.attributes["class"].split()}


def inert(page: Element) -> None:
    """Nothing on a page or a piece of one runs, loads from elsewhere or is styled in place."""
    for one in page.all():
        assert one.name not in ("style", "iframe", "object", "embed", "base", "svg", "img", "math"), one
        assert one.name != "script" or (not one.text and one.attributes["src"].startswith("/static/"))
        for name, value in one.attributes.items():
            assert name != "style", one
            assert not name.startswith(("on", "hx-on")), one
            if name in ("href", "src", "action", "formaction", "hx-get", "hx-post"):
                assert re.match(r"/(?!/)|#|https?://(?!evil)", value), one


@contextmanager
def serving(log: Path, *options: str, scheme: str = "http") -> Generator[str]:
    """`coverable serve` on a free port of this machine; its address. What it writes goes to `log`."""
    start = "from coverable.cli.main import main; main()"
    command = [sys.executable, "-c", start, "serve", "--port", "0", "--as-of", TODAY.isoformat(), *options]
    with (
        log.open("w") as out,
        subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=out, text=True, env=os.environ | {"PYTHONUNBUFFERED": "1"}
        ) as server,
    ):
        assert server.stdout is not None
        try:
            found = re.search(rf"{scheme}://\S+", server.stdout.readline())
            assert found, log.read_text()
            yield found[0]
        finally:
            server.terminate()
            out.write(server.stdout.read())
