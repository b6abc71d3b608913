"""Files that browsers load: those of others are the published ones, ours are small, none is built."""

from __future__ import annotations

import gzip
import re
from hashlib import sha256

import pytest
from starlette.testclient import TestClient

from coverable.web.app import STATIC

OWN = {"coverable.css", "coverable.js", "beside.js", "ehrform.css", "ehrform.js", "icon.svg", "VENDORED.md"}
LIMIT = 120_000
"""Bytes of a page with everything that it loads, compressed."""


def vendored() -> dict[str, list[str]]:
    """{file: name, version, licence, sha256} of the table."""
    text = (STATIC / "VENDORED.md").read_text(encoding="utf-8")
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in text.splitlines()
        if line.startswith("| ")
    ]
    return {row[0]: row[1:] for row in rows[1:]}


def test_every_file_of_others_is_the_published_one_with_its_licence_beside_it() -> None:
    table = vendored()
    licences = {
        f"lforms/{'zone' if 'zone' in name else 'lforms'}.LICENSE"
        if name.startswith("lforms/")
        else f"{name.partition('.')[0]}.LICENSE"
        for name in table
    }
    files = {p.relative_to(STATIC).as_posix() for p in STATIC.rglob("*") if p.is_file()}
    assert files == OWN | set(table) | licences
    for name, (_, version, licence, digest) in table.items():
        data = (STATIC / name).read_bytes()
        assert sha256(data).hexdigest() == digest, name
        assert version.encode() in data or name.startswith("lforms/")  # its files do not say their version
        assert licence


def test_nothing_that_a_page_loads_comes_from_elsewhere() -> None:
    for path in STATIC.glob("*.css"):
        addresses = re.findall(r"url\(([^)]*)\)|@import[^;]*;", path.read_text(encoding="utf-8"))
        assert all(one.strip("'\"").startswith("data:") for one in addresses), path.name
    for name in sorted(one for one in OWN if one.endswith(".js")):
        ours = (STATIC / name).read_text(encoding="utf-8").replace("fetch(box.dataset.twin)", "")
        assert not re.search(r"https?:|fetch\(|localStorage|eval|innerHTML|document\.write|cookie", ours), (
            name
        )


@pytest.mark.parametrize(
    "path", ["/", "/checklist?plan=sentara/medicare&code=E1399", "/policies/sentara/dme-32", "/compare?first=sentara/dme-32&second=healthy-blue/cg-med-28"]
)  # fmt: skip
def test_a_page_with_all_that_it_loads_stays_small(client: TestClient, path: str) -> None:
    page = client.get(path).text
    parts = re.findall(r'(?:src|href)="(/static/[^"]+)"', page)
    weight = sum(len(gzip.compress(client.get(part).content, 6)) for part in parts)
    assert len(parts) == (7 if "/policies/" in path else 6)
    assert weight + len(gzip.compress(page.encode(), 6)) < LIMIT
