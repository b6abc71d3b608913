"""Ways through questions whose answers lead on: what the answers on the way to an approval say together.

A question whose “No” ends without an approval is asked for, one whose “Yes” does is barred, and where both lead on, either
way suffices. What ends otherwise only means that the criteria are not met.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from coverable.document.criteria.text.page import Page
from coverable.document.criteria.text.passage import whole
from coverable.document.reading import Node, Stage
from coverable.document.source import Block

Way: TypeAlias = Node | bool | None
"""What a way asks for: True is an approval, False an end without one, None what was not understood."""
Target: TypeAlias = int | bool | None
"""Where an answer leads: to the question of a number, or to an end as a way does."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer to a question, and where it leads."""

    says: Literal["yes", "no"] | Block
    """A choice in its own words is a condition by itself."""
    leads: Target
    stage: Stage | None = None
    """Of a question that parts first requests from later ones."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its words and its answers; without answers it is passed, and leads on."""

    words: Block | None
    answers: tuple[Answer, ...] = ()
    leads: Target = None


_MOST = 120
"""Questions that the ways of a series may pass; where more ways lead through each other, somebody is asked."""


@dataclass(slots=True)
class Ways:
    """The questions of a series by their numbers, and how many the ways have passed so far."""

    asked: Mapping[int, Asked]
    page: Page
    stage: Stage | None = None
    """Whose ways: of a question that parts the stages only this answer counts."""
    passed: int = 0

    def from_question(self, number: int, before: frozenset[int] = frozenset()) -> Way:
        """What the way from a question on asks for; `before` are those that lead to it."""
        one = self.asked.get(number)
        self.passed += 1
        if one is None or number in before or self.passed > _MOST:
            return None
        before |= {number}
        if not one.answers:
            return self.behind(one.leads, before)
        staged = [a for a in one.answers if self.stage and a.stage == self.stage]
        answers = staged or list(one.answers)
        if len(answers) == 1:
            return self.behind(answers[0].leads, before)
        ways = [self.behind(a.leads, before) for a in answers]
        if one.words is None or any(way is None for way in ways):
            return None
        known = [way for way in ways if way is not None]
        says = [a.says for a in answers]
        if says == ["yes", "no"]:
            return self._either(one.words, known[0], known[1])
        choices = [(s, w) for s, w in zip(says, known, strict=True) if isinstance(s, Block)]
        return self._one_of(choices) if len(choices) == len(says) else None  # “Yes”, “No” and “Unknown”

    def behind(self, leads: Target, before: frozenset[int]) -> Way:
        """What an answer leads to."""
        return leads if leads is None or isinstance(leads, bool) else self.from_question(leads, before)

    def _either(self, question: Block, yes: Node | bool, no: Node | bool) -> Way:
        """What a question asks for with what its answers lead to."""
        if isinstance(yes, bool) and yes == no:
            return yes
        so = self._leaf(question)
        not_so = Node("not", so.text, so.span, (so,), confidence=0.8)
        if yes is True:  # it is so, or what is asked of the others holds
            return self._joined("any", so, no)
        if no is True:
            return self._joined("any", not_so, yes)
        if shared := self._shared(so, yes, no) or self._shared(not_so, no, yes):
            return shared
        ways = [
            self._joined("all", one, then) for one, then in ((so, yes), (not_so, no)) if then is not False
        ]
        return ways[0] if len(ways) == 1 else self._joined("any", *ways)

    def _shared(self, so: Node, then: Node | bool, other: Node | bool) -> Node | None:
        """Where the other answer asks for more, and then leads on alike: “A, or else B; and in either case C”."""
        if isinstance(then, bool) or isinstance(other, bool) or other.rule != "all":
            return None
        tail = _parts(then)
        more = other.children[: -len(tail)]
        if not more or other.children[-len(tail) :] != tail:
            return None
        spans = self.page.source.join([part.span for part in more])
        else_ = more[0] if len(more) == 1 else Node("all", "", spans, more)
        either = self._joined("any", so, else_)
        return Node("all", "", self.page.source.join([either.span, *(p.span for p in tail)]), (either, *tail))

    def _one_of(self, choices: Sequence[tuple[Block, Node | bool]]) -> Way:
        """What a question with choices asks for: one of those that lead to an approval, and what is asked behind it."""
        lead_on = [(said, way) for said, way in choices if way is not False]
        if not lead_on:
            return False
        if all(way is True for _, way in choices):
            return True
        parts = tuple(self._joined("all", self._leaf(said), way) for said, way in lead_on)
        if len(parts) == 1:
            return parts[0]
        return Node("any", "", self.page.source.join([p.span for p in parts]), parts, confidence=0.8)

    def _leaf(self, words: Block) -> Node:
        passage = whole(words).trimmed("? ")
        return Node("leaf", passage.text, self.page.span(passage), confidence=0.8)

    def _joined(self, rule: Literal["all", "any"], one: Node, then: Node | bool) -> Node:
        """A question and what is asked for behind or instead of it, in one list where the rule is the same."""
        if isinstance(then, bool):
            return one
        parts = (one, *(then.children if then.rule == rule and not then.text else (then,)))
        return Node(rule, "", self.page.source.join([c.span for c in parts]), parts)


def _parts(way: Node) -> tuple[Node, ...]:
    """What a way asks for, one after the other."""
    return way.children if way.rule == "all" and not way.text else (way,)


def by_stage(
    asked: Mapping[int, Asked], first: int, stage: Stage | None, page: Page
) -> dict[Stage | None, Way]:
    """What the ways from a question on ask for; where a question parts the stages, of each stage by itself.

    `stage` is that of the series as a whole, which parts none then.
    """
    told: set[Stage] = {a.stage for one in asked.values() for a in one.answers if a.stage}
    if len(told) > 1 and stage is None:
        stages: tuple[Stage, ...] = ("initial", "continuation")
        ways: dict[Stage | None, Way] = {of: Ways(asked, page, of).from_question(first) for of in stages}
        if all(isinstance(way, Node) for way in ways.values()):
            return ways
    return {stage: Ways(asked, page).from_question(first)}
