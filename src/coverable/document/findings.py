"""What may be doubtful in a document, and the list that a reading collects.

A finding is a question to the analyst who encodes the policy. Nothing doubtful is decided in silence: whoever
is not sure of a place adds a finding and gives its id to the node or statement that rests on it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from coverable.document.reading import Finding, Severity
from coverable.document.source import Span


@dataclass(frozen=True, slots=True)
class Doubt:
    """One kind of finding: how grave it is, what it means, what the analyst is asked, and what to do."""

    severity: Severity
    title: str
    question: str
    why: str
    gathers: bool = False
    """One answer does for all places of a section that are asked about in the same words: one finding."""
    of_several: tuple[str, str] | None = None
    """Title and question of several such places, where those of one sound wrong."""


DOUBTS: dict[str, Doubt] = {}
"""Every kind of finding by its id; the modules that raise them register them at import."""


def doubts(**kinds: Doubt) -> None:
    """Make kinds of finding known; an id is given once."""
    for name, kind in kinds.items():
        if name in DOUBTS:
            raise ValueError(f"the finding `{name}` is registered twice")
        DOUBTS[name] = kind


class Findings:
    """The findings of one reading, numbered in the order in which they were made."""

    def __init__(self) -> None:
        self._made: list[Finding] = []
        self._settled: set[str] = set()
        self._sections: tuple[Span, ...] = ()
        self._alike: dict[tuple[str, str, str, int], int] = {}

    def within(self, sections: Iterable[Span]) -> None:
        """Where the sections stand: what is asked alike in one of them is asked once from now on."""
        self._sections = tuple(sections)

    def add(
        self, rule: str, spans: Iterable[Span], says: str | None = None, question: str | None = None
    ) -> str:
        """Note a finding; returns its id. `says` names what stands there, in our words.

        Where the kind gathers, a place that is asked about as another one of its section joins that finding.
        """
        kind = DOUBTS[rule]
        number = len(self._made) + 1
        made = Finding(
            f"F{number}", rule, kind.severity, says or kind.title, question or kind.question, tuple(spans)
        )
        if kind.gathers and made.spans and self._sections:
            alike = (rule, made.says, made.question, self._section(made.spans[0]))
            first = self._alike.setdefault(alike, number)
            if first != number:
                return self._joined(first - 1, made.spans)
        self._made.append(made)
        return made.id

    def _section(self, span: Span) -> int:
        """The innermost section that holds a place, by its number; -1 outside of all."""
        holding = [n for n, s in enumerate(self._sections) if s.start <= span.start < s.end]
        return holding[-1] if holding else -1

    def _joined(self, at: int, spans: tuple[Span, ...]) -> str:
        before = self._made[at]
        more = tuple(s for s in spans if s not in before.spans)
        kind = DOUBTS[before.rule]
        if more and kind.of_several and (before.says, before.question) == (kind.title, kind.question):
            before = replace(before, says=kind.of_several[0], question=kind.of_several[1])
        self._made[at] = replace(before, spans=before.spans + more)
        return before.id

    def holds(self, rule: str, span: Span) -> bool:
        """Whether a finding of this kind stands on a place."""
        return any(f.rule == rule and span in f.spans for f in self._made)

    def are_of(self, ids: Iterable[str], rule: str) -> bool:
        """Whether one of these findings is of this kind."""
        asked = set(ids)
        return any(f.rule == rule and f.id in asked for f in self._made)

    def settle(self, ids: Iterable[str], rule: str) -> frozenset[str]:
        """Take back the findings of one kind among these, as what follows settled them; gives their ids."""
        asked = set(ids)
        settled = frozenset(f.id for f in self._made if f.id in asked and f.rule == rule)
        self._settled |= settled
        return settled

    def all(self) -> tuple[Finding, ...]:
        return tuple(f for f in self._made if f.id not in self._settled)
