"""Random criteria trees over the bank of conditions, and how each rule is to be worded."""

from __future__ import annotations

from collections.abc import Callable

from bench.reading.banks import Picker
from bench.reading.trees import Bound, Form, Kind, Rule, Tree

WEIGHTS: dict[Kind, list[tuple[Rule, int]]] = {
    "conditions": [("all", 46), ("any", 34), ("at_least", 20)],
    "uses": [("any", 1)],
    "against": [("none", 1)],
}
Fits = Callable[[bool, str], bool]
"""Whether a condition will do, by whether it holds an inner "or" and by its words."""


def _any(inner: bool, text: str) -> bool:
    return True


class Forest:
    """Trees of one document; no condition grows twice in it."""

    def __init__(self, pick: Picker, who: str) -> None:
        self.pick = pick
        self.who = who
        self.taken = set[str]()
        self.ages = 0

    def statement(self, continuation: bool = False) -> Tree:
        """The criteria of one statement: half of them flat, the rest up to four levels deep."""
        roll = self.pick.rng.random()
        if roll < 0.1 and not continuation:
            return self._flat("any", "uses")
        if roll < 0.16:
            return self._flat("none", "against")
        if roll < 0.5:
            return self._flat(self._rule("conditions"), "conditions")
        if roll < 0.54 and not self.ages and not continuation:
            return self._bands()
        if roll < 0.57:
            return self._by_letters()
        deep = 2 if roll < 0.78 else 3 if roll < 0.93 else 4
        return self._nested(self._rule("conditions"), deep)

    def use(self) -> Tree:
        return self._draw("uses", "uses", _any)

    def uses(self, count: int) -> tuple[Tree, ...]:
        return tuple(self.use() for _ in range(count))

    def clauses(self, count: int) -> tuple[Tree, ...]:
        """Conditions that may be strung together in a sentence."""
        return tuple(self._plain("clauses") for _ in range(count))

    def _plain(self, bank: str) -> Tree:
        return self._draw(bank, "conditions", lambda inner, text: not inner)

    def _flat(self, rule: Rule, kind: Kind) -> Tree:
        count = self.pick.rng.choice((2, 2, 3, 3, 4, 5, 6))
        return self._of(rule, [self._any_leaf(kind) for _ in range(count)], kind)

    def _nested(self, rule: Rule, deep: int) -> Tree:
        """A rule whose children hold at least one rule of the next level."""
        count = self.pick.rng.choice((2, 3, 3, 4))
        nested = self.pick.rng.randrange(count)
        children: list[Tree] = []
        for i in range(count):
            if i == nested:
                inner = self._other(rule)
                children.append(self._nested(inner, deep - 1) if deep > 2 else self._small(inner, rule))
            elif self.pick.chance(0.18):
                children.append(self._small(self._other(rule), rule))
            else:
                children.append(self._any_leaf("conditions"))
        return self._of(rule, children, "conditions")

    def _small(self, rule: Rule, above: Rule) -> Tree:
        """A rule over conditions inside another: a list, or one of the special wordings.

        What is asked only in a case, or not in a case, stands where all is asked: in a list of which one
        suffices nobody could say what it means.
        """
        roll = self.pick.rng.random()
        if above != "all" and 0.2 <= roll < 0.4:
            roll = 0.9
        if roll < 0.11:
            return self._inline()
        if roll < 0.2:
            return self._double()
        if roll < 0.32:
            return self._if()
        if roll < 0.4:
            return self._unless()
        if roll < 0.49:
            return self._flat("none", "against")
        if roll < 0.53:
            bad = self._draw("against", "against", lambda inner, text: not inner)
            return Tree("not", (bad,), kind="against", form="inline")
        return self._flat(rule, "conditions")

    def _inline(self) -> Tree:
        rules: list[tuple[Rule, int]] = [
            ("any", 2),
            ("any", 3),
            ("all", 2),
            ("all", 3),
            ("at_least", 3),
            ("none", 2),
        ]
        rule, count = self.pick.rng.choice(rules)
        bank = "against" if rule == "none" else "phrases"
        kind: Kind = "against" if rule == "none" else "conditions"
        some = [
            self._draw(bank, kind, lambda inner, text: not inner and "," not in text) for _ in range(count)
        ]
        return self._of(rule, some, kind, "inline")

    def _double(self) -> Tree:
        """A condition and a list below it in one: all(condition, rule(list))."""
        head = self._plain("phrases")
        inner = self._flat(self.pick.rng.choice(("any", "any", "all")), "conditions")
        return Tree("all", (head, inner), form="double")

    def _case(self) -> Tree:
        case = self.pick.one("words/cases", lambda v: v.text not in self.taken)
        self.taken.add(case.text)
        return Tree("leaf", text=case.text)

    def _if(self) -> Tree:
        if self.pick.chance(0.5):
            return Tree("if", (self._case(), self._flat(self._rule("conditions"), "conditions")))
        some = self.clauses(2 if self.pick.chance(0.25) else 1)
        return Tree("if", (self._case(), *some), form="inline")

    def _unless(self) -> Tree:
        """Asked unless a case applies: any(condition, case)."""
        return Tree("any", (*self.clauses(1), self._case()), form="unless")

    def _bands(self) -> Tree:
        self.ages = 1
        age = self.pick.rng.choice(("12", "18", "21"))
        low = Tree("leaf", text=age, bounds=(Bound("lt", age, "years"),))
        high = Tree("leaf", text=age, bounds=(Bound("ge", age, "years"),))
        return Tree(
            "any",
            (
                Tree("all", (low, self._flat(self._rule("conditions"), "conditions"))),
                Tree("all", (high, self._flat(self._rule("conditions"), "conditions"))),
            ),
            form="band",
        )

    def _by_letters(self) -> Tree:
        """A flat list whose lead-in joins the items by their letters: A and either B or C."""
        first, second, third = (self._any_leaf("conditions") for _ in range(3))
        rule = self.pick.rng.choice(("all", "any"))
        inner: Rule = "any" if rule == "all" else "all"
        return Tree(rule, (first, Tree(inner, (second, third))), form="letters")

    def _of(self, rule: Rule, children: list[Tree], kind: Kind, form: Form = "list") -> Tree:
        n = 0
        if rule == "at_least":
            if len(children) < 3:
                rule = "any"
            else:
                n = self.pick.rng.choice([k for k in (2, 2, 2, 3) if k < len(children)])
        return Tree(rule, tuple(children), n, kind=kind, form=form)

    def _rule(self, kind: Kind) -> Rule:
        rules, weights = zip(*WEIGHTS[kind], strict=True)
        return self.pick.rng.choices(rules, weights)[0]

    def _other(self, rule: Rule) -> Rule:
        """A rule for a level inside another: mostly a different one."""
        inner = self._rule("conditions")
        return inner if inner != rule else self.pick.rng.choice(("any", "all"))

    def _any_leaf(self, kind: Kind) -> Tree:
        if kind != "conditions":
            return self._draw(kind, kind, _any)
        if self.pick.chance(0.04):
            return self._reference()
        return self._draw("phrases" if self.pick.chance(0.6) else "clauses", kind, _any)

    def _reference(self) -> Tree:
        rng = self.pick.rng
        entry = self.pick.one("words/references", lambda v: v.text not in self.taken)
        self.taken.add(entry.text)
        other = f"{rng.choice(('MP', 'CP', 'DME', 'SURG'))}-{rng.randrange(10, 999)}"
        ncd = f"{rng.randrange(10, 270)}.{rng.randrange(1, 30)}"
        text = entry.text.format(other=other, ncd=ncd, chapter=rng.randrange(2, 17), who=self.who)
        to = {"ncd": ncd, "other": other, "manual": "Medicare Benefit Policy Manual"}.get(entry.get("to"))
        return Tree("leaf", text=text, reference=to or entry.get("to"))

    def _draw(self, bank: str, kind: Kind, fits: Fits) -> Tree:
        """A condition that this document does not hold yet."""
        some = self.pick.some(
            f"leaves/{bank}",
            lambda v: (
                v.id not in self.taken and fits(v.has("inner"), v.text) and not (self.ages and _age(v.text))
            ),
        )
        if not some:
            raise Exhausted(bank)
        chosen = self.pick.use(self.pick.rng.choice(some))
        self.taken.add(chosen.id)
        self.ages += _age(chosen.text)
        value = self.pick.rng.choice(chosen.many("v")) if chosen.has("v") else ""
        text = chosen.text.format(v=value, who=self.who)
        bounds = tuple(_bound(b.format(v=value)) for b in chosen.many("th"))
        return Tree("leaf", text=text, bounds=bounds, kind=kind)


class Exhausted(Exception):
    """A bank has no more conditions for this document; it is made anew with another draw."""


def _age(text: str) -> bool:
    return text.startswith("{who} is") and "years" in text


def _bound(text: str) -> Bound:
    op, value, *unit = text.split(" ", 2)
    return Bound(op, value, unit[0] if unit else None)
