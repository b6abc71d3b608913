"""Which criterion of the file became which node: so that what is proved of a node is told at its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from coverable.base.yamlfile import Path_
from coverable.policy.criterion import Criterion
from coverable.policy.executable import NONE, Policy


def places(policy: Policy) -> Mapping[int, Path_]:
    """Node to the first place where it is written. What stands in another policy has none."""
    out: dict[int, Path_] = {}
    for root, criterion, path in _tops(policy):
        _walk(policy, root, criterion, path, out)
    return out


def _tops(policy: Policy) -> Iterator[tuple[int, Criterion, Path_]]:
    for one in policy.indications:
        here: Path_ = ("indications", one.name)
        yield _inner(policy, one.applies, one.file.under), one.file.applies_if, (*here, "applies_if")
        yield one.criteria, one.file.criteria, (*here, "criteria")
    for i, built in enumerate(policy.exclusions):
        if built.file.when is not None:
            yield _inner(policy, built.root, built.file.under), built.file.when, ("exclusions", i, "when")
    for i, (referral, (_, root)) in enumerate(zip(policy.file.referrals, policy.referrals, strict=True)):
        yield _inner(policy, root, referral.under), referral.when, ("referrals", i, "when")
    for i, (remark, root) in enumerate(policy.remarks):
        yield root, remark.when, ("remarks", i, "when")


def _inner(policy: Policy, root: int, under: Mapping[str, str]) -> int:
    """The criterion itself where its statement stands under readings: the last of the parts."""
    return policy.forest.nodes[root].children[-1] if under else root


def _walk(policy: Policy, index: int, c: Criterion, path: Path_, out: dict[int, Path_]) -> None:
    if index == NONE or c.same_as is not None or c.criteria_of is not None:
        return
    out.setdefault(index, path)
    node = policy.forest.nodes[index]
    if c.fact is not None:
        if c.silent_if is not None:
            out.setdefault(node.children[0], path)
            _walk(policy, node.children[1], c.silent_if, (*path, "silent_if"), out)
        return
    for child, (one, step) in zip(node.children, _parts(c), strict=True):
        _walk(policy, child, one, (*path, *step), out)


def _parts(c: Criterion) -> Iterator[tuple[Criterion, Path_]]:
    """The parts of a rule, in the order of its node's children."""
    for name, listed in (("all", c.all), ("any", c.any), ("none", c.none), ("of", c.of)):
        for i, one in enumerate(listed or ()):
            yield one, (name, i)
    for name, one in (("not", c.not_), ("if", c.if_), ("then", c.then), ("else", c.else_)):
        if one is not None:
            yield one, (name,)
    for option, one in (c.options or {}).items():
        yield one, ("options", option)
