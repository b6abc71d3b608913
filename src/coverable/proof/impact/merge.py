"""Two policies as one, in which every difference between their wordings is a switch.

The trees of both are laid over each other in their signed readings. What says the same stands there once;
where they part, as low in the tree as possible, stands an *edit*: a criterion that was changed, added or
removed. An edit is an interpretation of the merged policy with the options `old` and `new`, so the one
evaluator answers for every mixture: all `new` is NEW, all `old` is OLD.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal

from coverable.determination.planes import Listing
from coverable.logic.criteria import Forest, Leaf, Node, Step, steps
from coverable.policy.executable import NONE, BuiltService, Policy
from coverable.proof.impact.same import UNORDERED, Words, meaning, option_of, settled_as, shared_names, tell

NEW, OLD = OPTIONS = ("new", "old")
Stated = Mapping[str, tuple[int, Any]]
"""Id -> (root, as the file has it) of exclusions or referrals."""
TABLE = "code-table"
"""The edit of a code that the sides do not list alike."""
Kind = Literal["changed", "added", "removed"]


@dataclass(frozen=True, slots=True)
class Edit:
    """One place where the wordings part, by the criterion's id, with both sentences and places."""

    name: str
    """The criterion's id; where two edits share one, with a number."""
    kind: Kind
    old: Words | None
    new: Words | None

    def view(self) -> dict[str, Any]:
        """JSON-ready: the criterion, and what each side says where."""
        return {
            "criterion": self.name,
            "kind": self.kind,
            "old": self.old.view() if self.old else None,
            "new": self.new.view() if self.new else None,
        }


@dataclass(frozen=True)
class Shape:
    """How the tables of both sides list one code: by themselves, and in the merged policy."""

    old: Listing
    new: Listing
    mixed_old: Listing
    mixed_new: Listing
    edit: Edit | None
    """The services that list the code are not the same on both sides."""


@dataclass(frozen=True, eq=False)
class Merged:
    """The merged policy, its edits in written order, and the joint readings of what is not signed."""

    old: Policy
    new: Policy
    policy: Policy
    edits: tuple[Edit, ...]
    readings: tuple[Mapping[str, str], ...]

    def steps(self, reverted: frozenset[str]) -> tuple[Step, ...]:
        """What to work out when NEW keeps OLD's wording of the `reverted` edits."""
        chosen = {e.name: OPTIONS[e.name in reverted] for e in self.edits}
        return steps(self.policy.forest, self.policy.outcome_roots(), chosen)

    @cached_property
    def switches(self) -> tuple[tuple[str, int, int], ...]:
        """(edit, node of NEW's wording, node of OLD's) of every switch."""
        names = {e.name for e in self.edits}
        nodes = self.policy.forest.nodes
        return tuple(
            (n.interpretation, n.children[0], n.children[1]) for n in nodes if n.interpretation in names
        )

    def shape(self, code: str) -> Shape:
        """How both sides list the code."""
        own_old, own_new = listing(self.old, code), listing(self.new, code)
        mixed = {name: one.codes.get(code, NONE) for name, one in self.policy.services.items()}
        before = tuple((name, mixed[name]) for name, _ in own_old)
        after = tuple((name, mixed[name]) for name, _ in own_new)
        edit = None
        if {name for name, _ in own_old} != {name for name, _ in own_new}:
            kind: Kind = "changed" if own_old and own_new else "added" if own_new else "removed"
            sides = (Words(_listed(one), None) for one in (own_old, own_new))
            edit = Edit(TABLE, kind, *sides)
        return Shape(own_old, own_new, before, after, edit)


def _listed(found: Listing) -> str:
    names = ", ".join(name for name, _ in found)
    return f"The code stands in the policy's table ({names})" if found else "The code is not in the table"


def listing(policy: Policy, code: str) -> Listing:
    """The services of a policy that list the code, each with the root of its qualifier."""
    return tuple((s.name, s.codes[code]) for s in policy.services.values() if code in s.codes)


def merge(old: Policy, new: Policy) -> Merged:
    """Lay NEW over OLD. Renaming a criterion, or writing siblings in another order, is no edit."""
    return _Merger(old, new, shared_names(old, new)).merged()


@dataclass
class _Merger:
    old: Policy
    new: Policy
    shared: frozenset[str]
    nodes: list[Node] = field(default_factory=list[Node])
    edits: dict[tuple[Any, ...], Edit] = field(default_factory=dict[tuple[Any, ...], Edit])
    _leaves: dict[Leaf, int] = field(default_factory=dict[Leaf, int])
    _probes: dict[Any, int] = field(default_factory=dict[Any, int])
    _copied: dict[tuple[bool, int], int] = field(default_factory=dict[tuple[bool, int], int])
    _merged: dict[tuple[int, int], int] = field(default_factory=dict[tuple[int, int], int])
    _meant: dict[Any, int] = field(default_factory=dict[Any, int])

    def merged(self) -> Merged:
        names = dict.fromkeys((*self.new.services, *self.old.services))
        services = {name: self._service(name) for name in names}
        referred = [
            {f.id: (root, f) for f, (_, root) in zip(p.file.referrals, p.referrals, strict=True)}
            for p in (self.old, self.new)
        ]
        elsewhere = self._any("referrals", self._statements("referral", referred[0], referred[1]))
        forest = Forest(tuple(self.nodes), tuple(self._leaves))
        policy = replace(
            self.new,
            forest=forest,
            probes=tuple(self._probes),
            services=services,
            indications=(),
            exclusions=(),
            referrals=(),
            elsewhere=elsewhere,
            remarks=(),
            interpretations={},
            used=frozenset(),
            signed={},
        )
        return Merged(self.old, self.new, policy, tuple(self.edits.values()), self._readings())

    # -- statements --------------------------------------------------------------------------------

    def _service(self, name: str) -> BuiltService:
        a, b = self.old.services.get(name), self.new.services.get(name)
        applies: list[int] = []
        met: list[int] = []
        sides = [
            {i.name: i for i in p.indications if name in i.services} if s else {}
            for p, s in ((self.old, a), (self.new, b))
        ]
        for one in dict.fromkeys((*sides[1], *sides[0])):
            before, after = sides[0].get(one), sides[1].get(one)
            if before and after:
                use = self._pair(before.applies, after.applies)
                criteria = self._pair(before.criteria, after.criteria)
                pair = self._add(Node("all", (use, criteria), f"{one}.met"))
            else:
                late, here = after is not None, after or before
                assert here is not None
                use = self._copy(late, here.applies)
                pair = self._add(Node("all", (use, self._copy(late, here.criteria)), f"{one}.met"))
                if a and b:  # a service of one side only is reached by its listing alone
                    told = tell(self._policy(late), here.criteria)
                    words = Words(here.file.says or one, here.file.cite) if told.shown else told
                    edit = self._one_sided(("indication", one), one, words, late)
                    use, pair = (self._one_side(edit, late, index, False) for index in (use, pair))
            applies.append(use)
            met.append(pair)
        exclusions = [
            [e for e in p.exclusions if s and (not e.file.service or name in e.file.service)]
            for p, s in ((self.old, a), (self.new, b))
        ]
        named = [
            {e.file.id: (e.root, e.file) for e in side if e.file.when is not None} for side in exclusions
        ]
        other = [{e.file.id: (e.root, e.file) for e in side if e.file.all_other_uses} for side in exclusions]
        both = a is not None and b is not None
        codes = dict.fromkeys((*(b.codes if b else ()), *(a.codes if a else ())))
        return BuiltService(
            name,
            {code: self._qualifier(a, b, code) for code in codes},
            self._known_by(a, b),
            self._any(f"{name}.met", met),
            self._any(f"{name}.applies", applies),
            self._any(f"{name}.named-exclusions", self._statements("exclusion", named[0], named[1], both)),
            self._any(f"{name}.all-other-uses", self._statements("exclusion", other[0], other[1], both)),
        )

    def _known_by(self, a: BuiltService | None, b: BuiltService | None) -> int:
        old, new = a.known_by if a else NONE, b.known_by if b else NONE
        return self._optional(old, new, False)

    def _qualifier(self, a: BuiltService | None, b: BuiltService | None, code: str) -> int:
        inside = [s.codes[code] if s and code in s.codes else None for s in (a, b)]
        old, new = inside
        if old is None or new is None:  # listed by one side: the listing is the edit
            late = old is None
            root = new if new is not None else old
            assert root is not None
            return NONE if root == NONE else self._copy(late, root)
        return self._optional(old, new, True)

    def _optional(self, old: int, new: int, without: bool) -> int:
        """A root that may be missing on a side; then it counts as `without`."""
        if old == NONE and new == NONE:
            return NONE
        if old != NONE and new != NONE:
            return self._pair(old, new)
        late = new != NONE
        return self._lonely(late, new if late else old, without)

    def _statements(self, what: str, old: Stated, new: Stated, both: bool = True) -> list[int]:
        """Statements of one kind, matched by their ids."""
        out: list[int] = []
        for id in dict.fromkeys((*new, *old)):
            if id in old and id in new:
                out.append(self._pair(old[id][0], new[id][0]))
                continue
            late = id in new
            root, file = new[id] if late else old[id]
            index = self._copy(late, root)
            if both and self._meaning(late, root) != settled_as(self._meant, False):
                told = tell(self._policy(late), root)
                words = Words(file.says, file.cite) if file.says and told.shown else told
                index = self._one_side(self._one_sided((what, id), id, words, late), late, index, False)
            out.append(index)
        return out

    def _any(self, id: str, children: list[int]) -> int:
        return self._add(Node("any", tuple(children), id)) if children else NONE

    # -- criteria ----------------------------------------------------------------------------------

    def _pair(self, old: int, new: int) -> int:
        """The merged node of two criteria that stand for each other."""
        found = self._merged.get((old, new))
        if found is None:
            found = self._merged[old, new] = self._overlay(old, new)
        return found

    def _overlay(self, old: int, new: int) -> int:
        if self._meaning(False, old) == self._meaning(True, new):
            return self._copy(True, new)
        (i, a), (j, b) = self._resolved(False, old), self._resolved(True, new)
        if a.rule == b.rule and a.n == b.n:
            if a.rule in UNORDERED:
                return self._add(replace(b, children=tuple(self._children(a, b))))
            alike = a.rule != "interpretation" or (
                a.interpretation == b.interpretation
                and a.options == b.options
                and a.interpretation in self.shared
            )
            if a.children and alike and len(a.children) == len(b.children):
                pairs = zip(a.children, b.children, strict=True)
                return self._add(replace(b, children=tuple([self._pair(x, y) for x, y in pairs])))
        words = tell(self.old, old), tell(self.new, new)
        edit = self._edit(("changed", i, j), "changed", self._id(True, new), *words)
        return self._switch(edit, self._copy(True, new), self._copy(False, old))

    def _children(self, a: Node, b: Node) -> list[int]:
        """Matched by id and meaning, then by meaning, then by id; what is left was added or removed."""
        left, mates = list(a.children), dict[int, int]()
        for same_id, same_meaning in ((True, True), (False, True), (True, False)):
            for new in b.children:
                fits = (
                    old
                    for old in left
                    if (not same_id or self._id(False, old) == self._id(True, new))
                    and (not same_meaning or self._meaning(False, old) == self._meaning(True, new))
                )
                mate = next(fits, None) if new not in mates else None
                if mate is not None:
                    mates[new] = mate
                    left.remove(mate)
        # a criterion left out of `all` counts as met, out of any other rule as not met
        without = b.rule == "all"
        out = [
            self._pair(mates[new], new) if new in mates else self._lonely(True, new, without)
            for new in b.children
        ]
        return out + [self._lonely(False, old, without) for old in left]

    def _lonely(self, late: bool, root: int, without: bool) -> int:
        if self._meaning(late, root) == settled_as(self._meant, without):
            return self._constant(without)  # in the signed readings it says nothing
        policy = self._policy(late)
        edit = self._one_sided((late, root), self._id(late, root), tell(policy, root), late)
        return self._one_side(edit, late, self._copy(late, root), without)

    def _one_sided(self, key: tuple[Any, ...], id: str, words: Words, late: bool) -> Edit:
        if late:
            return self._edit(("added", *key), "added", id, None, words)
        return self._edit(("removed", *key), "removed", id, words, None)

    def _one_side(self, edit: Edit, late: bool, index: int, without: bool) -> int:
        gone = self._constant(without)
        return self._switch(edit, index, gone) if late else self._switch(edit, gone, index)

    def _edit(self, key: tuple[Any, ...], kind: Kind, id: str, old: Words | None, new: Words | None) -> Edit:
        found = self.edits.get(key)
        if found is None:
            taken = {TABLE, *self.old.lanes.picks, *self.new.lanes.picks}
            taken |= {e.name for e in self.edits.values()}
            name, n = id, 1
            while name in taken:
                n += 1
                name = f"{id} ({n})"
            found = self.edits[key] = Edit(name, kind, old, new)
        return found

    def _switch(self, edit: Edit, new: int, old: int) -> int:
        return self._add(
            Node("interpretation", (new, old), edit.name, interpretation=edit.name, options=OPTIONS)
        )

    def _constant(self, holds: bool) -> int:
        """An `all` of nothing is met, an `any` of nothing is not."""
        return self._add(Node("all" if holds else "any"))

    def _copy(self, late: bool, index: int) -> int:
        found = self._copied.get((late, index))
        if found is not None:
            return found
        _, node = self._resolved(late, index)
        if node.rule == "reading" and (taken := option_of(self._policy(late), node)) is not None:
            made = self._constant(taken == node.options[0])
        elif node.rule == "leaf":
            made = self._add(replace(node, leaf=self._leaf(late, node.leaf)))
        else:
            below = tuple([self._copy(late, i) for i in node.children])
            name = self._name(late, node.interpretation)
            made = self._add(replace(node, children=below, interpretation=name))
        self._copied[late, index] = made
        return made

    def _leaf(self, late: bool, number: int) -> int:
        policy = self._policy(late)
        leaf = policy.forest.leaves[number]
        probe = self._probes.setdefault(policy.probes[leaf.probe], len(self._probes))
        return self._leaves.setdefault(leaf._replace(probe=probe), len(self._leaves))

    def _resolved(self, late: bool, index: int) -> tuple[int, Node]:
        """The criterion that stands in the signed reading."""
        policy = self._policy(late)
        node = policy.forest.nodes[index]
        while node.rule == "interpretation" and (taken := option_of(policy, node)) is not None:
            index = node.children[node.options.index(taken)]
            node = policy.forest.nodes[index]
        return index, node

    def _meaning(self, late: bool, index: int) -> int:
        return meaning(self._policy(late), index, lambda name: self._name(late, name), self._meant)

    def _id(self, late: bool, index: int) -> str:
        return self._policy(late).forest.nodes[index].id

    def _policy(self, late: bool) -> Policy:
        return self.new if late else self.old

    def _name(self, late: bool, interpretation: str) -> str:
        """An interpretation that is not signed keeps its name where both sides mean the same by it."""
        if late or not interpretation or interpretation in self.shared:
            return interpretation
        return f"old {interpretation}"

    def _readings(self) -> tuple[Mapping[str, str], ...]:
        """Every joint way to read what is not signed."""
        old, new = (
            [{n: o for n, o in r.items() if n not in p.lanes.chosen} for r in p.lanes.signed.readings]
            for p in (self.old, self.new)
        )
        joint = [
            {**{self._name(False, n): o for n, o in a.items()}, **b}
            for a in old
            for b in new
            if all(a.get(n, o) == o for n, o in b.items() if n in self.shared)
        ]
        return tuple({tuple(sorted(r.items())): r for r in joint}.values())

    def _add(self, node: Node) -> int:
        self.nodes.append(node)
        return len(self.nodes) - 1


def words_of(edits: Sequence[Edit]) -> str:
    """The criteria of a group, joined."""
    return " and ".join(e.name for e in edits)
