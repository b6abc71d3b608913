"""Statements of one document that cannot all hold: competing wordings, opposite positions (SR-052)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from coverable.document.criteria.text.diseasewords import is_illness
from coverable.document.criteria.text.page import Page
from coverable.document.criteria.text.useframes import led_in
from coverable.document.patterns import word_set
from coverable.document.reading import Node, Statement, nodes_of
from coverable.document.source import Span, normalized

ALIKE = 0.8
"""Statements whose words agree to this part are two wordings of one rule."""
MOST = 60
"""More statements than this are compared with their neighbours only."""
_TREATS = re.compile(
    r"(?:\bfor\s+|^)(?:the\s+)?(?:treatment|management)\s+of\s+|\bto\s+treat\s+|^for\s+", re.IGNORECASE
)
_NAMED = re.compile(r"[a-z’']{3,}")
_DEGREES = word_set(
    "mild moderate moderately severe severely active actively acute chronic refractory persistent uncontrolled advanced early late "
    "recurrent relapsed relapsing documented confirmed diagnosis the with and for adult adults pediatric patients members treatment"
)
"""Words that say how bad a disease is, or of whom: a newer wording may add them or take them out."""
_USE_AND_LIST = 2
_ARTICLE = re.compile(r"^(?:the|an?)\s+")
_SUBJECT = re.compile(
    r"\b(?:the|a|an|use|of|is|are|be|considered|treatment|with|for|as)\b|\W+", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Worded:
    """A statement with the words by which it is compared: each is made once, for it is compared with many."""

    made: Statement
    subject: str
    words: Sequence[str]
    """Its logic: rules and conditions, in order."""
    conditions: Sequence[str]
    """The words of its conditions alone, sorted."""
    illness: frozenset[str]
    """The words of the disease that it is for, where one stands before its list."""


def _worded(made: Statement) -> _Worded:
    return _Worded(made, subject_of(made), words_of(made), _leaf_words(made), _illness_over(made.criteria))


def settle(found: Sequence[Statement], page: Page) -> tuple[Statement, ...]:
    """Competing statements put together as candidates of the later one; repeated ones once."""
    out: list[_Worded] = []
    for one in map(_worded, found):
        match = SequenceMatcher(None, (), one.words, autojunk=False)
        before = range(len(out) - 1, max(-1, len(out) - 1 - MOST), -1)
        rival = next((i for i in before if _rival(out[i], one, match)), None)
        if rival is None:
            out.append(one)
        elif _same(out[rival], one):
            continue
        elif _agree(out[rival].made, one.made):
            both = (*out[rival].made.named_uses, *one.made.named_uses)
            out[rival] = replace(out[rival], made=replace(out[rival].made, named_uses=both))
        else:
            other = out.pop(rival).made
            note = page.findings.add("competing_statements", [other.span, one.made.span])
            candidates = (replace(other, candidates=()), *other.candidates, *one.made.candidates)
            notes = (*one.made.notes, note)
            out.append(replace(one, made=replace(one.made, candidates=candidates, notes=notes)))
    kept = tuple(one.made for one in out)
    for places in _opposite(kept):
        page.findings.add("opposite_positions", places)
    return kept


def _rival(before: _Worded, one: _Worded, match: SequenceMatcher[str]) -> bool:
    """Whether two statements are two wordings of one rule; `match` holds the words of the later one."""
    first, second = before.made, one.made
    if first.position != second.position:
        return False
    again = first.stage is not None and second.stage is not None and before.words == one.words
    if first.stage != second.stage and (again or before.conditions != one.conditions):
        return False  # going on may ask for the same as beginning, and says so in a statement of its own
    if first.all_other_uses and second.all_other_uses:
        return before.subject == one.subject
    if first.criteria is None or second.criteria is None or before.subject != one.subject:
        return False
    if _of_other_use(before.illness, one.illness):
        return False
    if before.words != one.words and before.conditions == one.conditions:
        return True  # the same list under “any” and under “all”
    fewer, more = sorted((len(before.words), len(one.words)))
    return fewer >= 0.6 * more and _alike(before.words, match)


def _of_other_use(mine: frozenset[str], theirs: frozenset[str]) -> bool:
    """Whether two statements name two diseases before their lists, of which neither is the other in fewer words.

    Policies of drugs print the same list under “for Crohn's disease” and “for ulcerative colitis”.
    """
    return bool(mine and theirs) and not (mine <= theirs or theirs <= mine)


def _illness_over(criteria: Node | None) -> frozenset[str]:
    """The words of the disease that stands as a condition before a list, less those that only say how bad it is."""
    if criteria is None or criteria.rule != "all" or len(criteria.children) < _USE_AND_LIST:
        return frozenset()
    use, *_, last = criteria.children
    if use.rule != "leaf" or last.rule == "leaf" or not is_illness(use.text):
        return frozenset()
    return frozenset(_NAMED.findall(use.text.lower())) - _DEGREES


def _alike(words: Sequence[str], match: SequenceMatcher[str]) -> bool:
    """Whether the words agree to the part that two wordings of one rule do; bounds that cost little come first."""
    match.set_seq1(words)
    return all(bound() >= ALIKE for bound in (match.real_quick_ratio, match.quick_ratio, match.ratio))


def _same(before: _Worded, one: _Worded) -> bool:
    first, second = before.made, one.made
    if first.all_other_uses and first.criteria_not_met == second.criteria_not_met:
        uses = {normalized(str(u.value)).lower() for u in first.named_uses}
        if (
            uses == {normalized(str(u.value)).lower() for u in second.named_uses}
            and first.criteria == second.criteria is None
        ):
            return True
    return first.criteria is not None and second.criteria is not None and before.words == one.words


def _agree(first: Statement, second: Statement) -> bool:
    """Whether two statements on all other uses say one thing, and only the uses differ that they name besides."""
    bare = first.criteria is None and second.criteria is None and not (first.candidates or second.candidates)
    closes = first.all_other_uses and second.all_other_uses
    return closes and bare and first.criteria_not_met == second.criteria_not_met


def subject_of(statement: Statement) -> str:
    """What a statement is about, in its bare words."""
    return _SUBJECT.sub(" ", statement.subject.lower()).strip()


def words_of(statement: Statement) -> list[str]:
    """The logic of a statement in words: rules and conditions, in order."""
    out: list[str] = []
    for node in nodes_of(statement.criteria):
        out.extend(
            normalized(node.text).lower().strip(" .;:").split()
            if node.rule == "leaf"
            else [f"<{node.rule}{node.n or ''}>"]
        )
    return out


def _leaf_words(statement: Statement) -> list[str]:
    """The words of the conditions alone; a list that is only worded differently at its head has the same."""
    return sorted(normalized(n.text).lower() for n in nodes_of(statement.criteria) if n.rule == "leaf")


def _opposite(found: Sequence[Statement]) -> Iterator[tuple[Span, Span]]:
    """Places of uses that one statement calls necessary and another one does not."""
    positive: dict[str, Span] = {}
    for one in found:
        if one.position == "medically_necessary":
            for use, span in _uses(one):
                positive.setdefault(use, span)
    for one in found:
        if one.position != "medically_necessary" and not one.all_other_uses:
            yield from ((positive[use], span) for use, span in _uses(one) if use in positive)


def _uses(statement: Statement) -> Iterator[tuple[str, Span]]:
    """The uses that a statement is about: in its subject, and the cases that its criteria list."""
    subject = _TREATS.search(statement.subject)
    if subject is not None:
        yield _use(statement.subject[subject.end() :]), statement.span
    elif statement.criteria is None and statement.subject:
        yield subject_of(statement), statement.span
    for leaf in _cases(statement.criteria):
        if len(leaf.text) < 120:
            whole = _use(leaf.text)
            # “A or B with a tail” stays one condition, and is about A as well
            yield from ((use, leaf.span) for use in dict.fromkeys((whole, *whole.split(" or "))))
    for use in statement.named_uses:
        yield _use(str(use.value)), use.span


def _cases(node: Node | None) -> Iterator[Node]:
    """The conditions of which one suffices, beside others that are asked for or not."""
    if node is None or node.rule == "leaf":
        yield from () if node is None else (node,)
        return
    for child in node.children:
        if child.rule != "leaf" and node.rule in ("any", "all"):
            yield from _cases(child)
        elif node.rule == "any":
            yield child


def _use(text: str) -> str:
    match = _TREATS.match(text)
    bare = text[match.end() :] if match else text[led_in(text) :]
    return _ARTICLE.sub("", normalized(bare).lower().strip(" .;:,"))
