"""Measures of consistent review: reviewers among themselves and the engine against each (SR-074)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Any, Final

from coverable.base.problem import refuse
from coverable.determination.answers import ENGINE, Answer
from coverable.logic.agreement import DRAWS, SEED, Agreement, cohen, differing, fleiss

AMONG: Final = "all reviewers"
METHOD: Final = {
    "cohen": "Cohen's kappa of two raters, over the cases that both answered",
    "fleiss": "Fleiss' kappa of more raters; each case counts alike by the answers it has, one with fewer "
    "than two is left out",
    "percent": "Agree: the share of pairs of answers that are equal; 95 % by Wilson's score, for two raters",
    "interval": f"95 % of kappa: percentiles of {DRAWS} resamples of the cases, seed {SEED}",
}
ReadOff = Callable[[Answer], str | None]


@dataclass(frozen=True, slots=True)
class Compared:
    """Two raters, or all reviewers, on one question."""

    raters: tuple[str, ...]
    agreement: Agreement
    differ: tuple[str, ...]
    """Cases on which they differ."""

    @property
    def name(self) -> str:
        return AMONG if self.agreement.measure == "fleiss" else " and ".join(self.raters)

    def view(self) -> dict[str, Any]:
        one = self.agreement
        return {
            "raters": list(self.raters),
            "measure": one.measure,
            "cases": one.cases,
            "left_out": one.left_out,
            "percent": _percent(one.observed),
            "percent_interval": _both(one.observed_interval, _percent),
            "expected_percent": _percent(one.expected),
            "kappa": _rounded(one.kappa),
            "interval": _both(one.interval, _rounded),
            "undefined": one.undefined,
            "no_interval": one.no_interval,
            "differ": list(self.differ),
        }


@dataclass(frozen=True)
class Question:
    """The outcome, or one criterion: what everybody said of it, case by case."""

    name: str
    answers: Mapping[str, Mapping[str, str | None]]
    """{case: {rater: answer}}."""
    reviewers: tuple[str, ...]
    with_engine: bool

    @cached_property
    def among(self) -> Compared | None:
        """The reviewers without the engine: Cohen's kappa for two, Fleiss' for more; None for one."""
        if len(self.reviewers) < 2:
            return None
        if len(self.reviewers) == 2:
            return self._pair(*self.reviewers)
        rows = {case: {r: said.get(r) for r in self.reviewers} for case, said in self.answers.items()}
        differ = tuple(case for case, said in rows.items() if differing(said.values()))
        return Compared(self.reviewers, fleiss([tuple(said.values()) for said in rows.values()]), differ)

    @cached_property
    def pairs(self) -> tuple[Compared, ...]:
        """Every two reviewers, where there are more than two."""
        if len(self.reviewers) == 2:
            return ()
        return tuple(self._pair(a, b) for a, b in combinations(self.reviewers, 2))

    @cached_property
    def engine(self) -> tuple[Compared, ...]:
        """The engine against each reviewer."""
        return tuple(self._pair(ENGINE, one) for one in self.reviewers) if self.with_engine else ()

    def _pair(self, a: str, b: str) -> Compared:
        pairs = {case: (said.get(a), said.get(b)) for case, said in self.answers.items()}
        differ = tuple(case for case, (x, y) in pairs.items() if None not in (x, y) and x != y)
        return Compared((a, b), cohen(list(pairs.values())), differ)

    @property
    def all(self) -> tuple[Compared, ...]:
        return (*([self.among] if self.among else []), *self.pairs, *self.engine)

    def view(self) -> dict[str, Any]:
        return {
            "of": self.name,
            "reviewers": self.among.view() if self.among else None,
            "pairs": [one.view() for one in self.pairs],
            "engine": [one.view() for one in self.engine],
        }


@dataclass(frozen=True)
class Report:
    """Everything that the answers show."""

    reviewers: tuple[str, ...]
    cases: tuple[str, ...]
    with_engine: bool
    outcome: Question
    criteria: tuple[Question, ...]
    without_request: tuple[str, ...]
    """Cases that reviewers answered and for which the engine has no request."""
    without_answer: tuple[str, ...]
    """Requests that no reviewer answered; they are left out."""
    not_the_engines: tuple[str, ...]
    """Criteria of the answers that stand in no rationale of the engine: misspelt, or of another policy."""

    @cached_property
    def differing(self) -> list[dict[str, Any]]:
        """Cases on which the answers are not all alike, with what everybody said."""
        out: list[dict[str, Any]] = []
        for case in self.cases:
            said = {q.name: dict(q.answers[case]) for q in (self.outcome, *self.criteria)}
            apart = {name: answers for name, answers in said.items() if differing(answers.values())}
            if apart:
                out.append({"case": case, "answers": apart})
        return out

    def view(self) -> dict[str, Any]:
        return {
            "reviewers": list(self.reviewers),
            "engine": self.with_engine,
            "cases": len(self.cases),
            "method": dict(METHOD),
            "outcome": self.outcome.view(),
            "criteria": [one.view() for one in self.criteria],
            "differ": self.differing,
            "without_request": list(self.without_request),
            "without_answer": list(self.without_answer),
            "not_the_engines": list(self.not_the_engines),
        }


def report(answers: Sequence[Answer], engine: Sequence[Answer] = ()) -> Report:
    """What the answers show. Refused when there are not two raters to compare."""
    reviewers = tuple(dict.fromkeys(one.reviewer for one in answers))
    if ENGINE in reviewers:
        raise refuse(
            "a reviewer is called `engine`", "reviewer", "the engine goes by that name", "rename the reviewer"
        )
    if len(reviewers) + bool(engine) < 2:
        raise refuse(
            "there is one rater only",
            "reviewer",
            "agreement is between two",
            "add another reviewer's answers, or the requests with --requests",
        )
    cases = tuple(dict.fromkeys(one.case for one in answers))
    decided = {one.case: one for one in engine}
    by: dict[str, dict[str, Answer]] = {case: {} for case in cases}
    for one in (*answers, *(decided[case] for case in cases if case in decided)):
        by[one.case][one.reviewer] = one

    def question(name: str, read: ReadOff) -> Question:
        said = {case: {who: read(one) for who, one in here.items()} for case, here in by.items()}
        return Question(name, said, reviewers, bool(engine))

    ids = dict.fromkeys(id for one in answers for id in one.criteria)
    return Report(
        reviewers,
        cases,
        bool(engine),
        question("outcome", lambda one: one.outcome),
        tuple(question(id, lambda one, id=id: one.criteria.get(id)) for id in ids),
        tuple(case for case in cases if engine and case not in decided),
        tuple(case for case in decided if case not in by),
        tuple(id for id in ids if engine and not any(id in one.criteria for one in engine)),
    )


def _percent(share: float | None) -> float | None:
    return None if share is None else round(100 * share, 2)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _both(
    pair: tuple[float, float] | None, how: Callable[[float | None], float | None]
) -> list[float | None] | None:
    return None if pair is None else [how(pair[0]), how(pair[1])]
