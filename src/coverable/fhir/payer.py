"""The payer behind the endpoints for EHRs: what it decides with, who it is, whom it trusts, what it keeps."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Final
from urllib.parse import urlsplit

from coverable.base.problem import refuse
from coverable.determination.engine import Engine
from coverable.fhir.clients import Clients
from coverable.fhir.record import Reader, compile_record
from coverable.fhir.store import MEMORY, Store
from coverable.plan.book import Plan

LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")
BASE: Final = "http://localhost:8010"


def now() -> datetime:
    """The clock."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one call may bring or cost."""

    body: int = 5_000_000
    """Bytes of one call."""
    orders: int = 50
    """Orders of one hook that are looked at."""
    coverages: int = 8
    answer: int = 5_000_000
    """Bytes of one answer of the client's FHIR server."""
    wait: float = 3.0
    """Seconds for all questions to the client's FHIR server together: a hook has five (CRD found-2)."""
    questions: int = 12
    """Questions to the client's FHIR server in one call."""


@dataclass(frozen=True)
class Payer:
    """Everything that an endpoint for EHRs rests on. Nothing in it changes from call to call but the store.

    `clients` None: open mode. Then nobody is asked who they are, so the server answers on this machine only,
    and no FHIR server but one on this machine is ever asked.
    """

    engine: Engine
    reader: Reader
    base: str = BASE
    """The address of this server as its clients see it, without a slash at the end."""
    clients: Clients | None = None
    limits: Limits = Limits()
    store: Store = field(default_factory=lambda: Store(MEMORY))
    clock: Callable[[], datetime] = now
    day: date | None = None
    """The day of looking, where somebody chose one; tokens are of the clock's time all the same."""
    members: frozenset[tuple[str, str]] | None = None
    """(plan, member number) of everybody who is insured; None: not known here, so nobody is missed."""

    def is_member(self, plan: Plan, numbers: Iterable[str]) -> bool:
        """Whether one of the numbers is a member's of the plan."""
        return self.members is None or any((plan.id, one) in self.members for one in numbers)

    @property
    def open(self) -> bool:
        """Whether anybody on this machine may call."""
        return self.clients is None

    @property
    def today(self) -> date:
        """The day of looking, where the server stands."""
        return self.day or self.clock().astimezone().date()

    def at(self, path: str) -> str:
        """The full address of a path of this server."""
        return self.base + path

    def insurer(self, plan: Plan | None) -> str:
        """The insurer's name as on the member's card: the first name that the plan file gives."""
        return plan.file.payer[0] if plan and plan.file.payer else "Coverable"


def make_payer(
    engine: Engine,
    base: str = BASE,
    clients: Clients | None = None,
    store: Store | None = None,
    clock: Callable[[], datetime] = now,
    limits: Limits | None = None,
    day: date | None = None,
    members: frozenset[tuple[str, str]] | None = None,
) -> Payer:
    """A payer over an engine, ready to be mounted. Refused: open mode at an address of another machine."""
    if clients is None and urlsplit(base).hostname not in LOOPBACK:
        raise refuse(
            "anybody could call",
            "--address",
            "no clients are registered, and the address is not of this machine only",
            "register clients (--clients), or leave the address away",
        )
    return Payer(
        engine,
        compile_record(engine.library.glossary),
        base.rstrip("/"),
        clients,
        limits or Limits(),
        store or Store(MEMORY),
        clock,
        day,
        members,
    )
