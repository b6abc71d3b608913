"""One server for each module, started as `coverable serve` starts it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from fhir.crd.ehr import Ehr, FhirServer, fhir_server
from web.conftest import serving


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server in open mode, with members who are known."""
    place = tmp_path_factory.mktemp("crd")
    (place / "members.csv").write_text(
        "plan,member\nsentara/medicare,M-1\nmeadowlark/choice,M-1\nmeadowlark/advantage,M-1\nhealthy-blue/medicaid,M-1\n"
    )
    database = f"sqlite:///{place / 'answers.sqlite'}"
    options = ("--database", database, "--members", str(place / "members.csv"))
    with serving(place / "log.txt", *options) as at:
        yield at
    assert "Error" not in (place / "log.txt").read_text()


@pytest.fixture(scope="module")
def ehr(address: str) -> Iterator[Ehr]:
    with httpx2.Client(timeout=60, trust_env=False) as http:
        yield Ehr(address, http)


@pytest.fixture
def server() -> Iterator[FhirServer]:
    """The EHR's own FHIR server."""
    with fhir_server() as about:
        yield about


@pytest.fixture(scope="session")
def samples(standards: Path) -> Path:
    return standards / "samples" / "crd"
