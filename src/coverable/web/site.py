"""What a server was started with, opened once: library, plans, engine, folders of documents and of runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from threading import Lock
from typing import TypeVar

from starlette.concurrency import run_in_threadpool

from coverable.base.problem import Problem, Refused
from coverable.determination.engine import Engine, open_engine
from coverable.plan.book import Plan
from coverable.policy.executable import Policy
from coverable.policy.readings import check_reading, readings_of

Made = TypeVar("Made")


class NotThere(Refused):
    """What a link names does not exist: 404, in the same four words as every refusal."""


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
    heavy: Lock = field(default_factory=Lock)
    """Held by what takes long (proofs, documents), so that one visitor cannot take the whole machine."""

    def __post_init__(self) -> None:
        self.open()

    def open(self) -> None:
        """Read the library (again, after the workbench wrote into it)."""
        self.engine = open_engine(self.settings.library)
        self.engine.library.still = True

    @property
    def today(self) -> date:
        return self.settings.today or date.today()

    async def alone(self, work: Callable[[], Made]) -> Made:
        """What takes long, beside the other requests and one at a time."""

        def held() -> Made:
            with self.heavy:
                return work()

        return await run_in_threadpool(held)

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
