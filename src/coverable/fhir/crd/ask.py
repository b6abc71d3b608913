"""Questions to the client's FHIR server for what a call did not bring, with the token that it gave.

Only servers that the operator registered are asked (in open mode: only this machine), only below their own
address, without following redirects, with one limit of time for all questions and one of size for each.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

from coverable.base.problem import Refused
from coverable.base.shape import is_object
from coverable.determination.request import parse_json
from coverable.fhir.answers import FHIR
from coverable.fhir.clients import Client
from coverable.fhir.payer import LOOPBACK, Payer

UNREACHABLE: Final = "did not answer in time"


@dataclass(frozen=True, slots=True)
class Found:
    """What came back. `trouble`: why something could not be asked, in a word; None where all was answered."""

    resources: tuple[Any, ...] = ()
    """Resources and Bundles."""
    trouble: str | None = None
    asked: int = 0


@dataclass(slots=True)
class Asking:
    """The questions of one call."""

    payer: Payer
    server: str | None
    token: str | None
    client: Client | None
    began: float = field(default_factory=time.monotonic)
    count: int = 0

    @property
    def allowed(self) -> bool:
        """Whether the client's FHIR server is one that may be asked."""
        if self.server is None:
            return False
        try:
            parts = urlsplit(self.server)
        except ValueError:  # no address at all
            return False
        if (
            parts.scheme not in ("http", "https")
            or parts.username
            or parts.password
            or parts.query
            or parts.fragment
        ):
            return False
        if self.payer.open:
            return parts.hostname in LOOPBACK
        known = self.client.fhir_servers if self.client else []
        return self.server.rstrip("/") in [one.rstrip("/") for one in known]

    async def ask(self, paths: Sequence[str]) -> Found:
        """Ask for several paths below the server's address at once."""
        room = self.payer.limits.questions - self.count
        if not paths:
            return Found()
        if not self.allowed:
            return Found(trouble="is not registered here, so it was not asked")
        asked = list(dict.fromkeys(paths))[: max(room, 0)]
        self.count += len(asked)
        left = self.payer.limits.wait - (time.monotonic() - self.began)
        if left <= 0:
            return Found(trouble=UNREACHABLE)
        import httpx2

        headers = {"accept": FHIR}
        if self.token:
            headers["authorization"] = f"Bearer {self.token}"
        # a proxy of this machine's environment would be another host than the one that is allowed
        async with httpx2.AsyncClient(
            headers=headers, timeout=left, follow_redirects=False, trust_env=False
        ) as http:
            jobs = [asyncio.create_task(self._one(http, path)) for path in asked]
            done, late = await asyncio.wait(jobs, timeout=left)
            for job in late:
                job.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        results = [job.result() for job in jobs if job in done]
        troubles = [t for _, t in results if t] + ([UNREACHABLE] if late else [])
        return Found(tuple(r for r, _ in results if r is not None), next(iter(troubles), None), len(asked))

    async def _one(self, http: Any, path: str) -> tuple[Any, str | None]:
        """(resource, trouble) of one question. That something is not there is no trouble."""
        import httpx2

        assert self.server is not None
        most = self.payer.limits.answer
        try:
            async with http.stream("GET", f"{self.server.rstrip('/')}/{path}") as answer:
                if answer.status_code in (400, 404, 410, 422):
                    return None, None
                if answer.status_code != 200:
                    return None, f"answered with status {answer.status_code}"
                raw = bytearray()
                async for piece in answer.aiter_bytes():
                    raw += piece
                    if len(raw) > most:
                        return None, "sent more than is read at once"
        except (httpx2.HTTPError, httpx2.InvalidURL):
            return None, "could not be reached"
        try:
            data: Any = parse_json(bytes(raw), "the FHIR server's answer")
        except Refused:
            return None, "sent what is not JSON"
        if not is_object(data) or not isinstance(data.get("resourceType"), str):
            return None, "sent what is not FHIR"
        return (None, None) if data["resourceType"] == "OperationOutcome" else (data, None)
