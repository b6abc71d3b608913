"""Criteria under headings of diseases that name no service: “Melanoma / • alpha”, in a policy on one drug.

Where every favourable statement before such criteria is about one service, they are about it as well; a finding stands
on them already, for no sentence says what they are for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from coverable.document.criteria.text.diseasewords import DISEASE
from coverable.document.criteria.text.page import Page
from coverable.document.reading import Node, Statement


def with_service(made: Sequence[Statement], page: Page) -> list[Statement]:
    """The statements, in order, with the one service of the document where criteria name none."""
    named: dict[str, str] = {}
    out: list[Statement] = []
    for one in made:
        favourable = one.position == "medically_necessary" and not one.all_other_uses
        if favourable and one.subject:
            named.setdefault(one.subject.casefold(), one.subject)
        implied = favourable and not one.subject and _of_disease(one.criteria)
        implied = implied and page.findings.are_of(one.notes, "position_implied")
        lone = next(iter(named.values())) if implied and len(named) == 1 else one.subject
        out.append(replace(one, subject=lone))
    return out


def _of_disease(criteria: Node | None) -> bool:
    """Whether criteria begin with the name of a disease."""
    first = criteria.children[0] if criteria is not None and criteria.children else None
    return first is not None and not first.children and DISEASE.search(first.text) is not None
