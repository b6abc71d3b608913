"""What lint rules look at: one version of a policy, in its library, on a day."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from coverable.base.model import read_model
from coverable.base.problem import Problem, Refused
from coverable.base.yamlfile import Path_, YamlFile, read_yaml
from coverable.determination.engine import Engine
from coverable.plan.book import PlanBook
from coverable.plan.model import PlanFile
from coverable.policy.build import Origin
from coverable.policy.cite import Citations, TextForm, read_source
from coverable.policy.executable import Policy, first_day
from coverable.policy.library import Library
from coverable.policy.model import PolicyFile
from coverable.policy.signoff import Signoff

if TYPE_CHECKING:
    from coverable.proof.lint.codetables import Entry
    from coverable.proof.lint.proving import Proved
    from coverable.proof.space import Space


@dataclass(frozen=True)
class Plan:
    """A plan as written, with its places."""

    file: PlanFile
    yaml: YamlFile


@dataclass(frozen=True)
class House:
    """The library, the day of looking, and where source documents lie if they are at hand."""

    library: Library
    as_of: date
    sources: Path | None = None

    @cached_property
    def plans(self) -> tuple[Plan, ...]:
        """Every plan that can be read; what stops the others is in `plan_problems`."""
        return self._read_plans[0]

    @property
    def plan_problems(self) -> tuple[Problem, ...]:
        return self._read_plans[1]

    @cached_property
    def _read_plans(self) -> tuple[tuple[Plan, ...], tuple[Problem, ...]]:
        plans: list[Plan] = []
        problems: list[Problem] = []
        for root in self.library.roots:
            for path in sorted((root / "plans").rglob("*.yaml")):
                try:
                    yaml = read_yaml(path, self.library.name(path))
                    plans.append(Plan(read_model(PlanFile, yaml), yaml))
                except Refused as refused:
                    problems.extend(refused.problems)
        return tuple(plans), tuple(problems)

    def subjects(self, keys: list[str] | None = None) -> tuple[Subject, ...]:
        """Those versions, or all."""
        return tuple(self.subject(key) for key in (self.library.folders if keys is None else keys))

    def versions(self, id: str) -> tuple[Subject, ...]:
        """Every version of a policy; none when the library does not hold it."""
        return self.subjects(self._keys.get(id, []))

    @cached_property
    def _keys(self) -> Mapping[str, list[str]]:
        out: dict[str, list[str]] = {}
        for key in self.library.folders:
            out.setdefault(key.partition("@")[0], []).append(key)
        return out

    def adoptions(self, policy: str) -> tuple[tuple[Plan, int], ...]:
        """Every plan that adopts a policy, with the number of its line."""
        return tuple(self._adoptions.get(policy, ()))

    @cached_property
    def _adoptions(self) -> Mapping[str, list[tuple[Plan, int]]]:
        out: dict[str, list[tuple[Plan, int]]] = {}
        for plan in self.plans:
            for i, one in enumerate(plan.file.adopts):
                out.setdefault(one.policy, []).append((plan, i))
        return out

    def subject(self, key: str) -> Subject:
        found = self._subjects.get(key)
        if found is None:
            found = self._subjects[key] = Subject(self, key)
        return found

    @cached_property
    def _subjects(self) -> dict[str, Subject]:
        return {}

    @cached_property
    def engine(self) -> Engine:
        """The engine over this library, for rules that compare what versions decide."""
        return Engine(self.library, PlanBook(self.library, leave_out=True))

    def fact_place(self, name: str) -> str:
        """file:line:column where the glossary defines a fact."""
        defined = re.compile(rf"^  {re.escape(name)}:", re.MULTILINE)
        for root in self.library.roots:
            for path in sorted((root / "glossary").rglob("*.yaml")):
                text = path.read_text(encoding="utf-8")
                found = defined.search(text)
                if found:
                    return f"{self.library.name(path)}:{text.count(chr(10), 0, found.start()) + 1}:3"
        return "glossary"


@dataclass(frozen=True)
class Subject:
    """One version of one policy. What cannot be read or built is None here, and told in `problems`."""

    house: House
    key: str

    @property
    def id(self) -> str:
        return self.key.partition("@")[0]

    @property
    def folder(self) -> Path:
        return self.house.library.folders[self.key]

    def name(self, file: str) -> str:
        """A file of this version as messages show it."""
        return self.house.library.name(self.folder / file)

    @cached_property
    def _built(self) -> tuple[Policy | None, tuple[Problem, ...]]:
        try:
            return self.house.library.policy(self.key), ()
        except Refused as refused:
            return None, refused.problems

    @property
    def policy(self) -> Policy | None:
        return self._built[0]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Why it cannot be built; empty when it can."""
        return self._built[1]

    @cached_property
    def origin(self) -> Origin | None:
        try:
            return self.house.library.origin(self.key)
        except Refused:
            return None

    @property
    def file(self) -> PolicyFile:
        """The policy as written. Rules run only where it can be read."""
        assert self.origin is not None
        return self.origin.file

    def where(self, *path: str | int) -> str:
        assert self.origin is not None
        return self.origin.yaml.where(path)

    @cached_property
    def _signed(self) -> tuple[Signoff | None, YamlFile | None]:
        path = self.folder / "signoff.yaml"
        try:
            yaml = read_yaml(path, self.name("signoff.yaml"))
            return read_model(Signoff, yaml), yaml
        except Refused:
            return None, None

    @property
    def signoff(self) -> Signoff | None:
        return self._signed[0]

    def signoff_where(self, *path: str | int) -> str:
        yaml = self._signed[1]
        return yaml.where(path) if yaml else self.name("signoff.yaml")

    @property
    def approved(self) -> bool:
        return self.signoff is not None and self.signoff.encoding.status == "approved"

    @cached_property
    def citations(self) -> tuple[Citations, YamlFile] | None:
        path = self.folder / "citations.yaml"
        if not path.exists():
            return None
        try:
            yaml = read_yaml(path, self.name("citations.yaml"))
            return read_model(Citations, yaml), yaml
        except Refused:
            return None

    @cached_property
    def source(self) -> Path | None:
        """The source document, where it lies in the folder or among the documents at hand."""
        name = self.file.source.file
        places = [self.folder, *([self.house.sources] if self.house.sources else [])]
        return next((p / name for p in places if name and (p / name).is_file()), None)

    @cached_property
    def form(self) -> TextForm | None:
        """The lines of the source document, whatever its format; None when it is not at hand or unreadable.

        Plain text is read without the readers of documents, which are slow to load.
        """
        if self.source is None:
            return None
        try:
            return TextForm(*read_source(self.source), name=self.source.name)
        except Refused:
            pass
        from coverable.document.draft.places import document_form

        try:
            return document_form(self.source)
        except Refused:
            return None

    @cached_property
    def first_day(self) -> date | None:
        if self.signoff is None:
            return None
        return first_day(self.file, self.signoff)

    @cached_property
    def siblings(self) -> tuple[Subject, ...]:
        """The other versions of this policy that can be read."""
        return tuple(s for s in self.house.versions(self.id) if s.key != self.key and s.origin is not None)

    @cached_property
    def successor(self) -> Subject | None:
        """The approved version that comes next."""
        later = [s for s in self.siblings if s.approved and s.begins_after(self.first_day)]
        return min(later, key=lambda s: s.first_day or date.max, default=None)

    @cached_property
    def predecessor(self) -> Subject | None:
        """The approved version before this one."""
        mine = self.first_day
        earlier = [s for s in self.siblings if s.approved and s.first_day and mine and s.first_day < mine]
        return max(earlier, key=lambda s: s.first_day or date.min, default=None)

    def begins_after(self, day: date | None) -> bool:
        return self.first_day is not None and day is not None and self.first_day > day

    @cached_property
    def last_day(self) -> date | None:
        """The last day in effect: its own, that before its successor, or None while it goes on."""
        ends = [date.fromisoformat(self.file.in_effect.to)] if self.file.in_effect.to else []
        if self.signoff and self.signoff.withdrawn:
            ends.append(date.fromisoformat(self.signoff.withdrawn.on))
        if self.successor and self.successor.first_day:
            ends.append(self.successor.first_day - timedelta(days=1))
        return min(ends, default=None)

    @cached_property
    def days(self) -> tuple[date, date]:
        """First and last day on which codes must hold: in effect, as far as the day of looking."""
        first = self.first_day or self.house.as_of
        last = min(self.last_day or self.house.as_of, max(self.house.as_of, first))
        return first, max(first, last)

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Every code that the policy lists."""
        from coverable.proof.lint.codetables import entries

        return entries(self)

    @cached_property
    def written(self) -> Mapping[int, Path_]:
        """Where each criterion that was built is written."""
        from coverable.proof.lint.written import places

        return places(self.policy) if self.policy else {}

    @cached_property
    def unmapped(self) -> bool:
        """Whether passages are not yet tied to facts: what can be proved then is not about the text."""
        return self.policy is not None and any(n.rule == "unmapped" for n in self.policy.forest.nodes)

    @cached_property
    def proved(self) -> Proved:
        """What can be proved of its criteria."""
        from coverable.proof.lint.proving import prove

        return prove(self)

    @cached_property
    def space(self) -> Space:
        """The patients that the policy can tell apart."""
        from coverable.proof.lint.patients import space

        assert self.policy is not None
        return space(self.policy)
