"""“The following apply to all indications:” over a list beside the criteria of each indication: what all of them ask for.

By itself such a list would say that its items are enough. It stays a statement, and a finding asks whether the
criteria of each use have to be met as well.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from coverable.document.criteria.statements.restrictions import grants
from coverable.document.criteria.text.page import Page
from coverable.document.criteria.text.wordclasses import any_case
from coverable.document.reading import Statement

_ALL = r"(?:all|each|every|any)\s+(?:of\s+the\s+)?(?:\w+\s+)?"
_OF = r"(?:indications?|uses?|diagnos[ei]s|requests?|products?|drugs?|services?|approvals?|authori[sz]ations?|submissions?)\b"
_EVERY = any_case(
    rf"\b(?:appl(?:y|ies|icable)|required|needed|common)\s+(?:to|for|in)\s+{_ALL}{_OF}"
    rf"|\bfor\s+{_ALL}{_OF}|\bcriteria\s+(?:for|of)\s+{_ALL}{_OF}|\(\s*{_ALL}{_OF}\s*\)"
    rf"|^\W*{_ALL}{_OF}[^.;:]{{0,60}}\b(?:must|shall|need|requires?)\b"
    r"|\b(?:an?|any|the|each)\s+(?:indications?|diagnos[ei]s|uses?|conditions?)\s+(?:(?:listed|named|shown|set\s+out)\s+)?(?:in|under|below)\s+(?:the\s+)?(?:sections?|tables?|grid|chart|part|appendix|list)\b"
)
_ASKED_OF_ALL = any_case(rf"^\W*{_ALL}{_OF}\W*:\s*(?:must|shall|need|requires?)\b")
SAYS = "Criteria for all uses beside those of each"


def of_every_use(text: str) -> bool:
    """Whether words over a list say that it is for all uses, requests or services."""
    return _EVERY.search(text) is not None


def asks_of_all(text: str) -> bool:
    """Whether a line asks something of every request: “All Authorizations: Must be prescribed by …”."""
    return _ASKED_OF_ALL.match(text) is not None


_GENERAL = any_case(
    r"\W*(?:[0-9A-Z]{1,3}[.)]\s+)?(?:general|common|universal|overall|core|basic|global|shared)\s+(?:[\w-]+\s+){0,2}?(?:criteria|requirements|conditions|eligibility)\W*"
)
"""“General criteria” over a list that takes no position of its own."""


def asked(made: Sequence[Statement], names: Mapping[int, Sequence[str]], page: Page) -> list[Statement]:
    """The statements, with a finding on each list for all uses and on the favourable statements of its stage beside it.

    `names`: by the start of a list that takes no position, what stands over it.
    """
    out = list(made)
    for i, one in enumerate(made):
        over = names.get(one.span.start, ())
        general = one.criteria is not None and of_every_use(one.criteria.text)
        if not grants(one) or not (general or any(map(_GENERAL.fullmatch, over))):
            continue
        others = [k for k, o in enumerate(made) if k != i and grants(o) and one.stage in (None, o.stage)]
        if others:
            note = page.findings.add("general_criteria", [one.span], SAYS)
            for k in (i, *others):
                out[k] = replace(out[k], notes=(*out[k].notes, note))
    return out
