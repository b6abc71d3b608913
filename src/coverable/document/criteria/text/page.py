"""What the reading of criteria passes along: the document, and the findings made on the way."""

from __future__ import annotations

from dataclasses import dataclass

from coverable.document.criteria.text.doubts import DOUBTS
from coverable.document.criteria.text.passage import Passage
from coverable.document.findings import Findings, doubts
from coverable.document.source import Source, Span

doubts(**DOUBTS)


@dataclass(frozen=True, slots=True)
class Page:
    """The document that criteria are read from, and the findings made on the way."""

    source: Source
    findings: Findings

    def span(self, passage: Passage) -> Span:
        return passage.span(self.source)

    def doubt(self, rule: str, passage: Passage, says: str | None = None) -> str:
        """Note a finding on a passage; returns its id."""
        return self.findings.add(rule, [self.span(passage)], says)
