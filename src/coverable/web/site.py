"""What a server was started with, opened once: library, plans, engine, folders of documents and of runs."""

from __future__ import annotations

from asyncio import Lock
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from math import prod
from pathlib import Path
from time import monotonic
from typing import Any, Final, TypeVar

from starlette.concurrency import run_in_threadpool

from coverable.base.problem import Problem, Refused
from coverable.base.shape import is_list, is_object
from coverable.determination.engine import Engine
from coverable.plan.book import Plan, PlanBook
from coverable.policy.executable import Policy
from coverable.policy.library import Library
from coverable.policy.readings import check_reading, readings_of

Made = TypeVar("Made")


class NotThere(Refused):
    """What a link names does not exist: 404, in the same four words as every refusal."""


class Busy(Refused):
    """Too many wait for what takes long: 503."""


LIGHT: Final = 20
"""Lines times coverages that are decided at once."""
QUEUE: Final = 20
"""Requests that may wait for what takes long."""
LOOK: Final = 2.0
"""Seconds between two looks at the files of a library that is edited."""


@dataclass(frozen=True)
class Ehr:
    """The endpoints for EHRs (CRD, DTR) beside the pages."""

    address: str = "http://localhost:8010"
    """Of this server, as its clients see it: tokens are made for it."""
    clients: Path | None = None
    """Who may call. None: open mode, for this machine only."""
    members: Path | None = None
    """Who is insured; None: not known here."""
    database: str | None = None
    """Where answers are kept; None: a file in the user's state folder."""


@dataclass(frozen=True)
class Settings:
    """The choices of `coverable serve`."""

    library: Path | None = None
    documents: Path | None = None
    """Source documents that the operator has loaded, known by their SHA-256."""
    runs: Path | None = None
    """Folder of claims runs (each an OUT_DIR of `coverable claims review`)."""
    edit: bool = False
    """The workbench may write drafts into the library folder."""
    public: bool = False
    """Open to anybody: pages to read, and the checklist as providers see it."""
    today: date | None = None
    """The day of looking; None: the clock's."""
    ehr: Ehr | None = None
    """None: pages only."""


@dataclass
class Site:
    """The open library behind all pages. Requests are decided one at a time; no answer of theirs is kept."""

    settings: Settings = field(default_factory=Settings)
    engine: Engine = field(init=False)
    opened: int = 0
    """How often the library was read: what was worked out before belongs to another engine."""
    gate: Lock = field(default_factory=Lock)
    """Held by what takes long (proofs, documents), so that one visitor cannot take the whole machine."""
    waiting: int = 0
    seen: tuple[float, int] = (0.0, 0)
    """When the files of the library were last looked at, and what they were like."""

    def __post_init__(self) -> None:
        self.open()

    def open(self) -> None:
        """Read the library (again, after somebody wrote into it)."""
        self.opened += 1
        library = Library(self.settings.library)
        library.still = True
        # one wrong plan must not take the others away; the state of the library says what is wrong
        self.engine = Engine(library, PlanBook(library, leave_out=True), {})

    def look(self) -> None:
        """Where files may be edited, the library is opened again when some file of it changed (at most every
        two seconds); what cannot be read then is told by the pages that show it."""
        if not self.settings.edit or monotonic() - self.seen[0] < LOOK:
            return
        files = sorted(self.engine.library.root.rglob("*.yaml"))
        like = hash(tuple((str(p), p.stat().st_mtime_ns) for p in files if p.is_file()))
        before, self.seen = self.seen[1], (monotonic(), like)
        if before and before != like:
            self.open()

    @property
    def today(self) -> date:
        return self.settings.today or date.today()

    async def alone(self, work: Callable[[], Made]) -> Made:
        """What takes long, beside the other requests and one at a time. Busy when too many wait already."""
        if self.waiting >= QUEUE:
            raise Busy(
                Problem(
                    "the server is busy",
                    "the server",
                    f"{QUEUE} requests that take long are waiting",
                    "try again in a minute",
                )
            )
        self.waiting += 1
        try:
            async with self.gate:
                return await run_in_threadpool(work)
        finally:
            self.waiting -= 1

    async def weighed(self, data: Any, work: Callable[[], Made]) -> Made:
        """What decides a request: at once, or beside the others where it has many lines and coverages."""
        parts = [data.get(name) for name in ("services", "coverages")] if is_object(data) else []
        weight = prod(len(one) for one in parts if is_list(one))
        return await self.alone(work) if weight > LIGHT else work()

    def asking(self, choices: Mapping[str, str]) -> Engine:
        """The engine with readings that somebody only asks about; Refused where no policy knows one."""
        known = readings_of(self.engine.library) if choices else {}
        for name, option in choices.items():
            check_reading(known, name, option, f"i.{name[:60]}")
        return Engine(self.engine.library, self.engine.plans, dict(choices)) if choices else self.engine

    def policy(self, publisher: str, number: str, version: str | None = None) -> Policy:
        """The version of a policy; without one, that in effect today, else the newest. NotThere otherwise."""
        library, name = self.engine.library, f"{publisher}/{number}"
        if version is None:
            versions = library.versions(name) if library.keys_of(name) else ()
            now = [p for p in versions if p.first_day and p.first_day <= self.today]
            if versions:
                return (now or list(versions))[-1]
        elif f"{name}@{version}" in library.folders:
            return library.policy(f"{name}@{version}")
        shown = name if version is None else f"{name}@{version}"
        raise NotThere(
            Problem(
                f"no policy `{shown[:80]}`",
                "the address of the page",
                "the library of this server does not hold it",
                "search for its number, title or a code",
            )
        )

    def plan_names(self) -> list[tuple[str, str]]:
        """(id, title) of every plan, for lists to choose from."""
        plans: Mapping[str, Plan] = self.engine.plans.plans
        return sorted((name, plan.file.title) for name, plan in plans.items())
