"""From criteria as written to a forest of nodes, probes and cells.

Every fault is collected with its place; nothing is built when one is found.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from coverable.base.problem import Problem, Refused, did_you_mean, refuse
from coverable.base.yamlfile import YamlFile
from coverable.glossary.codebook import CodeBook
from coverable.glossary.facts import Glossary
from coverable.glossary.probes import Probe
from coverable.logic.criteria import Forest, Node, Rule
from coverable.policy.cite import cite_view
from coverable.policy.criterion import Criterion
from coverable.policy.leaftest import Test, leaf_cells, probe_of, read_test, say_test
from coverable.policy.lost import Lends, lends_nothing, lost_criteria, open_question
from coverable.policy.model import Interpretation, PolicyFile
from coverable.policy.signoff import Signoff
from coverable.policy.walk import Path, all_criteria

MAX_NODES = 5000
UNMAPPED = "A passage that is not yet tied to a fact"


@dataclass(frozen=True)
class Origin:
    """The file that a criterion stands in: its model, places and passage digests."""

    file: PolicyFile
    yaml: YamlFile
    passages: Mapping[str, str]

    @property
    def name(self) -> str:
        return f"{self.file.policy}@{self.file.version}"


Refer = Callable[[str, str], tuple[Origin, Signoff]]
"""Finds the policy that `criteria_of` names; (policy, where asked) -> its file and sign-off."""


@dataclass
class Builder:
    """Collects nodes, tests and problems while the statements of a policy are read in order."""

    home: Origin
    glossary: Glossary
    book: CodeBook
    refer: Refer
    lends: Lends = lends_nothing
    nodes: list[Node] = field(default_factory=list)
    tests: list[Test] = field(default_factory=list)
    ids: dict[str, dict[str, tuple[Criterion, Path]]] = field(default_factory=dict)
    """Explicit ids of each policy that takes part, for `same_as`."""
    used: set[str] = field(default_factory=set)
    borrowed: dict[str, Interpretation] = field(default_factory=dict)
    """Interpretations of policies referred to, as `publisher/number:AM-1`."""
    borrowed_signed: dict[str, str] = field(default_factory=dict)
    lost: dict[int, Problem] = field(default_factory=dict)
    """Nodes that stand for criteria which the version referred to does not give."""
    _signoffs: dict[str, Signoff] = field(default_factory=dict)
    _same: dict[tuple[Any, ...], int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    _trail: list[str] = field(default_factory=list)

    def root(
        self, criterion: Criterion, path: Path, id: str, cite: str | None, origin: Origin | None = None
    ) -> int:
        """Index of the criterion's node; -1 when it could not be built (the problem is kept)."""
        origin = origin or self.home
        try:
            return self._node(criterion, path, id, cite, origin)
        except Refused as refused:
            self.problems.extend(refused.problems)
            return -1

    def note_ids(self, origin: Origin) -> dict[str, tuple[Criterion, Path]]:
        """Every explicit id of a policy's criteria, so that `same_as` finds it and doubles are refused."""
        known = self.ids.get(origin.name)
        if known is not None:
            return known
        known = self.ids[origin.name] = {}
        for criterion, path in all_criteria(origin.file):
            if criterion.id in known:
                self.problems.append(
                    Problem(
                        f"the id `{criterion.id}` is used twice",
                        origin.yaml.where(path),
                        "a criterion is cited by its id",
                        "rename one",
                    )
                )
            if criterion.id:
                known[criterion.id] = (criterion, path)
        return known

    def _node(self, c: Criterion, path: Path, id: str, cite: str | None, origin: Origin) -> int:
        where = origin.yaml.where(path)
        cite = c.cite or cite
        name = c.id or id
        if len(self.nodes) > MAX_NODES:
            raise refuse("too many criteria", where, f"a policy stays under {MAX_NODES}", "split the policy")
        if c.fact is not None:
            return self._leaf(c, path, cite, origin)
        if c.unmapped:
            if cite is None:
                raise refuse(
                    "no place for a passage that is not mapped",
                    where,
                    "without a place nobody can find what is still to be read",
                    "add `cite: L34`",
                )
            return self._add(Node("unmapped", (), name, c.says or UNMAPPED, self._cite(cite, origin)))
        if c.criteria_of is not None:
            return self._elsewhere(c, path, name, origin, cite)
        if c.same_as is not None:
            ids = self.note_ids(origin)
            if c.same_as not in ids:
                raise refuse(
                    f"`same_as` names no criterion `{c.same_as}`",
                    where,
                    "it repeats one of this policy",
                    did_you_mean(c.same_as, ids),
                )
            key = f"{origin.name} same_as {c.same_as}"
            if key in self._trail:
                raise refuse(
                    "criteria that contain themselves",
                    where,
                    " -> ".join([*self._trail, key]),
                    "break the circle",
                )
            self._trail.append(key)
            target, there = ids[c.same_as]
            try:
                return self._node(target, there, name, cite, origin)
            finally:
                self._trail.pop()
        rule, children, extra = self._rule(c, path, name, cite, origin)
        return self._add(Node(rule, tuple(children), name, c.says or "", self._cite(c.cite, origin), **extra))

    def _rule(
        self, c: Criterion, path: Path, name: str, cite: str | None, origin: Origin
    ) -> tuple[Rule, list[int], dict[str, Any]]:
        def child(one: Criterion, *step: str | int) -> int:
            return self._node(
                one,
                (*path, *step),
                f"{name}.{step[-1]}" if isinstance(step[-1], str) else f"{name}.{step[-1] + 1}",
                cite,
                origin,
            )

        for rule in ("all", "any", "none"):
            listed = getattr(c, rule)
            if listed is not None:
                return rule, [child(one, rule, i) for i, one in enumerate(listed)], {}
        if c.not_ is not None:
            return "not", [child(c.not_, "not")], {}
        if c.of is not None:
            assert c.at_least is not None
            return "at_least", [child(one, "of", i) for i, one in enumerate(c.of)], {"n": c.at_least}
        if c.if_ is not None:
            assert c.then is not None
            children = [child(c.if_, "if"), child(c.then, "then")]
            return "if", children + ([child(c.else_, "else")] if c.else_ else []), {}
        assert c.interpretation is not None and c.options is not None
        where = origin.yaml.where((*path, "interpretation"))
        reading, declared = self._declared(c.interpretation, origin, where)
        if set(c.options) != set(declared.options):
            odd = sorted(set(c.options) ^ set(declared.options))
            raise refuse(
                f"options of {c.interpretation} do not match: {', '.join(odd)}",
                origin.yaml.where((*path, "options")),
                "every declared option needs its criteria here",
                f"write {', '.join(declared.options)}",
            )
        children = [child(one, "options", option) for option, one in c.options.items()]
        return "interpretation", children, {"interpretation": reading, "options": tuple(c.options)}

    def reading(self, under: Mapping[str, str], path: Path) -> list[int]:
        """Nodes that hold in the readings that a statement stands under."""
        out: list[int] = []
        for interpretation, option in under.items():
            try:
                where = self.home.yaml.where((*path, "under"))
                _, declared = self._declared(interpretation, self.home, where)
                if option not in declared.options:
                    raise refuse(
                        f"{interpretation} has no option `{option}`",
                        self.home.yaml.where((*path, "under", interpretation)),
                        "the statement would never stand",
                        did_you_mean(option, declared.options),
                    )
            except Refused as refused:
                self.problems.extend(refused.problems)
                continue
            out.append(
                self._add(
                    Node(
                        "reading",
                        id=f"{interpretation}-{option}",
                        says=declared.options[option],
                        cite=self._cite(declared.cite, self.home),
                        interpretation=interpretation,
                        options=(option,),
                    )
                )
            )
        return out

    def join(self, rule: Rule, children: list[int], id: str, says: str, cite: str | None) -> int:
        """One node over built statements."""
        return self._add(Node(rule, tuple(children), id, says, self._cite(cite, self.home)))

    def _declared(self, interpretation: str, origin: Origin, where: str) -> tuple[str, Interpretation]:
        """The interpretation and its name here; one of another policy keeps its own sign-off."""
        found = origin.file.interpretations.get(interpretation)
        if found is None:
            raise refuse(
                f"unknown interpretation `{interpretation}`",
                where,
                "each is declared under `interpretations`",
                did_you_mean(interpretation, origin.file.interpretations),
            )
        if origin is self.home:
            self.used.add(interpretation)
            return interpretation, found
        prefix = f"{origin.file.policy}:"
        name = prefix + interpretation
        if name not in self.borrowed:
            follows = {prefix + leader: options for leader, options in found.follows.items()}
            self.borrowed[name] = found.model_copy(update={"follows": follows})
            signed = self._signoffs[origin.file.policy].interpretations.get(interpretation)
            if signed is not None:
                self.borrowed_signed[name] = signed.option
        self.used.add(name)
        return name, found

    def _elsewhere(self, c: Criterion, path: Path, name: str, origin: Origin, cite: str | None) -> int:
        where = origin.yaml.where((*path, "criteria_of"))
        policy, _, indication = str(c.criteria_of).partition("#")
        key = f"{policy}#{indication}"
        if key in self._trail or (policy == self.home.file.policy and len(self._trail) == 0):
            raise refuse(
                "criteria that refer to themselves",
                where,
                " -> ".join([self.home.file.policy, *self._trail, key]),
                "break the circle",
            )
        other, self._signoffs[policy] = self.refer(policy, where)
        found = other.file.indications.get(indication)
        if found is None and self.lends(policy, indication):
            return self._lost(c, name, where, other, indication, cite)
        if found is None:
            raise refuse(
                f"`{policy}` has no indication `{indication}`",
                where,
                "the criteria were to come from there",
                did_you_mean(indication, other.file.indications),
            )
        if len(self._trail) > 10:
            raise refuse("references go too deep", where, " -> ".join(self._trail), "shorten the chain")
        self._trail.append(key)
        try:
            inner = self._node(
                found.criteria, ("indications", indication, "criteria"), indication, found.cite, other
            )
        finally:
            self._trail.pop()
        return self._add(
            Node(
                "all",
                (inner,),
                name,
                c.says or f"Criteria of {policy}, {indication}",
                self._cite(c.cite, origin),
            )
        )

    def _lost(
        self, c: Criterion, name: str, where: str, other: Origin, indication: str, cite: str | None
    ) -> int:
        """In place of criteria that another version gives and this one does not: undetermined, whatever the
        facts, so that a person decides where they matter and everything else is decided as ever."""
        asked = f"{other.file.policy}#{indication}"
        self.borrowed[asked] = open_question(asked, cite)
        self.used.add(asked)
        says = c.says or f"Criteria of {asked}"
        gap = self._add(Node("reading", id=asked, says=says, interpretation=asked, options=("met",)))
        self.lost[gap] = lost_criteria(other.name, indication, where)
        return self._add(Node("all", (gap,), name, says, self._cite(c.cite, self.home)))

    def _cite(self, cite: str | None, origin: Origin) -> Mapping[str, Any] | None:
        if cite is None:
            return None
        try:
            view = cite_view(cite, origin.file.source, origin.passages)
        except ValueError:
            return None  # told once, with its place, by the checks of the file
        return view if origin is self.home else {"policy": origin.file.policy, **view}

    def _add(self, node: Node) -> int:
        # a criterion that stands again (`same_as`, the same test in two readings) is evaluated once
        place = tuple(sorted(node.cite.items())) if node.cite else None
        key = (
            node.rule,
            node.children,
            node.id,
            node.says,
            place,
            node.leaf,
            node.n,
            node.interpretation,
            node.options,
        )
        found = self._same.get(key)
        if found is None:
            self.nodes.append(node)
            found = self._same[key] = len(self.nodes) - 1
        return found

    def _leaf(self, c: Criterion, path: Path, cite: str | None, origin: Origin) -> int:
        where = origin.yaml.where((*path, "fact"))
        assert c.fact is not None
        if cite is None:
            raise refuse(
                f"no place for the test of `{c.fact}`",
                where,
                "every criterion rests on a place in the text (its own or its nearest ancestor's)",
                "add `cite: L34`",
            )
        fact = self.glossary.fact(c.fact, where)
        test = read_test(c, fact, lambda *step: origin.yaml.where((*path, *step)), self.book)
        if test not in self.tests:
            self.tests.append(test)
        # a leaf of another policy names its place, one of ours inherits it from above
        place = self._cite(c.cite if origin is self.home else cite, origin)
        name = c.id or c.fact
        leaf = Node("leaf", (), name, c.says or say_test(fact, test), place, leaf=self.tests.index(test))
        inner = self._add(leaf)
        if c.silent_if is None:
            return inner
        condition = self._node(c.silent_if, (*path, "silent_if"), f"{name}.silent-if", cite, origin)
        return self._add(Node("silent_if", (inner, condition), name, leaf.says, leaf.cite))

    def forest(self) -> tuple[Forest, tuple[Probe, ...]]:
        """The finished forest and its probes, whose cells are cut by all tests together."""
        probes = tuple(
            probe_of([t for t in self.tests if t.look == look], self.glossary.facts[look.fact], self.book)
            for look in dict.fromkeys(t.look for t in self.tests)
        )
        number = {(p.fact, p.look, p.codes, p.test, p.side): i for i, p in enumerate(probes)}
        leaves = tuple(
            leaf_cells(t, number[t.look.fact, t.look.look, t.look.codes, t.look.test, t.look.side], probes)
            for t in self.tests
        )
        return Forest(tuple(self.nodes), leaves), probes
