"""Which signed interpretations of one version stand in the next, and which a person must sign again.

A signature carries over when the question, the options, the cited passage and the criteria under each option
are the same. Criteria are compared by meaning, for every patient and every reading of everything else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

from coverable.base.problem import Refused, refuse
from coverable.determination.engine import Engine
from coverable.logic.evaluate import evaluate, leaf_bits
from coverable.logic.planes import Bits
from coverable.logic.prover import Dimension, Prover, Undecided, seen
from coverable.logic.wires import FALSE, TRUE, Wire, wire
from coverable.policy.executable import NONE, Policy
from coverable.policy.library import Library
from coverable.policy.model import Interpretation
from coverable.policy.signoff import Choice, Signoff
from coverable.proof.patient import common_day
from coverable.proof.space import space_of
from coverable.proof.workflow.passages import CarriedPassage, passages

Decides: TypeAlias = tuple[tuple[str, ...], tuple[Wire, ...]]
"""Something that a reading decides: (what it is and where it stands, its formulas)."""


@dataclass(frozen=True)
class Reading:
    """One interpretation that is signed in the older version, or is there in the newer one only."""

    name: str
    choice: Choice | None
    """As signed in the older version; None where nobody signed it there."""
    why_not: tuple[str, ...]
    """Why a person must sign it (again); empty: it carries over."""
    gone: bool = False
    """The newer text does not have the question any more."""

    @property
    def carries(self) -> bool:
        return self.choice is not None and not self.why_not

    def view(self) -> dict[str, Any]:
        return {
            "id": self.name,
            "option": self.choice.option if self.choice else None,
            "signed_by": self.choice.by if self.choice else None,
            "signed_on": self.choice.on if self.choice else None,
            "state": "carries" if self.carries else "gone" if self.gone else "sign",
            "why": list(self.why_not),
        }


@dataclass(frozen=True)
class Carry:
    """What carries over from one version to the next."""

    old: str
    new: str
    owner: str
    readings: tuple[Reading, ...]
    passages: tuple[CarriedPassage, ...]
    left: tuple[tuple[str, str], ...]
    """Other parts of the older sign-off that never carry over, each with why."""

    def view(self) -> dict[str, Any]:
        return {
            "old": self.old,
            "new": self.new,
            "interpretations": [one.view() for one in self.readings],
            "passages": [one.view() for one in self.passages],
            "left": [{"part": part, "why": why} for part, why in self.left],
        }


def carry(engine: Engine, old: str, new: str) -> Carry:
    """What of `old` stands in `new` (`publisher/number@version`). The newer one needs no sign-off yet."""
    library = engine.library
    signed = library.signoff(old)
    pair = _Pair(library, old, new)
    return Carry(
        old,
        new,
        signed.owner,
        tuple(pair.reading(name, signed.interpretations.get(name)) for name in pair.names(signed)),
        tuple(passages(pair.old.origin, pair.new.origin)),
        tuple(_left(signed)),
    )


def not_carried(engine: Engine, old: str, new: str, name: str, choice: Choice) -> str | None:
    """Why a signature in `new` that is said to come from `old` is not that one; None: it is."""
    try:
        was = engine.library.signoff(old).interpretations.get(name)
        pair = _Pair(engine.library, old, new)
    except (Refused, KeyError):
        return f"{old} is not in the library, so nobody can see whether it is the same question"
    if was is None:
        return f"nobody signed it in {old}"
    if (was.option, was.by, was.on) != (choice.option, choice.by, choice.on):
        return f"there {was.by} signed `{was.option}` on {was.on}"
    return "; ".join(pair.reading(name, was).why_not) or None


def _left(signed: Signoff) -> Iterator[tuple[str, str]]:
    """What belongs to the older version alone."""
    yield "encoding", "whoever encodes and reads the newer text signs for it"
    if signed.endorsed_by_publisher:
        yield "endorsed_by_publisher", "the publisher endorsed the older encoding"
    for name in signed.supplied:
        yield f"supplied.{name}", "it was supplied for the older document"
    if signed.approval:
        yield "approval", "the committee approved the older version"
    for name in signed.left_open:
        yield f"left_open.{name}", "whether a person is to decide each case is decided anew"
    if signed.change or signed.provider_notice:
        yield "change, provider_notice", "they are about the older change"


class _Pair:
    """Two versions of one policy over the same patients and the same readings."""

    def __init__(self, library: Library, old: str, new: str) -> None:
        if old.partition("@")[0] != new.partition("@")[0] or old == new:
            raise refuse(
                f"{new} is no other version of {old.partition('@')[0]}",
                f"{old} {new}",
                "a signature is about one policy; similar words elsewhere are another question (SR-144)",
                "name two versions of one policy, the older one first",
            )
        self.old, self.new = library.unsigned(old), library.unsigned(new)

    def names(self, signed: Signoff) -> list[str]:
        """Own interpretations: those signed in the older version, then those of the newer one."""
        return list(dict.fromkeys([*signed.interpretations, *self.new.file.interpretations]))

    def reading(self, name: str, choice: Choice | None) -> Reading:
        before, now = (p.file.interpretations.get(name) for p in (self.old, self.new))
        if now is None or before is None or choice is None:
            why = (
                "the newer text does not have the question"
                if now is None
                else "it is new"
                if before is None
                else f"nobody signed it in {self.old.key}"
            )
            return Reading(name, choice if now is None else None, (why,), gone=now is None)
        words = tuple(_words_differ(before, now))
        # where question or options are others, there is nothing to compare under them
        return Reading(name, choice, words or (*self._passage(before, now), *self._criteria(name, now)))

    def _passage(self, before: Interpretation, now: Interpretation) -> Iterator[str]:
        digests = [p.origin.passages.get(i.cite) for p, i in ((self.old, before), (self.new, now))]
        if None in digests:
            which = self.old.key if digests[0] is None else self.new.key
            yield f"no digest of the cited passage in {which}: nobody can tell whether it changed"
        elif digests[0] != digests[1]:
            yield f"the cited passage changed ({before.cite} before, {now.cite} now)"

    def _criteria(self, name: str, now: Interpretation) -> Iterator[str]:
        for option in now.options:
            sides = [self._decides(p, bits, name, option) for p, bits in self._bits]
            try:
                same = all(
                    any(self._same(one, other) for other in theirs)
                    for mine, theirs in (sides, sides[::-1])
                    for one in mine
                )
            except Undecided as late:
                yield f"whether the criteria under `{option}` are the same was not decided ({late})"
                continue
            if not same:
                yield f"what it decides differs under `{option}`"

    def _same(self, one: Decides, other: Decides) -> bool:
        if one[0] != other[0]:
            return False
        return all(a is b or self._prover.never(a ^ b) for a, b in zip(one[1], other[1], strict=True))

    @cached_property
    def _space(self) -> Any:
        return space_of((self.old, self.new), common_day((self.old, self.new)))

    @cached_property
    def _options(self) -> Mapping[str, list[str]]:
        """Every interpretation of both, borrowed ones too, with all its options."""
        out: dict[str, dict[str, None]] = {}
        for policy in (self.old, self.new):
            for name, one in policy.interpretations.items():
                out.setdefault(name, {}).update(dict.fromkeys(one.options))
        return {name: list(options) for name, options in out.items()}

    @cached_property
    def _prover(self) -> Prover:
        """A patient and a reading of everything: each interpretation is one more thing to be known."""
        more = [Dimension(f"reading of {name}", len(options)) for name, options in self._options.items()]
        return Prover([*self._space.dimensions, *more], self._space.laws)

    @cached_property
    def _bits(self) -> list[tuple[Policy, list[Bits]]]:
        """Every criterion of both versions as formulas over patients and readings."""
        start = len(self._space.dimensions)
        picks = {
            name: {option: wire((start + at, cell)) for cell, option in enumerate(options)}
            for at, (name, options) in enumerate(self._options.items())
        }
        out: list[tuple[Policy, list[Bits]]] = []
        for policy in (self.old, self.new):
            probes = [seen(look) for look in self._space.looks[policy]]
            leaves = leaf_bits(policy.forest, probes, FALSE)
            out.append((policy, evaluate(policy.forest, leaves, TRUE, picks)))
        return out

    def _decides(self, policy: Policy, bits: list[Bits], name: str, option: str) -> list[Decides]:
        """Everything that the option decides: criteria that it chooses, statements that stand under it."""
        out: list[Decides] = []
        places = _places(policy)
        for index, node in enumerate(policy.forest.nodes):
            if node.rule == "interpretation" and node.interpretation == name:
                chosen = node.children[node.options.index(option)]
                out.append((("criterion", *places.get(index, ())), bits[chosen]))
        for label, under, roots in _statements(policy):
            if under.get(name) == option:
                out.append((label, tuple(w for root in roots if root != NONE for w in bits[root])))
        return out


def _words_differ(before: Interpretation, now: Interpretation) -> Iterator[str]:
    if _plain(before.question) != _plain(now.question):
        yield "the question is worded differently"
    for option in dict.fromkeys([*before.options, *now.options]):
        a, b = before.options.get(option), now.options.get(option)
        if a is None or b is None:
            yield f"the option `{option}` is {'new' if a is None else 'gone'}"
        elif _plain(a) != _plain(b):
            yield f"the option `{option}` means something else"
    if before.follows != now.follows:
        yield "it follows other interpretations"


def _plain(text: str) -> str:
    return " ".join(text.split())


def _statements(policy: Policy) -> Iterator[tuple[tuple[str, ...], Mapping[str, str], tuple[int, ...]]]:
    """(what it is, the readings that it stands under, its roots) of every statement."""
    for one in policy.indications:
        yield ("indication", one.name, *one.services), one.file.under, (one.applies, one.criteria)
    for one in policy.exclusions:
        kind = "all" if one.file.all_other_uses else "not met" if one.file.criteria_not_met else "when"
        yield ("exclusion", one.file.position, kind, *one.file.service), one.file.under, (one.root,)
    for file, (to, root) in zip(policy.file.referrals, policy.referrals, strict=True):
        yield ("referral", to), file.under, (root,)


def _places(policy: Policy) -> dict[int, tuple[str, ...]]:
    """For each criterion the statements that it stands in."""
    out: dict[int, list[str]] = {}
    roots = [(" ".join(label), root) for label, _, roots in _statements(policy) for root in roots]
    roots += [(f"remark {one.id}", root) for one, root in policy.remarks]
    for name, service in policy.services.items():
        roots += [(f"service {name}", root) for root in (service.known_by, *service.codes.values())]
    for label, root in roots:
        if root != NONE:
            for index in set(policy.forest.under(root)):
                out.setdefault(index, []).append(label)
    return {index: tuple(sorted(labels)) for index, labels in out.items()}
