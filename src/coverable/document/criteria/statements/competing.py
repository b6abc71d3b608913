"""Statements of one document that cannot all hold: competing wordings, opposite positions (SR-052)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from coverable.document.criteria.text.page import Page
from coverable.document.criteria.text.useframes import led_in
from coverable.document.reading import Node, Statement
from coverable.document.source import Span, normalized

ALIKE = 0.8
"""Statements whose words agree to this part are two wordings of one rule."""
MOST = 60
"""More statements than this are compared with their neighbours only."""
_TREATS = re.compile(
    r"(?:\bfor\s+|^)(?:the\s+)?(?:treatment|management)\s+of\s+|\bto\s+treat\s+|^for\s+", re.IGNORECASE
)
_ARTICLE = re.compile(r"^(?:the|an?)\s+")
_SUBJECT = re.compile(
    r"\b(?:the|a|an|use|of|is|are|be|considered|treatment|with|for|as)\b|\W+", re.IGNORECASE
)


def settle(found: Sequence[Statement], page: Page) -> tuple[Statement, ...]:
    """Competing statements put together as candidates of the later one; repeated ones once."""
    out: list[Statement] = []
    for one in found:
        rival = next(
            (i for i in range(len(out) - 1, max(-1, len(out) - 1 - MOST), -1) if _rival(out[i], one)), None
        )
        if rival is None:
            out.append(one)
        elif _same(out[rival], one):
            continue
        else:
            note = page.findings.add("competing_statements", [out[rival].span, one.span])
            before = out.pop(rival)
            candidates = (replace(before, candidates=()), *before.candidates, *one.candidates)
            out.append(replace(one, candidates=candidates, notes=(*one.notes, note)))
    for one, other in _opposite(out):
        page.findings.add("opposite_positions", [one, other])
    return tuple(out)


def _rival(before: Statement, one: Statement) -> bool:
    """Whether two statements are two wordings of one rule."""
    if before.position != one.position:
        return False
    if before.stage != one.stage and _leaf_words(before) != _leaf_words(one):
        return False
    if before.all_other_uses and one.all_other_uses:
        return subject_of(before) == subject_of(one)
    if before.criteria is None or one.criteria is None:
        return False
    if subject_of(before) != subject_of(one):
        return False
    first, second = words_of(before), words_of(one)
    if first != second and _leaf_words(before) == _leaf_words(one):
        return True  # the same list under “any” and under “all”
    if min(len(first), len(second)) < 0.6 * max(len(first), len(second)):
        return False
    return SequenceMatcher(None, first, second, autojunk=False).ratio() >= ALIKE


def _same(before: Statement, one: Statement) -> bool:
    if before.all_other_uses and before.criteria_not_met == one.criteria_not_met:
        uses = {normalized(str(u.value)).lower() for u in before.named_uses}
        if (
            uses == {normalized(str(u.value)).lower() for u in one.named_uses}
            and before.criteria == one.criteria is None
        ):
            return True
    return before.criteria is not None and one.criteria is not None and words_of(before) == words_of(one)


def subject_of(statement: Statement) -> str:
    """What a statement is about, in its bare words."""
    return _SUBJECT.sub(" ", statement.subject.lower()).strip()


def words_of(statement: Statement) -> list[str]:
    """The logic of a statement in words: rules and conditions, in order."""
    out: list[str] = []
    for node in _nodes(statement.criteria):
        out.extend(
            normalized(node.text).lower().strip(" .;:").split()
            if node.rule == "leaf"
            else [f"<{node.rule}{node.n or ''}>"]
        )
    return out


def _leaf_words(statement: Statement) -> list[str]:
    """The words of the conditions alone; a list that is only worded differently at its head has the same."""
    return sorted(normalized(n.text).lower() for n in _nodes(statement.criteria) if n.rule == "leaf")


def _nodes(node: Node | None) -> Iterator[Node]:
    if node is not None:
        yield node
        for child in node.children:
            yield from _nodes(child)


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
            yield _use(leaf.text), leaf.span
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
