"""`make axe`: axe-core over the pages that we write, in Chromium, light and dark, wide and narrow.

The pages are those of a document with its draft (a sample, and the seeds when `COVERABLE_SEEDS` names them)
and of the exported policies. They forbid scripts; the copy that is looked at does not, and is thrown away.
Exit code 1: a page has a fault that axe calls serious or critical.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
AXE = ROOT / "tests" / "web" / "axe.min.js"
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
SIZES = ("1400,900", "420,900")
SCHEMES = {"light": "1", "dark": "0"}
GRAVE = ("serious", "critical")
_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
_RESULT = re.compile(r'<pre id="axe-result">(.*?)</pre>', re.DOTALL)
SCRIPT = """
axe.run(document, {runOnly: %s}).then(found => {
  const pre = document.createElement("pre"); pre.id = "axe-result";
  pre.textContent = encodeURIComponent(JSON.stringify(found.violations.map(
    v => ({id: v.id, impact: v.impact, help: v.help, nodes: v.nodes.map(n => n.html.slice(0, 200))}))));
  document.body.append(pre);
});
"""


def pages() -> Iterator[tuple[str, str]]:
    """Name and HTML of every page that is looked at."""
    from coverable.determination.engine import open_engine
    from coverable.document.draft.apply import unanswered
    from coverable.document.draft.make import make_draft
    from coverable.document.draft.page import reading_html
    from coverable.document.read import reading_of
    from coverable.document.readers.read import read_source
    from coverable.publish.html import policy_html
    from coverable.publish.view import page_view

    sample = re.findall(
        r"^```text oxygen.txt\n(.*?)^```", (ROOT / "docs/reading.md").read_text(), re.M | re.S
    )
    documents = [("oxygen.txt", sample[0].encode())]
    seeds = os.environ.get("COVERABLE_SEEDS")
    documents += [(p.name, p.read_bytes()) for p in sorted(Path(seeds).glob("*.txt"))] if seeds else []
    for name, data in documents:
        source = read_source(data, name)
        yield (
            f"reading of {name}",
            reading_html(unanswered(make_draft(reading_of(source), source), "2026-11-26")),
        )
    engine = open_engine(ROOT / "library")
    for policy in engine.library.all()[:4]:
        yield policy.key, policy_html(page_view(policy, engine.library, date(2026, 11, 26)))


def faults(html: str, size: str, scheme: str, browser: str, folder: Path) -> list[dict[str, Any]]:
    """What axe finds on a page."""
    path = folder / "page.html"
    script = (
        f"<script>{AXE.read_text(encoding='utf-8')}</script><script>{SCRIPT % json.dumps(RULES)}</script>"
    )
    path.write_text(_POLICY.sub("", html).replace("</body>", f"{script}</body>"), encoding="utf-8")
    command = [
        browser,
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        f"--user-data-dir={folder / 'profile'}",
    ]
    command += [f"--window-size={size}", f"--blink-settings=preferredColorScheme={SCHEMES[scheme]}"]
    command += ["--virtual-time-budget=20000", "--dump-dom", path.as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, timeout=180, check=False)
    found = _RESULT.search(done.stdout)
    if not found:
        sys.exit(f"axe gave no answer in {browser}: {done.stderr[-400:]}")
    from urllib.parse import unquote

    return json.loads(unquote(found[1]))


def main() -> int:
    """Looks at every page and prints a line for each."""
    browser = next((b for b in ("chromium", "chromium-browser", "google-chrome") if shutil.which(b)), None)
    if browser is None:
        print("needs Chromium: apt-get install chromium", file=sys.stderr)
        return 2
    grave = 0
    with tempfile.TemporaryDirectory() as folder:
        for name, html in pages():
            for size in SIZES:
                for scheme in SCHEMES:
                    found = faults(html, size, scheme, browser, Path(folder))
                    bad = [one for one in found if one["impact"] in GRAVE]
                    grave += len(bad)
                    print(f"{name}, {size}, {scheme}: {len(bad)} serious or critical, {len(found)} in all")
                    for one in found:
                        print(f"  {one['impact']} {one['id']}: {one['help']}\n    {one['nodes'][0]}")
    return 1 if grave else 0


if __name__ == "__main__":
    sys.exit(main())
