"""A server, Debian's chromium, and pages whose console must stay silent."""

from __future__ import annotations

import os
import shutil
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from web.conftest import serving

CHROMIUM = shutil.which("chromium")
ROOT = Path(__file__).resolve().parents[2]
AXE = Path(__file__).with_name("axe.min.js")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
GRAVE = ("serious", "critical")
WIDE, NARROW = 1360, 420
HARMLESS = ("log: Warning: FHIR resources might not be loaded",)
"""What LHC-Forms says wherever there is no EHR around the page."""
needs_chromium = [
    pytest.mark.heavy("chromium"),
    pytest.mark.skipif(CHROMIUM is None, reason="pages are looked at in Chromium: apt-get install chromium"),
]
"""The marks of a file whose tests open a browser."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server with the library that comes along."""
    with serving(tmp_path_factory.mktemp("serve") / "log.txt") as at:
        yield at


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        one = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield one
        one.close()


@contextmanager
def opened(browser: Any, width: int = WIDE, **more: Any) -> Generator[Any]:
    """A page in a context of its own. A word on its console (a fault, a breach of the content security policy)
    fails the test."""
    context = browser.new_context(viewport={"width": width, "height": 900}, **more)
    context.set_default_timeout(15_000)
    page, said = context.new_page(), list[str]()
    page.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: said.append(f"fault: {error}"))
    yield page
    context.close()
    assert [one for one in said if not one.startswith(HARMLESS)] == []


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    with opened(browser) as one:
        yield one


def grave_faults(page: Any) -> list[str]:
    """What axe-core calls serious or critical on the page as it stands."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    run = "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})"
    found = page.evaluate(run, RULES)["violations"]
    return [
        f"{v['impact']} {v['id']}: {v['help']}: {v['nodes'][0]['html'][:200]}"
        for v in found
        if v["impact"] in GRAVE
    ]


def pictured(page: Any, name: str) -> None:
    """Writes docs/screens/NAME.png where COVERABLE_SCREENS=1 asks for it."""
    if os.environ.get("COVERABLE_SCREENS") == "1":
        folder = ROOT / "docs" / "screens"
        folder.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=folder / f"{name}.png", animations="disabled")


def tab_to(page: Any, selector: str, limit: int = 150) -> None:
    """Presses Tab until the focus is on what the selector names."""
    for _ in range(limit):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            return
    raise AssertionError(f"{limit} tabs do not lead to {selector}")
