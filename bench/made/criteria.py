"""Criteria at random over the whole language: every rule and every test."""

from __future__ import annotations

from random import Random
from typing import Any

from bench.made.facts import KINDS
from bench.made.topics import Topic

Made = dict[str, Any]


class Criteria:
    """Makes the criteria of one policy; ids are counted, places run down the document."""

    def __init__(self, rng: Random, topic: Topic, line: int) -> None:
        self.rng, self.topic, self.line = rng, topic, line
        self.count = 0
        self.readings: dict[str, Made] = {}
        """Interpretations that were used, as the policy declares them."""
        self.leaves: list[str] = []
        """Ids of leaves that `same_as` may name."""

    def cite(self) -> str:
        self.line += 1
        return f"L{self.line}"

    def id(self, name: str) -> str:
        self.count += 1
        return f"{name}-{self.count}"

    def tree(self, depth: int = 2) -> Made:
        """One rule over two to four parts."""
        rng = self.rng
        rule = rng.choices(
            ("all", "any", "at_least", "none", "not", "if", "interpretation"), (8, 5, 3, 2, 1, 2, 1.5)
        )[0]
        head: Made = {"id": self.id(rule.replace("_", "-")), "cite": self.cite()}
        if rule in ("all", "any"):
            head["says"] = f"{'Every one' if rule == 'all' else 'One'} of these about {self.topic.id} care"
            return {**head, rule: self.parts(depth)}
        if rule == "at_least":
            parts = [*self.parts(depth), self.leaf()]
            return {**head, "at_least": rng.randrange(1, len(parts)), "of": parts}
        if rule == "none":
            return {**head, "none": [self.yes("harmful"), self.yes("pregnant")]}
        if rule == "not":
            return {**head, "not": self.yes("harmful")}
        if rule == "if":
            made = {**head, "if": {"id": self.id("age"), "fact": "age", "lt": 18}, "then": self.part(depth)}
            return made | ({"else": self.part(depth)} if rng.random() < 0.6 else {})
        name = f"R-{len(self.readings) + 1}"
        self.readings[name] = {
            "question": f"How is the passage on {self.topic.measure} to be read ({name})?",
            "cite": head["cite"],
            "options": {"narrow": "only the narrow sense counts", "wide": "the wide sense counts as well"},
        }
        narrow = self.leaf()
        wide = {"any": [narrow | {"id": self.id("same")}, self.leaf()]}
        return {**head, "interpretation": name, "options": {"narrow": narrow, "wide": wide}}

    def parts(self, depth: int) -> list[Made]:
        return [self.part(depth) for _ in range(self.rng.randrange(2, 5))]

    def part(self, depth: int) -> Made:
        if depth and self.rng.random() < 0.35:
            return self.tree(depth - 1)
        if self.leaves and self.rng.random() < 0.03:
            return {"same_as": self.rng.choice(self.leaves)}
        return self.leaf()

    def yes(self, kind: str) -> Made:
        return {"id": self.id(kind.replace("_", "-")), "fact": f"{self.topic.id}_{kind}", "cite": self.cite()}

    def leaf(self) -> Made:
        """One test of one fact."""
        made = self.rng.choices(
            (self._yes_no, self._choice, self._measure, self._weeks, self._date, self._codes, self._events),
            (6, 1, 2, 1, 2, 1, 2),
        )[0]()
        self.leaves.append(made["id"])
        return made

    def _yes_no(self) -> Made:
        kind = self.rng.choice(KINDS[:5])
        made = self.yes(kind)
        if self.rng.random() < 0.15:
            made["silent_if"] = {"fact": f"{self.topic.id}_ruled_out"}
        return made

    def _named(self, name: str, fact: str, **test: Any) -> Made:
        return {"id": self.id(name), "fact": f"{self.topic.id}_{fact}", **test, "cite": self.cite()}

    def _choice(self) -> Made:
        test = self.rng.choice(({"is": "full"}, {"in": ["medium", "full"]}))
        return self._named("level", "level", **test)

    def _measure(self) -> Made:
        low = self.rng.randrange(2, 50) / 2
        unit = self.topic.unit
        pick = self.rng.randrange(3)
        if pick == 0:
            return self._named("measure", "measure", ge=low, unit=unit)
        if pick == 1:
            return self._named("measure", "measure", ge=low, lt=low + 10, unit=unit)
        return self._named("measure", "measure", gt=low, unit=unit, silent_on=[{"ge": low - 1, "le": low}])

    def _weeks(self) -> Made:
        return self._named("weeks", "weeks", ge=self.rng.choice((4, 6, 12)))

    def _date(self) -> Made:
        months = self.rng.choice((1, 3, 6, 12))
        window = {"to": f"{months} months", "before": "service_date"}
        return self._named("dated", self.rng.choice(("test_date", "visit_date")), within=window)

    def _codes(self) -> Made:
        made = self._named("diagnosed", "x", has=[f"icd10cm:{one}" for one in self.topic.ranges[:2]])
        return made | {"fact": "diagnoses"}

    def _events(self) -> Made:
        drugs = list(self.topic.drugs)
        test = self.rng.choice(
            (
                {"exists": {"where": {"outcome": "failed"}}},
                {"exists": {"where": {"class": drugs[:2], "lasted": {"ge": "6 weeks"}}}},
                {"count": {"ge": 2, "distinct": "class", "where": {"outcome": ["failed"]}}},
                {"run": {"n": 2, "gap": "60 days", "where": {"outcome": "failed"}}},
            )
        )
        return self._named("tried", "trials", **test)
