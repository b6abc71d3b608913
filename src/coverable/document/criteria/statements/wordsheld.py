"""Whether every word of a sentence of position is in something that was read of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from coverable.document.criteria.conditions.lost import APART, held_by, lost, over_list
from coverable.document.criteria.positions.judgement import judgement
from coverable.document.criteria.positions.payers import pays
from coverable.document.criteria.positions.sentenceforms import opinion_end
from coverable.document.criteria.positions.stages import names_stage
from coverable.document.criteria.positions.stand import NEGATIVE, Stand
from coverable.document.criteria.positions.unaccounted import CLAIM, LASTING
from coverable.document.criteria.statements.besides import SHORT_NAME, past_asides
from coverable.document.criteria.statements.naming import FIRST_CLAUSE, framing
from coverable.document.criteria.statements.reasons import reasons
from coverable.document.criteria.text.passage import Passage
from coverable.document.granted.amounts import amounts
from coverable.document.granted.lengths import lengths
from coverable.document.reading import Statement

_PAID_BY = re.compile(r"\bby\s+(?:the\s+)?(?:[A-Z][\w.&’'-]*\s*)+")
"""“X is covered by Northwind Mutual”."""
_NO_MATTER = re.compile(r"\bno\s+matter\b", re.IGNORECASE)
_OF_PLAN = re.compile(
    r"\b(?:[A-Z][\w&.’'-]*\s+){1,4}(?=(?:members|enrollees|customers|participants|subscribers)\b)"
)
"""“Northwind members may be eligible for X”."""


def words_lost(sentence: Passage, found: Stand, made: Sequence[Statement], listed: bool) -> list[str]:
    """The words of a sentence of position that are in nothing which was read of it; `listed`: a list stands under it."""
    text = sentence.text
    taken = [(found.first, found.last), *framing(text)]
    taken += [m.span() for told in (_PAID_BY, _OF_PLAN, _NO_MATTER, SHORT_NAME) for m in told.finditer(text)]
    opinion = opinion_end(text)
    taken += [(0, opinion)] if opinion else []
    if found.given and names_stage(text[slice(*found.given)]):
        taken.append(found.given)
    if found.second is not None and (again := judgement(text[found.second + 3 :])):
        taken.append((found.second + 3 + again.first, found.second + 3 + again.last))
    head = text[: found.first]
    if not any(one.subject and one.subject in head for one in made):
        last = max(opinion, head.rfind(", ") + 1)
        if pays(head):
            taken.append((0, found.first))
        elif pays(head[last:]):  # “Since trials are lacking, the plan …”
            taken.append((last, found.first))
    if found.position in NEGATIVE and (said := FIRST_CLAUSE.search(head.rstrip())):
        taken.append(said.span())  # “X is aimed at appearance and | is cosmetic”: why
    taken += reasons(text, found.last if found.position in NEGATIVE else len(text))
    behind = sentence.part(found.last)
    taken.append((found.last, past_asides(behind, denies=True).first - sentence.first))
    taken += [(one.first, one.last) for one in (*amounts(text), *lengths(text))]
    if LASTING.match(head):
        taken.append((0, found.first))
    claim = CLAIM.match(head)
    if claim and pays(claim["who"]):
        taken.append(claim.span())
    if listed:
        taken += over_list(text, found.last)
    every = [one for statement in made for one in (statement, *statement.candidates)]
    held = [w for one in every for w in (one.subject, *held_by(one.criteria))]
    held += [str(use.value) for one in every for use in one.named_uses]
    words = lost(text, held, taken)
    closes = any(one.all_other_uses or one.criteria_not_met for one in made)
    return [w for w in words if w.lower() not in APART] if closes else words
