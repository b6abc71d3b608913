"""Every code that a policy lists, in its tables and at its services, read once for the rules on codes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from coverable.base.problem import Problem, Refused
from coverable.base.yamlfile import Path_
from coverable.glossary.codeset import CodeSet, Part
from coverable.policy.model import CodeGroup
from coverable.proof.lint.subject import Subject


@dataclass(frozen=True)
class Entry:
    """One entry as written, and the codes that it holds; or why it cannot be read."""

    text: str
    path: Path_
    group: CodeGroup | None
    """Its table; None for a code of a service."""
    qualifier: bool
    """Whether it counts only under a condition."""
    part: Part | None
    problems: tuple[Problem, ...] = ()

    @property
    def single(self) -> bool:
        """One code, neither a range nor a beginning."""
        return self.part is not None and self.part.first == self.part.last and len(self.part.codes) == 1

    @property
    def ends(self) -> tuple[str, ...]:
        """The codes that are written: the one code, or both ends of a range. A beginning has none."""
        if self.part is None or (self.text.strip()[-1:] in "-*xX" and len(self.part.codes) > 1):
            return ()
        return tuple(dict.fromkeys((self.part.first, self.part.last)))


def entries(subject: Subject) -> tuple[Entry, ...]:
    """All entries: tables first, then services."""
    return (*_tables(subject), *_services(subject))


def _tables(subject: Subject) -> Iterator[Entry]:
    for i, group in enumerate(subject.file.codes):
        for j, one in enumerate(group.entries):
            path: Path_ = ("codes", i, "entries", j)
            if isinstance(one, str):
                yield _entry(subject, one, path, group, False)
            else:
                yield _entry(subject, one.code, (*path, "code"), group, one.qualifier is not None)


def _services(subject: Subject) -> Iterator[Entry]:
    for name, service in subject.file.services.items():
        for i, one in enumerate(service.codes):
            path: Path_ = ("services", name, "codes", i)
            limited = service.only_if is not None
            if isinstance(one, str):
                yield _entry(subject, one, path, None, limited)
            else:
                yield _entry(subject, one.code, (*path, "code"), None, limited or one.only_if is not None)


def _entry(subject: Subject, text: str, path: Path_, group: CodeGroup | None, qualifier: bool) -> Entry:
    # faults name the place as the build of the policy names it, so that each is told once
    at = subject.where(*path[:-1] if path[-1] == "code" else path)
    try:
        found = CodeSet.read([text], subject.house.library.book, at)
    except Refused as refused:
        return Entry(text, path, group, qualifier, None, refused.problems)
    return Entry(text, path, group, qualifier, found.parts[0])
