"""“X is investigational for all indications, including but not limited to:”: every use is meant, the list gives examples.

Without “including” the list may be all that is meant: “Stimulation with these techniques is investigational for all
indications: …” names the techniques.
"""

from __future__ import annotations

from collections.abc import Sequence

from coverable.document.criteria.text.entry import Entry
from coverable.document.criteria.text.page import Page
from coverable.document.criteria.text.passage import Passage
from coverable.document.criteria.text.wordclasses import any_case
from coverable.document.reading import Stated

_USES = r"\W*(?:for|in)\s+(?:all|any)\s+(?:indications?|uses?|conditions|diagnoses|purposes)"
_ALL = any_case(rf"{_USES}\W*")
_OPEN = any_case(
    rf"{_USES}\s*,?\s*(?:\(\s*)?(?:including|such\s+as)(?:,?\s+but\s+(?:is\s+|are\s+)?not\s+limited\s+to)?\W*"
)


def for_all_uses(rest: Passage) -> bool:
    """Whether what stands behind a position says that it holds for every use, and nothing else."""
    return _ALL.fullmatch(rest.text) is not None


def examples_of_uses(rest: Passage, under: Sequence[Entry], page: Page) -> tuple[Stated, ...]:
    """The uses that a list names as examples of every use; () where it does not."""
    if _OPEN.fullmatch(rest.text) is None:
        return ()
    named = [e.passage.trimmed(".;,") for e in under]
    return tuple(Stated(p.text, page.span(p), 0.9) for p in named if p)
